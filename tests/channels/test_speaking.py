from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

from audio.errors import EngineError
from audio.sinks import NullSink
from audio.tts.base import Speech, VoiceSettings
from audio.tts.scripted import ScriptedVoice
from interviewer.channels.speaking import Mouth, spoken_form
from interviewer.clock import VirtualClock


async def lines(*texts: str) -> AsyncGenerator[str]:
    for text in texts:
        yield text


class Hum:
    """A voice that can be heard: a constant, as long as the text."""

    name = "hum"

    def __init__(self) -> None:
        self._silent = ScriptedVoice(VoiceSettings())

    async def synthesize(self, text: str) -> Speech:
        speech = await self._silent.synthesize(text)
        return Speech(speech.samples + 0.1, speech.rate_hz)

    async def close(self) -> None: ...


async def test_time_passes_while_the_interviewer_speaks() -> None:
    clock = VirtualClock()
    mouth = Mouth(ScriptedVoice(), NullSink(clock), clock)
    spoken = await mouth.say(lines("Design a feed.", "Take it wherever you like."))
    assert spoken.text == "Design a feed. Take it wherever you like."
    assert spoken.start_s == 0.0
    assert spoken.end_s == clock.now() > 2.0


async def test_what_cannot_be_spoken_is_shown_and_the_interview_goes_on() -> None:
    clock, shown = VirtualClock(), []  # type: ignore[var-annotated]
    voice = ScriptedVoice(failures={1: EngineError("the voice broke")})
    mouth = Mouth(voice, NullSink(clock), clock, show=shown.append)
    spoken = await mouth.say(lines("One.", "Two.", "Three."))
    assert shown == ["One.", "Two.", "Three."]
    assert spoken.text == "One. Two. Three."
    assert spoken.failed == "the voice broke"


async def test_what_is_spoken_is_kept_where_recordings_are_kept(tmp_path: Path) -> None:
    clock = VirtualClock()
    kept = Mouth(Hum(), NullSink(clock), clock, tmp_path / "audio")
    spoken = await kept.say(lines("Design a feed."))
    assert spoken.audio is not None
    assert (tmp_path / spoken.audio).is_file()
    silent = Mouth(Hum(), NullSink(clock), clock, None)
    assert (await silent.say(lines("Design a feed."))).audio is None


def test_written_forms_are_read_out() -> None:
    assert spoken_form("A p99 of 50 ms in an A/B test") == "A p 99 of 50 ms in an A B test"
