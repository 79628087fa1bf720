"""``download``: a Whisper model, once, with size and progress."""

from __future__ import annotations

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from interviewer.cli.console import err, note
from interviewer.home import Home


def fetch(model: str) -> None:
    """Download a model into the models' folder.

    Raises:
        AudioError: it is unknown, or its host cannot be reached.
    """
    from audio.stt.models import download

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=err(), transient=True) as progress:
        task = progress.add_task(model, total=None)
        path = download(
            model,
            Home.find().models,
            lambda done, total: progress.update(task, completed=done, total=total or None),
        )
    note(f"{model} is in {path}")
