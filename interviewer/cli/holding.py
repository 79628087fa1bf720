"""Holds an interview from the command line: chooses the channel, runs it, writes the report."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.assembly import (
    Engines,
    Screen,
    make_mind,
    open_session,
    virtual_clock,
)
from interviewer.channels.base import Channel
from interviewer.choices import Choices, build_setting
from interviewer.cli.console import err, fail, is_interactive, note
from interviewer.cli.modes import choose_mode
from interviewer.cli.screen.base import Front
from interviewer.cli.screen.plain import PlainScreen
from interviewer.cli.stopping import stopping_politely
from interviewer.clock import PausableClock
from interviewer.director import Setting
from interviewer.errors import ConfigError, InterviewerError, JournalError
from interviewer.events import MoveMade
from interviewer.history import moves_of
from interviewer.home import Home, write_private
from interviewer.library.load import Library
from interviewer.minds.base import Mind
from interviewer.outcome import Outcome, add_opinion, read_outcome, write_report
from interviewer.progress.shelf import keep_row
from interviewer.session import Session
from interviewer.vocabulary import Request

if TYPE_CHECKING:
    from interviewer.channels.voice import VoiceChannel

SHOWN_MINUTES = 10.0
"""Length of the rehearsal that is shown where nobody can talk; it takes about a minute."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a rehearsal is held.

    Attributes:
        candidate: weak, good, great, the path of a script, or llm:good and the like.
        speed: times real time; None is as fast as the machine allows.
    """

    candidate: str = "good"
    voice: bool = True
    speed: float | None = None


@dataclass(slots=True)
class Desk:
    """Everything one interview needs on its way from the command line to the report.

    Attributes:
        candidate: who sits a rehearsal, as it was asked for.
    """

    choices: Choices
    library: Library
    home: Home
    setting: Setting
    folder: Path
    engines: Engines
    front: Front
    screen: Screen
    mind: Mind
    candidate: str = ""


async def prepare(choices: Choices, front: Front) -> Desk:
    """Resolve the choices and make the session's folder, before any device opens.

    Raises:
        InterviewerError: a choice cannot be had.
    """
    home = Home.find()
    library = open_library(choices.own_library, home)
    seed = choices.chance
    had = () if choices.seed is not None else home.questions_had()
    setting = build_setting(choices, library, seed, had)
    engines = Engines()
    mind = await make_mind(choices, seed, engines)
    folder = home.new_session(setting.question.id)
    return Desk(choices, library, home, setting, folder, engines, front, front.screen(), mind)


def open_library(own: Path | None, home: Home) -> Library:
    """The shipped library and the user's own folders."""
    if own is not None and not own.is_dir():
        raise ConfigError(f"{own}: no such folder; --library names a folder of your own files")
    folders = [folder for folder in (home.library, own) if folder is not None and folder.is_dir()]
    return Library(folders)


async def hold(desk: Desk, channel: Channel, mode: str) -> tuple[Outcome, bool]:
    """Run the session to its end and write the report; the flag tells whether nothing was lost."""
    async with open_session(
        desk.setting, desk.choices, channel, desk.engines, desk.screen, desk.mind,
        mode=mode, folder=desk.folder,
    ) as session:  # fmt: skip
        for reason in (*desk.engines.reasons, _privacy(desk)):
            note(reason)
        with desk.front.running(session, desk.engines), _stopping(session, desk.front):
            await session.run()
        whole = _rescue(session, desk.folder)
    outcome = read_outcome(desk.folder, desk.library)
    write_report(outcome)
    if desk.engines.names.get("mind") == "llm" and outcome.assessment.verdict is not None:
        with contextlib.suppress(InterviewerError):  # the report stands without
            outcome = await _judged(outcome, desk)
    with contextlib.suppress(InterviewerError):  # it is read from the journal when it is wanted
        keep_row(outcome)
    return outcome, whole


def _privacy(desk: Desk) -> str:
    from interviewer.privacy import flows, in_a_line

    found = flows(desk.choices, desk.engines.names, os.environ, candidate=desk.candidate)
    return in_a_line(found)


async def _judged(outcome: Outcome, desk: Desk) -> Outcome:
    """The session with the model's opinion on it; the report is there without it already."""
    from interviewer.judges.judging import second_opinion
    from interviewer.minds.llm.endpoint import find_endpoint

    llm = desk.choices.llm
    endpoint, _ = await find_endpoint(
        llm.model, os.environ, base_url=llm.base_url, offline=desk.choices.offline
    )
    note(f"second opinion: asking {endpoint.model} at {endpoint.host}; the report is written")
    answers = await second_opinion(outcome.conversation, desk.library, endpoint, llm.max_tokens)
    outcome = add_opinion(outcome, answers, desk.library)
    write_report(outcome)
    return outcome


@contextlib.contextmanager
def _stopping(session: Session, front: Front) -> Iterator[None]:
    with (
        contextlib.suppress(asyncio.CancelledError),
        stopping_politely(lambda: session.ask(Request.QUIT), front.notice),
    ):
        yield


def _rescue(session: Session, folder: Path) -> bool:
    """Write what the journal could not take to a file beside it; whether nothing was lost."""
    if not session.kept:
        return True
    from interviewer.events import to_record

    lines = [json.dumps(to_record(event), ensure_ascii=False) for event in session.kept]
    with contextlib.suppress(JournalError):
        write_private(folder / "rescued-events.jsonl", "\n".join(lines))
    fail(f"the disk failed during the interview; {len(lines)} events may be missing from {folder}")
    return False


async def start(choices: Choices) -> tuple[Outcome, bool]:
    """Hold an interview with a person, or show a rehearsal where there is nobody to talk to."""
    mode = choose_mode(choices.mode)
    if choices.mode == "auto":
        note(f"mode: {mode.name}, {mode.reason}")
    if mode.name == "voice":
        return await _by_voice(choices)
    if mode.name == "text":
        return await _by_text(choices)
    if mode.name == "piped":
        return await _piped(choices)
    note("A simulated candidate sits a short interview, so that you can see it work.")
    short = choices if choices.minutes else replace(choices, minutes=SHOWN_MINUTES)
    return await rehearse(short, Rehearsal(), PlainScreen())


async def _by_voice(choices: Choices) -> tuple[Outcome, bool]:
    from interviewer.voices import voice_channel

    desk = await prepare(choices, _front(choices))
    with _unless_begun(desk.folder):
        channel = await voice_channel(
            desk.setting, choices, desk.home, desk.folder, desk.engines, desk.screen
        )
    if not is_interactive():
        return await hold(desk, channel, "voice")
    return await hold(desk, _typing_behind(channel, desk), "voice")


def _typing_behind(voice: VoiceChannel, desk: Desk) -> Channel:
    """The same interview, which goes on at the keyboard should the microphone be lost for good."""
    from interviewer.channels.fallback import FallbackChannel
    from interviewer.channels.terminal import Terminal

    clock = voice.clock
    assert isinstance(clock, PausableClock)

    def typed() -> Terminal:
        terminal = Terminal(clock, desk.screen.say, voice.mouth)
        desk.front.type_into(terminal.take)
        return terminal

    return FallbackChannel(voice, typed, "microphone", "the interview goes on in text")


async def _by_text(choices: Choices) -> tuple[Outcome, bool]:
    from interviewer.voices import text_channel

    desk = await prepare(choices, _front(choices))
    channel = await text_channel(desk.setting, choices, desk.engines, desk.screen)
    desk.front.type_into(channel.take)
    return await hold(desk, channel, "text")


def _front(choices: Choices) -> Front:
    """The live screen where there is a terminal that can show it, else plain lines."""
    if not is_interactive():
        return PlainScreen()
    console = err()
    able = console.is_terminal and not console.is_dumb_terminal and _draws(console.encoding)
    if choices.plain or not able:
        return PlainScreen(lines=sys.stdin)
    from interviewer.cli.screen.keys import keyboard
    from interviewer.cli.screen.live import LiveScreen

    return LiveScreen(console, keyboard())


def _draws(encoding: str) -> bool:
    """Whether the signs of the live screen can be written."""
    return encoding.lower().startswith("utf")


async def _piped(choices: Choices) -> tuple[Outcome, bool]:
    """Lines from standard input, at the pace of speech, in virtual time."""
    from interviewer.candidates.script import from_lines
    from interviewer.channels.rehearsed_text import RehearsedText

    data = sys.stdin.buffer.read() if sys.stdin is not None else b""
    lines = data.decode("utf-8", errors="replace").splitlines()
    if not any(line.strip() for line in lines):
        raise ConfigError("no text arrived; type in a terminal, or pipe one answer a line")
    desk = await prepare(choices, PlainScreen())
    channel = RehearsedText(
        from_lines(lines), virtual_clock(None), desk.screen.say, leave_at_end=True
    )
    return await hold(desk, channel, "piped")


async def rehearse(choices: Choices, how: Rehearsal, front: Front) -> tuple[Outcome, bool]:
    """Let a simulated candidate sit the interview."""
    desk = await prepare(choices, front)
    from interviewer.candidates.choosing import choose_candidate, thinking

    clock = virtual_clock(how.speed)
    with _unless_begun(desk.folder):
        desk.candidate = how.candidate
        candidate = await choose_candidate(how.candidate, desk.setting, choices, desk.engines)
        channel: Channel
        if how.voice:
            from interviewer.voices import rehearsal_channel

            channel = await rehearsal_channel(
                desk.setting, choices, desk.home, desk.folder, desk.engines, desk.screen,
                candidate, clock,
            )  # fmt: skip
        else:
            from interviewer.channels.rehearsed_text import RehearsedText

            channel = RehearsedText(candidate, clock, desk.screen.say)
    mode = "rehearsal" if how.voice else "rehearsal_text"
    return await hold(desk, thinking(channel, candidate), mode)


@contextlib.contextmanager
def _unless_begun(folder: Path) -> Iterator[None]:
    """Leave no empty session behind when what was asked for cannot be had."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise


def rehearsal_document(outcome: Outcome, report: Path) -> dict[str, Any]:
    """What ``rehearse --json`` prints."""
    from interviewer.assessment.result import to_json

    moves = [_move(move) for move in moves_of(outcome.events)]
    return {
        "session": outcome.folder.name,
        "report_html": str(report),
        "turns": [
            {"speaker": t.speaker, "text": t.text, "start_s": t.start_s, "end_s": t.end_s}
            for t in outcome.conversation.turns
        ],
        "moves": moves,
        "assessment": to_json(outcome.assessment),
    }


def _move(event: MoveMade) -> dict[str, Any]:
    return {
        "t_s": round(event.t_s, 3),
        "kind": event.kind.value,
        "topic": event.topic,
        "target": event.target,
        "text": event.text,
        "mind": event.mind,
        "reason": event.reason,
    }


def show_result(outcome: Outcome) -> None:
    """The verdict in a few lines, and where the report is."""
    assessment = outcome.assessment
    verdict = assessment.verdict.value.replace("_", " ") if assessment.verdict else "no verdict"
    overall = f", {assessment.overall:.1f} of 5" if assessment.overall is not None else ""
    err().print(f"\nFor {outcome.conversation.level.value}: {verdict}{overall}", style="bold",
              markup=False)  # fmt: skip
    for advice in assessment.advice:
        err().print(f"  Practise: {advice.what}", markup=False, soft_wrap=True)
    use = outcome.conversation.provenance.model_use
    if use is not None:
        err().print(f"Language model: {use.in_words}", markup=False, soft_wrap=True)
    err().print(f"Report: {outcome.folder / 'report.html'}", markup=False, soft_wrap=True)
