"""Puts an interview together: engines, channel, mind and journal for what the user chose."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from interviewer.channels.base import Channel
from interviewer.choices import Choices
from interviewer.clock import MonotonicClock, PausableClock, VirtualClock
from interviewer.director import Setting, Situation
from interviewer.endpoints.providers import PROVIDERS
from interviewer.errors import ConfigError, MindError
from interviewer.events import Event, SessionStarted
from interviewer.journal import FILE_NAME, Journal
from interviewer.minds.base import Mind
from interviewer.minds.scripted import ScriptedMind
from interviewer.session import Session

AUDIO_FOLDER = "audio"
ANSWERING_S = 15.0
"""A model server far away answers a first word within this, or it is not there."""

LOADING_S = 60.0
"""One on this machine may have to load its model first."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Engines:
    """The engines in force and why; names by role, one reason a line."""

    names: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def add(self, role: str, name: str, reason: str) -> None:
        """Take note of a choice."""
        self.names[role] = name
        self.reasons.append(reason)


@dataclass(slots=True)
class Screen:
    """What a session shows while it runs; each does nothing unless replaced.

    Attributes:
        say: told every sentence of the interviewer as it begins.
        watch: told every event.
        level: told the microphone's loudness in dBFS.
        voice: told since when the candidate is speaking, and again, with the end, until when.
    """

    say: Say = lambda _: None
    watch: Callable[[Event], None] = lambda _: None
    level: Callable[[float], None] = lambda _: None
    voice: Callable[[float, float | None], None] = lambda *_: None


@asynccontextmanager
async def open_session(
    setting: Setting,
    choices: Choices,
    channel: Channel,
    engines: Engines,
    screen: Screen,
    mind: Mind,
    *,
    mode: str,
    folder: Path,
) -> AsyncIterator[Session]:
    """Open the journal, write its first event and hand over a session that is ready to run."""
    fallback = ScriptedMind(setting.seed)
    started = SessionStarted(
        channel.clock.now(),
        folder.name,
        setting.question.model_dump(mode="json"),
        setting.company.id,
        setting.interviewer.id,
        setting.level.id,
        setting.plan.total_s / 60.0,
        mode,
        setting.seed,
        setting.plan.as_seconds(),
        engines.names,
        tuple(engines.reasons),
        versions(),
        choices.record,
        choices.drill,
    )
    with Journal(folder / FILE_NAME) as journal:
        journal.append(started)
        session = Session(Situation(setting), channel, mind, fallback, journal, screen.watch)
        try:
            yield session
        finally:
            await channel.close()
            await mind.close()


async def make_mind(choices: Choices, seed: int, engines: Engines) -> Mind:
    """The mind that was asked for, seen to work.

    ``auto`` takes a language model only where the configuration names one, and the scripted mind
    where that does not answer.

    Raises:
        ConfigError: there is no such mind, or the model asked for does not answer.
    """
    if choices.mind == "llm":
        try:
            return await _language_model(choices, seed, engines)
        except MindError as error:
            raise ConfigError(
                f"--mind llm cannot be had: {error}; check --model, the address and the key, "
                "or use --mind scripted"
            ) from None
    if choices.mind not in ("auto", "scripted"):
        raise ConfigError(f"no mind {choices.mind!r}; choose auto, scripted or llm")
    why = why_scripted(choices)
    if choices.mind == "auto" and choices.llm.is_chosen:
        try:
            return await _language_model(choices, seed, engines)
        except (ConfigError, MindError) as error:
            why = f"because the language model of the configuration cannot be had: {error}"
    engines.add("mind", "scripted", f"interviewer: scripted, {why}")
    return ScriptedMind(seed)


def why_scripted(choices: Choices) -> str:
    """Why nobody asked for a language model, in a few words."""
    if choices.mind == "scripted":
        return "as asked"
    keys = [v for p in PROVIDERS.values() for v in p.key_variables if os.environ.get(v)]
    if keys:
        return (
            f"because a language model is used only when asked for; --mind llm would use {keys[0]}"
        )
    return "because it needs no model and no key"


async def _language_model(choices: Choices, seed: int, engines: Engines) -> Mind:
    from interviewer.library.prompts import interviewer_prompt
    from interviewer.minds.llm.client import LangChainWire
    from interviewer.minds.llm.endpoint import find_endpoint
    from interviewer.minds.llm.mind import LlmMind
    from interviewer.minds.llm.spending import limits_of

    endpoint, how = await find_endpoint(
        choices.llm.model,
        os.environ,
        base_url=choices.llm.base_url,
        offline=choices.offline,
    )
    mind = LlmMind(
        LangChainWire(endpoint), interviewer_prompt(), ScriptedMind(seed), MonotonicClock(),
        model=endpoint.model, limits=limits_of(choices.llm),
    )  # fmt: skip
    try:
        await mind.check(LOADING_S if endpoint.is_loopback else ANSWERING_S)
    except BaseException:
        await mind.close()
        raise
    if choices.mind == "auto":
        how = "as chosen in the configuration"
    goes = "nothing leaves this machine" if endpoint.is_loopback else "what you say is sent there"
    engines.add("mind", "llm", f"interviewer: {endpoint.model} at {endpoint.host}, {how}; {goes}")
    return mind


def versions() -> dict[str, str]:
    """Versions that matter for reading a session later; absent packages are left out."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": sys.version.split()[0]}
    for package in ("mock-interviewer", "faster-whisper", "pocketsphinx", "pyttsx3", "sounddevice"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def recordings_of(choices: Choices, folder: Path) -> Path | None:
    """Where recordings go; None when none are kept."""
    return folder / AUDIO_FOLDER if choices.record else None


def real_clock() -> PausableClock:
    """The clock of an interview with a person."""
    return PausableClock(MonotonicClock())


def virtual_clock(speed: float | None) -> VirtualClock:
    """The clock of a rehearsal: as fast as the machine allows, or ``speed`` times real time."""
    from interviewer.clock import PacedClock

    return VirtualClock() if speed is None else PacedClock(speed)
