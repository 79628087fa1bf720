"""What a typed line asks for."""

from __future__ import annotations

import pytest

from interviewer.channels.commands import is_command, request_of
from interviewer.cli.screen.typed import Typed
from interviewer.vocabulary import Request


@pytest.mark.parametrize("request_", list(Request))
def test_every_request_has_a_command_and_a_letter(request_: Request) -> None:
    assert request_of(f" /{request_.value.upper()}\n") is request_
    assert request_of(request_.value, slash=False) is request_
    assert request_of(request_.value[0], slash=False) is request_


@pytest.mark.parametrize(
    "line", ["", "/", "/etc/passwd is a file", "repeat", "1/2", "/p99 matters"]
)
def test_an_answer_is_no_command(line: str) -> None:
    assert request_of(line) is None
    assert not is_command(line)


def test_lines_go_where_they_belong() -> None:
    asked: list[Request] = []
    notes: list[str] = []
    answers: list[str | None] = []
    typed = Typed(asked.append, notes.append, answers.append)
    for line in ("We use trees.\n", "/repeat\n", "/help\n", "skip\n", None):
        typed.take(line)
    assert answers == ["We use trees.\n", "skip\n", None]
    assert asked == [Request.REPEAT]
    assert len(notes) == 1
    assert "/repeat" in notes[0]


def test_where_answers_are_spoken_every_line_is_a_command() -> None:
    asked: list[Request] = []
    notes: list[str] = []
    typed = Typed(asked.append, notes.append, None)
    for line in ("r\n", "pause\n", "/resume\n", "\n", "what?\n", None):
        typed.take(line)
    assert asked == [Request.REPEAT, Request.PAUSE, Request.PAUSE]
    assert len(notes) == 1
