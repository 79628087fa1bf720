"""Grading what was held elsewhere: who speaks in a recording, and questions without a card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from audio.events import SegmentTranscribed
from audio.listen import Listening
from audio.speakers import NOBODY, Voices
from interviewer.cli.grading import GENERIC
from interviewer.cli.recordings import ONE_CHANNEL, UNDECIDED, Who, speakers_of, turns_of
from interviewer.conversation import Speaker
from interviewer.errors import ConfigError
from tests.audio.sounds import say
from tests.cli.test_commands import interviewer

RATE_HZ = 16_000
ASKS = "How would you rank the feed?"
ANSWERS = (
    "I would start with a simple model on the logs of every impression, and then train a larger "
    "model because the first one can not learn what people like. We should look at the quality "
    "of the data every day, and go back to the old model when it gets worse. It costs more "
    "money, but it is good for the people who come back to us every week of the year."
)
BOOKS = """\
Interviewer: Design a system that decides which book to put into a shop window each week.
Candidate: How many shops are there, and what is the business goal, sales or visitors?
Interviewer: Two thousand shops. Choose the goal.
Candidate: Weekly sales per visitor is my business metric, because footfall is not ours to move. \
The input is the shop, the week and the book, and the output is expected sales. I start with a \
simple baseline, last week's best seller, because it is cheap to beat. Training data comes from \
the till logs. Then gradient boosted trees, because the data is tabular. I would test it live \
with an A B test by shop for four weeks, since shops differ. If the model fails we fall back to \
the best seller list, and I would monitor drift of the predictions and retrain weekly.
"""


def voices(left_s: float, right_s: float) -> Voices:
    return Voices((left_s, right_s), 0, np.full(1, NOBODY, np.int8))


@pytest.mark.parametrize(
    ("who", "heard", "speakers"),
    [
        (Who(), None, ("unknown",)),
        (Who(solo=True), None, ("candidate",)),
        (Who(), voices(90, 10), ("candidate", "interviewer")),
        (Who(), voices(35, 65), ("interviewer", "candidate")),
        (Who(), voices(50, 55), ("unknown", "unknown")),
        (Who(channel="left"), voices(50, 55), ("candidate", "interviewer")),
        (Who(channel="right"), voices(90, 10), ("interviewer", "candidate")),
    ],
)
def test_whoever_leads_is_the_candidate(
    who: Who, heard: Voices | None, speakers: tuple[Speaker, ...]
) -> None:
    assert speakers_of(who, heard) == speakers


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (Who(channel="middle"), "left or right"),
        (Who(solo=True, channel="left"), "one of them"),
        (Who(channel="left"), "two channels"),
    ],
)
def test_what_cannot_be_is_refused(who: Who, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        speakers_of(who, None)


def listening(*said: tuple[float, str]) -> Listening:
    nothing = np.zeros(0, np.float32)
    segments = tuple(
        SegmentTranscribed(at, t_s, t_s + 2, text, 0.5, nothing)
        for at, (t_s, text) in enumerate(said)
    )
    return Listening(100, (), (), (), "", segments=segments)


def test_the_words_of_both_come_in_order() -> None:
    turns = turns_of(
        [
            ("candidate", listening((5, "I would"), (8, "ask first"), (20, "thanks"), (90, "so"))),
            ("interviewer", listening((0, "design a feed"), (15, "two million"))),
        ]
    )
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("interviewer", "design a feed"),
        ("candidate", "I would ask first"),
        ("interviewer", "two million"),
        ("candidate", "thanks"),
        ("candidate", "so"),
    ]
    assert [turn.index for turn in turns] == [0, 1, 2, 3, 4]
    assert (turns[1].start_s, turns[1].end_s) == (5, 10)


def recording(path: Path, *, channels: int) -> Path:
    """A question on the right, an answer on the left; or both on one channel."""
    asks, answers = say(ASKS, "rms"), say(ANSWERS, "slt")
    gap = RATE_HZ
    sound = np.zeros((len(asks) + len(answers) + 3 * gap, 2), np.float32)
    sound[gap : gap + len(asks), 1] = asks
    sound[2 * gap + len(asks) :][: len(answers), 0] = answers
    sf.write(path, sound if channels == 2 else sound.sum(axis=1), RATE_HZ)
    return path


def grade(home: Path, file: Path, *arguments: str) -> tuple[dict[str, Any], str]:
    done = interviewer(
        home, "grade", str(file), "--format", "json", "--stt", "pocketsphinx", *arguments
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), " ".join(done.stderr.split())


def test_two_channels_are_two_people(tmp_path: Path) -> None:
    file = recording(tmp_path / "call.wav", channels=2)
    result, said = grade(tmp_path, file, "--question", "news-feed-ranking")
    assert "candidate: the left channel" in said
    assert [turn["speaker"] for turn in result["turns"]] == ["interviewer", "candidate"]
    assert result["verdict"] is not None
    assert result["provenance"]["stt"] == "pocketsphinx"


def test_one_channel_of_two_people_gets_no_verdict(tmp_path: Path) -> None:
    file = recording(tmp_path / "room.wav", channels=1)
    result, said = grade(tmp_path, file, "--question", "news-feed-ranking")
    assert ONE_CHANNEL in said
    assert result["verdict"] is None
    assert result["overall"] is None
    assert result["provenance"]["reason"] == ONE_CHANNEL
    assert all(one["score"] is None and not one["evidence"] for one in result["scores"])
    assert not result["mistakes"]
    assert {turn["speaker"] for turn in result["turns"]} == {"unknown"}


def test_one_channel_of_the_candidate_alone_is_graded(tmp_path: Path) -> None:
    file = recording(tmp_path / "alone.wav", channels=1)
    result, _ = grade(tmp_path, file, "--question", "news-feed-ranking", "--solo")
    assert result["verdict"] is not None
    assert result["provenance"]["withheld"] is None
    assert {turn["speaker"] for turn in result["turns"]} == {"candidate"}


@pytest.mark.parametrize("chosen", [(), ("--question", "other")])
def test_a_question_without_a_card_is_graded_by_what_any_answer_holds(
    tmp_path: Path, chosen: tuple[str, ...]
) -> None:
    file = tmp_path / "books.md"
    file.write_text(BOOKS, encoding="utf-8")
    result, said = grade(tmp_path, file, *chosen)
    assert GENERIC in said
    assert result["question"] == "other"
    assert result["provenance"]["reason"] == GENERIC
    assert result["verdict"] is not None
    raised = {one["point_id"] for one in result["coverage"] if one["status"] != "missing"}
    assert {"goal-to-metric", "baseline", "sources", "experiment", "degrade", "watching"} <= raised
    assert not any("--question" in one["command"] for one in result["advice"])


def test_a_transcript_has_names_already(tmp_path: Path) -> None:
    file = tmp_path / "books.md"
    file.write_text(BOOKS, encoding="utf-8")
    done = interviewer(tmp_path, "grade", str(file), "--solo")
    assert done.returncode == 2
    assert "for recordings" in done.stderr


def test_undecided_says_what_to_do() -> None:
    assert "--candidate-channel" in UNDECIDED
    assert "--solo" in ONE_CHANNEL
