"""Real recognisers on rendered voices, and on what holds no voice."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from audio.errors import EngineError, EngineTimeout
from audio.frames import Samples
from audio.listen import listen_to_samples
from audio.stt import SpeechToText, Transcription
from audio.stt.care import transcribe_carefully
from audio.stt.gate import may_be_speech
from audio.stt.scripted import ScriptedSpeechToText
from audio.stt.sphinx import SphinxSpeechToText
from audio.stt.whisper import WhisperSpeechToText, model_name
from audio.stt.worker import MOST_STUCK, Worker
from tests.audio.sounds import (
    ANSWER,
    clicks,
    cough,
    hum,
    join,
    music,
    noise,
    say,
    silence,
    tone,
)

TEST_MODEL = Path(__file__).parents[1] / "whisper_model" / "model"
KNOWN = "What is the latency budget?"

VOICELESS = {
    "silence": silence(60),
    "hiss": noise(60, -50),
    "noise": noise(60, -20),
    "hum": hum(60),
    "tone": tone(60, 440),
    "typing": clicks(60),
    "music": music(60),
    "coughs": join(*[join(silence(3), cough(seed)) for seed in range(30)]),
}


@pytest.fixture(params=["pocketsphinx", "whisper"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[SpeechToText]:
    stt: SpeechToText = (
        SphinxSpeechToText() if request.param == "pocketsphinx" else WhisperSpeechToText(TEST_MODEL)
    )
    yield stt
    await stt.close()


async def test_whisper_recognises_to_the_letter() -> None:
    whisper = WhisperSpeechToText(TEST_MODEL, hotwords=["latency"], word_times=True)
    heard = await whisper.transcribe(join(silence(0.3), say(KNOWN), silence(0.3)))
    assert heard.text == KNOWN
    assert heard.engine == whisper.name == "whisper model"
    assert [w.text for w in heard.words] == KNOWN.split()
    assert heard.confidence is not None
    assert 0.5 < heard.confidence <= 1
    await whisper.close()


async def test_pocketsphinx_recognises_most_words_and_is_modest() -> None:
    sphinx = SphinxSpeechToText()
    heard = await sphinx.transcribe(join(silence(0.3), say(ANSWER), silence(0.3)))
    assert len(set(heard.text.split()) & set(ANSWER.lower().rstrip(".").split())) >= 6
    assert heard.confidence is not None
    assert 0 < heard.confidence <= 0.5
    assert heard.words[0].end_s > heard.words[0].start_s
    await sphinx.close()


async def test_pocketsphinx_gives_the_same_in_every_run() -> None:
    results = []
    for _ in range(2):
        sphinx = SphinxSpeechToText()
        results.append([await sphinx.transcribe(say(t)) for t in (ANSWER, KNOWN)])
        await sphinx.close()
    assert results[0] == results[1]


@pytest.mark.parametrize("sound", VOICELESS.values(), ids=VOICELESS.keys())
async def test_minutes_without_a_voice_give_no_words(engine: SpeechToText, sound: Samples) -> None:
    heard = await listen_to_samples(sound, engine)
    assert heard.text == ""
    assert heard.turns == ()


@pytest.mark.parametrize("name", ["silence", "hiss", "noise", "hum", "tone"])
async def test_engines_asked_directly_hear_nothing_either(engine: SpeechToText, name: str) -> None:
    assert (await engine.transcribe(VOICELESS[name][:64_000])).text == ""


async def test_yes_is_a_turn(engine: SpeechToText) -> None:
    heard = await listen_to_samples(join(silence(1), say("Yes."), silence(3)), engine)
    assert len(heard.turns) == 1


@pytest.mark.parametrize("samples", [0, 1, 100, 513])
async def test_hardly_any_sound(engine: SpeechToText, samples: int) -> None:
    assert (await engine.transcribe(np.full(samples, 0.1, np.float32))).text == ""


async def test_sound_that_is_no_number(engine: SpeechToText) -> None:
    await engine.transcribe(np.full(32_000, np.nan, np.float32))
    await engine.transcribe(join(say(KNOWN), np.full(3200, np.inf, np.float32)))


async def test_a_closed_engine_says_so(engine: SpeechToText) -> None:
    await engine.close()
    with pytest.raises(EngineError, match="closed"):
        await engine.transcribe(say(KNOWN))


@pytest.mark.parametrize("voice", ["slt", "espeak"])
@pytest.mark.parametrize("gain", [1.0, 0.01, 0.002])
def test_the_gate_lets_voices_through(voice: str, gain: float) -> None:
    assert may_be_speech(join(silence(0.2), say("Yes.", voice), silence(0.2)) * np.float32(gain))
    assert may_be_speech(say(ANSWER, voice) * np.float32(gain) + noise(0, -90).sum())


@pytest.mark.parametrize("dbfs", [-45.0, -35.0])
def test_the_gate_hears_voices_over_noise(dbfs: float) -> None:
    assert may_be_speech(say(ANSWER) + noise(len(say(ANSWER)) / 16_000, dbfs))


def test_names_of_models() -> None:
    cache = Path("hub/models--Systran--faster-whisper-base.en/snapshots/0123")
    assert model_name(cache) == "base.en"
    assert model_name(Path("models/small.en")) == "small.en"


async def test_a_hung_call_is_left_behind_and_the_next_one_works() -> None:
    worker, hang = Worker("engine"), threading.Event()
    with pytest.raises(EngineTimeout, match="did not answer"):
        await worker.run(hang.wait, 0.02)
    assert await worker.run(lambda: 7, 5.0) == 7
    hang.set()
    worker.close()


async def test_an_engine_that_keeps_hanging_is_given_up() -> None:
    worker, hang = Worker("engine"), threading.Event()
    for _ in range(MOST_STUCK):
        with pytest.raises(EngineTimeout):
            await worker.run(hang.wait, 0.01)
    with pytest.raises(EngineError, match="given up"):
        await worker.run(lambda: 7, 5.0)
    hang.set()


async def test_what_a_call_raises_becomes_one_line() -> None:
    worker = Worker("engine")

    def broken() -> None:
        msg = "bad\nthings"
        raise MemoryError(msg)

    with pytest.raises(EngineError, match=r"^engine failed: bad things$"):
        await worker.run(broken, 5.0)
    worker.close()


async def test_a_cancelled_call_does_not_block_the_next() -> None:
    worker, hang = Worker("engine"), threading.Event()
    task = asyncio.create_task(worker.run(hang.wait, 60.0))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await worker.run(lambda: 7, 5.0) == 7
    hang.set()
    worker.close()


class Hanging:
    """Never answers, and counts how often it was asked."""

    name = "hanging"
    asked = 0

    async def transcribe(self, samples: Samples) -> Transcription:
        self.asked += 1
        await asyncio.Event().wait()
        raise AssertionError

    async def close(self) -> None:
        return


async def test_an_engine_that_hangs_is_asked_three_times() -> None:
    hanging = Hanging()
    with pytest.raises(EngineTimeout, match="hanging did not answer"):
        await transcribe_carefully(hanging, silence(1), limit_s=0.01)
    assert hanging.asked == 3


async def test_a_script_that_runs_out_fails() -> None:
    scripted = ScriptedSpeechToText(["one"])
    assert (await scripted.transcribe(silence(1))).text == "one"
    with pytest.raises(EngineError, match="ran out"):
        await scripted.transcribe(silence(1))
    assert len(scripted.heard) == 2
    await scripted.close()
    assert scripted.closed
