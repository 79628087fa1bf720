"""A record of one's own that is like another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interviewer.choices import Choices, build_setting
from interviewer.errors import LibraryError
from interviewer.library.load import Library, check_file
from interviewer.vocabulary import Area


def own(folder: Path, name: str, text: str) -> Path:
    path = folder / "interviewers" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_what_is_not_said_is_taken_from_the_other(tmp_path: Path) -> None:
    own(
        tmp_path,
        "recommender",
        "id: recommender\nlike: research\nname: Recommendations lead\npatience: 1.5\n"
        "voice: {rate_wpm: 150}\nphrases:\n  nudge_quiet: [Mm-hm., Go on when you like.]\n",
    )
    library = Library([tmp_path])
    mine, other = library.interviewer("recommender"), library.interviewer("research")
    assert (mine.id, mine.name, mine.patience) == ("recommender", "Recommendations lead", 1.5)
    assert mine.phrases.nudge_quiet == ("Mm-hm.", "Go on when you like.")
    assert mine.phrases.push_back == other.phrases.push_back
    assert (mine.voice.rate_wpm, mine.voice.accent) == (150, other.voice.accent)
    assert mine.weights == other.weights


def test_a_company_can_be_like_another_too(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text("id: bank\nlike: generic\nname: A bank\nquestions: [payment-fraud]\n", "utf-8")
    company = Library().company(str(path))
    assert (company.name, company.questions) == ("A bank", ("payment-fraud",))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("like: infra\nname: Nobody\n", ":1: id: Field required"),
        ("id: mine\nlike: infraa\n", "did you mean infra?"),
        ("id: mine\nlike: mine\n", ":2: like: the id of another of the interviewers"),
        ("id: mine\nlike: [infra]\n", ":2: like: the id of another of the interviewers"),
        (
            'id: mine\nlike: infra\nphrases:\n  no_fact: ["Ask {someone}."]\n',
            ":3: phrases: no_fact: {someone} is not one of {words}, {topic}",
        ),
        ("id: mine\nlike: infra\npatince: 2\n", ":3: patince: Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_is_said_with_key_and_line(tmp_path: Path, text: str, problem: str) -> None:
    (found,) = check_file(own(tmp_path, "mine", text), "interviewers")
    assert problem in found


def test_two_that_are_like_each_other_are_refused(tmp_path: Path) -> None:
    own(tmp_path, "one", "id: one\nlike: two\n")
    own(tmp_path, "two", "id: two\nlike: one\n")
    with pytest.raises(LibraryError, match="the id of another of the interviewers"):
        Library([tmp_path]).interviewer("one")


def test_the_ones_built_in_the_documentation_are_valid_and_can_hold_an_interview(
    tmp_path: Path,
) -> None:
    page = Path(__file__).parents[2] / "docs" / "writing-a-persona.md"
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    for kind, text in zip(("interviewers", "companies"), blocks, strict=True):
        name = text.split("# ")[1].split("\n")[0]
        (tmp_path / kind).mkdir()
        (tmp_path / kind / name).write_text(text, "utf-8")
    library = Library([tmp_path])
    choices = Choices(company="insurer", question="payment-fraud", minutes=45, seed=1)
    setting = build_setting(choices, library, 1)
    assert (setting.company.id, setting.interviewer.id) == ("insurer", "skeptic")
    serving = setting.interviewer.weights[Area.SERVING]
    assert serving == library.interviewer("infra").weights[Area.SERVING]
    assert {reply.id for reply in setting.company.replies} >= {"team", "experiments"}
