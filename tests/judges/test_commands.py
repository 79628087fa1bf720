"""The second opinion from the command line: asked for, kept with the session, or missing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_commands import interviewer
from tests.judges.bench import KEY, SAID, judge, verdict
from tests.llm_server import Answer, Body, LlmServer

TALK = "\n".join(f"{who.capitalize()}: {text}" for who, text in SAID)


def transcript(folder: Path) -> Path:
    file = folder / "mock.md"
    file.write_text(TALK, encoding="utf-8")
    return file


def test_a_transcript_gets_a_second_opinion_when_asked_for(tmp_path: Path) -> None:
    with LlmServer(judge(lambda *_: verdict(3, "split by time"))) as server:
        done = interviewer(
            tmp_path, "grade", str(transcript(tmp_path)), "--question", "ride-eta", "--judge",
            "llm", "--model", "m", "--format", "json",
            env={"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["second_opinion"]["verdict"] == "lean_hire"
    assert result["provenance"]["judge"] == "deterministic, with a second opinion by m"
    assert KEY not in done.stdout + done.stderr


def test_it_is_never_asked_unasked(tmp_path: Path) -> None:
    with LlmServer([Answer(status=500)]) as server:
        done = interviewer(
            tmp_path, "grade", str(transcript(tmp_path)), "--question", "ride-eta",
            env={"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY},
        )  # fmt: skip
        assert server.requests == []
    assert done.returncode == 0, done.stderr


def test_without_a_model_it_says_what_to_do(tmp_path: Path) -> None:
    done = interviewer(
        tmp_path, "grade", str(transcript(tmp_path)), "--question", "ride-eta", "--judge", "llm"
    )
    assert done.returncode == 2
    assert "--judge llm needs a model" in done.stderr


def test_a_session_keeps_its_second_opinion(tmp_path: Path) -> None:
    """Asked once, after the end; a report written later needs no server."""
    spoken = judge(lambda *_: verdict(3, "historical average per segment"))

    def script(body: Body) -> Answer:
        judging = "Judge only this dimension" in body["messages"][-1]["content"]
        return spoken(body) if judging else Answer("1\nGo on, please.")

    with LlmServer(script) as server:
        done = interviewer(
            tmp_path, "rehearse", "--no-voice", "--question", "ride-eta", "--candidate", "great",
            "--minutes", "10", "--seed", "1", "--mind", "llm", "--model", "m", "--json",
            env={"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    held = json.loads(done.stdout)
    second = held["assessment"]["second_opinion"]
    assert len(second["scores"]) == 8 or second["failure"]
    again = interviewer(tmp_path, "report", held["session"], "--format", "json")
    assert json.loads(again.stdout)["second_opinion"] == second
    assert KEY not in Path(held["report_html"]).read_text("utf-8")
