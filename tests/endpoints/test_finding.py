"""Servers that are found by themselves, over real connections to loopback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from interviewer.endpoints.endpoint import Endpoint
from interviewer.endpoints.providers import ANTHROPIC, GOOGLE, OLLAMA, OPENAI, Provider
from interviewer.errors import ConfigError
from interviewer.minds.llm.client import LangChainWire
from interviewer.minds.llm.endpoint import find_endpoint, server_asked
from tests.llm_server import LlmServer

KEY = {"OPENAI_API_KEY": "sk-SENTINEL"}
NOBODY = "127.0.0.1:9"


def ollama(server: LlmServer) -> dict[str, str]:
    return {"OLLAMA_HOST": server.base_url.removesuffix("/v1").removeprefix("http://")}


async def test_ollama_is_found_where_no_model_is_named() -> None:
    names = ["nomic-embed-text:latest", "llama3:8b", "qwen2.5:7b"]
    with LlmServer(models=names) as server:
        endpoint, how = await find_endpoint(None, KEY | ollama(server))
    assert (endpoint.model, endpoint.provider) == ("llama3:8b", OLLAMA)
    assert endpoint.base_url == server.base_url
    assert how == "found in Ollama on this machine, the newest of 2 there"
    assert "SENTINEL" not in endpoint.key.get_secret_value()


@pytest.mark.parametrize("models", [None, [], ["nomic-embed-text"]])
async def test_an_ollama_without_a_model_is_none(models: list[str] | None) -> None:
    refused = pytest.raises(ConfigError, match=r"no Ollama on this machine has one.*scripted$")
    with LlmServer(models=models) as server, refused:
        await find_endpoint(None, ollama(server))


async def test_no_ollama_at_all_is_said_with_what_to_do() -> None:
    with pytest.raises(ConfigError, match="weak, good or great"):
        await find_endpoint(None, {"OLLAMA_HOST": NOBODY}, purpose="--candidate llm")


async def test_a_server_with_one_model_needs_no_name_for_it() -> None:
    with LlmServer(models=["/models/mistral", "bge-reranker"]) as server:
        endpoint, how = await find_endpoint(None, {"OPENAI_BASE_URL": server.base_url})
    assert (endpoint.model, how) == ("/models/mistral", "the only model there")


async def test_a_server_with_several_models_says_which() -> None:
    refused = pytest.raises(ConfigError, match=r"has 3 models \(a, b, c\); give --model NAME")
    with LlmServer(models=["a", "b", "c"]) as server, refused:
        await find_endpoint(None, {}, base_url=server.base_url)


async def test_a_server_that_lists_nothing_needs_a_name() -> None:
    with LlmServer() as server:
        with pytest.raises(ConfigError, match="does not say what it has"):
            await find_endpoint(None, {}, base_url=server.base_url)
        endpoint, how = await find_endpoint("m", {}, base_url=server.base_url)
    assert (endpoint.model, how) == ("m", "as asked")


async def test_a_named_model_asks_nobody() -> None:
    with LlmServer(models=["a"]) as server:
        endpoint, _ = await find_endpoint("b", {"OPENAI_BASE_URL": server.base_url})
        assert (endpoint.model, server.other) == ("b", [])


async def test_offline_a_far_server_is_not_asked_what_it_has() -> None:
    with pytest.raises(ConfigError, match="--offline"):
        await find_endpoint(None, KEY, base_url="https://llm.example.com/v1", offline=True)
    with pytest.raises(ConfigError, match="--offline"):
        await find_endpoint("anthropic:x", {"ANTHROPIC_API_KEY": "k"}, offline=True)


def test_the_configuration_goes_before_the_environment_and_a_provider_before_both() -> None:
    there = KEY | {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    mine = "http://127.0.0.1:2/v1"
    assert server_asked("m", there, base_url=mine).base_url == mine
    assert server_asked("m", there).base_url == "http://127.0.0.1:1/v1"
    assert server_asked("ollama:m", there, base_url=mine).base_url == OLLAMA.base_url
    keys = {"ANTHROPIC_API_KEY": "k", "GOOGLE_API_KEY": "k"}
    assert server_asked("anthropic:m", keys, base_url=mine).base_url == ANTHROPIC.base_url
    assert server_asked("google:m", keys, base_url=mine).provider is GOOGLE
    assert server_asked(None, {}).provider is OLLAMA
    assert server_asked(None, KEY, base_url="https://x.example/v1").host == "x.example"


@pytest.mark.parametrize(
    ("named", "url"),
    [
        ("", "http://127.0.0.1:11434/v1"),
        ("0.0.0.0", "http://127.0.0.1:11434/v1"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080/v1"),
        ("localhost", "http://localhost:11434/v1"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000/v1"),
        ("http://127.0.0.1:5000/v1/", "http://127.0.0.1:5000/v1"),
        ("[::1]:5000", "http://[::1]:5000/v1"),
        ("[::]", "http://127.0.0.1:11434/v1"),
    ],
)
def test_ollama_s_own_variable_is_understood(named: str, url: str) -> None:
    assert OLLAMA.address({"OLLAMA_HOST": named}) == url


@pytest.mark.parametrize("named", ["gpu-box", "10.0.0.5:11434", "https://ollama.example.com"])
def test_an_ollama_elsewhere_is_no_ollama_of_this_machine(named: str) -> None:
    with pytest.raises(ConfigError, match="OLLAMA_HOST names another machine"):
        OLLAMA.address({"OLLAMA_HOST": named})


@pytest.mark.parametrize("provider", [ANTHROPIC, GOOGLE])
def test_a_missing_extra_is_named(provider: Provider) -> None:
    missing = replace(provider, package="langchain_of_nobody")  # installed or not, here it is not
    endpoint = Endpoint("some-model", provider.base_url, SecretStr("k"), missing)
    with pytest.raises(ConfigError, match=rf"pip install 'mock-interviewer\[{provider.extra}\]'$"):
        LangChainWire(endpoint)


def test_openai_is_where_it_is() -> None:
    assert OPENAI.address({}) == "https://api.openai.com/v1"
