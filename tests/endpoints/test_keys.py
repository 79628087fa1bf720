from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from interviewer.endpoints.endpoint import Wanted, resolve
from interviewer.endpoints.keys import find_key, forget_key, store_key
from interviewer.endpoints.providers import ANTHROPIC, GOOGLE, OLLAMA, OPENAI
from interviewer.errors import ConfigError
from tests.endpoints.safe import Safe, installed

KEY = "sk-SENTINEL-4a1f"


@pytest.fixture(autouse=True)
def safe() -> Iterator[Safe]:
    with installed(Safe()) as safe:
        yield safe


def value(key: SecretStr | None) -> str | None:
    return key.get_secret_value() if key else None


def test_a_key_that_was_stored_is_found_and_can_be_forgotten(safe: Safe) -> None:
    store_key("openai", SecretStr(KEY))
    assert safe.kept == {("mock-interviewer", "openai"): KEY}
    assert value(find_key(OPENAI, OPENAI.base_url, {})) == KEY
    forget_key("openai")
    assert find_key(OPENAI, OPENAI.base_url, {}) is None
    with pytest.raises(ConfigError, match="no key for openai"):
        forget_key("openai")


def test_the_environment_goes_first() -> None:
    store_key("openai", SecretStr(KEY))
    assert value(find_key(OPENAI, OPENAI.base_url, {"OPENAI_API_KEY": "sk-here"})) == "sk-here"
    assert value(find_key(GOOGLE, GOOGLE.base_url, {"GEMINI_API_KEY": "g"})) == "g"


def test_a_stored_key_goes_only_where_it_belongs() -> None:
    store_key("openai", SecretStr(KEY))
    assert find_key(OPENAI, "https://llm.example.com/v1", {}) is None
    assert find_key(OPENAI, "https://api.openai.com.evil.example/v1", {}) is None
    assert find_key(ANTHROPIC, ANTHROPIC.base_url, {}) is None
    store_key("llm.example.com", SecretStr("sk-other"))
    assert value(find_key(OPENAI, "https://llm.example.com/v1", {})) == "sk-other"


def test_ollama_is_given_none() -> None:
    store_key("ollama", SecretStr(KEY))
    store_key("127.0.0.1", SecretStr(KEY))
    assert find_key(OLLAMA, OLLAMA.base_url, {"OPENAI_API_KEY": KEY}) is None


def test_for_this_machine_no_keyring_is_opened() -> None:
    store_key("127.0.0.1", SecretStr(KEY))
    assert find_key(OPENAI, "http://127.0.0.1:8000/v1", {}) is None
    there = find_key(OPENAI, "http://127.0.0.1:8000/v1", {"OPENAI_API_KEY": "sk-mine"})
    assert value(there) == "sk-mine"


def test_an_endpoint_uses_it() -> None:
    store_key("anthropic", SecretStr(KEY))
    wanted = Wanted("--mind llm", "or use --mind scripted", "anthropic:some-model")
    endpoint = resolve(wanted, {})
    assert (value(endpoint.key), endpoint.provider, endpoint.model) == (
        KEY, ANTHROPIC, "some-model",
    )  # fmt: skip
    assert KEY not in repr(endpoint)


def test_a_locked_keyring_is_no_key_and_quotes_nothing() -> None:
    with installed(Safe(locked=True)):
        assert find_key(OPENAI, OPENAI.base_url, {}) is None
        with pytest.raises(ConfigError, match="put the key in the environment") as storing:
            store_key("openai", SecretStr(KEY))
        with pytest.raises(ConfigError, match="put the key in the environment") as forgetting:
            forget_key("openai")
    assert "SENTINEL" not in f"{storing.value} {forgetting.value}"
