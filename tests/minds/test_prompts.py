from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import LibraryError
from interviewer.library.load import shipped_folder
from interviewer.library.people import Phrasebook
from interviewer.library.prompts import fill, interviewer_prompt

SHIPPED = (shipped_folder() / "prompts" / "interviewer.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("check:", "chek:", "chek"),
        ("{mark}", "{marc}", "marc"),
        ("{transcript}", "nothing", "transcript"),
        ("  nudge:", "  nudged:", "nudged"),
    ],
)
def test_faults_are_named_with_file_and_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "interviewer.yaml").write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(LibraryError) as caught:
        interviewer_prompt(tmp_path)
    problems = " ".join(caught.value.problems)
    assert named in problems
    assert "interviewer.yaml:" in problems


def test_every_purpose_is_that_of_a_phrase_list() -> None:
    assert set(interviewer_prompt().purposes) <= set(Phrasebook.model_fields)


def test_braces_in_speech_are_no_holes() -> None:
    assert fill("say {transcript}", {"transcript": "{mark} {x}"}) == "say {mark} {x}"
