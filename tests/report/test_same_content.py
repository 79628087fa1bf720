"""HTML, Markdown and JSON say the same things."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest
from markdown_it import MarkdownIt

from interviewer.report import render_html, render_json, render_markdown
from interviewer.report.text import score
from tests.report import sample
from tests.report.page import plain, read

UNSPOKEN = {"question", "company", "interviewer", "point_id", "kind", "drill", "id", "issue"}
"""Identifiers, which the report writes in words."""


def sentences(value: Any) -> list[str]:
    """Every free text of an assessment or a conversation."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = [getattr(value, f.name) for f in fields(value) if f.name not in UNSPOKEN]
        return [text for part in parts for text in sentences(part)]
    if isinstance(value, tuple):
        return [text for part in value for text in sentences(part)]
    return [plain(value)] if isinstance(value, str) and not isinstance(value, Enum) else []


def html_text() -> str:
    page = read(render_html(sample.conversation(), sample.assessment()))
    return plain(page.text)


def markdown_text() -> str:
    tokens = (
        MarkdownIt("commonmark")
        .enable("table")
        .parse(render_markdown(sample.conversation(), sample.assessment()))
    )
    children = [child for token in tokens for child in token.children or []]
    return plain(" ".join(child.content for child in children if child.content))


def expected() -> set[str]:
    judged = sample.assessment()
    found = {text for text in sentences(judged) if text}
    # An example is given only for what the candidate did not say.
    found -= {plain(item.example) for item in judged.coverage if item.evidence}
    found -= {hint.point for hint in judged.hints if hint.point}
    found |= {score(one.score) for one in judged.scores if one.score is not None}
    found |= {one.issue for one in judged.estimates if one.issue}
    return found


@pytest.mark.parametrize("shown", [html_text, markdown_text], ids=["html", "markdown"])
def test_everything_in_the_assessment_is_shown(shown: Any) -> None:
    text = shown()
    assert len(expected()) > 200
    assert [one for one in expected() if one not in text] == []


def test_every_turn_stands_in_markdown() -> None:
    text = markdown_text()
    assert [turn.text for turn in sample.conversation().turns if plain(turn.text) not in text] == []


def test_markdown_of_next_to_nothing() -> None:
    text = render_markdown(*sample.minimal(), title="x", date="today")
    assert "# No verdict at L4" in text
    assert "not enough evidence" in text
    assert "None" not in text.replace("None of the eight", "")
    assert "Nothing was said." in render_markdown(*sample.empty())


def test_json_has_exactly_the_keys_of_the_contract() -> None:
    data = json.loads(render_json(sample.conversation(), sample.assessment()))
    evidence = {"quote", "turn", "start_s", "end_s"}
    contract: dict[str, set[str]] = {
        "scores": {"dimension", "score", "confidence", "explanation", "evidence"},
        "coverage": {"area", "point", "status", "evidence"},
        "mistakes": {"id", "explanation", "evidence"},
        "estimates": {"quote", "stated", "computed", "ratio", "ok"},
        "pauses": {"start_s", "duration_s", "phase", "announced", "severity", "after"},
        "timeline": {"phase", "planned_s", "actual_s"},
        "advice": {"what", "why", "drill"},
        "turns": {"speaker", "text", "start_s", "end_s"},
    }
    alone = {"schema", "question", "company", "interviewer", "level", "verdict", "overall"}
    assert alone | set(contract) | {"speech", "provenance"} <= set(data)
    assert (data["schema"], data["verdict"], data["level"]) == (1, "lean_hire", "L5")
    for name, keys in contract.items():
        assert data[name], name
        assert all(keys <= set(row) for row in data[name]), name
    quotes = [one for row in data["scores"] + data["mistakes"] for one in row["evidence"]]
    assert quotes
    assert all(evidence <= set(one) for one in quotes)
    assert {
        "words",
        "words_per_minute",
        "fillers_at_least",
        "talk_ratio",
        "longest_monologue_s",
        "check_ins",
    } <= set(data["speech"])
    assert {"judge", "stt", "mind", "versions", "complete", "reason"} <= set(data["provenance"])
    parts = [row for row in data["timeline"] if "part_of" in row]
    assert len(parts) == 6
    assert {row["part_of"] for row in parts} == {"solution_design"}


def test_json_quotes_are_found_in_its_own_turns() -> None:
    data = json.loads(render_json(sample.conversation(), sample.assessment()))
    for row in data["scores"]:
        for one in row["evidence"]:
            assert one["quote"] in data["turns"][one["turn"]]["text"]
            assert data["turns"][one["turn"]]["speaker"] == "candidate"


def test_json_is_the_same_every_time_and_holds_no_nan() -> None:
    held, judged = sample.conversation(), sample.assessment()
    assert render_json(held, judged) == render_json(held, judged)
    odd = replace(judged, overall=float("nan"), data_share=float("inf"))
    data = json.loads(render_json(held, odd), parse_constant=pytest.fail)
    assert data["overall"] is None
    assert data["data_share"] is None
