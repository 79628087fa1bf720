"""The commands as a user calls them, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from interviewer.vocabulary import Area, Dimension, Move, Part, Phase, Severity, Status, Verdict


def interviewer(
    home: Path, *arguments: str, stdin: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    given: dict[str, Any] = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        env=os.environ | {"INTERVIEWER_HOME": str(home), "COLUMNS": "200"} | (env or {}),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        **given,
    )


def rehearse(home: Path, *arguments: str) -> dict[str, Any]:
    done = interviewer(
        home, "rehearse", "--no-voice", "--question", "ride-eta", "--company", "uber",
        "--seed", "1", "--json", *arguments,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home with a space") / "ünï"


@pytest.fixture(scope="module")
def great(home: Path) -> dict[str, Any]:
    return rehearse(home, "--candidate", "great")


@pytest.fixture(scope="module")
def weak(home: Path) -> dict[str, Any]:
    return rehearse(home, "--candidate", "weak")


def test_the_rehearsals_document_keeps_the_contract(great: dict[str, Any]) -> None:
    assert {"session", "report_html", "turns", "moves", "assessment"} <= set(great)
    assert Path(great["report_html"]).is_file()
    assert {move["kind"] for move in great["moves"]} <= set(Move)
    for key in ("t_s", "kind", "topic", "text", "mind", "reason"):
        assert key in great["moves"][0]
    assessment = great["assessment"]
    assert assessment["schema"] == 1
    assert assessment["question"] == "ride-eta"
    assert [s["dimension"] for s in assessment["scores"]] == list(Dimension)
    assert assessment["verdict"] in [*Verdict, None]
    assert {c["area"] for c in assessment["coverage"]} <= set(Area)
    assert {c["status"] for c in assessment["coverage"]} <= set(Status)
    phases = [t["phase"] for t in assessment["timeline"]]
    assert [p for p in phases if p in set(Phase)] == list(Phase)
    parts = [t["phase"] for t in assessment["timeline"] if t.get("part_of")]
    assert parts == list(Part)
    assert {p["severity"] for p in assessment["pauses"]} <= set(Severity)


def test_great_and_weak_are_different_interviews(
    great: dict[str, Any], weak: dict[str, Any]
) -> None:
    order = list(Verdict)
    high, low = great["assessment"], weak["assessment"]
    assert order.index(high["verdict"]) - order.index(low["verdict"] or order[0]) >= 3
    assert high["overall"] - low["overall"] >= 1.5
    mistakes = {m["id"] for m in low["mistakes"]}
    assert "jumps_to_model" in mistakes
    assert not {m["id"] for m in high["mistakes"]} & {"jumps_to_model", "ignores_data"}
    assert [m["kind"] for m in weak["moves"]] != [m["kind"] for m in great["moves"]]


def test_infra_and_research_dig_elsewhere(home: Path) -> None:
    def dives(interviewer_id: str) -> set[str]:
        document = rehearse(home, "--candidate", "good", "--interviewer", interviewer_id)
        return {m["topic"] for m in document["moves"] if m["kind"] == "deep_dive"}

    infra, research = dives("infra"), dives("research")
    assert infra
    assert research
    assert len(infra & research) <= 2


def test_quotes_are_the_candidates_own_words(great: dict[str, Any]) -> None:
    turns = great["turns"]
    quoted = [e for s in great["assessment"]["scores"] for e in s["evidence"]]
    assert quoted
    for evidence in quoted:
        turn = turns[evidence["turn"]]
        assert turn["speaker"] == "candidate"
        assert evidence["quote"] in turn["text"]


def test_a_session_can_be_listed_reported_exported_and_deleted(home: Path, tmp_path: Path) -> None:
    name = rehearse(home, "--candidate", "good", "--minutes", "20")["session"]
    listed = json.loads(interviewer(home, "sessions", "--json").stdout)
    assert name in [row["session"] for row in listed]
    report = json.loads(interviewer(home, "report", name, "--format", "json").stdout)
    assert report["question"] == "ride-eta"
    markdown = interviewer(home, "report", name, "--format", "md").stdout
    assert "Ride ETA" in markdown
    target = tmp_path / "one.zip"
    assert interviewer(home, "sessions", "export", name, "--to", str(target)).returncode == 0
    assert target.stat().st_size > 1000
    assert interviewer(home, "sessions", "delete", name).returncode == 0
    assert name not in interviewer(home, "sessions", "--json").stdout


def test_piped_text_is_an_interview(home: Path) -> None:
    lines = "How many rides per day?\nWhat is the latency budget?\nI am done.\n"
    done = interviewer(home, "start", "--question", "ride-eta", "--seed", "1", stdin=lines)
    assert done.returncode == 0, done.stderr
    assert "Twenty-five million" in done.stderr
    assert "report.html" in done.stderr


def test_the_same_seed_reproduces_the_interview(home: Path, great: dict[str, Any]) -> None:
    again = rehearse(home, "--candidate", "great")
    assert again["moves"] == great["moves"]
    assert again["assessment"] == great["assessment"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("start", "--question", "ride-etta"), "did you mean ride-eta"),
        (("start", "--company", "nowhere-inc"), "companies"),
        (("start", "--interviewer", "nobody"), "interviewers"),
        (("start", "--level", "L9"), "L3, L4, L5 or L6+"),
        (("start", "--minutes", "900"), "5 to 180"),
        (("start", "--mode", "telepathy"), "auto, voice or text"),
        (("start", "--drill", "juggling"), "scoping"),
        (("start", "--mode", "text"), "no text arrived"),
        (("start", "--record", "maybe"), "on or off"),
        (("rehearse", "--candidate", "mediocre"), "weak, good, great"),
        (("rehearse", "--candidate", "nowhere.yaml"), "no such file"),
        (("rehearse", "--speed", "warp"), "--speed"),
        (("report", "20990101"), "no session"),
        (("report", "--format", "pdf"), "html, md, json"),
        (("grade", "nowhere.txt", "--question", "ride-eta"), "nowhere.txt"),
        (("listen", "nowhere.wav"), "nowhere.wav"),
        (("listen", __file__), "test_commands.py"),
        (("questions", "--check", "nowhere.yaml"), "no such file"),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_exit_2(
    home: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = interviewer(home, *arguments)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert len([line for line in done.stderr.splitlines() if line.startswith("interviewer:")]) == 1


def test_voice_asked_for_without_a_microphone_is_an_error(home: Path) -> None:
    silent = {"ALSA_CONFIG_PATH": str(Path(__file__).with_name("no_devices.conf"))}
    done = interviewer(home, "start", "--mode", "voice", "--question", "ride-eta", env=silent)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_every_fault_of_a_file_is_told_with_its_line(home: Path, tmp_path: Path) -> None:
    card = tmp_path / "mine.yaml"
    card.write_text("id: mine\ntitle: Mine\nfacts: []\ncolour: blue\n", encoding="utf-8")
    done = interviewer(home, "questions", "--check", str(card))
    assert done.returncode == 2
    assert "mine.yaml:4: colour" in done.stderr
    assert "prompt" in done.stderr


@pytest.mark.parametrize("command", ["personas", "companies", "questions"])
def test_the_library_can_be_listed(home: Path, command: str) -> None:
    rows = json.loads(interviewer(home, command, "--json").stdout)
    assert len(rows) >= 3
    assert all(row["id"] for row in rows)
    assert interviewer(home, command).returncode == 0


def test_the_doctor_says_what_start_would_choose(home: Path) -> None:
    done = interviewer(home, "doctor", "--json")
    document = json.loads(done.stdout)
    assert "start_would_choose" in document
    assert {f["what"] for f in document["findings"]} >= {"microphone", "speaker", "voice"}
