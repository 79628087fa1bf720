"""What the solution-design talk was spent on, and how the interview kept to its plan."""

from __future__ import annotations

from collections import Counter
from typing import Final

from interviewer.assessment.observe import Observed, Sentence
from interviewer.assessment.result import TimelineEntry
from interviewer.conversation import PhaseSpan
from interviewer.matching.lexicon import lexicon
from interviewer.matching.text import count_words
from interviewer.vocabulary import AREAS_OF_PART, Area, Part, Phase

PLANNED_MINUTES: Final[dict[Phase | Part, float]] = {
    Phase.PROBLEM: 3,
    Phase.CLARIFICATION: 7,
    Phase.SOLUTION_DESIGN: 30,
    Phase.DEEP_DIVE: 15,
    Phase.CANDIDATE_QUESTIONS: 5,
    Part.DATA: 5,
    Part.FEATURES: 5,
    Part.MODEL: 8,
    Part.TRAINING_EVALUATION: 5,
    Part.SERVING: 5,
    Part.MONITORING: 2,
}
"""The plan of an hour, for transcripts that come without one."""
PART_OF_AREA: Final = {area: part for part, areas in AREAS_OF_PART.items() for area in areas}
DATA_PARTS: Final = frozenset({Part.DATA, Part.FEATURES})
ENOUGH_WORDS: Final = 80
_OUTSIDE: Final = frozenset({Phase.PROBLEM, Phase.CLARIFICATION, Phase.CANDIDATE_QUESTIONS})


def words_by_part(seen: Observed) -> Counter[Part]:
    """Words of the candidate's spent on each part of solution design.

    A sentence goes to the part that most of its terms are about; one without terms goes with
    the sentence before it. Framing, trade-offs and organisation belong to no part.
    """
    spent: Counter[Part] = Counter()
    last: Part | None = None
    points = _points_by_place(seen)
    for one in seen.sentences:
        if one.passage.phase in _OUTSIDE:
            continue
        found = _area_of(one, seen, points)
        if found is not None:
            last = PART_OF_AREA.get(found)
        if last is not None:
            spent[last] += count_words(one.text)
    return spent


def _points_by_place(seen: Observed) -> dict[int, list[tuple[int, int, Area, float]]]:
    places: dict[int, list[tuple[int, int, Area, float]]] = {}
    for one in seen.raised:
        places.setdefault(id(one.passage), []).append(
            (one.match.start, one.match.end, one.point.area, one.credit)
        )
    return places


def _area_of(
    sentence: Sentence, seen: Observed, points: dict[int, list[tuple[int, int, Area, float]]]
) -> Area | None:
    votes: Counter[Area] = Counter()
    areas = lexicon().area_of
    for concept, count in seen.matcher.concepts_in(sentence.text).items():
        if concept in areas:
            votes[areas[concept]] += 2 * count
    for start, end, area, credit in points.get(id(sentence.passage), ()):
        if start < sentence.end and sentence.start < end:
            votes[area] += round(5 * credit)
    if not votes:
        return None
    order = list(Area)
    return max(votes, key=lambda area: (votes[area], -order.index(area)))


def data_share_of(seen: Observed) -> float | None:
    """The share of the design talk that went to data, labels and features, 0 to 1."""
    spent = words_by_part(seen)
    total = sum(spent.values())
    if total < ENOUGH_WORDS:
        return None
    return sum(spent[part] for part in DATA_PARTS) / total


def timeline_of(seen: Observed) -> tuple[TimelineEntry, ...]:
    """The five phases, and after solution design its parts, as planned and as they went."""
    spans: dict[Phase | Part, PhaseSpan] = {span.phase: span for span in seen.conversation.phases}
    minutes = seen.conversation.minutes or 60.0
    entries = []
    for phase in Phase:
        entries.append(_entry(phase, spans.get(phase), minutes))
        if phase is Phase.SOLUTION_DESIGN:
            entries.extend(_parts(seen, spans, entries[-1].actual_s, minutes))
    return tuple(entries)


def _entry(phase: Phase | Part, span: PhaseSpan | None, minutes: float) -> TimelineEntry:
    part_of = Phase.SOLUTION_DESIGN if isinstance(phase, Part) else None
    if span is None:
        planned_s = PLANNED_MINUTES[phase] * minutes
        return TimelineEntry(phase, planned_s, None, None, part_of)
    actual_s = None
    if span.start_s is not None and span.end_s is not None:
        actual_s = max(0.0, span.end_s - span.start_s)
    return TimelineEntry(phase, span.planned_s, actual_s, span.start_s, part_of)


def _parts(
    seen: Observed, spans: dict[Phase | Part, PhaseSpan], design_s: float | None, minutes: float
) -> list[TimelineEntry]:
    """The parts; where only the whole was timed, its time is shared out by words."""
    spent = words_by_part(seen)
    total = sum(spent.values())
    entries = []
    for part in Part:
        entry = _entry(part, spans.get(part), minutes)
        if entry.actual_s is None and design_s is not None and total:
            shared_s = design_s * spent[part] / total
            entry = TimelineEntry(part, entry.planned_s, shared_s, None, entry.part_of)
        entries.append(entry)
    return entries
