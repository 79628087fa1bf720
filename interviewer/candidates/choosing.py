"""Who sits a rehearsal: by name, by script, or played by a language model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

from interviewer.assembly import Engines
from interviewer.candidates.base import Candidate
from interviewer.candidates.prompt import Quality, candidate_prompt
from interviewer.candidates.script import read_script
from interviewer.candidates.simulated import HABITS, SimulatedCandidate
from interviewer.channels.base import Channel
from interviewer.choices import Choices
from interviewer.director import Setting
from interviewer.errors import ConfigError

MODEL = "llm"


async def choose_candidate(
    name: str, setting: Setting, choices: Choices, engines: Engines
) -> Candidate:
    """The candidate that was asked for, seen to work.

    Args:
        name: ``weak``, ``good``, ``great``, a script's path, or ``llm:QUALITY`` with, if it is to
            be another than the interviewer's, ``:MODEL`` behind it.
        setting: the interview.
        choices: name the model server.
        engines: takes note of a model.

    Raises:
        ConfigError: there is no such candidate, or the model does not answer.
        LibraryError: the script is missing or faulty.
    """
    if name in HABITS:
        return _simulated(name, setting)
    if Path(name).suffix in (".yaml", ".yml"):
        return read_script(Path(name))
    kind, _, rest = name.partition(":")
    quality, _, model = rest.partition(":")
    for known in get_args(Quality):
        if kind == MODEL and quality == known:
            return await _played(known, model, setting, choices, engines)
    raise ConfigError(
        f"no candidate {name!r}; choose weak, good, great, llm:good or a .yaml script"
    )


def thinking(channel: Channel, candidate: Candidate) -> Channel:
    """The channel, with time to think for a candidate that needs it."""
    from interviewer.candidates.llm import LlmCandidate
    from interviewer.channels.thinking import ThinkingChannel

    if not isinstance(candidate, LlmCandidate):
        return channel
    return ThinkingChannel(channel, candidate, "a simulated candidate")


def _simulated(quality: str, setting: Setting) -> SimulatedCandidate:
    return SimulatedCandidate(
        quality, setting.question, setting.company, setting.level.id, setting.seed
    )


async def _played(
    quality: Quality, model: str, setting: Setting, choices: Choices, engines: Engines
) -> Candidate:
    from interviewer.candidates.llm import LlmCandidate
    from interviewer.minds.llm.client import LangChainWire
    from interviewer.minds.llm.endpoint import find_endpoint
    from interviewer.minds.llm.spending import Spending, limits_of

    llm = choices.llm
    endpoint, how = await find_endpoint(
        model or llm.model, os.environ, base_url=llm.base_url, offline=choices.offline,
        purpose="--candidate llm",
    )  # fmt: skip
    candidate = LlmCandidate(
        quality,
        setting.question.prompt_for(setting.company.id),
        LangChainWire(endpoint),
        candidate_prompt(),
        _simulated(quality, setting),
        spending=Spending(limits_of(llm)),
    )
    try:
        await candidate.check()
    except BaseException:
        await candidate.close()
        raise
    goes = "nothing leaves this machine" if endpoint.is_loopback else "what is said is sent there"
    engines.add(
        "candidate", "llm",
        f"candidate: {quality}, played by {endpoint.model} at {endpoint.host}, {how}; {goes}",
    )  # fmt: skip
    return candidate
