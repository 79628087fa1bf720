"""What a whole scripted interview costs in virtual time, and how that grows.

    python -m benchmarks.interviews

A candidate who talks until the time is over sits the interview as text, with the journal on the
disk and the report written, as ``interviewer rehearse --no-voice`` does it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, milliseconds
from benchmarks.talker import talker
from interviewer.assembly import Engines, Screen, open_session
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.minds.scripted import ScriptedMind
from interviewer.outcome import Outcome, html_of, read_outcome, write_report

QUESTION = "ride-eta"
RUNS = 3
MANY = 1000


def interview(home: Home, minutes: float) -> tuple[Outcome, float]:
    """Hold one interview, report included; returns what came of it and its virtual seconds."""
    return asyncio.run(_held(home, minutes))


async def _held(home: Home, minutes: float) -> tuple[Outcome, float]:
    choices = Choices(question=QUESTION, minutes=minutes, mind="scripted", seed=1)
    library = Library()
    setting = build_setting(choices, library, 1)
    clock = VirtualClock()
    channel = RehearsedText(talker(QUESTION, 2 * minutes), clock)
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
    return outcome, clock.now()


def timed(work: Callable[[], object]) -> float:
    """The median of a few runs, in seconds."""
    return median(_once(work) for _ in range(RUNS))


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def copies(home: Home, session: Path, count: int) -> None:
    """Fill a home with sessions."""
    for number in range(count):
        stamp = f"2020{1 + number // 60 // 28 % 12:02}{1 + number // 60 % 28:02}"
        name = f"{stamp}-{number // 60 % 24:02}{number % 60:02}00-{QUESTION}-{number:04x}"
        shutil.copytree(session, home.sessions / name)


def figures() -> Iterator[Figure]:
    """Whole interviews by length, the report, and a home with many sessions."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        outcome, lasted_s = interview(home, 60)
        hour, longer = timed(lambda: interview(home, 60)), timed(lambda: interview(home, 90))
        words = sum(len(turn.text.split()) for turn in outcome.conversation.turns)
        yield Figure(
            "60 minutes, held and graded",
            milliseconds(hour), f"{lasted_s / 60:.1f} virtual minutes, {words} words",
            None, "2 s", hour < 2,
        )  # fmt: skip
        growth = longer / hour
        beside = f"60 minutes {milliseconds(hour)}"
        yield Figure("90 minutes", milliseconds(longer), beside, growth, "ratio to 2", growth < 2)
        yield from _report(outcome.folder)
        yield from _many(home, outcome.folder, hour)


def _report(session: Path) -> Iterator[Figure]:
    library = Library()
    whole = timed(lambda: write_report(read_outcome(session, library)))
    yield Figure("report of 60 minutes", milliseconds(whole), "", None, "1 s", whole < 1)
    size = len(html_of(read_outcome(session, library)).encode()) / 1e6
    yield Figure("its HTML, no sound inside", f"{size:.2f} MB", "", None, "2 MB", size < 2)


def _many(home: Home, session: Path, alone: float) -> Iterator[Figure]:
    copies(home, session, MANY)
    among = timed(lambda: interview(home, 60))
    beside, ratio = f"in an empty home {milliseconds(alone)}", among / alone
    yield Figure(
        f"60 minutes beside {MANY} sessions",
        milliseconds(among), beside, ratio, "ratio to 1.2", ratio < 1.2,
    )  # fmt: skip
    listing = [sys.executable, "-m", "interviewer", "sessions", "--json"]
    environment = os.environ | {"INTERVIEWER_HOME": str(home.folder)}
    listed = timed(
        lambda: subprocess.run(listing, env=environment, check=True, stdout=subprocess.DEVNULL)
    )
    yield Figure(f"interviewer sessions, of {MANY}", milliseconds(listed))


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.exit(main(["interviews"]))
