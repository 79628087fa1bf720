"""``privacy``: what leaves this machine with these options, and what is kept on it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import typer
from rich.table import Table

from interviewer.choices import Choices
from interviewer.cli.console import note, out
from interviewer.home import Home
from interviewer.privacy import Flow, expected_engines, flows


def show_privacy(choices: Choices, *, as_json: bool) -> None:
    """Print what ``start`` would hand to whom; connects to nothing."""
    home = Home.find()
    engines = expected_engines(choices)
    found = flows(choices, engines, os.environ, fetches=_fetches(choices, engines, home))
    leaves = any(flow.leaves for flow in found)
    if as_json:
        document = {
            "leaves_this_machine": leaves,
            "offline": choices.offline,
            "flows": [asdict(flow) | {"leaves": flow.leaves} for flow in found],
            "kept": {"folder": str(home.folder), "sound": choices.record},
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    _print(found, leaves=leaves)
    sound = "recordings, transcripts and reports" if choices.record else "transcripts and reports"
    out().print(f"Kept in {home.folder}: {sound}, readable by you alone.", markup=False)


def _print(found: tuple[Flow, ...], *, leaves: bool) -> None:
    table = Table("what", "for", "goes to")
    for flow in found:
        table.add_row(flow.what, flow.by, _destination(flow))
    heading = "Some of this leaves this machine." if leaves else "Nothing leaves this machine."
    out().print(heading, style="bold")
    out().print(table)
    for trouble in dict.fromkeys(flow.trouble for flow in found if flow.trouble):
        note(trouble)


def _destination(flow: Flow) -> str:
    return "nobody, as it is" if flow.trouble is not None else flow.to or "stays here"


def _fetches(choices: Choices, engines: dict[str, str], home: Home) -> bool:
    """Whether ``start`` would download a Whisper model before it can listen."""
    from audio.stt import AUTO_MODELS, AUTO_MODELS_CUDA
    from audio.stt.models import find_model

    if engines.get("stt") not in ("auto", "whisper"):
        return False
    names = (choices.model,) if choices.model else (*AUTO_MODELS, *AUTO_MODELS_CUDA)
    return not any(find_model(name, home.models) for name in names)
