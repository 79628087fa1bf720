"""``listen``: the audio front end alone on a recording."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from audio.listen import Listening
from audio.stt import SpeechToText, choose_engine
from interviewer.cli.console import err, note, out
from interviewer.home import Home


def hear_file(file: Path, stt: str, model: str | None, *, offline: bool, as_json: bool) -> None:
    """Listen to a recording and print what was heard.

    Raises:
        AudioError: it is not a recording, or the engine cannot be had.
    """
    heard = listen_with_progress(file, stt, model, offline=offline)
    if as_json:
        typer.echo(json.dumps(heard.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print(heard)


def listen_with_progress(file: Path, stt: str, model: str | None, *, offline: bool) -> Listening:
    """Listen to a recording, showing how far it is."""
    from audio.files import duration_s

    duration_s(file)  # refuse what is no recording before a model is loaded
    engine, reason = choose_engine(stt, model=model, models_dir=Home.find().models, offline=offline)
    note(reason)
    return asyncio.run(_listen(file, engine))


async def _listen(file: Path, engine: SpeechToText) -> Listening:
    from audio.listen import listen

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=err(), transient=True) as progress:
            task = progress.add_task("listening", total=None)
            return await listen(
                file,
                engine,
                progress=lambda done_s, all_s: progress.update(
                    task, completed=done_s, total=all_s or None
                ),
            )
    finally:
        await engine.close()


def _print(heard: Listening) -> None:
    table = Table("from", "to", "answered", "text", title=f"{heard.duration_s:.1f} s")
    for turn in heard.turns:
        table.add_row(
            f"{turn.start_s:.1f}", f"{turn.end_s:.1f}", f"{turn.decided_s:.1f}", turn.text
        )
    out().print(table)
    for pause in heard.pauses:
        kind = "announced" if pause.announced else pause.severity
        out().print(f"pause of {pause.duration_s:.1f} s at {pause.start_s:.1f} s ({kind})")
    for failure in heard.failures:
        note(failure)
