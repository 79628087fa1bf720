"""Speech-to-text over HTTP: the real client against a server on loopback."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import openai
import pytest
import soundfile

from audio.ear import Ear, EngineFailed
from audio.errors import EngineBusy, EngineError, EngineTimeout, EngineUnavailable
from audio.listen import listen_to_samples
from audio.sources import BlockSource
from audio.stt.care import transcribe_carefully
from audio.stt.openai import OpenAiSpeechToText
from tests.audio.sounds import ANSWER, cough, hum, join, noise, say, silence, tone
from tests.llm_server import Answer, Body, LlmServer

KEY = "sk-SENTINEL-5eec4"


class Leaping:
    """A clock on which every wait is over at once, and counted."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def now(self) -> float:
        return sum(self.waited)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


@dataclass
class Booth:
    """A recogniser and what its server was asked."""

    stt: OpenAiSpeechToText
    asked: list[Body] = field(default_factory=list)


@asynccontextmanager
async def booth(
    *answers: Answer | str, model: str = "whisper-1", limit_s: float = 5.0, hotwords: str = ""
) -> AsyncIterator[Booth]:
    """Open a recogniser whose server gives these answers, the last one for ever."""
    script = [a if isinstance(a, Answer) else Answer(a) for a in answers]
    asked: list[Body] = []

    def hear(form: Body) -> Answer:
        asked.append(form)
        return script[min(len(asked), len(script)) - 1]

    with LlmServer(hear=hear) as server:
        client = openai.AsyncOpenAI(base_url=server.base_url, api_key=KEY, max_retries=0)
        stt = OpenAiSpeechToText(client, model, hotwords=hotwords.split(), limit_s=limit_s)
        try:
            yield Booth(stt, asked)
        finally:
            await stt.close()


def verbose(*segments: tuple[str, float, float]) -> Answer:
    """An answer with segments: text, probability of no speech, mean log-probability."""
    found = [
        {"id": n, "text": text, "start": float(n), "end": n + 1.0, "no_speech_prob": silent,
         "avg_logprob": sure, "tokens": [], "temperature": 0.0, "compression_ratio": 1.0, "seek": 0}
        for n, (text, silent, sure) in enumerate(segments)
    ]  # fmt: skip
    whole = {"text": " ".join(s[0] for s in segments), "language": "english", "duration": 3.0}
    return Answer(raw=json.dumps(whole | {"segments": found}).encode())


async def test_what_is_sent_is_the_sound_and_the_terms_to_expect() -> None:
    async with booth(ANSWER, hotwords="recall embeddings") as b:
        heard = await b.stt.transcribe(say(ANSWER))
    assert (heard.text, heard.engine) == (ANSWER, "openai whisper-1")
    (form,) = b.asked
    sound, rate_hz = soundfile.read(io.BytesIO(form["file"]))
    assert (rate_hz, len(sound)) == (16_000, len(say(ANSWER)))
    assert form["model"] == "whisper-1"
    assert form["language"] == "en"
    assert form["prompt"] == "recall, embeddings"
    assert form["response_format"] == "verbose_json"


async def test_newer_models_are_asked_for_the_probabilities_of_tokens_instead() -> None:
    tokens = [{"token": "Yes", "logprob": -0.1, "bytes": []}, {"token": ".", "logprob": -0.3}]
    answer = Answer(raw=json.dumps({"text": "Yes.", "logprobs": tokens}).encode())
    async with booth(answer, model="gpt-4o-mini-transcribe") as b:
        heard = await b.stt.transcribe(say("Yes."))
    assert b.asked[0]["response_format"] == "json"
    assert "logprobs" in b.asked[0].values()
    assert heard.text == "Yes."
    assert heard.confidence == pytest.approx(0.819, abs=0.001)


async def test_an_engine_that_gives_no_figures_has_no_confidence() -> None:
    async with booth(ANSWER) as b:
        assert (await b.stt.transcribe(say(ANSWER))).confidence is None


@pytest.mark.parametrize(
    "sound",
    [silence(3), hum(3), noise(3, -20), tone(3, 440)],
    ids=["silence", "hum", "hiss", "tone"],
)
async def test_what_holds_no_voice_is_never_sent(sound: object) -> None:
    async with booth("Thank you.") as b:
        assert (await b.stt.transcribe(sound)).text == ""  # type: ignore[arg-type]
    assert not b.asked


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (verbose(("We train it.", 0.01, -0.2), ("Thank you for watching!", 0.01, -0.2)),
         "We train it."),
        (verbose(("We train it.", 0.01, -0.2), ("Bye.", 0.9, -0.9)), "We train it."),
        (verbose(*[("So we shard it.", 0.0, -0.2)] * 9), "So we shard it. So we shard it."),
        (Answer("the model " * 400), "the model"),
        (Answer("Спасибо за просмотр"), ""),
        (Answer("[Music]"), ""),
        (Answer("yes\x1b[31m \x00\x07 no"), "yes [31m no"),
    ],
)  # fmt: skip
async def test_what_models_invent_is_left_out_as_with_any_recogniser(
    answer: Answer, text: str
) -> None:
    async with booth(answer) as b:
        heard = await transcribe_carefully(b.stt, say(ANSWER))
    assert heard.text == text


async def test_a_sentence_made_out_of_a_cough_is_left_out() -> None:
    sound = join(silence(0.2), cough(), silence(0.4))
    async with booth("Thank you.") as b:
        assert (await b.stt.transcribe(sound)).text == ""
        assert len(b.asked) == 1
    async with booth("Yes.") as b:
        assert (await b.stt.transcribe(say("Yes."))).text == "Yes."


async def test_the_ear_works_with_it() -> None:
    sound = join(silence(1), say(ANSWER), silence(4))
    async with booth(ANSWER) as b:
        heard = await listen_to_samples(sound, b.stt)
    assert [turn.text for turn in heard.turns] == [ANSWER]


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_piece_that_is_not_taken_is_the_piece_s_fault(status: int) -> None:
    async with booth(*[Answer(status=status)] * 3, ANSWER) as b:
        with pytest.raises(EngineError, match=str(status)):
            await transcribe_carefully(b.stt, say(ANSWER))
        assert (await transcribe_carefully(b.stt, say(ANSWER))).text == ANSWER


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_refusal_is_not_repeated(status: int) -> None:
    async with booth(Answer(status=status)) as b:
        for _ in range(3):
            with pytest.raises(EngineUnavailable, match=str(status)) as caught:
                await transcribe_carefully(b.stt, say(ANSWER))
            assert KEY not in str(caught.value)
    assert len(b.asked) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 529, 408])
async def test_a_failure_is_repeated_twice_at_most(status: int) -> None:
    clock = Leaping()
    async with booth(Answer(status=status)) as b:
        with pytest.raises(EngineBusy, match=str(status)):
            await transcribe_carefully(b.stt, say(ANSWER), clock=clock)
    assert len(b.asked) == 3
    assert clock.now() < 1.0


async def test_a_server_that_wants_a_moment_gets_it() -> None:
    clock = Leaping()
    async with booth(Answer(status=429, headers={"retry-after": "2"}), ANSWER) as b:
        assert (await transcribe_carefully(b.stt, say(ANSWER), clock=clock)).text == ANSWER
    assert clock.waited == [2.0]


@pytest.mark.parametrize("wish", ["60", "1e9", "inf"])
async def test_a_server_that_wants_too_much_is_left_alone(wish: str) -> None:
    clock = Leaping()
    async with booth(Answer(status=429, headers={"retry-after": wish}), ANSWER) as b:
        with pytest.raises(EngineBusy, match="429"):
            await transcribe_carefully(b.stt, say(ANSWER), clock=clock)
    assert (len(b.asked), clock.waited) == (1, [])


@pytest.mark.parametrize("wish", ["soon", "-5", "nan", ""])
async def test_a_wish_that_is_no_time_counts_as_none(wish: str) -> None:
    clock = Leaping()
    async with booth(Answer(status=429, headers={"retry-after": wish}), ANSWER) as b:
        assert (await transcribe_carefully(b.stt, say(ANSWER), clock=clock)).text == ANSWER
    assert 0 < clock.now() < 1.0


async def test_a_server_that_hangs_is_given_up() -> None:
    async with booth(Answer("late", first_s=60), limit_s=0.1) as b:
        with pytest.raises(EngineTimeout, match="stopped answering"):
            await b.stt.transcribe(say("Yes."))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"<html>", b"null", b"[]", b"\xff\xfe", b"{}", b'{"text": 7}']
)
async def test_an_answer_that_is_none_is_an_error(body: bytes) -> None:
    async with booth(Answer(raw=body)) as b:
        with pytest.raises(EngineError, match="could not be read"):
            await b.stt.transcribe(say(ANSWER))


async def test_nobody_listens_there() -> None:
    client = openai.AsyncOpenAI(base_url="http://127.0.0.1:9/v1", api_key=KEY, max_retries=0)
    stt = OpenAiSpeechToText(client)
    with pytest.raises(EngineBusy, match="cannot be reached"):
        await stt.transcribe(say(ANSWER))
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        await stt.check()
    await stt.close()


@pytest.mark.parametrize(("status", "for_good", "asked"), [(401, True, 1), (400, False, 6)])
async def test_the_ear_tells_whether_more_will_be_understood(
    status: int, for_good: bool, asked: int
) -> None:
    sound = join(silence(1), say(ANSWER), silence(4), say(ANSWER), silence(4))
    async with booth(Answer(status=status)) as b:
        ear = Ear(BlockSource([sound]), b.stt, eager=True)
        failed = [e async for e in ear.events() if isinstance(e, EngineFailed)]
    assert [e.for_good for e in failed] == [for_good] * 2
    assert len(b.asked) == asked
    assert all(len(e.samples) >= 0.9 * len(say(ANSWER)) for e in failed)


async def test_the_check_sends_silence_only() -> None:
    async with booth("") as b:
        await b.stt.check()
    sound, _ = soundfile.read(io.BytesIO(b.asked[0]["file"]))
    assert not sound.any()
