"""What there is to choose from: lists, filters, details, and what they keep to themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.cli.console import out
from interviewer.library.load import Library, shipped_folder

LIBRARY = Library()
KINDS = ("personas", "companies", "questions")


def run(*arguments: str, **env: str) -> Any:
    out.cache_clear()  # it took the width of the terminal when it was made
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80", **env})


def rows(*arguments: str, **env: str) -> list[dict[str, Any]]:
    done = run(*arguments, "--json", **env)
    assert done.exit_code == 0, done.stderr
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_fits_eighty_columns_and_shows_every_id_whole(kind: str) -> None:
    shown = run(kind).stdout
    assert all(len(line) <= 80 for line in shown.splitlines())
    words = set(shown.split())
    assert {row["id"] for row in rows(kind)} <= words


def test_the_column_asked_for_is_shown() -> None:
    listed = rows("questions", "--area", "offline_evaluation")
    lines = run("questions", "--area", "offline_evaluation").stdout.splitlines()
    assert lines[1].split()[-1] == "offline_evaluation"
    counts = [line.split()[-1] for line in lines[3:] if line.split()]
    assert counts == [str(row["points"]["offline_evaluation"]) for row in listed]


def test_questions_are_narrowed_to_a_company() -> None:
    listed = {row["id"] for row in rows("questions", "--company", "uber")}
    assert set(LIBRARY.company("uber").questions) <= listed
    assert listed < {row["id"] for row in rows("questions")}


def test_a_variable_for_interviews_leaves_listings_whole() -> None:
    assert rows("questions", INTERVIEWER_COMPANY="uber") == rows("questions")
    narrowed = rows("questions", INTERVIEWER_FILTER_COMPANY="uber")
    assert narrowed == rows("questions", "--company", "uber")


def test_the_richest_in_an_area_come_first_and_a_level_counts_what_it_expects() -> None:
    for level in ("L3", "L6+"):
        counts = [
            r["points"]["serving"] for r in rows("questions", "--area", "serving", "--level", level)
        ]
        assert counts == sorted(counts, reverse=True)
    low = {row["id"]: row["points"] for row in rows("questions", "--level", "L3")}
    high = {row["id"]: row["points"] for row in rows("questions", "--level", "L6+")}
    assert all(low[name][area] <= high[name][area] for name in low for area in low[name])
    for name, points in high.items():
        assert sum(points.values()) == len(LIBRARY.question(name).points)
    assert sum(low["ride-eta"].values()) < sum(high["ride-eta"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_one_can_be_seen_in_full(kind: str) -> None:
    name = rows(kind)[0]["id"]
    shown = run(kind, name)
    assert shown.exit_code == 0
    assert name in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    assert json.loads(run(kind, name, "--json").stdout)["id"] == name


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", LIBRARY.names("questions"))
def test_a_question_is_shown_without_what_the_candidate_must_find_out(name: str) -> None:
    card = LIBRARY.question(name)
    shown = flat(run("questions", name).stdout) + run("questions", name, "--json").stdout
    assert flat(card.prompt) in shown
    hidden = [
        card.problem_statement, *(fact.answer for fact in card.facts),
        *(point.point for point in card.points), *(point.why for point in card.points),
        *(estimate.spoken for estimate in card.estimates), *(trap.why for trap in card.traps),
        *(step.text for step in card.outline), *(ball.say for ball in card.curveballs),
    ]  # fmt: skip
    assert not [text for text in hidden if flat(text) in shown]


def test_spoilers_show_the_rest() -> None:
    card = LIBRARY.question("ride-eta")
    shown = flat(run("questions", "ride-eta", "--spoilers").stdout)
    for text in (card.problem_statement, card.facts[0].answer, card.points[0].point):
        assert flat(text) in shown
    whole = json.loads(run("questions", "ride-eta", "--spoilers", "--json").stdout)
    assert whole["card"] == card.model_dump(mode="json")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("questions", "ride-etta"), "did you mean ride-eta"),
        (("questions", "--area", "servin"), "did you mean serving"),
        (("questions", "--level", "L9"), "L3, L4, L5 or L6+"),
        (("companies", "ubr"), "did you mean uber"),
        (("personas", "--company", "nowhere-inc"), "companies"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def own_company(folder: Path) -> Path:
    text = (shipped_folder() / "companies" / "generic.yaml").read_text(encoding="utf-8")
    (folder / "companies").mkdir(parents=True)
    (folder / "companies" / "mine.yaml").write_text(
        text.replace("id: generic", "id: mine"), encoding="utf-8"
    )
    return folder


def test_a_library_of_ones_own_is_found_by_option_variable_and_setting(home: Path) -> None:
    mine = str(own_company(home / "mine"))
    assert "mine" not in {row["id"] for row in rows("companies")}
    assert "mine" in {row["id"] for row in rows("companies", "--library", mine)}
    assert "mine" in {row["id"] for row in rows("companies", INTERVIEWER_LIBRARY=mine)}
    assert run("config", "set", "library", mine).exit_code == 0
    assert "mine" in {row["id"] for row in rows("companies")}
