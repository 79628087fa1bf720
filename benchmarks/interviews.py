"""What a whole scripted interview costs in virtual time, and how that grows.

    python -m benchmarks.interviews

A candidate who talks until the time is over sits the interview as text, with the journal on the
disk and the report written, as ``interviewer rehearse --no-voice`` does it. Each run has words of
its own, so that nothing is remembered from the one before; runs that are compared take turns, and
the best of each counts.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figures import Figure, milliseconds
from benchmarks.talker import talker
from interviewer.assembly import Engines, Screen, open_session
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.conversation import Conversation
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.minds.scripted import ScriptedMind
from interviewer.outcome import REPORT_NAME, read_outcome, write_report

QUESTION = "ride-eta"
RUNS = 3
MANY = 1000
_numbers = itertools.count(1)


def interview(home: Home, minutes: float) -> tuple[Path, Conversation, float]:
    """Hold one interview, report included; returns its folder, what was said, virtual seconds."""
    return asyncio.run(_held(home, minutes, next(_numbers)))


async def _held(home: Home, minutes: float, number: int) -> tuple[Path, Conversation, float]:
    choices = Choices(question=QUESTION, minutes=minutes, mind="scripted", seed=1)
    library = Library()
    setting = build_setting(choices, library, 1)
    clock = VirtualClock()
    channel = RehearsedText(talker(QUESTION, 2 * minutes, seed=number), clock)
    folder = home.new_session(QUESTION)
    async with open_session(
        setting, choices, channel, Engines(), Screen(), ScriptedMind(1),
        mode="rehearsal_text", folder=folder,
    ) as session:  # fmt: skip
        ended = await session.run()
    if not ended.complete:
        raise RuntimeError(f"the interview did not come to its end: {ended.reason}")
    outcome = read_outcome(folder, library)
    write_report(outcome)
    return folder, outcome.conversation, clock.now()


def in_turns(*works: Callable[[], object]) -> list[float]:
    """The best time of each in seconds, after some rounds in which every one had its turn."""
    rounds = [[_once(work) for work in works] for _ in range(RUNS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def command(home: Home, *arguments: str) -> Callable[[], object]:
    """The program in a process of its own."""
    environment = os.environ | {"INTERVIEWER_HOME": str(home.folder)}
    line = [sys.executable, "-m", "interviewer", *arguments]
    return lambda: subprocess.run(line, env=environment, check=True, stdout=subprocess.DEVNULL)


def copies(home: Home, session: Path, count: int) -> None:
    """Fill a home with sessions."""
    for number in range(count):
        stamp = f"2020{1 + number // 60 // 28 % 12:02}{1 + number // 60 % 28:02}"
        name = f"{stamp}-{number // 60 % 24:02}{number % 60:02}00-{QUESTION}-{number:04x}"
        shutil.copytree(session, home.sessions / name)


def figures() -> Iterator[Figure]:
    """Whole interviews by length, the report, and a home with many sessions."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        home, full = Home(Path(one)), Home(Path(other))
        session, said, lasted_s = interview(home, 60)
        full.sessions.mkdir()
        copies(full, session, MANY)
        hour, longer, among = in_turns(
            lambda: interview(home, 60), lambda: interview(home, 90), lambda: interview(full, 60)
        )
        words = sum(len(turn.text.split()) for turn in said.turns)
        lasted = f"{lasted_s / 60:.1f} virtual minutes, {words} words"
        yield Figure(
            "60 minutes, held and graded", milliseconds(hour), lasted, None, "2 s", hour < 2
        )
        beside = f"60 minutes {milliseconds(hour)}"
        ratio = longer / hour
        yield Figure("90 minutes", milliseconds(longer), beside, ratio, "ratio to 2", ratio < 2)
        beside, ratio = f"in an empty home {milliseconds(hour)}", among / hour
        yield Figure(
            f"60 minutes beside {MANY} sessions",
            milliseconds(among), beside, ratio, "ratio to 1.2", ratio < 1.2,
        )  # fmt: skip
        report, listing, version = in_turns(
            command(home, "report", session.name, "--format", "html"),
            command(full, "sessions", "--json"),
            command(home, "--version"),
        )
        bare = f"--version {milliseconds(version)}"
        yield Figure(
            "interviewer report, 60 minutes", milliseconds(report), bare, None, "1 s", report < 1
        )
        yield Figure(f"interviewer sessions, of {MANY}", milliseconds(listing), bare)
        size = (session / REPORT_NAME).stat().st_size / 1e6
        yield Figure("its HTML, no sound inside", f"{size:.2f} MB", "", None, "2 MB", size < 2)


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.exit(main(["interviews"]))
