"""The dialogue before a first interview: what it understands, asks and remembers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from interviewer.choices import Choices, build_setting
from interviewer.cli.choosing import Dialogue, Understood, summary, understand
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.settings import path_of, read_settings

if TYPE_CHECKING:
    from tests.cli.pseudo_terminal import Terminal

LIBRARY = Library()
NAMES = ["uber", "meta", "linkedin", "lyft", "bar_raiser"]


@pytest.mark.parametrize(
    ("answer", "name", "guesses"),
    [
        ("", "meta", ()),
        ("  ", "meta", ()),
        ("1", "uber", ()),
        ("uber", "uber", ()),
        (" UBER ", "uber", ()),
        ("ub", "uber", ()),
        ("bar raiser", "bar_raiser", ()),
        ("raiser", "bar_raiser", ()),
        ("l", None, ("linkedin", "lyft")),
        ("ubr", None, ("uber",)),
        ("linkdin", None, ("linkedin",)),
        ("9", None, ()),
        ("-1", None, ()),
        ("zzzz", None, ()),
        ("\x1b[A", None, ()),
    ],
)
def test_an_answer_is_a_number_a_name_or_a_guess(
    answer: str, name: str | None, guesses: tuple[str, ...]
) -> None:
    assert understand(answer, NAMES, "meta") == Understood(name, guesses)


class Person:
    """Types the lines they came with, and reads what is shown."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self.prompts: list[str] = []
        self.shown: list[str] = []

    def ask(self, prompt: str, _names: Sequence[str]) -> str:
        self.prompts.append(prompt)
        return next(self._lines)

    def choose(self, now: Choices | None = None) -> dict[str, object]:
        return Dialogue(LIBRARY, now or Choices(), self.ask, self.shown.append).choose()


def test_enter_five_times_takes_the_defaults() -> None:
    person = Person("", "", "", "", "")
    assert person.choose() == {
        "company": "generic", "level": "L5", "minutes": None, "interviewer": None, "question": None,
    }  # fmt: skip
    assert len(person.prompts) == 5
    assert all("[" in prompt for prompt in person.prompts)


def test_answers_are_taken() -> None:
    assert Person("uber", "l6", "30 min", "research", "ride-eta").choose() == {
        "company": "uber", "level": "L6+", "minutes": 30.0, "interviewer": "research",
        "question": "ride-eta",
    }  # fmt: skip


def test_what_is_the_companys_own_way_is_left_to_it() -> None:
    company = LIBRARY.company("uber")
    chosen = Person("uber", "", str(company.minutes), company.interviewers[0], "").choose()
    assert (chosen["minutes"], chosen["interviewer"]) == (None, None)


def test_a_typo_is_asked_about_and_enter_says_yes() -> None:
    person = Person("ubr", "", "", "", "", "")
    assert person.choose()["company"] == "uber"
    assert person.prompts[1] == "Company [uber]: "
    assert "did you mean uber?" in "\n".join(person.shown)


def test_what_cannot_be_is_asked_again() -> None:
    person = Person("?", "lyft", "L9", "L4", "soon", "1000", "nan", "45", "nobody", "infra", "")
    chosen = person.choose()
    assert (chosen["company"], chosen["level"], chosen["interviewer"]) == ("lyft", "L4", "infra")
    assert len(person.prompts) == 11


def test_a_question_that_is_not_listed_can_be_named() -> None:
    assert "voice-intent" not in LIBRARY.company("uber").questions
    assert Person("uber", "", "", "", "voice-intent").choose()["question"] == "voice-intent"


def test_asked_again_the_last_choice_is_the_default() -> None:
    now = Choices("meta", "infra", "L4", "ad-click-prediction", 30)
    person = Person("", "", "", "", "")
    assert person.choose(now) == {
        "company": "meta", "level": "L4", "minutes": 30.0, "interviewer": "infra",
        "question": "ad-click-prediction",
    }  # fmt: skip


def test_a_numbered_entry_is_the_one_that_is_shown_under_that_number() -> None:
    person = Person("", "", "", "3", "3")
    chosen = person.choose()
    numbered = [line.split() for line in person.shown]
    assert ["3", chosen["interviewer"]] in [words[:2] for words in numbered]
    assert ["3", chosen["question"]] in [words[:2] for words in numbered]


def test_a_surprise_is_a_question_not_had_lately() -> None:
    favoured = list(LIBRARY.company("uber").questions)
    for seed in range(20):
        had = favoured[:]
        Random(seed).shuffle(had)
        left = had.pop()
        choices = Choices("uber", minutes=30)
        assert build_setting(choices, LIBRARY, seed, had).question.id == left
        longest_ago = build_setting(choices, LIBRARY, seed, [*had, left, *had[1:]]).question.id
        assert longest_ago == had[0]


def test_the_home_tells_which_questions_were_had(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for question in ("ride-eta", "ad-click-prediction"):
        (home.new_session(question) / "journal.db").touch()
    assert sorted(home.questions_had()) == ["ad-click-prediction", "ride-eta"]


def test_the_summary_names_what_is_in_force() -> None:
    assert summary(Choices("uber"), LIBRARY).startswith("Uber, L5, 60 minutes, infra, a surprise")


# In a terminal -----------------------------------------------------------------------------------


pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
ENV = {key: value for key, value in os.environ.items() if not key.startswith("INTERVIEWER_")}


def started(home: Path, *arguments: str) -> AbstractContextManager[Terminal]:
    from tests.cli.pseudo_terminal import in_terminal

    silent = str(Path(__file__).with_name("no_devices.conf"))
    env = ENV | {"INTERVIEWER_HOME": str(home), "ALSA_CONFIG_PATH": silent, "TERM": "xterm"}
    return in_terminal([sys.executable, "-m", "interviewer", "start", *arguments], env)


def test_the_first_start_asks_and_the_next_one_remembers(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        for prompt, answer in (
            ("Company [generic]: ", "ubr"), ("Company [uber]: ", ""), ("Level [L5]: ", "L6"),
            ("Minutes [60]: ", "30"), ("Interviewer [infra]: ", ""), ("Question [surprise]: ", ""),
        ):  # fmt: skip
            terminal.wait_for(prompt)
            terminal.type(answer + "\n")
        terminal.wait_for("Remembered in")
    settings = read_settings(Home(tmp_path))
    assert settings.defaults(Home(tmp_path)) == {"company": "uber", "level": "L6+", "minutes": 30.0}

    with started(tmp_path) as terminal:
        before = terminal.wait_for("start --choose asks again")
        assert "Uber, L6+, 30 minutes, infra, a surprise question, as you chose" in before
        assert "Company [" not in before

    with started(tmp_path, "--choose") as terminal:
        terminal.wait_for("Company [uber]: ")
        terminal.type("\n")
        terminal.wait_for("Level [L6+]: ")


@pytest.mark.parametrize(
    "arguments", [("--question", "ride-etta"), ("--mode", "telepathy")], ids=" ".join
)
def test_an_option_is_answer_enough(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with started(tmp_path, *arguments) as terminal:
        assert terminal.exit_code() == 2
        assert "Company [" not in terminal.shown
    assert not path_of(Home(tmp_path)).exists()


def test_without_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "start", "--choose"],
        env=ENV | {"INTERVIEWER_HOME": str(tmp_path)}, input="uber\n", capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--choose asks questions and needs a terminal" in done.stderr


def test_tab_completes_a_name(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        terminal.wait_for("Company [generic]: ")
        terminal.type("pint\t\n")
        terminal.wait_for("pinterest")
        terminal.wait_for("Level [L5]: ")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_the_dialogue_can_be_left(tmp_path: Path, key: str) -> None:
    with started(tmp_path) as terminal:
        terminal.wait_for("Company [generic]: ")
        terminal.type("uber\n")
        terminal.wait_for("Level [L5]: ")
        terminal.press(key, until="Nothing was begun")
        assert terminal.exit_code() == 130
        assert "Traceback" not in terminal.shown
    assert not path_of(Home(tmp_path)).exists()
    assert not Home(tmp_path).session_names()
