"""Turns of phrase that say what a sentence does; the expressions themselves are data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

_FILE: Final = Path(__file__).with_name("cues.yaml")
_MACRO: Final = re.compile(r"\{([a-z]+)\}")


@cache
def cue(name: str) -> re.Pattern[str]:
    """The expression that finds any of the turns of phrase called ``name``.

    Raises:
        KeyError: there is none of that name.
    """
    raw = _raw()
    macros = {key: _text(value) for key, value in raw["macros"].items()}
    ways = [_MACRO.sub(lambda m: macros[m.group(1)], _text(way)) for way in raw["cues"][name]]
    return re.compile("|".join(f"(?:{way})" for way in ways))


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return raw


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
