"""What the doctor says of one thing it looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "warning", "broken", "skipped"]
Figures = Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        state: "warning": an interview goes on without it; "broken": it cannot be held as chosen.
        found: what is there, in a line or two.
        cure: what to do about it; empty where nothing needs doing.
        figures: what was measured, by name and unit.
    """

    what: str
    state: State
    found: str
    cure: str = ""
    figures: Figures = field(default_factory=dict)
