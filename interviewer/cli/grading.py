"""``grade``: an interview held elsewhere, as a transcript or a recording."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import typer

from interviewer.cli.console import note
from interviewer.cli.holding import open_library
from interviewer.cli.recordings import SUFFIXES, Recorded, Who, read_recording
from interviewer.cli.reporting import check_format, rendered
from interviewer.conversation import Conversation, Provenance, Turn
from interviewer.errors import ConfigError
from interviewer.home import Home
from interviewer.judges.judging import JUDGES, judge_endpoint, second_opinion
from interviewer.judges.opinion import with_opinion
from interviewer.library.load import Library
from interviewer.library.question import Question
from interviewer.outcome import assess_conversation
from interviewer.settings import LlmSettings
from interviewer.vocabulary import Level

OTHER: Final = "other"
GENERIC: Final = (
    "The question is not in the library, so this is graded by what any answer should hold; "
    "whether it fits that problem was not looked at."
)


@dataclass(frozen=True, slots=True)
class Grading:
    """What is graded, and how.

    Attributes:
        question: an id, the path of a card, or ``other``; None is ``other`` too.
        output: html, md or json.
        judge: auto, deterministic or llm.
        model: the recogniser's.
        llm: the language model that ``llm`` asks.
    """

    file: Path
    question: str | None = None
    level: str = "L5"
    output: str = "md"
    who: Who = field(default_factory=Who)
    judge: str = "auto"
    stt: str = "auto"
    model: str | None = None
    offline: bool = False
    llm: LlmSettings = field(default_factory=LlmSettings)


def grade_file(how: Grading) -> None:
    """Grade a transcript or a recording and print the result.

    Raises:
        InterviewerError: the file, the question or the format is not usable.
    """
    check_format(how.output)
    if how.judge not in JUDGES:
        raise ConfigError(f"no judge {how.judge!r}; choose {', '.join(JUDGES)}")
    endpoint = judge_endpoint(how.llm, offline=how.offline) if how.judge == "llm" else None
    library = open_library(None, Home.find())
    card = None if how.question in (None, OTHER) else library.question(str(how.question))
    level = _level(how.level)
    heard = _read(how)
    conversation = _conversation(card, level, heard, library)
    assessment = assess_conversation(conversation, library)
    if endpoint is not None and assessment.verdict is not None:
        note(f"second opinion: asking {endpoint.model} at {endpoint.host}")
        answers = asyncio.run(second_opinion(conversation, library, endpoint, how.llm.max_tokens))
        assessment = with_opinion(assessment, conversation, answers)
    typer.echo(rendered(conversation, assessment, how.output))


def _conversation(
    card: Question | None, level: Level, heard: Recorded, library: Library
) -> Conversation:
    provenance = heard.provenance
    if card is None:
        note(f"question: other. {GENERIC}")
        card = library.generic_question().about(_opening(heard.turns))
        provenance = replace(provenance, reason=GENERIC)
    return Conversation(
        card,
        level,
        heard.turns,
        silences=heard.silences,
        timed=any(turn.start_s is not None for turn in heard.turns),
        provenance=provenance,
    )


def _opening(turns: tuple[Turn, ...]) -> str:
    """What the interviewer asked for, as far as it can be told."""
    return next((turn.text for turn in turns if turn.speaker == "interviewer"), "")


def _level(text: str) -> Level:
    try:
        return Level.parse(text)
    except ValueError as error:
        raise ConfigError(f"no level {text!r}; choose L3, L4, L5 or L6+") from error


def _read(how: Grading) -> Recorded:
    if how.file.suffix.lower() in SUFFIXES:
        return read_recording(how.file, how.who, how.stt, how.model, offline=how.offline)
    from interviewer.transcripts import read_transcript

    if how.who != Who():
        raise ConfigError(
            "--solo and --candidate-channel are for recordings; a transcript has names"
        )
    return Recorded(tuple(read_transcript(how.file)), (), Provenance())
