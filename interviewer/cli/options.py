"""The options that commands share, as dataclasses that are spread over a command's signature.

The option ``--name`` is the environment variable ``INTERVIEWER_NAME``; what a listing is filtered
by is ``INTERVIEWER_FILTER_NAME``, so that a setting for interviews leaves listings whole.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_type_hints

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from interviewer.choices import Choices
    from interviewer.settings import LlmSettings, Settings

ABOUT = "About the interview"
ENGINES = "Engines"
PREFIX = "INTERVIEWER_"


def option(
    name: str, help_: str, *, panel: str | None = None, metavar: str | None = None
) -> typer.models.OptionInfo:
    """An option with its environment variable.

    Args:
        name: as it is typed: ``--record``, or ``--voice/--no-voice``.
        help_: one line.
        panel: the heading it stands under in the help.
        metavar: what its value is called in the help.
    """
    info: typer.models.OptionInfo = typer.Option(
        name, help=help_, envvar=variable(name), rich_help_panel=panel, metavar=metavar
    )
    return info


def filter_by(name: str, help_: str) -> typer.models.OptionInfo:
    """An option that narrows a listing."""
    info: typer.models.OptionInfo = typer.Option(
        name, help=help_, envvar=variable(name).replace(PREFIX, PREFIX + "FILTER_"), metavar="NAME"
    )
    return info


def variable(name: str) -> str:
    """The environment variable of an option."""
    return PREFIX + name.lstrip("-").split("/")[0].upper().replace("-", "_")


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the fields of its dataclass parameters as options of its own."""
    signature = inspect.signature(command, eval_str=True)
    bundles: dict[str, Any] = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if is_dataclass(parameter.annotation)
    }
    parameters = [p for name, p in signature.parameters.items() if name not in bundles]
    for bundle in bundles.values():
        hints = get_type_hints(bundle, include_extras=True)
        parameters += [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=hints[field.name],
            )
            for field in fields(bundle)
        ]

    @functools.wraps(command)
    def spread_out(**given: Any) -> None:
        for name, bundle in bundles.items():
            given[name] = bundle(**{field.name: given.pop(field.name) for field in fields(bundle)})
        command(**given)

    spread_out.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return spread_out


AsJson = Annotated[bool, option("--json", "Print one JSON document.")]
LevelName = Annotated[str, option("--level", "L3, L4, L5 or L6+.", panel=ABOUT, metavar="LEVEL")]
Own = Annotated[
    Path | None, option("--library", "A folder of your own personas and questions.", panel=ABOUT)
]


@dataclass(frozen=True, kw_only=True)
class About:
    """What interview it is."""

    company: Annotated[
        str | None, option("--company", "Whose interview it is.", panel=ABOUT, metavar="NAME")
    ] = None
    interviewer: Annotated[
        str | None,
        option("--interviewer", "Who interviews, such as infra.", panel=ABOUT, metavar="NAME"),
    ] = None
    level: LevelName = "L5"
    question: Annotated[
        str | None,
        option("--question", "A question's id, or a YAML file.", panel=ABOUT, metavar="ID"),
    ] = None
    minutes: Annotated[
        float | None, option("--minutes", "Length of the interview.", panel=ABOUT)
    ] = None
    seed: Annotated[int | None, option("--seed", "Reproduces an interview.", panel=ABOUT)] = None
    drill: Annotated[
        str | None,
        option(
            "--drill",
            "Ten minutes of one thing: scoping, data, capacity, deep-dive, monitoring.",
            panel=ABOUT,
            metavar="NAME",
        ),
    ] = None
    library: Own = None


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How speech is recognised."""

    stt: Annotated[
        str,
        option("--stt", "auto, whisper, pocketsphinx or openai.", panel=ENGINES, metavar="NAME"),
    ] = "auto"
    model: Annotated[
        str | None,
        option(
            "--model",
            "Whisper model: a name or a folder. With an llm asked for: the language model.",
            panel=ENGINES,
            metavar="NAME",
        ),
    ] = None
    offline: Annotated[bool, option("--offline/--online", "Connect to nothing.", panel=ENGINES)] = (
        False
    )

    def models(self, settings: Settings, *, llm: bool) -> tuple[str | None, LlmSettings]:
        """The recogniser's model and the language model, for ``--model`` names either of them.

        Args:
            settings: the configuration file.
            llm: a language model was asked for, so ``--model`` means that.
        """
        if llm and self.model not in (None, settings.model):
            return settings.model, settings.llm.model_copy(update={"model": self.model})
        return self.model, settings.llm


@dataclass(frozen=True, kw_only=True)
class Interview(Hearing, About):
    """What ``start`` and ``rehearse`` have in common."""

    mind: Annotated[
        str, option("--mind", "auto, scripted or llm.", panel=ENGINES, metavar="NAME")
    ] = "auto"
    tts: Annotated[
        str,
        option(
            "--tts",
            "auto, pyttsx3, espeak, flite, openai or silent.",
            panel=ENGINES,
            metavar="NAME",
        ),
    ] = "auto"
    record: Annotated[
        str,
        option(
            "--record",
            "on keeps the sound of each utterance; off keeps none.",
            panel=ENGINES,
            metavar="on|off",
        ),
    ] = "on"

    def choices(self, settings: Settings, mode: str = "auto") -> Choices:
        """The same as the interview takes them.

        Raises:
            ConfigError: a value is not one of those there are.
        """
        from interviewer.choices import Choices
        from interviewer.errors import ConfigError

        if self.record not in ("on", "off"):
            raise ConfigError(f"--record is on or off, not {self.record!r}")
        whisper, llm = self.models(settings, llm=self.mind == "llm")
        return Choices(
            company=self.company,
            interviewer=self.interviewer,
            level=self.level,
            question=self.question,
            minutes=self.minutes,
            mode=mode,
            mind=self.mind,
            model=whisper,
            stt=self.stt,
            tts=self.tts,
            offline=self.offline,
            seed=self.seed,
            drill=self.drill,
            record=self.record == "on",
            own_library=self.library,
            llm=llm,
        )


@dataclass(frozen=True, kw_only=True)
class Start(Interview):
    """How ``start`` is held."""

    mode: Annotated[
        str, option("--mode", "auto, voice or text.", panel=ENGINES, metavar="NAME")
    ] = "auto"
    plain: Annotated[
        bool,
        option("--plain/--live", "Print line by line, as screen readers like it.", panel=ENGINES),
    ] = False
    choose: Annotated[
        bool, option("--choose", "Ask again what was chosen before the first interview.")
    ] = False

    def choices(self, settings: Settings, mode: str = "auto") -> Choices:
        """The same as the interview takes them.

        Raises:
            ConfigError: a value is not one of those there are.
        """
        return replace(super().choices(settings, mode), plain=self.plain)


@dataclass(frozen=True, kw_only=True)
class Rehearse(Interview):
    """How ``rehearse`` is held."""

    candidate: Annotated[
        str, option("--candidate", "weak, good, great, llm:good, or a script as a YAML file.")
    ] = "good"
    voice: Annotated[
        bool, option("--voice/--no-voice", "Through the whole sound path, or as text.")
    ] = True
    speed: Annotated[str, option("--speed", "max, or times real time such as 1.0.")] = "max"
    as_json: AsJson = False


@dataclass(frozen=True, kw_only=True)
class Listing:
    """How ``personas``, ``companies`` and ``questions`` list."""

    as_json: AsJson = False
    check: Annotated[Path | None, option("--check", "Check a file of your own.")] = None
    only_company: Annotated[str | None, filter_by("--company", "Only this company's.")] = None
    library: Own = None


def sources(context: typer.Context) -> dict[str, str]:
    """Where each option came from: COMMANDLINE, ENVIRONMENT, DEFAULT_MAP (the file), DEFAULT."""
    found = {name: context.get_parameter_source(name) for name in context.params}
    return {name: source.name for name, source in found.items() if source is not None}


def start_without_options(context: typer.Context) -> typer.Context:
    """The context of ``start`` as it would be without an option: its values and their sources."""
    from interviewer.home import Home

    root = context.find_root()
    root.default_map = {"start": context.obj.defaults(Home.find())}
    start = cast(TyperGroup, root.command).commands["start"]
    return cast(typer.Context, start.make_context("start", [], parent=root))
