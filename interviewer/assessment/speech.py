"""How the candidate spoke: figures to look at, not to be graded by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from interviewer.assessment.observe import Observed
from interviewer.assessment.passages import Passage, is_back_channel
from interviewer.assessment.result import Evidence, Pace, Speech
from interviewer.conversation import Turn
from interviewer.matching.acts import Act, acts_in, checks_in
from interviewer.matching.text import count_words

PACE_STEP_S: Final = 180.0
FILLERS: Final = re.compile(
    r"\b(?:u+m+|u+h+m*|e+r+m*|a+h+|h+m+|mm+|you know|i mean|sort of|kind of)\b", re.IGNORECASE
)
MANY_PAUSES: Final = 2


@dataclass(frozen=True, slots=True)
class Monologue:
    """The longest stretch without a word from, or a question to, the interviewer."""

    words: int
    seconds: float | None
    evidence: Evidence


def longest_monologue(seen: Observed) -> Monologue | None:
    """The longest of all stretches; in seconds where there are times, else in words."""
    stretches = [one for passage in seen.passages for one in _stretches(passage)]
    return max(stretches, key=lambda one: (one.seconds or 0.0, one.words), default=None)


def _stretches(passage: Passage) -> list[Monologue]:
    """A passage, cut where the candidate checked in or the interviewer said anything at all."""
    found: list[Monologue] = []
    group: list[Turn] = []
    for piece in passage.pieces:
        if group and piece.turn.index > group[-1].index + 1:
            found.append(_monologue(group))
            group = []
        group.append(piece.turn)
        if checks_in(piece.turn.text):
            found.append(_monologue(group))
            group = []
    return [*found, *([_monologue(group)] if group else [])]


def _monologue(turns: Sequence[Turn]) -> Monologue:
    first, last = turns[0], turns[-1]
    seconds = None
    if first.start_s is not None and last.end_s is not None:
        seconds = max(0.0, last.end_s - first.start_s)
    words = sum(count_words(turn.text) for turn in turns)
    text = first.text
    end = min((m.end() for m in re.finditer(r"[.?!]", text)), default=len(text))
    end = min(end, 160)
    evidence = Evidence(text[:end], first.index, first.start_s, first.end_s, 0, end)
    return Monologue(words, seconds, evidence)


def speech_of(seen: Observed) -> Speech:
    """The figures of the whole interview."""
    turns = seen.conversation.candidate_turns
    talk_s = _seconds(turns)
    monologue = longest_monologue(seen)
    spoken = sum(len(FILLERS.findall(turn.text)) for turn in turns)
    return Speech(
        words=seen.words,
        words_per_minute=seen.words / talk_s * 60 if talk_s else None,
        fillers_at_least=spoken + seen.conversation.fillers_by_ear,
        talk_ratio=_talk_ratio(seen),
        longest_monologue_s=monologue.seconds if monologue else None,
        check_ins=len(seen.check_ins),
        longest_monologue_words=monologue.words if monologue else 0,
        questions_asked=len(seen.asked),
        answer_latency_s=_answer_latency(seen.turns),
        announced_pauses=sum(Act.ANNOUNCED_PAUSE in acts_in(turn.text) for turn in turns),
        pace=_pace(turns),
    )


def _seconds(turns: Sequence[Turn]) -> float | None:
    lengths = [
        turn.end_s - turn.start_s
        for turn in turns
        if turn.start_s is not None and turn.end_s is not None and turn.end_s > turn.start_s
    ]
    return sum(lengths) or None


def _talk_ratio(seen: Observed) -> float | None:
    """The candidate's share of the talk: of its seconds where known, else of its words."""
    others = [turn for turn in seen.turns if turn.speaker == "interviewer"]
    mine, theirs = _seconds(seen.conversation.candidate_turns), _seconds(others)
    if mine and theirs:
        return mine / (mine + theirs)
    words = sum(count_words(turn.text) for turn in others)
    return seen.words / (seen.words + words) if words and seen.words else None


def _answer_latency(turns: Sequence[Turn]) -> float | None:
    """The usual time between the interviewer's last word and the candidate's first."""
    gaps = [
        after.start_s - before.end_s
        for before, after in pairwise(turns)
        if before.speaker == "interviewer"
        and after.speaker == "candidate"
        and not is_back_channel(before)
        and before.end_s is not None
        and after.start_s is not None
        and after.start_s >= before.end_s
    ]
    return median(gaps) if gaps else None


def _pace(turns: Sequence[Turn]) -> tuple[Pace, ...]:
    """Words per minute of speech in every three minutes of the interview."""
    spoken: dict[int, list[float]] = {}
    for turn in turns:
        if turn.start_s is None or turn.end_s is None or turn.end_s <= turn.start_s:
            continue
        words = count_words(turn.text)
        for step, share in _steps(turn.start_s, turn.end_s):
            total = spoken.setdefault(step, [0.0, 0.0])
            total[0] += words * share
            total[1] += (turn.end_s - turn.start_s) * share
    return tuple(
        Pace(step * PACE_STEP_S, words / seconds * 60)
        for step, (words, seconds) in sorted(spoken.items())
        if seconds >= PACE_STEP_S / 18
    )


def _steps(start_s: float, end_s: float) -> list[tuple[int, float]]:
    """The steps a turn lies in and the share of it in each."""
    first, last = int(start_s // PACE_STEP_S), int(end_s // PACE_STEP_S)
    length = end_s - start_s
    return [
        (
            step,
            (min(end_s, (step + 1) * PACE_STEP_S) - max(start_s, step * PACE_STEP_S)) / length,
        )
        for step in range(first, last + 1)
    ]
