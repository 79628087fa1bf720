"""`interviewer progress` over real sessions: what is kept, what is damaged, what is deleted."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from interviewer.home import Home
from interviewer.progress.shelf import KEPT_NAME, read_shelf
from tests.cli.test_commands import interviewer, rehearse
from tests.stage import LIBRARY


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("held")
    for candidate in ("weak", "great"):
        rehearse(home, "--candidate", candidate, "--minutes", "10")
    return home


@pytest.fixture
def home(held: Path, tmp_path: Path) -> Path:
    shutil.copytree(held, tmp_path / "home")
    return tmp_path / "home"


def document(home: Path) -> dict[str, Any]:
    done = interviewer(home, "progress", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_table_the_page_and_the_document_say_the_same(home: Path) -> None:
    done = interviewer(home, "progress")
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.splitlines()[-1])
    assert page == home / "progress.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    weak, great = document(home)["sessions"]
    assert great["overall"] > weak["overall"]
    for row in (weak, great):
        assert f"{row['overall']:.1f}" in done.stdout
        assert row["session"] in page.read_text("utf-8")
        report = json.loads(interviewer(home, "report", row["session"], "--format", "json").stdout)
        assert report["overall"] == row["overall"]
        assert {s["dimension"]: s["score"] for s in report["scores"]} == row["scores"]


def test_without_sessions_it_says_how_to_begin(tmp_path: Path) -> None:
    done = interviewer(tmp_path, "progress")
    assert done.returncode == 0
    assert "interviewer start" in done.stderr
    assert document(tmp_path)["sessions"] == []


def test_a_damaged_session_is_left_out_and_told(home: Path) -> None:
    first = min((home / "sessions").iterdir())
    (first / KEPT_NAME).unlink()
    (first / "journal.db").write_bytes(b"not a journal at all")
    found = document(home)
    assert len(found["sessions"]) == 1
    assert found["skipped"][0]["session"] == first.name
    done = interviewer(home, "progress")
    assert done.returncode == 0
    assert first.name in " ".join(done.stderr.split())


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"of": 1}', b"\xff\xfe", b'{"row": {}}'])
def test_a_damaged_row_is_read_from_the_journal_again(home: Path, kept: bytes) -> None:
    before = document(home)
    first = min((home / "sessions").iterdir())
    (first / KEPT_NAME).write_bytes(kept)
    assert document(home) == before
    assert json.loads((first / KEPT_NAME).read_text("utf-8"))["row"]["session"] == first.name


def test_what_was_kept_is_not_read_from_the_journal(home: Path) -> None:
    """A row from the journal takes a tenth of a second; a thousand sessions must not."""
    first = min((home / "sessions").iterdir())
    kept = json.loads((first / KEPT_NAME).read_text("utf-8"))
    kept["row"]["words"] = 123
    (first / KEPT_NAME).write_text(json.dumps(kept), encoding="utf-8")
    shelf = read_shelf(Home(home), LIBRARY)
    assert shelf.rows[0].words == 123


def test_a_changed_journal_is_read_again(home: Path) -> None:
    first = min((home / "sessions").iterdir())
    kept = json.loads((first / KEPT_NAME).read_text("utf-8"))
    kept["row"]["words"] = 123
    (first / KEPT_NAME).write_text(json.dumps(kept), encoding="utf-8")
    (first / "journal.db").touch()
    assert read_shelf(Home(home), LIBRARY).rows[0].words != 123


def test_a_deleted_session_is_gone(home: Path) -> None:
    name = document(home)["sessions"][0]["session"]
    assert interviewer(home, "sessions", "delete", name).returncode == 0
    assert [one["session"] for one in document(home)["sessions"]] != []
    assert name not in json.dumps(document(home))
