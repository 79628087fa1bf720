"""The live screen in a real terminal: keys in, the picture of 80 by 24 out."""

from __future__ import annotations

import json
import os
import signal
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from interviewer.events import (
    CandidateAsked,
    Event,
    InterviewPaused,
    InterviewResumed,
    SessionEnded,
)
from interviewer.journal import Journal
from interviewer.outcome import read_outcome
from tests.pty_terminal import PtyTerminal, terminal
from tests.stage import LIBRARY

START = (
    "start", "--mode", "text", "--question", "ride-eta", "--company", "uber", "--minutes", "30",
    "--interviewer", "infra", "--seed", "1", "--tts", "silent", "--offline",
)  # fmt: skip
QUESTION = "How many rides do we have per day?"


@contextmanager
def interview(
    home: Path,
    *options: str,
    env: Mapping[str, str] | None = None,
    columns: int = 80,
    rows: int = 24,
) -> Iterator[PtyTerminal]:
    silent = {"ALSA_CONFIG_PATH": str(Path(__file__).with_name("no_devices.conf"))}
    given = {"INTERVIEWER_HOME": str(home), **silent, **(env or {})}
    with terminal(*START, *options, env=given, columns=columns, rows=rows) as shown:
        shown.wait_for("Take it wherever you like")
        yield shown


def events_of(home: Path) -> list[Event]:
    (session,) = (home / "sessions").iterdir()
    with Journal(session / "journal.db") as journal:
        return list(journal.events())


def ended(home: Path) -> SessionEnded:
    last = events_of(home)[-1]
    assert isinstance(last, SessionEnded)
    return last


def test_a_whole_visit_pause_repeat_skip_and_quit(tmp_path: Path) -> None:
    with interview(tmp_path) as shown:
        before = shown.wait_for("Your turn").splitlines()
        assert len(before) == 24
        assert before[0].startswith(" Ride ETA prediction")
        assert before[0].endswith(" of 30:00")
        assert "Problem" in before[2]
        assert "/repeat" in before[23]

        shown.press(QUESTION)
        shown.wait_for(f"› {QUESTION}")
        shown.press("\r")
        shown.wait_for("Twenty-five million")
        assert f"You          {QUESTION}" in shown.text
        assert "Clarification" in shown.lines[2]

        shown.press("\x10")
        shown.wait_for("‖ Paused")
        stood_at = shown.lines[0].split()[-3]
        shown.press("And how fast?\r")
        shown.wait_for("your answer stays here")
        assert "› And how fast?" in shown.text
        shown.wait_for(lambda s: "Paused 2 s" in s.text)
        assert shown.lines[0].split()[-3] == stood_at
        shown.press("\x15/pause\r")
        shown.wait_for("(paused for 2 s)")

        shown.press("/repeat\r")
        shown.wait_for(lambda s: s.text.count("Twenty-five million") == 2)
        shown.press("/ski\t\r")
        shown.wait_for(lambda s: "Solution design" in s.lines[2])
        shown.press("/quit\r")
        assert shown.wait() == 0
        assert "Report: " in shown.text

    found = events_of(tmp_path)
    asked = [e.request.value for e in found if isinstance(e, CandidateAsked)]
    assert asked == ["repeat", "skip", "quit"]
    assert [type(e) for e in found if isinstance(e, InterviewPaused | InterviewResumed)] == [
        InterviewPaused, InterviewResumed,
    ]  # fmt: skip
    assert ended(tmp_path).reason == "the candidate ended it"


def test_the_pause_is_in_all_three_reports(tmp_path: Path) -> None:
    from interviewer.outcome import html_of
    from interviewer.report import render_json, render_markdown

    with interview(tmp_path) as shown:
        shown.press("\x10")
        shown.wait_for("Paused 1 s")
        shown.press("\x10")
        shown.wait_for("(paused for 1 s)")
        shown.press("/quit\r")
        shown.wait()
    (session,) = (tmp_path / "sessions").iterdir()
    outcome = read_outcome(session, LIBRARY)
    assert "Paused: 1 time, 0:01 in all" in render_markdown(
        outcome.conversation, outcome.assessment
    )
    assert "1 time, 0:01 in all" in html_of(outcome)
    document = json.loads(render_json(outcome.conversation, outcome.assessment))
    assert [round(one["duration_s"]) for one in document["breaks"]] == [1]


@pytest.mark.parametrize("how", ["quit", "ctrl-c", "sigterm"])
def test_the_terminal_is_left_as_it_was_found(tmp_path: Path, how: str) -> None:
    with interview(tmp_path) as shown:
        during = shown.modes
        assert not during[1] & termios.ECHO
        if how == "quit":
            shown.press("/quit\r")
        elif how == "ctrl-c":
            shown.press("\x03")
        else:
            shown.signal(signal.SIGTERM)
        status = shown.wait()
        assert shown.modes[1] & termios.ECHO
        assert shown.modes[1] & termios.ICANON
        for off in (b"\x1b[?2004l", b"\x1b[?1049l", b"\x1b[?25h"):
            assert off in shown.sent
        assert b"Traceback" not in shown.sent
    assert status == 0
    assert not ended(tmp_path).complete
    (session,) = (tmp_path / "sessions").iterdir()
    assert (session / "report.html").is_file()


def test_a_window_that_is_closed_leaves_a_report(tmp_path: Path) -> None:
    with interview(tmp_path) as shown:
        shown.press(f"{QUESTION}\r")
        shown.wait_for("Twenty-five million")
        shown.hang_up()
    (session,) = (tmp_path / "sessions").iterdir()
    assert (session / "report.html").is_file()
    assert not ended(tmp_path).complete


def test_without_colour_nothing_is_coloured(tmp_path: Path) -> None:
    with interview(tmp_path, env={"NO_COLOR": "1"}) as shown:
        shown.wait_for("Your turn")
        shown.press("/quit\r")
        assert shown.wait() == 0
    coloured = [f"\x1b[{code}m".encode() for code in (31, 32, 33, 35, 36)]
    assert not any(code in shown.sent for code in coloured)
    assert b";36m" not in shown.sent


def test_it_follows_the_size_of_the_window(tmp_path: Path) -> None:
    with interview(tmp_path, columns=100, rows=30) as shown:
        shown.wait_for(lambda s: s.lines[29].startswith(" enter"))
        shown.resize(44, 12)
        shown.wait_for(lambda s: s.lines[11].startswith("enter") and "wherever" in s.text)
        assert max(map(len, shown.lines)) <= 44
        assert shown.lines[0].startswith("Ride ETA prediction")
        assert shown.lines[11].endswith("/quit")
        shown.press("/quit\r")
        assert shown.wait() == 0


def test_the_screen_can_be_drawn_again(tmp_path: Path) -> None:
    with interview(tmp_path) as shown:
        shown.scribble("\x1b[2Jsome other program wrote this")
        shown.press("\x0c")
        shown.wait_for(lambda s: "wherever you like" in s.text and "some other" not in s.text)
        shown.press("\x04")
        assert shown.wait() == 0


def test_what_is_pasted_is_one_answer(tmp_path: Path) -> None:
    with interview(tmp_path) as shown:
        shown.press("\x1b[200~How many rides\rdo we have\x1b[201~")
        shown.wait_for("› How many rides do we have")
        shown.press(" per day?\x1b[H\x1b[C\r")
        shown.wait_for("Twenty-five million")
        assert "You          How many rides do we have per day?" in shown.text
        shown.press("\x04")
        assert shown.wait() == 0


@pytest.mark.parametrize("plainly", ["option", "variable", "dumb terminal"])
def test_plain_lines_have_the_same_abilities(tmp_path: Path, plainly: str) -> None:
    options = ("--plain",) if plainly == "option" else ()
    env: dict[str, str] = {
        "option": {},
        "variable": {"INTERVIEWER_PLAIN": "1"},
        "dumb terminal": {"TERM": "dumb"},
    }[plainly]
    with interview(tmp_path, *options, rows=60, env=env) as shown:
        shown.press(f"{QUESTION}\n")
        shown.wait_for("Interviewer: Twenty-five million")
        shown.press("/pause\n")
        shown.wait_for("(paused: the candidate asked for it; the clock stands still)")
        shown.press("/resume\n")
        shown.wait_for("(going on after")
        shown.press("/repeat\n")
        shown.wait_for(lambda s: s.text.count("Twenty-five million") == 2)
        shown.press("/nonsense\n")
        shown.wait_for(lambda s: s.text.count("Commands: ") == 2)
        shown.press("/skip\n")
        shown.wait_for("Solution design")
        shown.press("/quit\n")
        assert shown.wait() == 0
    assert b"\x1b[?1049h" not in shown.sent
    assert ended(tmp_path).reason == "the candidate ended it"


def test_commands_work_over_a_pipe(tmp_path: Path) -> None:
    from tests.cli.test_commands import interviewer

    lines = f"{QUESTION}\n/repeat\n/skip\n/quit\nNever said.\n"
    done = interviewer(tmp_path, *START, stdin=lines, env={"TERM": os.environ.get("TERM", "dumb")})
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Twenty-five million") == 2
    assert "Solution design" in done.stderr
    assert "Never said" not in done.stderr
