"""What is kept: listed, exported, deleted."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.cli.console import err, out
from interviewer.home import Home

REHEARSAL = ("--question", "ride-eta", "--company", "uber", "--minutes", "5", "--seed", "1")


def run(home: Path, *arguments: str) -> Any:
    err.cache_clear()
    out.cache_clear()
    return CliRunner().invoke(
        app, arguments, env={"INTERVIEWER_HOME": str(home), "COLUMNS": "80", "NO_COLOR": "1"}
    )


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home") / "here"
    done = run(home, "rehearse", "--no-voice", *REHEARSAL)
    assert done.exit_code == 0, done.stderr
    return home


@pytest.fixture
def home(rehearsed: Path, tmp_path: Path) -> Path:
    """A home of its own for a test, with one session."""
    return Path(shutil.copytree(rehearsed, tmp_path / "home"))


def test_the_list_names_date_company_question_minutes_and_verdict(home: Path) -> None:
    (row,) = json.loads(run(home, "sessions", "--json").stdout)
    (name,) = Home(home).session_names()
    assert row["session"] == name
    assert row["date"].replace("-", "") == f"{name[:8]} {name[9:11]}:{name[11:13]}"
    assert (row["company"], row["question"], row["minutes"]) == ("uber", "ride-eta", 5)
    report = json.loads(run(home, "report", name, "--format", "json").stdout)
    assert row["verdict"] == (report["verdict"] or "")
    shown = run(home, "sessions").stdout
    assert all(len(line) <= 80 for line in shown.splitlines())
    for words in (name[:15], "uber", "ride-eta", "5", f"L5 {row['verdict'].replace('_', ' ')}"):
        assert words in shown


def test_what_is_shown_of_a_name_is_enough_to_name_it(home: Path) -> None:
    (name,) = Home(home).session_names()
    done = run(home, "report", name[:15], "--format", "json")
    assert json.loads(done.stdout)["question"] == "ride-eta"
    twin = f"{name[:-4]}0000"
    shutil.copytree(Home(home).sessions / name, Home(home).sessions / twin)
    shown = run(home, "sessions").stdout
    assert name in shown
    assert twin in shown


def test_a_damaged_session_is_told_and_the_others_are_listed(home: Path) -> None:
    broken = Home(home).sessions / "20200101-000000-ride-eta-beef"
    broken.mkdir()
    (broken / "journal.db").write_bytes(b"not a database at all" * 100)
    done = run(home, "sessions")
    assert done.exit_code == 0
    assert "20200101-000000" in done.stdout
    assert "cannot be read" in done.stdout
    assert "uber" in done.stdout
    assert str(broken) in done.stderr.replace("\n", "")
    rows = json.loads(run(home, "sessions", "--json").stdout)
    assert rows[0]["state"] == "cannot be read"


def test_an_export_holds_the_session_and_is_private(home: Path, tmp_path: Path) -> None:
    (name,) = Home(home).session_names()
    target = tmp_path / "one.zip"
    assert run(home, "sessions", "export", name, "--to", str(target)).exit_code == 0
    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as archive:
        assert {f"{name}/journal.db", f"{name}/report.html"} <= set(archive.namelist())
        assert archive.testzip() is None


def test_a_deleted_session_leaves_nothing(home: Path) -> None:
    (name,) = Home(home).session_names()
    assert run(home, "sessions", "delete", "..").exit_code == 2
    assert run(home, "sessions", "delete", name[:15]).exit_code == 0
    assert list(Home(home).sessions.iterdir()) == []
    assert "no session yet" in run(home, "sessions").stderr


@pytest.mark.parametrize("record", ["on", "off"])
def test_sound_is_kept_only_with_record_on(tmp_path: Path, record: str) -> None:
    if shutil.which("flite") is None:
        pytest.skip("no voice for the candidate")
    script = tmp_path / "brief.yaml"
    script.write_text(
        "turns:\n- say: How many rides are there per day?\n- say: I am done.\n", "utf-8"
    )
    done = run(tmp_path, "rehearse", "--voice", "--record", record, "--stt", "pocketsphinx",
               "--tts", "silent", "--candidate", str(script), *REHEARSAL)  # fmt: skip
    assert done.exit_code == 0, done.stderr
    kept = [path for path in tmp_path.rglob("*") if path.suffix in (".flac", ".wav")]
    assert bool(kept) == (record == "on")
