"""What the doctor finds out about the rest: the file, the folder, the servers."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from interviewer.assembly import why_scripted
from interviewer.choices import Choices, build_setting
from interviewer.cli.choosing import summary
from interviewer.cli.findings import Finding, State
from interviewer.cli.holding import open_library
from interviewer.endpoints.endpoint import Endpoint, Wanted, resolve
from interviewer.endpoints.providers import OLLAMA
from interviewer.endpoints.served import served_models
from interviewer.errors import ConfigError, InterviewerError
from interviewer.home import Home
from interviewer.minds.llm.endpoint import choose_endpoint, find_endpoint
from interviewer.settings import path_of, read_settings
from interviewer.speech import SERVER, hearing_endpoint, speaking_endpoint

HOUR_MB = 16_000 * 2 * 3600 / 1e6
"""An hour of both voices uncompressed, at 16 kHz and 16 bit; recordings take less."""


def configuration(home: Home) -> Finding:
    """Whether the configuration file can be read."""
    path = path_of(home)
    try:
        settings = read_settings(home)
    except ConfigError as error:
        faults = "\n".join(error.problems or (str(error),))
        return Finding("configuration", "broken", faults, f"correct {path}, or remove it")
    count = len(settings.model_fields_set)
    found = f"{path}, {count} settings" if path.exists() else f"{path} (not there; not needed)"
    return Finding("configuration", "ok", found)


def interview(choices: Choices, home: Home) -> Finding:
    """Whether what was chosen makes an interview: names that exist, a length that is possible."""
    try:
        library = open_library(choices.own_library, home)
        build_setting(choices, library, choices.chance, home.questions_had())
    except InterviewerError as error:
        cure = "interviewer start --choose, or interviewer config set"
        return Finding("interview", "broken", str(error), cure)
    return Finding("interview", "ok", summary(choices, library))


def storage(home: Home) -> Finding:
    """Whether sessions can be written, have room, and are private."""
    folder = home.folder
    try:
        home.make()
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
        free_mb = shutil.disk_usage(folder).free / 1e6
    except (OSError, ConfigError) as error:
        why = getattr(error, "strerror", None) or str(error)
        cure = "set INTERVIEWER_HOME to a folder that can be written"
        return Finding("storage", "broken", f"{folder}: {why}", cure)
    found, figures = f"{folder}, {free_mb / 1000:.1f} GB free", {"free_mb": round(free_mb)}
    if free_mb < HOUR_MB:
        cure = f"make room: an hour's recordings take up to {HOUR_MB:.0f} MB; or --record off"
        return Finding("storage", "warning", found, cure, figures)
    if os.name == "posix" and _others_may_read(folder):
        return Finding("storage", "warning", f"{found}; others can read it",
                       f"chmod 700 {folder}", figures)  # fmt: skip
    return Finding("storage", "ok", found, figures=figures)


def _others_may_read(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o077)


async def language_model(choices: Choices) -> Finding:
    """The model that would word the interview; only a list of models is asked for.

    A server that was not chosen is asked only on this machine, and none with ``--offline``.
    """
    asked = choices.mind == "llm"
    if not asked and not (choices.mind == "auto" and choices.llm.is_chosen):
        return await _ollama(choices)
    state: State = "broken" if asked else "warning"
    cure = "" if asked else "the scripted interviewer takes its place"
    llm = choices.llm
    try:
        if choices.offline:
            endpoint = choose_endpoint(llm.model, os.environ, base_url=llm.base_url, offline=True)
            return _unasked("interviewer", endpoint)
        endpoint, how = await find_endpoint(llm.model, os.environ, base_url=llm.base_url)
    except ConfigError as error:
        return Finding("interviewer", state, str(error), cure)
    return await _answers("interviewer", endpoint, how, state)


async def _ollama(choices: Choices) -> Finding:
    found = f"scripted, {why_scripted(choices)}"
    if choices.offline or choices.mind == "scripted":
        return Finding("interviewer", "ok", found)
    server = resolve(Wanted("doctor", "", f"{OLLAMA.name}:?"), os.environ)
    names = await served_models(server) if server.is_loopback else None
    if names:
        found += f"; Ollama here has {', '.join(names[:3])} for --mind llm"
    return Finding("interviewer", "ok", found)


async def speech_servers(choices: Choices) -> list[Finding]:
    """The servers of ``--stt openai`` and ``--tts openai``, where these are chosen."""
    findings = []
    for what, choice, find in (
        ("speech-to-text server", choices.stt, hearing_endpoint),
        ("voice server", choices.tts, speaking_endpoint),
    ):
        if choice.partition(":")[0] != SERVER:
            continue
        try:
            endpoint = find(choice, choices.llm, os.environ, offline=choices.offline)
        except ConfigError as error:
            findings.append(Finding(what, "broken", str(error)))
            continue
        if choices.offline:
            findings.append(_unasked(what, endpoint))
        else:
            findings.append(await _answers(what, endpoint, "as asked", "broken"))
    return findings


def _unasked(what: str, endpoint: Endpoint) -> Finding:
    found = f"{endpoint.model} at {endpoint.host}; not asked, because of --offline"
    return Finding(what, "skipped", found)


async def _answers(what: str, endpoint: Endpoint, how: str, state: State) -> Finding:
    found = f"{endpoint.model} at {endpoint.host}, {how}"
    if endpoint.provider.wire != "openai":
        return Finding(what, "skipped", f"{found}; it has no list of models to ask for")
    names = await served_models(endpoint)
    if names is None:
        cure = "start the server, or correct its address or key"
        return Finding(what, state, f"{found}; it does not answer", cure)
    return Finding(what, "ok", f"{found}; it answers")
