"""Options, variables and the configuration file: every option has all three, in this order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.cli.console import out
from interviewer.cli.options import Start, variable
from interviewer.home import Home
from interviewer.settings import LlmSettings, Settings, path_of, read_settings

ACTIONS = {"--help", "--version"}
"""They print something and end; a variable for them would end everything."""


def commands(group: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command and group of commands by its path, such as ``sessions export``."""
    group = group or typer.main.get_group(app)
    for word, command in group.commands.items():
        path = f"{name} {word}".strip()
        yield path, command
        if hasattr(command, "commands"):
            yield from commands(command, path)


OPTIONS = [
    (path, option)
    for path, command in commands()
    for option in command.params
    if option.param_type_name == "option" and not ACTIONS & set(option.opts)
]


def ids(value: Any) -> str:
    return value if isinstance(value, str) else value.opts[0]


def text_for(option: Any) -> str:
    """A value the option takes, as a variable holds it."""
    if option.is_flag:
        return "0" if option.default else "1"
    return {"--minutes": "30", "--seed": "7"}.get(option.opts[0], "something")


def parsed(path: str, option: Any) -> tuple[Any, str]:
    """The value of an option of a command without arguments, and where it came from."""
    command = dict(commands())[path]
    arguments = [
        "something" for one in command.params if one.param_type_name == "argument" and one.required
    ]
    context = command.make_context(path, arguments, resilient_parsing=False)
    return context.params[option.name], context.get_parameter_source(option.name).name


def test_there_is_something_to_walk() -> None:
    assert len(OPTIONS) > 50
    assert {"start", "rehearse", "grade", "sessions export", "config"} <= {p for p, _ in commands()}


@pytest.mark.parametrize(("path", "option"), OPTIONS, ids=ids)
def test_every_option_can_be_set_by_its_variable(
    path: str, option: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = option.opts[0]
    plain = variable(name)
    assert option.envvar in (plain, plain.replace("INTERVIEWER_", "INTERVIEWER_FILTER_"))
    monkeypatch.delenv(option.envvar, raising=False)
    default, source = parsed(path, option)
    assert source == "DEFAULT"
    monkeypatch.setenv(option.envvar, text_for(option))
    value, source = parsed(path, option)
    assert source == "ENVIRONMENT"
    assert value != default


def test_every_setting_of_the_file_is_an_option_of_start() -> None:
    names = {option.name for path, option in OPTIONS if path == "start"}
    assert set(Settings.model_fields) - {"llm", "plain"} <= names


@pytest.mark.parametrize(
    ("arguments", "variable_", "line", "level", "source"),
    [
        ((), None, None, "L5", "DEFAULT"),
        ((), None, "L3", "L3", "DEFAULT_MAP"),
        ((), "L4", "L3", "L4", "ENVIRONMENT"),
        (("--level", "L6+"), "L4", "L3", "L6+", "COMMANDLINE"),
        (("--level", "L5"), "L4", "L3", "L5", "COMMANDLINE"),
        ((), "", "L3", "L3", "DEFAULT_MAP"),
    ],
)
def test_command_line_then_variable_then_file_then_default(
    arguments: tuple[str, ...],
    variable_: str | None,
    line: str | None,
    level: str,
    source: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("INTERVIEWER_LEVEL", raising=False)
    if variable_ is not None:
        monkeypatch.setenv("INTERVIEWER_LEVEL", variable_)
    for path in ("start", "rehearse"):
        context = dict(commands())[path].make_context(
            path, list(arguments), default_map=Settings(level=line).defaults(Home(tmp_path))
        )
        assert context.params["level"] == level
        assert context.get_parameter_source("level").name == source


def options_for(arguments: list[str], settings: Settings, home: Home) -> Any:
    context = dict(commands())["start"].make_context(
        "start", arguments, default_map=settings.defaults(home)
    )
    mode = context.params.pop("mode")
    return Start(**context.params).choices(settings, mode)


def test_the_model_on_the_command_line_is_the_minds_that_was_asked_for(tmp_path: Path) -> None:
    home = Home(tmp_path)
    settings = Settings(model="small.en", llm=LlmSettings(model="ollama:llama3", max_tokens=9))
    told = options_for([], settings, home)
    assert (told.model, told.llm.model) == ("small.en", "ollama:llama3")
    told = options_for(["--model", "tiny.en"], settings, home)
    assert (told.model, told.llm.model) == ("tiny.en", "ollama:llama3")
    told = options_for(["--mind", "llm", "--model", "gpt-4o-mini"], settings, home)
    assert (told.model, told.llm.model, told.llm.max_tokens) == ("small.en", "gpt-4o-mini", 9)
    told = options_for(["--mind", "llm"], settings, home)
    assert (told.model, told.llm.model) == ("small.en", "ollama:llama3")


def config(home: Home, *arguments: str, **env: str) -> Any:
    out.cache_clear()  # it took the width of the terminal when it was made
    return CliRunner().invoke(
        app,
        ["config", *arguments],
        env={"INTERVIEWER_HOME": str(home.folder), "COLUMNS": "80", **env},
    )


def test_config_tells_what_is_in_force_and_whence(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    for key, value in (("level", "l6"), ("minutes", "30"), ("llm.model", "ollama:llama3")):
        assert config(home, "set", key, value).exit_code == 0
    document = json.loads(config(home, "--json", INTERVIEWER_COMPANY="uber").stdout)
    assert document["path"] == str(path_of(home))
    rows = {row["key"]: (row["value"], row["from"]) for row in document["settings"]}
    assert rows["level"] == ("L6+", "config.toml")
    assert rows["minutes"] == (30.0, "config.toml")
    assert rows["company"] == ("uber", "INTERVIEWER_COMPANY")
    assert rows["record"] == ("on", "default")
    assert rows["llm.model"] == ("ollama:llama3", "config.toml")
    assert config(home, "unset", "level").exit_code == 0
    shown = config(home).stdout
    assert "L5" in shown
    assert all(len(line) <= 80 for line in shown.splitlines()[:-1])


def test_a_faulty_file_stops_every_command_but_the_doctor(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path_of(home).write_text('levle = "L5"\nminutes = 2\n', encoding="utf-8")
    for command in ("start", "rehearse", "sessions", "questions", "config"):
        done = CliRunner().invoke(app, [command], env={"INTERVIEWER_HOME": str(tmp_path)})
        assert done.exit_code == 2, command
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 2
        assert "config.toml: levle" in done.stderr
        assert "config.toml: minutes" in done.stderr


DOCUMENT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip(" `") for cell in line.strip("|").split("|")]
    for line in DOCUMENT.splitlines()
    if line.startswith("| `")
]


def test_the_document_lists_every_option_and_what_the_file_takes() -> None:
    rows = [(cells[0], cells[2] == "yes") for cells in ROWS if cells[0].startswith("--")]
    in_file = {f"--{name}" for name in Settings.model_fields}
    options = {option.opts[0] for _, option in OPTIONS if "FILTER" not in option.envvar}
    assert dict(rows) == {name: name in in_file for name in options}
    assert len(dict(rows)) == len(rows)


def test_the_document_lists_every_key_of_the_language_model() -> None:
    keys = {cells[0] for cells in ROWS if not cells[0].startswith("--")}
    assert keys == set(LlmSettings.model_fields)


def test_the_documents_filters_are_those_there_are() -> None:
    filters = {option.envvar for _, option in OPTIONS if "FILTER" in option.envvar}
    assert set(re.findall(r"INTERVIEWER_FILTER_[A-Z]+", DOCUMENT)) == filters


def test_the_documents_example_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    path_of(Home(tmp_path)).write_text(example, encoding="utf-8")
    assert read_settings(Home(tmp_path)).llm.model == "ollama:llama3"
