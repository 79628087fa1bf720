"""``listen``: the audio front end alone on a recording."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from audio.files import read_audio
from audio.frames import Samples
from audio.listen import Listening
from audio.stt import SpeechToText
from interviewer.cli.console import err, note, out
from interviewer.home import Home
from interviewer.settings import read_settings
from interviewer.speech import open_stt

Read = Callable[[Path], Iterator[Samples]]
"""Makes 16 kHz blocks of one voice of a recording."""


def hear_file(file: Path, stt: str, model: str | None, *, offline: bool, as_json: bool) -> None:
    """Listen to a recording and print what was heard.

    Raises:
        AudioError: it is not a recording, or the engine cannot be had.
    """
    _, (heard,) = listen_with_progress(file, [read_audio], stt, model, offline=offline)
    if as_json:
        typer.echo(json.dumps(heard.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print(heard)


def listen_with_progress(
    file: Path, voices: Sequence[Read], stt: str, model: str | None, *, offline: bool
) -> tuple[str, list[Listening]]:
    """Listen to a recording once for each of its voices, showing how far it is.

    Returns:
        The recogniser's name, and what was heard of each voice.
    """
    from audio.files import duration_s

    duration_s(file)  # refuse what is no recording before a model is loaded
    home = Home.find()
    engine, reason = asyncio.run(
        open_stt(
            stt, llm=read_settings(home).llm, offline=offline, models_dir=home.models, model=model
        )
    )
    note(reason)
    return engine.name, asyncio.run(_listen(file, voices, engine))


async def _listen(file: Path, voices: Sequence[Read], engine: SpeechToText) -> list[Listening]:
    from audio.listen import listen

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=err(), transient=True) as progress:
            heard = []
            for at, read in enumerate(voices, 1):
                which = f" to voice {at} of {len(voices)}" if len(voices) > 1 else ""
                show = partial(_show, progress, progress.add_task(f"listening{which}", total=None))
                heard.append(await listen(file, engine, progress=show, read=read))
            return heard
    finally:
        await engine.close()


def _show(progress: Progress, task: TaskID, done_s: float, all_s: float) -> None:
    progress.update(task, completed=done_s, total=all_s or None)


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
