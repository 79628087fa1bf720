"""``doctor``: what there is on this machine, and what ``start`` would choose."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, dataclass

import typer
from rich.table import Table

from audio.errors import AudioError
from interviewer.assembly import versions
from interviewer.cli.console import is_interactive, out
from interviewer.home import Home


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        state: "ok", "missing" (something else serves) or "broken" (start cannot work).
        cure: what to do about it; empty where nothing needs doing.
    """

    what: str
    state: str
    found: str
    cure: str = ""


def examine(*, as_json: bool) -> bool:
    """Print the findings; whether an interview can be held."""
    home = Home.find()
    findings = [*_devices(), asyncio.run(_voice()), _recogniser(home), _storage(home)]
    choice = _choice(findings)
    healthy = all(finding.state != "broken" for finding in findings)
    if as_json:
        document = {
            "healthy": healthy,
            "start_would_choose": choice,
            "findings": [asdict(finding) for finding in findings],
            "versions": versions(),
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return healthy
    table = Table("what", "state", "found", "cure")
    for finding in findings:
        table.add_row(finding.what, finding.state, finding.found, finding.cure)
    out().print(table)
    out().print(f"start would choose: {choice}", markup=False)
    return healthy


def _devices() -> list[Finding]:
    from audio.devices import find_input, find_output

    findings = []
    for what, find in (("microphone", find_input), ("speaker", find_output)):
        try:
            device = find()
        except AudioError as error:
            findings.append(Finding(what, "missing", str(error), "text mode works without it"))
        else:
            found = f"{device.name}, {device.rate_hz} Hz ({device.host})"
            findings.append(Finding(what, "ok", found))
    return findings


async def _voice() -> Finding:
    from audio.tts import VoiceSettings, choose_voice_engine

    try:
        engine, reason = await choose_voice_engine("auto", VoiceSettings())
    except AudioError as error:
        return Finding("voice", "missing", str(error), "install espeak-ng; text is shown meanwhile")
    await engine.close()
    state = "missing" if engine.name == "silent" else "ok"
    return Finding("voice", state, reason, "" if state == "ok" else "install espeak-ng")


def _recogniser(home: Home) -> Finding:
    from audio.stt import choose_engine

    try:
        engine, reason = choose_engine("auto", models_dir=home.models, offline=True)
    except AudioError as error:
        return Finding("speech-to-text", "broken", str(error), "interviewer download")
    asyncio.run(engine.close())
    doubtful = engine.name.startswith("pocketsphinx")
    return Finding(
        "speech-to-text",
        "missing" if doubtful else "ok",
        reason,
        "interviewer download" if doubtful else "",
    )


def _storage(home: Home) -> Finding:
    try:
        home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = home.folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding(
            "storage", "broken", f"{home.folder}: {error.strerror}",
            "set INTERVIEWER_HOME to a folder that can be written",
        )  # fmt: skip
    return Finding("storage", "ok", str(home.folder))


def _choice(findings: list[Finding]) -> str:
    by_name = {finding.what: finding for finding in findings}
    if by_name["microphone"].state == "ok":
        return "voice, because there is a microphone"
    if is_interactive() and sys.stdout.isatty():
        return "text, because there is no microphone but a terminal"
    return "a rehearsal, because there is neither a microphone nor a terminal"
