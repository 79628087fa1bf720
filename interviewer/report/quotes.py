"""Quotes in their place: only what the candidate said, word for word, is shown as a quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from interviewer.assessment.result import Assessment, Evidence
from interviewer.conversation import Conversation, Turn
from interviewer.report.words import AREAS, DIMENSIONS, MISTAKES
from interviewer.vocabulary import Status

Kind = Literal["evidence", "figure", "fault"]

_STRENGTH: Final[dict[Kind, int]] = {"evidence": 0, "figure": 1, "fault": 2}


def gravest(kinds: Iterable[Kind]) -> Kind | None:
    """What a reader should see first of several kinds."""
    return max(kinds, key=lambda kind: _STRENGTH[kind], default=None)


@dataclass(frozen=True, slots=True)
class Label:
    """What a quote is evidence for."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A stretch of a turn with everything that was found in it; numbered from 1 in its turn."""

    turn: int
    number: int
    start_char: int
    end_char: int
    labels: tuple[Label, ...]

    @property
    def anchor(self) -> str:
        """The id of the highlighted words in the report."""
        return f"turn-{self.turn}-note-{self.number}"

    @property
    def kind(self) -> Kind:
        """The gravest of its labels."""
        return gravest(label.kind for label in self.labels) or "evidence"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the candidate's that were checked against the transcript."""

    text: str
    turn: int
    anchor: str
    start_s: float | None


class Quotes:
    """Finds evidence in the transcript; evidence that is not there is never quoted."""

    def __init__(self, conversation: Conversation, assessment: Assessment) -> None:
        self._turns = {turn.index: turn for turn in conversation.candidate_turns}
        self._notes = _number(self._spans(assessment))

    def of(self, evidence: Evidence | None) -> Quote | None:
        """The evidence with its place, or None when the candidate never said it so."""
        place = self._locate(evidence)
        if evidence is None or place is None:
            return None
        note = self._notes.get(evidence.turn, {}).get(place)
        anchor = note.anchor if note else f"turn-{evidence.turn}"
        return Quote(evidence.quote, evidence.turn, anchor, evidence.start_s)

    def all_of(self, evidence: Sequence[Evidence]) -> list[Quote]:
        """Those of several that stand in the transcript."""
        found = (self.of(one) for one in evidence)
        return [one for one in found if one]

    def notes(self, turn: Turn) -> list[Note]:
        """What was found in a turn, in the order it was said."""
        return sorted(self._notes.get(turn.index, {}).values(), key=lambda note: note.number)

    def _locate(self, evidence: Evidence | None) -> tuple[int, int] | None:
        if evidence is None or not evidence.quote or evidence.turn not in self._turns:
            return None
        text = self._turns[evidence.turn].text
        given = (evidence.start_char, evidence.end_char)
        if 0 <= given[0] < given[1] <= len(text) and text[slice(*given)] == evidence.quote:
            return given
        at = text.find(evidence.quote)
        return None if at < 0 else (at, at + len(evidence.quote))

    def _spans(self, assessment: Assessment) -> dict[int, dict[tuple[int, int], list[Label]]]:
        spans: dict[int, dict[tuple[int, int], list[Label]]] = {}
        for evidence, label in _labelled(assessment):
            place = self._locate(evidence)
            if evidence is None or place is None:
                continue
            labels = spans.setdefault(evidence.turn, {}).setdefault(place, [])
            if label not in labels:
                labels.append(label)
        return spans


def _number(
    spans: Mapping[int, Mapping[tuple[int, int], list[Label]]],
) -> dict[int, dict[tuple[int, int], Note]]:
    return {
        turn: {
            place: Note(turn, number, *place, tuple(found[place]))
            for number, place in enumerate(sorted(found), 1)
        }
        for turn, found in spans.items()
    }


def _labelled(assessment: Assessment) -> Iterator[tuple[Evidence | None, Label]]:
    for score in assessment.scores:
        title = score.title or DIMENSIONS[score.dimension]
        yield from ((one, Label("evidence", title)) for one in score.evidence)
    for other in assessment.second_opinion.scores if assessment.second_opinion else ():
        title = f"{DIMENSIONS[other.dimension]}, by the second judge"
        yield from ((one, Label("evidence", title)) for one in other.evidence)
    for item in assessment.coverage:
        how = ", when asked" if item.status is Status.PROMPTED else ""
        yield item.evidence, Label("evidence", f"{AREAS[item.area]}{how}: {item.point}")
    for mistake in assessment.mistakes:
        title = mistake.title or MISTAKES[mistake.id]
        yield from ((one, Label("fault", title)) for one in mistake.evidence)
    for figure in assessment.estimates:
        if figure.ok:
            yield figure.evidence, Label("figure", f"The sum adds up: {figure.computed}")
        else:
            yield figure.evidence, Label("fault", f"The sum gives {figure.computed}")
