from __future__ import annotations

from collections.abc import Iterator

import pytest

from interviewer.endpoints.providers import OLLAMA, OPENAI
from interviewer.errors import ConfigError
from interviewer.minds.llm.endpoint import choose_endpoint
from tests.endpoints.safe import Safe, installed

KEY = {"OPENAI_API_KEY": "sk-SENTINEL"}


@pytest.fixture(autouse=True)
def no_keys_stored() -> Iterator[None]:
    with installed(Safe()):
        yield


def test_a_key_means_openai_unless_an_address_is_given() -> None:
    assert choose_endpoint("gpt-4o-mini", KEY).base_url == OPENAI.base_url
    there = choose_endpoint("qwen2.5:7b", KEY | {"OPENAI_BASE_URL": "http://10.0.0.5:8000/v1/"})
    assert (there.model, there.base_url) == ("qwen2.5:7b", "http://10.0.0.5:8000/v1")
    assert not there.is_loopback


def test_ollama_is_on_this_machine_and_gets_no_key() -> None:
    endpoint = choose_endpoint("ollama:llama3:8b", KEY, offline=True)
    assert (endpoint.model, endpoint.base_url) == ("llama3:8b", OLLAMA.base_url)
    assert "SENTINEL" not in endpoint.key.get_secret_value()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_a_server_on_this_machine_needs_no_key_and_works_offline(host: str) -> None:
    where = {"OPENAI_BASE_URL": f"http://{host}:1234/v1"}
    assert choose_endpoint("m", where, offline=True).is_loopback


@pytest.mark.parametrize(
    "address",
    ["http://localhost.evil.example/v1", "http://127.0.0.1.evil.example", "http://10.0.0.1/v1",
     "http://0.0.0.0:80", "http://2130706433/", "https://api.openai.com/v1", "http://127.1/"],
)  # fmt: skip
def test_nothing_else_counts_as_this_machine(address: str) -> None:
    with pytest.raises(ConfigError, match="--offline"):
        choose_endpoint("m", KEY | {"OPENAI_BASE_URL": address}, offline=True)


@pytest.mark.parametrize(
    "address",
    ["ftp://a/v1", "api.openai.com", "http://", "http://u:sk-SENTINEL@host/v1", "http://a:99999/",
     "http://host/v1?key=sk-SENTINEL", "http://host/#sk-SENTINEL", "file:///etc/passwd"],
)  # fmt: skip
def test_unusable_addresses_are_refused_without_quoting_them(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        choose_endpoint("m", KEY | {"OPENAI_BASE_URL": address})
    assert "SENTINEL" not in str(caught.value)


@pytest.mark.parametrize("model", [None, "", "  ", "ollama:", "openai: "])
def test_a_model_must_be_named(model: str | None) -> None:
    with pytest.raises(ConfigError, match="--model"):
        choose_endpoint(model, KEY)


def test_a_far_endpoint_needs_a_key() -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        choose_endpoint("gpt-4o-mini", {"OPENAI_API_KEY": " "})
