from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import JournalError, JournalLocked, JournalTooNew
from interviewer.events import KINDS, CandidateSaid, from_record, to_record
from interviewer.journal import Journal, first_and_last


def said(turn: int) -> CandidateSaid:
    return CandidateSaid(
        float(turn), turn, f"answer {turn} – “ünïcode”", 0.0, 1.0, 0.5, ("a.flac",)
    )


def test_events_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "s" / "journal.db"
    with Journal(path) as journal:
        for turn in range(5):
            journal.append(said(turn))
    with Journal(path) as journal:
        assert journal.events() == [said(turn) for turn in range(5)]


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "s" / "journal.db"
    with Journal(path) as journal:
        journal.append(said(0))
        modes = {stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        journal.append(said(0))
        with pytest.raises(JournalLocked, match="another process"):
            Journal(path)


def test_its_ends_can_be_read_without_touching_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        for turn in range(5):
            journal.append(said(turn))
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert first_and_last(path) == (said(0), said(4))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_single_event_is_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        journal.append(said(0))
    assert first_and_last(path) == (said(0), said(0))


def test_the_ends_of_what_is_still_written_damaged_empty_or_missing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        journal.append(said(0))
        with pytest.raises(JournalLocked, match="another process"):
            first_and_last(path)
    (tmp_path / "bad.db").write_bytes(b"not a database, whatever its name says" * 40)
    Journal(tmp_path / "empty.db").close()
    for name in ("bad.db", "empty.db", "missing.db"):
        with pytest.raises(JournalError, match=name):
            first_and_last(tmp_path / name)
    assert not (tmp_path / "missing.db").exists()


def test_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalTooNew, match="update"):
        Journal(path)
    with pytest.raises(JournalTooNew, match="update"):
        first_and_last(path)
    assert path.read_bytes() == before


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"not a database, but long enough to be mistaken for one" * 40)
    with pytest.raises(JournalError):
        Journal(path)


WRITER = """
import sys
from pathlib import Path
from interviewer.events import CandidateSaid
from interviewer.journal import Journal, first_and_last
journal = Journal(Path(sys.argv[1]))
for turn in range(100_000):
    journal.append(CandidateSaid(float(turn), turn, "x" * 200, 0.0, 1.0))
    print(turn, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_writer_loses_nothing_it_was_told_is_written(tmp_path: Path, after: int) -> None:
    path = tmp_path / "journal.db"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
    for _ in range(2):
        with Journal(path) as journal:
            events = journal.events()
        assert len(events) >= len(acknowledged)
        assert [e.turn for e in events if isinstance(e, CandidateSaid)] == list(range(len(events)))


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(JournalError, match="cannot be written"):
        Journal(blocked / "s" / "journal.db")


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_kind_of_event_survives_the_round_trip(kind: str, data: st.DataObject) -> None:
    event = data.draw(st.builds(KINDS[kind], question=st.just({"id": "x"}))
                      if kind == "SessionStarted" else st.from_type(KINDS[kind]))  # fmt: skip
    name, fields = to_record(event)
    text = json.dumps(fields, ensure_ascii=True)
    back = from_record(name, json.loads(text))
    assert to_record(back) == (name, fields) or "NaN" in text or "Infinity" in text
