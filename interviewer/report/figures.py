"""Speech figures with what they mean, and what the report is about, as lists of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.result import Assessment, Judged, Pace, Speech
from interviewer.conversation import Break, Conversation
from interviewer.report.text import NOTHING, counted, finite, length, number, percent
from interviewer.report.words import company_name, interviewer_name

ENOUGH_WORDS: Final = 40
"""Below this many words by the candidate nothing is scored."""

_PACE_WIDTH: Final = 240.0
_PACE_HEIGHT: Final = 48.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A name, its value, and what to make of it."""

    name: str
    value: str
    meaning: str = ""


def speech_figures(speech: Speech) -> list[Figure]:
    """What was measured of the candidate's way of speaking."""
    return list(_figures(speech))


def _figures(speech: Speech) -> Iterator[Figure]:
    yield Figure("Words", f"{speech.words:,}", "Spoken by you, over the whole interview.")
    yield Figure(
        "Pace",
        _with_unit(speech.words_per_minute, 0, "words a minute"),
        "While you were speaking. A steady pace is easier to follow than a slow or a quick one.",
    )
    yield Figure("Share of the talk", percent(speech.talk_ratio), "A candidate leads most of it.")
    yield Figure(
        "Longest stretch",
        length(speech.longest_monologue_s),
        "Without a check-in or a word from the interviewer; after about four minutes one is due.",
    )
    yield Figure(
        "Check-ins", f"{speech.check_ins:,}", "Times you asked whether the direction made sense."
    )
    yield Figure("Questions", f"{speech.questions_asked:,}", "Asked of the interviewer.")
    yield Figure(
        "Before an answer",
        _with_unit(speech.answer_latency_s, 1, "s"),
        "Typical silence before you began.",
    )
    yield Figure(
        "Filled pauses",
        f"at least {speech.fillers_at_least:,}",
        "Recognisers drop many of them, so the true number is higher.",
    )
    yield Figure(
        "Announced pauses",
        f"{speech.announced_pauses:,}",
        "Saying that you will think for a moment is good manners, and never counted against you.",
    )


def _with_unit(value: float | None, decimals: int, unit: str) -> str:
    figure = number(value, decimals)
    return figure if figure == NOTHING else f"{figure} {unit}"


def pace_points(pace: tuple[Pace, ...]) -> str:
    """The pace over time as points of a polyline, or empty when there are too few."""
    known = [(one.start_s, one.words_per_minute) for one in pace if finite(one.words_per_minute)]
    if len(known) < 3:
        return ""
    first, last = known[0][0], known[-1][0]
    top = max(wpm for _, wpm in known)
    span = max(last - first, 1.0)
    return " ".join(
        f"{(t - first) / span * _PACE_WIDTH:.1f},{_PACE_HEIGHT - wpm / top * _PACE_HEIGHT:.1f}"
        for t, wpm in known
    )


def pace_range(pace: tuple[Pace, ...]) -> tuple[float, float] | None:
    """The slowest and the fastest stretch."""
    known = [one.words_per_minute for one in pace if finite(one.words_per_minute)]
    return (min(known), max(known)) if known else None


def facts(conversation: Conversation, assessment: Assessment, date: str | None) -> list[Figure]:
    """What interview this was; what is not known is left out."""
    minutes = f"{number(conversation.minutes)} min" if conversation.minutes else None
    level = assessment.level.value
    title = f"{level}, {assessment.level_title}" if assessment.level_title else level
    rows = (
        ("Question", conversation.question.title),
        ("Level", title),
        ("Company", company_name(assessment.company)),
        ("Interviewer", interviewer_name(assessment.interviewer)),
        ("Planned for", minutes),
        ("Date", date),
        ("Paused", _paused(assessment.breaks)),
    )
    return [Figure(name, value) for name, value in rows if value]


def _paused(breaks: tuple[Break, ...]) -> str | None:
    """How often the clock was stopped and for how long: ``2 times, 3:10 in all``."""
    if not breaks:
        return None
    whole = round(sum(one.duration_s for one in breaks))
    return f"{counted(len(breaks), 'time')}, {whole // 60}:{whole % 60:02d} in all"


def origins(provenance: Judged) -> list[Figure]:
    """Which engines the words and the judgement come from."""
    rows = [
        Figure("Judge", provenance.judge),
        Figure("Speech-to-text", provenance.stt or "none; the words were typed or read"),
        Figure("Interviewer's mind", provenance.mind or "none at work; a transcript was graded"),
    ]
    if provenance.model_use is not None:
        rows.append(Figure("Language model", provenance.model_use.in_words))
    rows += [Figure(name, provenance.versions[name]) for name in sorted(provenance.versions)]
    complete = "Yes" if provenance.complete else f"No: {provenance.reason or 'it was cut short'}"
    return [*rows, Figure("Complete", complete)]


def why_no_mistakes(assessment: Assessment) -> str:
    """What it means that none of the classic mistakes stands in the list."""
    if assessment.speech.words < ENOUGH_WORDS:
        return "Too little was said to look for them."
    return "None of the eight was found."


def why_no_verdict(assessment: Assessment) -> str:
    """One honest sentence on why there is no verdict."""
    words = assessment.speech.words
    if assessment.provenance.withheld:
        return assessment.provenance.withheld
    if words < ENOUGH_WORDS:
        heard = counted(words, "word")
        return (
            f"Only {heard} of yours could be read, and below {ENOUGH_WORDS} nothing is judged. "
            "No evidence is not the same as a bad answer."
        )
    return (
        assessment.provenance.reason
        or "There was not enough in your words to judge, so nothing was guessed."
    )
