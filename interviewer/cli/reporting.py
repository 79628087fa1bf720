"""``report`` and ``grade``: assessments as HTML, Markdown or JSON."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import typer

from interviewer.assessment.result import Assessment
from interviewer.cli.console import note
from interviewer.cli.holding import open_library
from interviewer.conversation import Conversation, Provenance, Turn
from interviewer.errors import ConfigError, TranscriptError
from interviewer.home import Home
from interviewer.outcome import assess_conversation, read_outcome, write_report
from interviewer.vocabulary import Level

FORMATS = ("html", "md", "json")
RECORDINGS = frozenset({".wav", ".flac", ".mp3", ".ogg", ".aiff", ".aif"})


def report_session(session: str | None, output: str, *, open_it: bool) -> None:
    """Write the report of a session; Markdown and JSON go to standard output.

    Raises:
        InterviewerError: no such session, or an unknown format.
    """
    _check(output)
    home = Home.find()
    outcome = read_outcome(home.session(session), open_library(None, home))
    if output == "html":
        path = write_report(outcome)
        typer.echo(str(path))
        if open_it:
            webbrowser.open(path.as_uri())
        return
    typer.echo(_rendered(outcome.conversation, outcome.assessment, output))


def grade_file(
    file: Path,
    question: str | None,
    question_file: Path | None,
    level: str,
    output: str,
    stt: str,
    model: str | None,
    *,
    offline: bool,
) -> None:
    """Grade a transcript or a recording and print the result.

    Raises:
        InterviewerError: the file, the question or the format is not usable.
    """
    _check(output)
    library = open_library(None, Home.find())
    name = str(question_file) if question_file else question
    if name is None:
        raise ConfigError("which question was it? give --question ID or --question-file FILE")
    card = library.question(name)
    try:
        wanted = Level.parse(level)
    except ValueError as error:
        raise ConfigError(f"no level {level!r}; choose L3, L4, L5 or L6+") from error
    turns, provenance = _read(file, stt, model, offline=offline)
    conversation = Conversation(
        card,
        wanted,
        turns,
        timed=any(turn.start_s is not None for turn in turns),
        provenance=provenance,
    )
    typer.echo(_rendered(conversation, assess_conversation(conversation, library), output))


def _read(
    file: Path, stt: str, model: str | None, *, offline: bool
) -> tuple[tuple[Turn, ...], Provenance]:
    if file.suffix.lower() not in RECORDINGS:
        from interviewer.transcripts import read_transcript

        return tuple(read_transcript(file)), Provenance()
    return _heard(file, stt, model, offline=offline)


def _heard(
    file: Path, stt: str, model: str | None, *, offline: bool
) -> tuple[tuple[Turn, ...], Provenance]:
    """One microphone without labels: everything heard is taken as the candidate's."""
    from interviewer.cli.hearing import listen_with_progress

    heard = listen_with_progress(file, stt, model, offline=offline)
    turns = tuple(
        Turn(i, "candidate", turn.text, turn.start_s, turn.end_s, confidence=turn.confidence)
        for i, turn in enumerate(heard.turns)
        if turn.text
    )
    if not turns:
        raise TranscriptError(f"{file}: no speech was understood; is it the right recording?")
    note("Everything heard is graded as the candidate's: record them alone, or use a transcript.")
    reason = "one recording without speaker labels: it may hold two voices"
    return turns, Provenance(stt=stt, complete=False, reason=reason, low_confidence=True)


def _rendered(conversation: Conversation, assessment: Assessment, output: str) -> str:
    from interviewer.report import render_html, render_json, render_markdown

    if output == "json":
        return render_json(conversation, assessment)
    if output == "md":
        return render_markdown(conversation, assessment)
    return render_html(conversation, assessment)


def _check(output: str) -> None:
    if output not in FORMATS:
        raise ConfigError(f"no format {output!r}; choose {', '.join(FORMATS)}")
