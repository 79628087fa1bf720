"""A record that is like another one: what it does not say is taken from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

KEY: Final = "like"
"""The key that names the other record."""


def filled_in(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What is said here over what the other record says; mappings are filled in key by key."""
    merged = dict(other)
    for key, value in own.items():
        if key == KEY:
            continue
        before = merged.get(key)
        both = isinstance(before, Mapping) and isinstance(value, Mapping)
        merged[key] = {**before, **value} if both else value  # type: ignore[dict-item]
    return merged
