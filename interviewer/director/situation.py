"""Where the interview stands: a fold over its events. No clock, no choice, no words of its own."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, fields, replace

from interviewer.director.drift import is_infrastructure
from interviewer.director.setting import Setting
from interviewer.estimates import Estimate, Statement, find_estimates, find_quantities
from interviewer.events import (
    CandidateSaid,
    Event,
    InterviewerSaid,
    MoveMade,
    PhaseEntered,
    PointNoted,
)
from interviewer.library.question import Point
from interviewer.matching import Match
from interviewer.matching.acts import Act, acts_in
from interviewer.vocabulary import Area, Move, Phase, Status

ESTIMATE_WINDOW_TURNS = 3
"""A calculation is followed over this many candidate turns."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidate's last turn and what was found in it."""

    said: CandidateSaid
    acts: frozenset[Act]
    matches: tuple[Match, ...]
    new_points: tuple[Point, ...]
    quantities: int
    wrong_estimates: tuple[Estimate, ...]

    @property
    def words(self) -> int:
        """Number of words in the turn."""
        return len(self.said.text.split())


@dataclass(slots=True)
class Situation:
    """The state the director decides on.

    Attributes:
        ledger: how each point came up; absent while it has not.
        quotes: the candidate's words that made a point.
        noted: points in the ledger that only a language model found.
        made: every (move, target) so far, silence left out.
        probes: probes spent on each area since it last brought something new.
        listened: times the interviewer stayed silent since they last spoke.
        design_s: candidate's speech on infrastructure alone since another area came up.
    """

    setting: Setting
    phase: Phase = Phase.PROBLEM
    phase_since_s: float = 0.0
    answer: Answer | None = None
    answers: list[CandidateSaid] = field(default_factory=list)
    ledger: dict[str, Status] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)
    made: set[tuple[Move, str | None]] = field(default_factory=set)
    moves: list[MoveMade] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    probes: dict[Area, int] = field(default_factory=dict)
    hints: dict[Area, int] = field(default_factory=dict)
    focus: Area = Area.SCOPE
    listened: int = 0
    clarifying_questions: int = 0
    challenged: set[str] = field(default_factory=set)
    infrastructure_s: float = 0.0
    floor_since_s: float = 0.0

    def apply(self, event: Event) -> None:
        """Take one more event into account."""
        if isinstance(event, PhaseEntered):
            self.phase, self.phase_since_s = event.phase, event.t_s
            self.listened = 0
        elif isinstance(event, CandidateSaid):
            self._candidate_said(event)
        elif isinstance(event, MoveMade):
            self._move_made(event)
        elif isinstance(event, InterviewerSaid):
            self.said.append(event.text)
            self._complete_move(event)
            self.floor_since_s = event.end_s
        elif isinstance(event, PointNoted):
            self._point_noted(event)

    def supposing(self, *events: Event) -> Situation:
        """Where the interview would stand after these events; this one stays as it is."""
        other = replace(self)
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, (list, dict, set)):
                setattr(other, one.name, copy(value))
        for event in events:
            other.apply(event)
        return other

    @property
    def last_words(self) -> str:
        """What the interviewer last said."""
        return self.said[-1] if self.said else ""

    @property
    def last_spoken(self) -> MoveMade | None:
        """The last move that was not silence."""
        return next((m for m in reversed(self.moves) if m.kind is not Move.LISTEN), None)

    def has(self, move: Move, target: str | None = None) -> bool:
        """Whether this was done before."""
        return (move, target) in self.made

    def count(self, move: Move, phase_since: bool = False) -> int:
        """How often a move was made, in the whole interview or in this phase."""
        since = self.phase_since_s if phase_since else 0.0
        return sum(1 for m in self.moves if m.kind is move and m.t_s >= since)

    def covered(self, point: Point) -> bool:
        """Whether the point came up at all."""
        return point.id in self.ledger

    def missing(self, area: Area) -> list[Point]:
        """Points of an area that are expected at this level and have not come up."""
        rank = self.setting.level.id.rank
        points = [p for p in self.setting.question.points if p.area is area]
        open_points = [p for p in points if p.level.rank <= rank and not self.covered(p)]
        return sorted(open_points, key=lambda p: not p.essential)

    def covered_share(self, area: Area) -> float:
        """Share of an area's expected points that have come up, 0 to 1."""
        rank = self.setting.level.id.rank
        points = [
            p for p in self.setting.question.points if p.area is area and p.level.rank <= rank
        ]
        return sum(map(self.covered, points)) / len(points) if points else 1.0

    def _candidate_said(self, event: CandidateSaid) -> None:
        self.answers.append(event)
        matches = tuple(self.setting.matcher.points_in(event.text))
        by_id = {point.id: point for point in self.setting.question.points}
        new = tuple(
            by_id[m.point_id]
            for m in matches
            if m.strength >= 0.5 and m.point_id not in self.ledger
        )
        for point in new:
            self.ledger[point.id] = self._status(point)
            self.probes[point.area] = 0
        for match in matches:
            if match.point_id in self.ledger:
                self.noted.discard(match.point_id)
                self.quotes.setdefault(match.point_id, event.text[match.start : match.end])
        self._move_focus(matches, by_id)
        acts = acts_in(event.text)
        if self.phase in (Phase.PROBLEM, Phase.CLARIFICATION) and Act.QUESTION in acts:
            self.clarifying_questions += max(1, event.text.count("?"))
        self._count_infrastructure(event)
        self.answer = Answer(
            event, acts, matches, new, len(find_quantities(event.text)), self._wrong(event)
        )

    def _point_noted(self, event: PointNoted) -> None:
        """A model's finding adds to the ledger where nothing stands; it never takes away."""
        point = next((p for p in self.setting.question.points if p.id == event.point), None)
        if point is not None and point.id not in self.ledger:
            self.ledger[point.id] = self._status(point)
            self.quotes[point.id] = event.quote
            self.noted.add(point.id)

    def _complete_move(self, event: InterviewerSaid) -> None:
        """A streamed move was noted with its first sentence; now all of its words are known."""
        last = self.moves[-1] if self.moves else None
        streamed = last is not None and event.text.startswith(last.text)
        if last is not None and streamed and last.text and last.kind is event.kind:
            self.moves[-1] = replace(last, text=event.text)

    def _status(self, point: Point) -> Status:
        last = self.last_spoken
        asked = last is not None and last.kind in (Move.PROBE, Move.HINT, Move.DEEP_DIVE)
        about = last is not None and last.target in (point.id, point.area.value)
        return Status.PROMPTED if asked and about else Status.UNPROMPTED

    def _move_focus(self, matches: tuple[Match, ...], by_id: dict[str, Point]) -> None:
        areas = [by_id[m.point_id].area for m in matches if m.point_id in by_id]
        if areas:
            self.focus = max(set(areas), key=lambda area: (areas.count(area), area.value))

    def _count_infrastructure(self, event: CandidateSaid) -> None:
        if is_infrastructure(event.text):
            self.infrastructure_s += max(0.0, event.end_s - event.start_s)
        else:
            self.infrastructure_s = 0.0

    def _wrong(self, event: CandidateSaid) -> tuple[Estimate, ...]:
        recent = self.answers[-ESTIMATE_WINDOW_TURNS:]
        statements = [Statement(one.turn, one.text) for one in recent]
        return tuple(e for e in find_estimates(statements) if e.turn == event.turn and not e.ok)

    def _move_made(self, event: MoveMade) -> None:
        self.moves.append(event)
        if event.kind is Move.LISTEN:
            self.listened += 1
            return
        self.listened = 0
        self.made.add((event.kind, event.target))
        area = self.setting.area_of(event.target)
        if area is not None and event.kind is Move.PROBE:
            self.probes[area] = self.probes.get(area, 0) + 1
        if area is not None and event.kind is Move.HINT:
            self.hints[area] = self.hints.get(area, 0) + 1
