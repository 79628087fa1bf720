"""A voice over HTTP: the real client against a server on loopback."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.errors import EngineBusy, EngineError, EngineTimeout, EngineUnavailable
from audio.tts import Speech, VoiceSettings
from audio.tts.base import joined, speech_pieces
from audio.tts.openai import MOST_FAILURES, OpenAiVoice, split_at_quiet
from audio.tts.wave_bytes import WaveStream, speech_from_wave
from tests.llm_server import CHUNK_BYTES, Answer, Body, LlmServer

KEY = "sk-SENTINEL-5eec4"
QUESTION = "Which metric would you optimise, and why?"
SECONDS = 3.0


def sound(seconds: float = SECONDS, rate_hz: int = 24_000, declared: int = 0xFFFFFFFF) -> bytes:
    """Syllables of a hum, as a WAV that was written into a pipe."""
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    values = (np.sin(2 * np.pi * 150 * at) * np.abs(np.sin(2 * np.pi * 2 * at)) * 8_000).astype(
        "<i2"
    )
    layout = struct.pack("<HHIIHH", 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    head = b"RIFF" + struct.pack("<I", declared) + b"WAVE" + b"fmt " + struct.pack("<I", 16)
    return head + layout + b"data" + struct.pack("<I", declared) + values.tobytes()


class Leaping:
    """A clock on which every wait is over at once, and counted."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def now(self) -> float:
        return sum(self.waited)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


@dataclass
class Studio:
    """A voice and what its server was asked."""

    voice: OpenAiVoice
    clock: Leaping
    asked: list[Body] = field(default_factory=list)


@asynccontextmanager
async def studio(
    *answers: Answer, settings: VoiceSettings | None = None, limit_s: float = 5.0
) -> AsyncIterator[Studio]:
    """Open a voice whose server gives these answers, the last one for ever."""
    asked: list[Body] = []

    def speak(body: Body) -> Answer:
        asked.append(body)
        return answers[min(len(asked), len(answers)) - 1]

    clock = Leaping()
    with LlmServer(speak=speak) as server:
        client = openai.AsyncOpenAI(base_url=server.base_url, api_key=KEY, max_retries=0)
        voice = OpenAiVoice(client, "tts-1", settings, limit_s=limit_s, clock=clock)
        try:
            yield Studio(voice, clock, asked)
        finally:
            await voice.close()


async def test_the_first_piece_is_there_before_the_last_was_made() -> None:
    half = Answer(raw=sound(), hang_after=10)
    async with studio(half, limit_s=0.3) as s:
        pieces = s.voice.stream(QUESTION)
        first = await anext(pieces)
        with pytest.raises(EngineTimeout, match="stopped answering"):
            await anext(pieces)
    assert 0.2 < first.duration_s < 0.5


async def test_the_pieces_are_the_sound_without_a_seam() -> None:
    whole = speech_from_wave(sound(), "x")
    async with studio(Answer(raw=sound())) as s:
        got = [piece async for piece in speech_pieces(s.voice, QUESTION)]
        again = await s.voice.synthesize(QUESTION)
    assert len(got) >= 3
    assert got[0].duration_s < 0.5
    np.testing.assert_array_equal(joined(got).samples, whole.samples)
    np.testing.assert_array_equal(again.samples, whole.samples)
    for piece in got[1:]:
        assert abs(piece.samples[0]) < 0.05


async def test_the_header_tells_the_rate() -> None:
    async with studio(Answer(raw=sound(rate_hz=16_000))) as s:
        speech = await s.voice.synthesize(QUESTION)
    assert speech.rate_hz == 16_000
    assert speech.duration_s == pytest.approx(SECONDS)


@pytest.mark.parametrize(
    ("settings", "voice", "speed"),
    [
        (VoiceSettings(rate_wpm=165), "alloy", 1.0),
        (VoiceSettings(gender="female", rate_wpm=330), "nova", 2.0),
        (VoiceSettings(gender="male", voice="ash"), "ash", pytest.approx(170 / 165)),
    ],
)
async def test_a_persona_has_a_voice_and_a_pace(
    settings: VoiceSettings, voice: str, speed: float
) -> None:
    async with studio(Answer(raw=sound()), settings=settings) as s:
        await s.voice.synthesize(QUESTION)
    (asked,) = s.asked
    assert (asked["voice"], asked["speed"]) == (voice, speed)
    assert (asked["input"], asked["model"]) == (QUESTION, "tts-1")


async def test_what_cannot_be_pronounced_is_not_sent() -> None:
    async with studio(Answer(raw=sound())) as s:
        assert (await s.voice.synthesize(" … ")).duration_s == 0.0
    assert not s.asked


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_refusal_is_told_again_without_asking_again(status: int) -> None:
    async with studio(Answer(status=status)) as s:
        for _ in range(3):
            with pytest.raises(EngineUnavailable, match=str(status)) as caught:
                await s.voice.synthesize(QUESTION)
            assert KEY not in str(caught.value)
    assert len(s.asked) == 1


async def test_a_moment_s_trouble_is_not_heard() -> None:
    answers = Answer(status=503), Answer(raw=sound())
    async with studio(*answers) as s:
        assert (await s.voice.synthesize(QUESTION)).duration_s == pytest.approx(SECONDS)
    assert len(s.clock.waited) == 1


async def test_a_server_that_wants_long_is_not_waited_for() -> None:
    async with studio(Answer(status=429, headers={"retry-after": "30"})) as s:
        with pytest.raises(EngineBusy, match="429"):
            await s.voice.synthesize(QUESTION)
    assert (len(s.asked), s.clock.waited) == (1, [])


async def test_a_voice_that_keeps_failing_is_given_up() -> None:
    async with studio(Answer(raw=b"ID3 no wave at all")) as s:
        for _ in range(MOST_FAILURES):
            with pytest.raises(EngineError, match="not a WAV"):
                await s.voice.synthesize(QUESTION)
        with pytest.raises(EngineUnavailable, match="given up"):
            await s.voice.synthesize(QUESTION)
    assert len(s.asked) == MOST_FAILURES


async def test_success_forgives_failures() -> None:
    bad, good = Answer(raw=b"x" * 50), Answer(raw=sound())
    async with studio(bad, bad, good, bad, good) as s:
        for fails in (True, True, False, True, False):
            if fails:
                with pytest.raises(EngineError):
                    await s.voice.synthesize(QUESTION)
            else:
                await s.voice.synthesize(QUESTION)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(raw=sound(0.0)), "no sound at all"),
        (Answer(raw=b""), "no sound at all"),
        (Answer(raw=sound(0.2)), "only 0.20 s of sound"),
        (Answer(raw=sound(rate_hz=200)), "impossible rate"),
        (Answer(raw=sound(), die_after=5), "could not be read"),
        (Answer(raw=b"RIFF\0\0\0\0WAVE" + bytes(2 * 65_536)), "without sound"),
        (Answer(raw=sound(), first_s=60), "stopped answering"),
    ],
)
async def test_sound_that_is_none_is_an_engine_error(answer: Answer, says: str) -> None:
    async with studio(answer, limit_s=0.3) as s:
        with pytest.raises(EngineError, match=says):
            await s.voice.synthesize(QUESTION)


async def test_a_listener_who_leaves_early_closes_the_connection() -> None:
    async with studio(Answer(raw=sound(), hang_after=20)) as s:
        pieces = s.voice.stream(QUESTION)
        assert (await anext(pieces)).duration_s > 0
        await pieces.aclose()


@given(st.lists(st.integers(0, 9_000), max_size=30))
def test_a_wave_may_come_in_any_portions(cuts: list[int]) -> None:
    data = sound(0.2)
    edges = sorted({0, len(data), *(c for c in cuts if c < len(data))})
    stream = WaveStream("x")
    parts = [stream.feed(data[a:b]) for a, b in pairwise(edges)]
    whole = joined([part for part in parts if part is not None])
    np.testing.assert_array_equal(whole.samples, speech_from_wave(data, "x").samples)


@given(st.integers(4_800, 60_000), st.integers(0, 9))
def test_a_cut_loses_nothing_and_falls_near_the_end(count: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=count).astype(np.float32)
    first, rest = split_at_quiet(Speech(values, 24_000))
    np.testing.assert_array_equal(joined([first, rest]).samples, values)
    assert 0 < len(rest.samples) <= 0.15 * 24_000


def test_chunks_are_shorter_than_a_piece() -> None:
    assert CHUNK_BYTES / 2 / 24_000 < 0.25
