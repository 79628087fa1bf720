"""The configuration file ``config.toml``: what a user wants always, in the product's home.

A value is taken from the command line, else from an environment variable, else from here, else
it is the program's own. No key for a service belongs in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from interviewer.errors import ConfigError
from interviewer.home import Home, write_private
from interviewer.vocabulary import Level

if TYPE_CHECKING:
    import tomlkit
    from pydantic_core import ErrorDetails

FILE_NAME: Final = "config.toml"
MAX_BYTES: Final = 100_000
"""A hundred times a full file; guards against a wrong one."""

SHORTEST_MIN: Final = 5.0
LONGEST_MIN: Final = 180.0
"""Minutes an interview can have."""

HEADER: Final = "What every interview starts with; `interviewer config` shows what is in force."

SURE: Final = 90
"""A likeness (0-100) from which a name is a misspelling of a known one, whatever it looks like."""

SECRET_WORDS: Final = ("key", "token", "secret", "password", "credential")

Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


def _level(text: str) -> str:
    try:
        return Level.parse(text).value
    except ValueError:
        raise ValueError(f"choose {', '.join(Level)}") from None


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must start with http:// or https:// and name a host")
    if parts.username or parts.password or parts.query:
        raise ValueError("must hold no key and no password")
    return text


class Table(BaseModel):
    """A table of the file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LlmSettings(Table):
    """The table ``[llm]``: which model server is asked, and how much it may cost.

    Attributes:
        model: ``gpt-4o-mini``, ``ollama:llama3`` and the like.
        base_url: address of an OpenAI-compatible server.
        speech_base_url: address of the server of ``--stt openai`` and ``--tts openai``, where it
            is another one.
        transcription_model: what ``--stt openai`` asks for.
        speech_model: what ``--tts openai`` asks for.
        voice: the voice of that speech.
        max_tokens: tokens, in and out together, that one session may use.
        max_cost_usd: dollars that one session may cost; needs both prices.
        input_usd_per_mtok: dollars for a million tokens sent.
        output_usd_per_mtok: dollars for a million tokens received.
    """

    model: Name | None = None
    base_url: Annotated[Name, AfterValidator(_address)] | None = None
    speech_base_url: Annotated[Name, AfterValidator(_address)] | None = None
    transcription_model: Name | None = None
    speech_model: Name | None = None
    voice: Name | None = None
    max_tokens: Annotated[int, Field(gt=0)] | None = None
    max_cost_usd: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    input_usd_per_mtok: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    output_usd_per_mtok: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether the file names a language model or where to find one."""
        return self.model is not None or self.base_url is not None

    @model_validator(mode="after")
    def _a_cap_needs_prices(self) -> Self:
        prices = (self.input_usd_per_mtok, self.output_usd_per_mtok)
        if self.max_cost_usd is not None and None in prices:
            raise ValueError("max_cost_usd needs input_usd_per_mtok and output_usd_per_mtok")
        return self


class Settings(Table):
    """The whole file; None means: not set here.

    Attributes:
        model: the Whisper model; the language model is ``llm.model``.
        library: a folder of the user's own; relative to the file.
    """

    company: Name | None = None
    interviewer: Name | None = None
    level: Annotated[str, AfterValidator(_level)] | None = None
    question: Name | None = None
    minutes: Annotated[float, Field(ge=SHORTEST_MIN, le=LONGEST_MIN)] | None = None
    mode: Literal["auto", "voice", "text"] | None = None
    mind: Literal["auto", "scripted", "llm"] | None = None
    stt: Name | None = None
    tts: Name | None = None
    model: Name | None = None
    record: Literal["on", "off"] | None = None
    library: Name | None = None
    offline: bool | None = None
    plain: bool | None = None
    llm: LlmSettings = LlmSettings()

    def defaults(self, home: Home) -> dict[str, Any]:
        """The options that are set here, by name, as a command takes them for defaults."""
        values = self.model_dump(exclude={"llm"}, exclude_none=True)
        if self.library is not None:
            values["library"] = str(home.folder / Path(self.library).expanduser())
        return values


def path_of(home: Home) -> Path:
    """Where the file is, or would be."""
    return home.folder / FILE_NAME


def read_settings(home: Home) -> Settings:
    """Read the file; without one nothing is set.

    Raises:
        ConfigError: it cannot be read or is not valid; ``problems`` lists every fault.
    """
    path = path_of(home)
    return _validated(path, _parsed(path).unwrap())


def change_settings(home: Home, changes: Mapping[str, Any]) -> Settings:
    """Write values into the file, leaving its comments and everything else as they are.

    Args:
        home: where the file is.
        changes: values by key, such as ``level`` or ``llm.model``; None takes the key out.

    Raises:
        ConfigError: the file is faulty, or would be with these values; nothing is written.
        JournalError: it cannot be written.
    """
    import tomlkit

    path = path_of(home)
    document = _parsed(path)
    _validated(path, document.unwrap())
    if not document.body:
        document.add(tomlkit.comment(HEADER))
    for key, value in changes.items():
        table: Any = document
        if key.startswith("llm."):
            table = document.setdefault("llm", tomlkit.table())
        name = key.removeprefix("llm.")
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value
    settings = _validated(path, document.unwrap())
    home.make()
    write_private(path.resolve(), document.as_string())  # a link to it stays a link
    return settings


def _parsed(path: Path) -> tomlkit.TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(_text(path))
    except (TOMLKitError, RecursionError) as error:
        where = f":{error.line}" if hasattr(error, "line") else ""
        raise ConfigError(f"{path}{where}: not valid TOML; correct the line") from error


def _text(path: Path) -> str:
    if not os.path.lexists(path):
        return ""
    try:
        if not path.is_file():
            raise ConfigError(f"{path}: is not a file; remove it, or put the configuration there")
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"{path}: larger than {MAX_BYTES} bytes; is this the right file?")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error


def _validated(path: Path, values: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        problems = tuple(f"{path}: {line}" for line in _lines(faults))
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ConfigError(problems[0] + more, problems) from None  # the cause quotes the values


def _lines(faults: Sequence[ErrorDetails]) -> Iterator[str]:
    for fault in faults:
        key = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield f"{key}: {_unknown(key)}"
        else:
            yield f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def _unknown(key: str) -> str:
    from rapidfuzz import fuzz, process

    table, _, name = key.rpartition(".")
    known = list((LlmSettings if table == "llm" else Settings).model_fields)
    best = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60)
    looks_secret = any(word in name.lower() for word in SECRET_WORDS)
    if looks_secret and (best is None or best[1] < SURE):
        return (
            "a key does not belong in a file; put it in the environment (OPENAI_API_KEY) "
            "or in the system's keyring"
        )
    return f"no such setting; did you mean {best[0]}?" if best else "no such setting"
