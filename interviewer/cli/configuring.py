"""``config``: the settings in force, where each comes from, and changing the file."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from interviewer.cli.console import note, out
from interviewer.home import Home
from interviewer.settings import FILE_NAME, Settings, change_settings, path_of

SOURCES = {"DEFAULT_MAP": FILE_NAME, "DEFAULT": "default"}


def show_settings(start: typer.Context, settings: Settings, *, as_json: bool) -> None:
    """Print what ``start`` would begin with.

    Args:
        start: the context of ``start`` without an option.
        settings: the configuration file's.
        as_json: as one JSON document.
    """
    path = path_of(Home.find())
    rows = _options(start) + _language_model(settings)
    if as_json:
        document = {"path": str(path), "exists": path.is_file(), "settings": rows}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    table = Table("setting", "value", "from", box=SIMPLE_HEAD)
    for row in rows:
        style = "dim" if row["from"] == "default" else None
        table.add_row(row["key"], _shown(row["value"]), row["from"], style=style)
    out().print(table)
    state = "" if path.is_file() else " (not there yet)"
    out().print(f"{path}{state}", markup=False, soft_wrap=True)


def set_value(key: str, text: str) -> None:
    """Write one value; what reads as a TOML number or truth value is one, else it is text.

    Raises:
        ConfigError: there is no such key, or it takes no such value.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    value: Any = text
    with contextlib.suppress(TOMLKitError):
        value = tomlkit.value(text).unwrap()
    change_settings(Home.find(), {key: value})
    note(f"{key} is set in {path_of(Home.find())}")


def unset(key: str) -> None:
    """Take one value out.

    Raises:
        ConfigError: the file is faulty.
    """
    change_settings(Home.find(), {key: None})
    note(f"{key} is not set any more")


def _options(start: typer.Context) -> list[dict[str, Any]]:
    rows = []
    for parameter in start.command.params:
        source = start.get_parameter_source(parameter.name)
        if source is None or (
            parameter.name not in Settings.model_fields and source.name == "DEFAULT"
        ):
            continue
        where = str(parameter.envvar) if source.name == "ENVIRONMENT" else SOURCES[source.name]
        rows.append(_row(parameter.name, start.params[parameter.name], where))
    return rows


def _language_model(settings: Settings) -> list[dict[str, Any]]:
    """The table ``[llm]``, as far as it is set."""
    given = settings.llm.model_dump(exclude_none=True)
    return [_row(f"llm.{key}", value, FILE_NAME) for key, value in given.items()]


def _row(key: str, value: object, where: str) -> dict[str, Any]:
    return {"key": key, "value": str(value) if isinstance(value, Path) else value, "from": where}


def _shown(value: object) -> str:
    if value is None:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
