"""The command ``interviewer``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli import options as opt
from interviewer.cli.config_commands import config_app
from interviewer.cli.console import mendable_errors, note
from interviewer.cli.listing_commands import listings

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


app.add_typer(config_app, name="config")
app.add_typer(listings)


@app.callback()
def root(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001  (its callback acts)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A spoken mock interviewer for machine-learning system design."""
    with mendable_errors():
        from interviewer.errors import ConfigError
        from interviewer.home import Home
        from interviewer.settings import Settings, read_settings

        home = Home.find()
        try:
            settings = read_settings(home)
        except ConfigError:
            if context.invoked_subcommand != "doctor":  # which tells it among the rest
                raise
            settings = Settings()
        context.obj = settings
        context.default_map = {str(context.invoked_subcommand): settings.defaults(home)}


@app.command()
@opt.spread
def start(context: typer.Context, *, options: opt.Start) -> None:
    """Hold an interview: by voice where there is a microphone, else by text."""
    with mendable_errors():
        import asyncio

        from interviewer.cli import choosing, holding
        from interviewer.home import Home

        choices = options.choices(context.obj, options.mode)
        home = Home.find()
        library = holding.open_library(choices.own_library, home)
        choices = choosing.settle(
            choices, library, home, opt.sources(context), again=options.choose
        )
        outcome, whole = asyncio.run(holding.start(choices))
        holding.show_result(outcome)
    if not whole:
        raise typer.Exit(1)


@app.command()
@opt.spread
def rehearse(context: typer.Context, *, options: opt.Rehearse) -> None:
    """Let a simulated candidate sit the interview; no device is needed."""
    with mendable_errors():
        import asyncio

        from interviewer.cli import holding
        from interviewer.cli.screen import PlainScreen

        how = holding.Rehearsal(options.candidate, options.voice, _speed(options.speed))
        screen = PlainScreen(quiet=options.as_json)
        outcome, whole = asyncio.run(holding.rehearse(options.choices(context.obj), how, screen))
        if options.as_json:
            document = holding.rehearsal_document(outcome, outcome.folder / "report.html")
            typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            holding.show_result(outcome)
    if not whole:
        raise typer.Exit(1)


@app.command()
@opt.spread
def listen(
    file: Annotated[Path, typer.Argument(help="A recording: wav, flac, ogg or mp3.")],
    *,
    as_json: opt.AsJson = False,
    hearing: opt.Hearing,
) -> None:
    """Run the audio front end alone on a recording: speech, pauses, turn ends, text."""
    with mendable_errors():
        from interviewer.cli.hearing import hear_file

        hear_file(file, hearing.stt, hearing.model, offline=hearing.offline, as_json=as_json)


@app.command()
def report(
    session: Annotated[str | None, typer.Argument(help="Its name; the latest by default.")] = None,
    *,
    output: Annotated[str, opt.option("--format", "html, md or json.")] = "html",
    open_it: Annotated[bool, opt.option("--open", "Show it in the browser.")] = False,
) -> None:
    """Write a session's report again, or print it."""
    with mendable_errors():
        from interviewer.cli.reporting import report_session

        report_session(session, output, open_it=open_it)


@app.command()
@opt.spread
def grade(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A transcript or a recording.")],
    *,
    card: Annotated[
        str | None,
        opt.option("--question", "A question's id, a YAML file, or other.", metavar="ID"),
    ] = None,
    question_file: Annotated[
        Path | None, opt.option("--question-file", "A question card of your own.")
    ] = None,
    level: opt.LevelName = "L5",
    output: Annotated[str, opt.option("--format", "json, md or html.")] = "md",
    solo: Annotated[
        bool, opt.option("--solo", "Only the candidate speaks in this recording.")
    ] = False,
    candidate_channel: Annotated[
        str | None,
        opt.option("--candidate-channel", "The candidate's, of two.", metavar="left|right"),
    ] = None,
    judge: Annotated[
        str, opt.option("--judge", "auto, deterministic or llm.", metavar="NAME")
    ] = "auto",
    hearing: opt.Hearing,
) -> None:
    """Grade an interview that was held elsewhere."""
    with mendable_errors():
        from interviewer.cli.grading import Grading, grade_file
        from interviewer.cli.recordings import Who

        whisper, llm = hearing.models(context.obj, llm=judge == "llm")
        how = Grading(
            file, str(question_file) if question_file else card, level, output,
            Who(solo, candidate_channel), judge, hearing.stt, whisper, hearing.offline, llm,
        )  # fmt: skip
        grade_file(how)


@app.command()
@opt.spread
def progress(
    *,
    as_json: opt.AsJson = False,
    open_it: Annotated[bool, opt.option("--open", "Show the page in the browser.")] = False,
) -> None:
    """Compare your interviews over time: scores, silences, and what is usually left out."""
    with mendable_errors():
        from interviewer.cli.progress import show_progress

        show_progress(as_json=as_json, open_it=open_it)


sessions_app = typer.Typer(help="List, delete or export sessions.", invoke_without_command=True)
app.add_typer(sessions_app, name="sessions")


@sessions_app.callback()
def sessions(
    context: typer.Context,
    *,
    as_json: opt.AsJson = False,
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
    to: Annotated[Path | None, opt.option("--to", "Where the zip goes.")] = None,
) -> None:
    """Pack a session into one zip: journal, recordings, report."""
    with mendable_errors():
        from interviewer.cli.keeping import export

        typer.echo(export(session, to))


@app.command()
def doctor(
    context: typer.Context,
    *,
    measure: Annotated[
        bool, opt.option("--record/--no-record", "Record 3 seconds to measure the level.")
    ] = True,
    offline: Annotated[bool, opt.option("--offline/--online", "Connect to nothing.")] = False,
    as_json: opt.AsJson = False,
) -> None:
    """Look at devices, voices and models, and say what start would choose and why."""
    with mendable_errors():
        import asyncio
        from dataclasses import replace

        from interviewer.cli.health import examine

        values = opt.start_without_options(context).params
        choices = opt.Start(**values).choices(context.obj, values["mode"])
        choices = replace(choices, offline=offline)
        healthy = asyncio.run(examine(choices, record=measure, as_json=as_json))
    if not healthy:
        raise typer.Exit(1)


@app.command()
@opt.spread
def privacy(context: typer.Context, *, options: opt.Start, as_json: opt.AsJson = False) -> None:
    """Say what start would hand to whom with the same options; connects to nothing."""
    with mendable_errors():
        from interviewer.cli.disclosure import show_privacy

        show_privacy(options.choices(context.obj, options.mode), as_json=as_json)


key_app = typer.Typer(help="Keep a service's key in the system's keyring.", no_args_is_help=True)
app.add_typer(key_app, name="key")


@key_app.command("set")
def set_key(
    service: Annotated[str, typer.Argument(help="openai, anthropic, google, or a host.")],
) -> None:
    """Ask for a key, without showing it, and store it."""
    with mendable_errors():
        from interviewer.cli.keyring import put

        put(service)


@key_app.command("delete")
def delete_key(
    service: Annotated[str, typer.Argument(help="openai, anthropic, google, or a host.")],
) -> None:
    """Take a key out of the keyring."""
    with mendable_errors():
        from interviewer.cli.keyring import drop

        drop(service)


@app.command()
def download(
    model: Annotated[str, typer.Argument(help="A Whisper model, such as base.en.")] = "base.en",
) -> None:
    """Download a Whisper model once, with its size and progress."""
    with mendable_errors():
        from interviewer.cli.models import fetch

        fetch(model)


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
