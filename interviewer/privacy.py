"""What leaves this machine, worked out from the very choices an interview is held with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from interviewer.choices import Choices
from interviewer.endpoints.endpoint import Endpoint
from interviewer.errors import ConfigError

LLM, SERVER = "llm", "openai"
HUB: Final = "huggingface.co"

SOUND: Final = "the sound of what you say"
WORDS: Final = "what is said, as text, and parts of the question"
WHOLE: Final = "the whole conversation as text, once it is over"
SPEECH: Final = "what the interviewer says, as text"
PLAYED: Final = "what is said in the rehearsal, as text, and the problem"
FETCH: Final = "your network address, and which model is fetched"


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that is handed on.

    Attributes:
        what: in words of everyday.
        by: the part of the program that does it.
        to: the host; None where it stays on this machine.
        trouble: why it cannot be done as chosen, and so is not; None where it can.
    """

    what: str
    by: str
    to: str | None = None
    trouble: str | None = None

    @property
    def leaves(self) -> bool:
        """Whether anything goes over the network."""
        return self.to is not None and self.trouble is None


def expected_engines(choices: Choices) -> dict[str, str]:
    """The engines that the choices ask for, by role; ``auto`` where the machine decides."""
    wants_model = choices.mind == "auto" and choices.llm.is_chosen
    mind = LLM if choices.mind == LLM or wants_model else "scripted"
    heard = {} if choices.mode == "text" else {"stt": choices.stt}
    return {**heard, "mind": mind, "tts": choices.tts}


def flows(
    choices: Choices,
    engines: Mapping[str, str],
    environment: Mapping[str, str],
    *,
    candidate: str = "",
    fetches: bool = False,
) -> tuple[Flow, ...]:
    """What is handed to whom, the sound first.

    Args:
        choices: as the interview is held.
        engines: names of those in force, or expected, by role.
        environment: holds addresses of servers.
        candidate: who sits a rehearsal, as it was asked for.
        fetches: whether a Whisper model would have to be downloaded first.
    """
    return tuple(_flows(choices, engines, environment, candidate, fetches=fetches))


def _flows(
    choices: Choices,
    engines: Mapping[str, str],
    environment: Mapping[str, str],
    candidate: str,
    *,
    fetches: bool,
) -> Iterator[Flow]:
    from interviewer.minds.llm.endpoint import server_asked
    from interviewer.speech import hearing_endpoint, speaking_endpoint

    llm, offline = choices.llm, choices.offline
    chat = partial(server_asked, environment=environment, base_url=llm.base_url, offline=offline)
    if (stt := engines.get("stt")) is not None:
        asked = partial(hearing_endpoint, choices.stt, llm, environment, offline=offline)
        served = stt.startswith(SERVER)
        yield _flow(SOUND, "speech-to-text", stt, asked if served else None)
    if fetches and not offline:
        yield Flow(FETCH, "download of the Whisper model, once", HUB)
    mind = engines.get("mind", "scripted")
    model_asked = partial(chat, llm.model) if mind == LLM else None
    yield _flow(WORDS, "interviewer", mind, model_asked)
    yield _flow(WHOLE, "grading", mind, model_asked)
    if (tts := engines.get("tts")) is not None:
        asked = partial(speaking_endpoint, choices.tts, llm, environment, offline=offline)
        served = tts.startswith(SERVER)
        yield _flow(SPEECH, "interviewer's voice", tts, asked if served else None)
    if candidate.startswith(f"{LLM}:"):
        model = candidate.split(":", 2)[2] if candidate.count(":") > 1 else llm.model
        yield _flow(PLAYED, "candidate", LLM, partial(chat, model))


def _flow(what: str, part: str, engine: str, asked: Callable[[], Endpoint] | None) -> Flow:
    if asked is None:
        return Flow(what, f"{part}: {engine}")
    try:
        endpoint = asked()
    except ConfigError as error:
        return Flow(what, f"{part}: {engine}", trouble=str(error))
    by = f"{part}: {endpoint.model}" if endpoint.model != "?" else f"{part}: {engine}"
    return Flow(what, by, None if endpoint.is_loopback else endpoint.host)


def in_a_line(found: tuple[Flow, ...]) -> str:
    """The same in one line, for the beginning of an interview."""
    leaving = [flow for flow in found if flow.leaves]
    if not leaving:
        return "privacy: nothing leaves this machine"
    told = "; ".join(f"{flow.what} goes to {flow.to}" for flow in leaving)
    return f"privacy: {told} (more: interviewer privacy)"
