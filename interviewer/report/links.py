"""Which links to recordings a report may carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from interviewer.conversation import Turn

_EMBEDDED: Final = re.compile(r"data:audio/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=]+\Z")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def recordings(turn: Turn, audio: Mapping[str, str]) -> tuple[str, ...]:
    """Links to the turn's recordings in the order they were spoken; unknown ones are left out."""
    paths = (turn.audio or "").split("\n")
    links = (safe_link(audio[path]) for path in paths if path in audio)
    return tuple(link for link in links if link)


def safe_link(link: str) -> str | None:
    """The link if it stays beside the report or carries the sound itself, else None."""
    if _EMBEDDED.match(link):
        return link
    unusable = _SCHEME.match(link) or link.startswith(("/", "\\", "#", "?"))
    if unusable or not link.strip():
        return None
    return quote(link, safe="/%._-~()+,=@", errors="replace")
