from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.minds.llm.client import LangChainWire
from interviewer.minds.llm.endpoint import choose_endpoint
from tests.llm_server import Answer, Body, LlmServer
from tests.minds.table import KEY, PROBE, allowed, seated, take

MODEL = ("--mind", "llm", "--model", "m")


def interviewer(
    home: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        env=kept | {"INTERVIEWER_HOME": str(home)} | environment,
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def everything(home: Path, ran: subprocess.CompletedProcess[str]) -> bytes:
    """All that the program printed and wrote."""
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    return (ran.stdout + ran.stderr).encode() + written


def sensible(body: Body) -> Answer:
    """An answer that conveys the first option."""
    user = body["messages"][-1]["content"]
    first = user.partition("Your options:\n")[2].partition("\n")[0]
    say = first.partition("convey: ")[2] or "Could you take me one step further into that?"
    return Answer("1" if "[listen]" in first else f"1\nI see. {say}")


def test_an_interview_with_a_model_leaves_no_key_anywhere(tmp_path: Path) -> None:
    arguments = ("rehearse", "--no-voice", "--question", "ride-eta", "--minutes", "10", "--json")
    with LlmServer(sensible) as server:
        ran = interviewer(
            tmp_path, *arguments, *MODEL, OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY
        )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert '"mind": "llm"' in ran.stdout
    assert len(server.requests) > 3
    assert server.keys[0] == f"Bearer {KEY}"
    use = json.loads(ran.stdout)["assessment"]["provenance"]["model_use"]
    assert use["requests"] > 3
    assert use["input_tokens"] > 1000
    report = next(tmp_path.rglob("report.html")).read_text("utf-8")
    assert f"m: {use['requests']} requests" in report
    assert KEY.encode() not in everything(tmp_path, ran)


def test_a_server_that_echoes_the_key_in_its_error_is_not_quoted(tmp_path: Path) -> None:
    with LlmServer([Answer(status=401)]) as server:
        ran = interviewer(
            tmp_path, "rehearse", "--no-voice", *MODEL,
            OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY,
        )  # fmt: skip
    assert ran.returncode == 2
    assert "401" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert KEY.encode() not in everything(tmp_path, ran)


def test_a_key_in_the_environment_is_offered_and_never_used(tmp_path: Path) -> None:
    with LlmServer([Answer("1")]) as server:
        ran = interviewer(
            tmp_path, "rehearse", "--no-voice", "--question", "ride-eta", "--minutes", "5",
            OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY,
        )  # fmt: skip
    assert not server.requests
    assert "--mind llm" in ran.stderr


async def test_nothing_shows_the_key() -> None:
    endpoint = choose_endpoint("m", {"OPENAI_BASE_URL": "http://[::1]:1/v1", "OPENAI_API_KEY": KEY})
    wire = LangChainWire(endpoint)
    assert KEY not in f"{endpoint!r} {endpoint} {vars(wire)!r}"
    await wire.close()


async def test_tracing_by_the_environment_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with LlmServer([Answer("1")]) as tracer:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "ls-key")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracer.base_url)
        async with seated([Answer("1\nI see. Where would your labels come from?")]) as (mind, _):
            heard = await take(mind, allowed(PROBE))
        tracer.closing.wait(0.5)
    assert heard.mind == "llm", heard.troubles
    assert not tracer.other
    assert not tracer.requests


async def test_loopback_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with seated([Answer("1\nI see. Where would your labels come from?")]) as (mind, _):
        heard = await take(mind, allowed(PROBE))
    assert heard.mind == "llm", heard.troubles
