"""How an interview is held: what was asked for, else what this machine and its user offer."""

from __future__ import annotations

import pytest

from interviewer.cli.modes import choose_mode
from interviewer.errors import ConfigError


def mode(
    wanted: str, *, terminal: bool = False, pipe: bool = False, microphone: bool = False
) -> str:
    return choose_mode(
        wanted,
        interactive=lambda: terminal,
        piped=lambda: pipe,
        no_microphone=lambda: None if microphone else "there is no microphone",
    ).name


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("pipe", [False, True])
def test_what_is_asked_for_is_not_replaced(*, terminal: bool, pipe: bool) -> None:
    assert mode("voice", terminal=terminal, pipe=pipe) == "voice"
    assert mode("text", pipe=pipe, terminal=terminal, microphone=True) == (
        "text" if terminal else "piped"
    )


def test_auto_takes_what_is_piped_in_then_the_microphone_then_the_terminal() -> None:
    assert mode("auto", pipe=True, microphone=True) == "piped"
    assert mode("auto", terminal=True, microphone=True) == "voice"
    assert mode("auto", microphone=True) == "voice"
    assert mode("auto", terminal=True) == "text"
    assert mode("auto") == "rehearsal"


def test_what_is_missing_is_the_reason() -> None:
    chosen = choose_mode(
        "auto", interactive=lambda: True, piped=lambda: False, no_microphone=lambda: "it is gone"
    )
    assert chosen.reason == "because it is gone"


def test_no_other_mode_is_known() -> None:
    with pytest.raises(ConfigError, match="auto, voice or text"):
        mode("telepathy")
