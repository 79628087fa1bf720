"""The vendors' clients send nothing anywhere but to the endpoint."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from audio.errors import EngineError
from audio.stt.openai import OpenAiSpeechToText
from audio.tts.openai import OpenAiVoice
from interviewer.endpoints.client import openai_client
from interviewer.endpoints.endpoint import Endpoint
from interviewer.minds.llm.client import LangChainWire, LlmFailed, Message
from tests.audio.sounds import say
from tests.llm_server import Answer, LlmServer

KEY = "sk-SENTINEL-c11"


def endpoint(server: LlmServer) -> Endpoint:
    return Endpoint("m", server.base_url, SecretStr(KEY))


def listening() -> LlmServer:
    return LlmServer(
        [Answer("heard")], hear=lambda _: Answer("heard"), speak=lambda _: Answer(raw=b"RIFF")
    )


async def test_nobody_is_sent_elsewhere() -> None:
    with listening() as elsewhere:
        away = Answer(status=307, headers={"location": f"{elsewhere.base_url}/chat/completions"})
        with LlmServer([away], hear=lambda _: away, speak=lambda _: away) as server:
            stt = OpenAiSpeechToText(openai_client(endpoint(server), 5.0))
            with pytest.raises(EngineError, match="307"):
                await stt.transcribe(say("Yes."))
            voice = OpenAiVoice(openai_client(endpoint(server), 5.0))
            with pytest.raises(EngineError, match="307"):
                await voice.synthesize("Yes.")
            wire = LangChainWire(endpoint(server))
            with pytest.raises(LlmFailed, match="307"):
                await anext(wire.stream([Message("user", "Yes.")], first_s=5, stall_s=5))
            for one in (stt, voice, wire):
                await one.close()
        assert len(server.keys) == 3
    assert not elsewhere.keys


async def test_this_machine_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with listening() as server:
        stt = OpenAiSpeechToText(openai_client(endpoint(server), 5.0))
        assert (await stt.transcribe(say("Yes."))).text == "heard"
        await stt.close()


async def test_nothing_is_tried_again_behind_our_back() -> None:
    no = Answer(status=500)
    with LlmServer([no], hear=lambda _: no) as server:
        client = openai_client(endpoint(server), 5.0)
        stt = OpenAiSpeechToText(client)
        with pytest.raises(EngineError, match="500"):
            await stt.transcribe(say("Yes."))
        await stt.close()
    assert len(server.keys) == 1
    assert KEY not in repr(client)
