"""``doctor``: what there is on this machine, and what ``start`` would choose and why.

Mode, engines and endpoints are chosen by the very functions that ``start`` uses.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from interviewer.assembly import real_clock, versions
from interviewer.choices import Choices
from interviewer.cli.console import err, note, out
from interviewer.cli.findings import Finding
from interviewer.cli.modes import Mode, choose_mode
from interviewer.errors import ConfigError
from interviewer.home import Home

STYLES = {"ok": "green", "warning": "yellow", "broken": "red", "skipped": "dim"}

Step = Callable[[str], AbstractContextManager[Any]]


async def examine(choices: Choices, *, record: bool, as_json: bool) -> bool:
    """Print the findings; whether an interview can be held as it is chosen.

    Args:
        choices: what ``start`` would begin with.
        record: whether a few seconds may be recorded to measure the level.
        as_json: as one JSON document.
    """
    home = Home.find()
    try:
        mode, fault = choose_mode(choices.mode), None
    except ConfigError as error:
        mode, fault = Mode("text", "as nothing else is left"), Finding("mode", "broken", str(error))
    findings = [finding async for finding in _look(choices, home, mode, record=record)]
    findings += [fault] if fault else []
    healthy = all(finding.state != "broken" for finding in findings)
    if as_json:
        document = {
            "healthy": healthy,
            "start_would_choose": f"{mode.name}, {mode.reason}",
            "findings": [asdict(finding) for finding in findings],
            "versions": versions(),
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        show(findings, mode, healthy=healthy)
    return healthy


async def _look(
    choices: Choices, home: Home, mode: Mode, *, record: bool
) -> AsyncIterator[Finding]:
    from interviewer.cli import sounding, surroundings

    step: Step = err().status
    yield surroundings.configuration(home)
    yield surroundings.interview(choices, home)
    yield surroundings.storage(home)
    clock = real_clock()
    with step("devices"):
        devices = sounding.devices()
    has_microphone = devices[0].state == "ok"
    for finding in devices:
        if finding.what == "microphone" and mode.name == "voice" and not has_microphone:
            yield Finding(finding.what, "broken", finding.found, "plug one in, or use --mode text")
        else:
            yield finding
    yield await _level(step, has_microphone=has_microphone, record=record)
    with step("voices"):
        yield await sounding.chosen_voice(choices)
        voices = await sounding.voices(clock)
        speech = await sounding.synthetic_speech()
    for finding in voices:
        yield finding
    with step("voice activity"):
        yield sounding.voice_activity(speech)
    spoken = mode.name in ("voice", "rehearsal")
    with step("speech-to-text"):
        yield await sounding.chosen_recogniser(choices, home.models, needed=spoken)
    models = sounding.present_models(home.models, choices.model)
    for engine, model in (("pocketsphinx", None), *(("whisper", model) for model in models)):
        with step(f"speech-to-text: {model or engine}"):
            yield await sounding.recogniser(engine, model, choices, home.models, speech, clock)
    with step("servers"):
        yield await surroundings.language_model(choices)
        for finding in await surroundings.speech_servers(choices):
            yield finding


async def _level(step: Step, *, has_microphone: bool, record: bool) -> Finding:
    from audio.capture import Microphone
    from audio.vad import SileroVoiceActivity
    from interviewer.cli import sounding

    if not has_microphone:
        return Finding("level", "skipped", "there is no microphone")
    if not record:
        return Finding("level", "skipped", "nothing is recorded with --no-record")
    note(f"Say something: {sounding.RECORDED_S:g} seconds are recorded, and not kept.")
    with step("recording"):
        return await sounding.level(Microphone(), SileroVoiceActivity())


def show(findings: Sequence[Finding], mode: Mode, *, healthy: bool) -> None:
    """Print the findings as a table."""
    table = Table("what", "state", "found", box=SIMPLE_HEAD)
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for finding in findings:
        told = Text(finding.found)
        if finding.cure:
            told.append(f"\n-> {finding.cure}", style="bold")
        table.add_row(finding.what, Text(finding.state, style=STYLES[finding.state]), told)
    out().print(table)
    out().print(f"start would choose: {mode.name}, {mode.reason}", markup=False)
    if not healthy:
        out().print("What is broken has to be mended before an interview.", style="red")
