"""The command ``interviewer``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli import options as opt
from interviewer.cli.console import mendable_errors, note

app = typer.Typer(
    name="interviewer",
    help="A spoken mock interviewer for machine-learning system design.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("mock-interviewer"))
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A spoken mock interviewer for machine-learning system design."""


@app.command()
def start(
    *,
    company: opt.Company = None,
    interviewer: opt.Interviewer = None,
    level: opt.LevelName = "L5",
    question: opt.QuestionName = None,
    minutes: opt.Minutes = None,
    mode: Annotated[
        str, typer.Option(help="auto, voice or text.", envvar="INTERVIEWER_MODE")
    ] = "auto",
    mind: opt.Mind = "auto",
    model: opt.Model = None,
    stt: opt.Stt = "auto",
    tts: opt.Tts = "auto",
    offline: opt.Offline = False,
    seed: opt.Seed = None,
    drill: opt.Drill = None,
    record: opt.Record = "on",
    library: opt.Own = None,
) -> None:
    """Hold an interview: by voice where there is a microphone, else by text."""
    with mendable_errors():
        import asyncio

        from interviewer.choices import Choices
        from interviewer.cli import holding

        choices = Choices(
            company, interviewer, level, question, minutes, mode, mind, model, stt, tts, offline,
            seed, drill, _keeps(record), library,
        )  # fmt: skip
        outcome, whole = asyncio.run(holding.start(choices))
        holding.show_result(outcome)
    if not whole:
        raise typer.Exit(1)


@app.command()
def rehearse(
    *,
    candidate: Annotated[
        str, typer.Option(help="weak, good, great, or a script as a YAML file.")
    ] = "good",
    voice: Annotated[
        bool, typer.Option("--voice/--no-voice", help="Through the whole sound path, or as text.")
    ] = True,
    speed: Annotated[str, typer.Option(help="max, or times real time such as 1.0.")] = "max",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    company: opt.Company = None,
    interviewer: opt.Interviewer = None,
    level: opt.LevelName = "L5",
    question: opt.QuestionName = None,
    minutes: opt.Minutes = None,
    mind: opt.Mind = "auto",
    model: opt.Model = None,
    stt: opt.Stt = "auto",
    tts: opt.Tts = "auto",
    offline: opt.Offline = False,
    seed: opt.Seed = None,
    drill: opt.Drill = None,
    record: opt.Record = "on",
    library: opt.Own = None,
) -> None:
    """Let a simulated candidate sit the interview; no device is needed."""
    with mendable_errors():
        import asyncio

        from interviewer.choices import Choices
        from interviewer.cli import holding
        from interviewer.cli.screen import PlainScreen

        choices = Choices(
            company, interviewer, level, question, minutes, "auto", mind, model, stt, tts, offline,
            seed, drill, _keeps(record), library,
        )  # fmt: skip
        how = holding.Rehearsal(candidate, voice, _speed(speed))
        outcome, whole = asyncio.run(holding.rehearse(choices, how, PlainScreen(quiet=as_json)))
        if as_json:
            document = holding.rehearsal_document(outcome, outcome.folder / "report.html")
            typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            holding.show_result(outcome)
    if not whole:
        raise typer.Exit(1)


@app.command()
def listen(
    file: Annotated[Path, typer.Argument(help="A recording: wav, flac, ogg or mp3.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    stt: opt.Stt = "auto",
    model: opt.Model = None,
    offline: opt.Offline = False,
) -> None:
    """Run the audio front end alone on a recording: speech, pauses, turn ends, text."""
    with mendable_errors():
        from interviewer.cli.hearing import hear_file

        hear_file(file, stt, model, offline=offline, as_json=as_json)


@app.command()
def report(
    session: Annotated[str | None, typer.Argument(help="Its name; the latest by default.")] = None,
    *,
    output: Annotated[str, typer.Option("--format", help="html, md or json.")] = "html",
    open_it: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Write a session's report again, or print it."""
    with mendable_errors():
        from interviewer.cli.reporting import report_session

        report_session(session, output, open_it=open_it)


@app.command()
def grade(
    file: Annotated[Path, typer.Argument(help="A transcript or a recording.")],
    *,
    question: Annotated[str | None, typer.Option(help="A question's id, or a YAML file.")] = None,
    question_file: Annotated[Path | None, typer.Option(help="A question card of your own.")] = None,
    level: opt.LevelName = "L5",
    output: Annotated[str, typer.Option("--format", help="json, md or html.")] = "md",
    stt: opt.Stt = "auto",
    model: opt.Model = None,
    offline: opt.Offline = False,
) -> None:
    """Grade an interview that was held elsewhere."""
    with mendable_errors():
        from interviewer.cli.reporting import grade_file

        grade_file(file, question, question_file, level, output, stt, model, offline=offline)


sessions_app = typer.Typer(help="List, delete or export sessions.", invoke_without_command=True)
app.add_typer(sessions_app, name="sessions")


@sessions_app.callback()
def sessions(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the sessions."""
    if context.invoked_subcommand is None:
        with mendable_errors():
            from interviewer.cli.keeping import list_sessions

            list_sessions(as_json=as_json)


@sessions_app.command("delete")
def delete_session(session: Annotated[str, typer.Argument(help="Its name.")]) -> None:
    """Delete a session with its recordings and report."""
    with mendable_errors():
        from interviewer.home import Home

        note(f"deleted {Home.find().delete_session(session)}")


@sessions_app.command("export")
def export_session(
    session: Annotated[str, typer.Argument(help="Its name.")],
    to: Annotated[Path | None, typer.Option("--to", help="Where the zip goes.")] = None,
) -> None:
    """Pack a session into one zip: journal, recordings, report."""
    with mendable_errors():
        from interviewer.cli.keeping import export

        typer.echo(export(session, to))


def _catalogue(kind: str) -> None:
    """Add a command that lists one kind of the library's records."""

    def command(
        *,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
        check: Annotated[
            Path | None, typer.Option("--check", help="Check a file of your own.")
        ] = None,
        company: Annotated[str | None, typer.Option(help="Only this company's.")] = None,
        library: opt.Own = None,
    ) -> None:
        with mendable_errors():
            from interviewer.cli.catalogue import check_own, show

            if check is not None:
                check_own(kind, check)
            else:
                show(kind, company, library, as_json=as_json)

    noun = {"personas": "interviewers"}.get(kind, kind)
    command.__doc__ = f"List the {noun}, or check a file of your own."
    app.command(kind)(command)


for _kind in ("personas", "companies", "questions"):
    _catalogue(_kind)


@app.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False
) -> None:
    """Look at devices, voices and models, and say what start would choose and why."""
    with mendable_errors():
        from interviewer.cli.health import examine

        healthy = examine(as_json=as_json)
    if not healthy:
        raise typer.Exit(1)


@app.command()
def download(
    model: Annotated[str, typer.Argument(help="A Whisper model, such as base.en.")] = "base.en",
) -> None:
    """Download a Whisper model once, with its size and progress."""
    with mendable_errors():
        from interviewer.cli.models import fetch

        fetch(model)


def _keeps(record: str) -> bool:
    from interviewer.errors import ConfigError

    if record not in ("on", "off"):
        raise ConfigError(f"--record is on or off, not {record!r}")
    return record == "on"


def _speed(text: str) -> float | None:
    from interviewer.errors import ConfigError

    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError as error:
        raise ConfigError(f"--speed is max or a number, not {text!r}") from error
    if not 0.1 <= speed <= 1000:
        raise ConfigError(f"--speed is from 0.1 to 1000, not {text}")
    return speed


def main() -> None:
    """Run the command line."""
    app()
