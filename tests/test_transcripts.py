"""Transcripts from anywhere: read what can be read, refuse the rest in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.conversation import Turn
from interviewer.errors import TranscriptError
from interviewer.transcripts import (
    MAX_TURN_CHARACTERS,
    is_timed,
    parse_transcript,
    read_transcript,
)

TEXT = "Interviewer: Design a feed.\nCandidate: Who uses it?\nInterviewer: Everyone.\n"


def said(text: str, suffix: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in parse_transcript(text, suffix)]


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_lines_with_speakers() -> None:
    assert said(TEXT, ".txt") == [
        ("interviewer", "Design a feed."),
        ("candidate", "Who uses it?"),
        ("interviewer", "Everyone."),
    ]


def test_turns_are_numbered_over_both_speakers() -> None:
    assert [turn.index for turn in parse_transcript(TEXT, ".md")] == [0, 1, 2]


def test_times_in_brackets_or_bare_before_or_after_the_name() -> None:
    turns = parse_transcript(
        "[00:05] Interviewer: One.\n1:02:03 Candidate: Two.\nCandidate (1:02:30): Three.", ".txt"
    )
    assert [turn.start_s for turn in turns] == [5.0, 3723.0, 3750.0]
    assert turns[0].end_s == 3723.0


def test_bold_names_lists_and_headings_of_markdown() -> None:
    text = "# Mock\n\n**Interviewer:** Go.\n\n- **Candidate**: First,\nthen more.\n---\n"
    assert said(text, ".md") == [("interviewer", "Go."), ("candidate", "First, then more.")]


def test_a_colon_inside_an_answer_begins_no_turn() -> None:
    text = "Interviewer: Go.\nCandidate: Two parts.\nModel: trees.\nServing: cached."
    assert said(text, ".txt")[1] == ("candidate", "Two parts. Model: trees. Serving: cached.")


def test_a_preface_before_the_first_speaker_is_skipped() -> None:
    assert said("Recorded on Tuesday.\n" + TEXT, ".txt")[0] == ("interviewer", "Design a feed.")


def test_webvtt_with_voices_continuations_and_tags() -> None:
    text = (
        "WEBVTT\n\nNOTE made by hand\n\n1\n00:00:01.000 --> 00:00:03.500 align:start\n"
        "<v Interviewer>Design a feed.</v>\n\n00:00:04.000 --> 00:00:06.000\n"
        "<v Candidate>Who <i>uses</i> it?\n\n00:00:06.000 --> 00:00:09.000\nAnd how often?\n"
    )
    turns = parse_transcript(text, ".vtt")
    assert [turn.text for turn in turns] == ["Design a feed.", "Who uses it? And how often?"]
    assert (turns[1].start_s, turns[1].end_s) == (4.0, 9.0)
    assert is_timed(turns)


def test_subrip_with_commas_in_its_times() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nInterviewer: Go.\n\n"
        "2\n00:00:02,500 --> 00:00:04,250\nCandidate: Sure.\n"
    )
    turns = parse_transcript(text, ".srt")
    assert [(turn.speaker, turn.end_s) for turn in turns] == [
        ("interviewer", 2.0),
        ("candidate", 4.25),
    ]


def test_json_with_and_without_times() -> None:
    turns = [
        {"speaker": "interviewer", "text": "Go.", "start_s": 0.0, "end_s": 1.5},
        {"speaker": "candidate", "text": "Sure.", "start_s": None, "end_s": None},
    ]
    read = parse_transcript(json.dumps({"turns": turns}), ".json")
    assert [(turn.start_s, turn.end_s) for turn in read] == [(0.0, 1.5), (None, None)]
    assert not is_timed(read)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 100_000,
        '{"turns": 3}',
        '{"turns": [3]}',
        '{"turns": [{"speaker": "candidate"}]}',
        '{"turns": [{"speaker": "robot", "text": "hi"}]}',
        '{"turns": [{"speaker": ["candidate"], "text": "hi"}]}',
        '{"turns": []}',
    ],
)
def test_json_that_is_no_transcript(text: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        parse_transcript(text, ".json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-5", "1e99", '"soon"', "true", "[1]"])
def test_a_time_that_is_none_is_left_out(value: str) -> None:
    text = f'{{"turns": [{{"speaker": "candidate", "text": "hi", "start_s": {value}}}]}}'
    assert parse_transcript(text, ".json")[0].start_s is None


def test_times_that_run_backwards_are_dropped_and_words_kept() -> None:
    turns = parse_transcript(
        "[5:00] Interviewer: A.\n[1:00] Candidate: B.\n[6:00] Candidate: C.", ".txt"
    )
    assert [turn.start_s for turn in turns] == [300.0, None, 360.0]
    assert [turn.text for turn in turns] == ["A.", "B.", "C."]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes) -> None:
    turns = read_transcript(write(tmp_path, "a.txt", data))
    assert [turn.text for turn in turns] == ["Design a feed.", "Who uses it?", "Everyone."]


def test_a_windows_code_page_is_read(tmp_path: Path) -> None:
    data = "Candidate: It\u2019s a caf\u00e9 recommender.".encode("cp1252")
    assert "caf\u00e9" in read_transcript(write(tmp_path, "a.txt", data))[0].text


def test_control_and_direction_characters_are_removed() -> None:
    text = "Candidate: \x1b[31mred\x00 \u202eright to left\u202c \x07bell"
    assert said(text, ".txt") == [("candidate", "[31mred right to left bell")]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"I would begin with the data.", "no speakers"),
        ("a.txt", b"Interviewer: Hello?\n", "nothing of the candidate"),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", "no speakers"),
        ("a.docx", b"PK", "ending"),
        ("a.txt", bytes(range(32)) * 400, "not text"),
        ("a.txt", b"Candidate: " + b"a" * (MAX_TURN_CHARACTERS + 1), "single turn"),
        ("a.txt", b"Candidate: hi\n" * 400_000, "larger than"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_one_line(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    with pytest.raises(TranscriptError) as caught:
        read_transcript(write(tmp_path, name, data))
    assert words in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(TranscriptError, match="a folder"):
        read_transcript(tmp_path / "b.txt")
    with pytest.raises(TranscriptError, match="no such file"):
        read_transcript(tmp_path / "c.txt")


def test_too_many_turns() -> None:
    with pytest.raises(TranscriptError, match="more than"):
        parse_transcript("Candidate: hi\n" * 20_001, ".txt")


def message_of(read: Callable[[], tuple[Turn, ...]]) -> str:
    """What the user is told; empty where the transcript was read, which then has a candidate."""
    try:
        turns = read()
    except TranscriptError as error:
        return str(error)
    return "" if any(turn.speaker == "candidate" and turn.text for turn in turns) else "nobody\n"


@given(st.text(max_size=400), st.sampled_from([".json", ".md", ".txt", ".vtt", ".srt"]))
def test_any_text_gives_turns_or_one_line(text: str, suffix: str) -> None:
    assert "\n" not in message_of(lambda: parse_transcript(text, suffix))


@given(st.binary(max_size=300))
def test_any_bytes_give_turns_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("t"), "a.txt", b"Candidate: " + data)
    assert "\n" not in message_of(lambda: read_transcript(path))
