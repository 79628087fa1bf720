"""What every schema of the library shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Record(BaseModel):
    """A frozen record read from YAML; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Identifier = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=60)
]
"""Lower-case words joined by ``-`` or ``_``."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
"""A piece of text that is spoken or shown; never empty."""

Phrases = tuple[Line, ...]
"""Ways of saying one thing, each a few words in lower case."""
