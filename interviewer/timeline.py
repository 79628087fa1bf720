"""The interview's plan: how long each phase and part is, and where the clock stands in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.library.guides import TimelineGuide
from interviewer.vocabulary import Part, Phase


@dataclass(frozen=True, slots=True)
class Plan:
    """Planned seconds of each phase and of each part of solution design.

    A drill gives all its time to one phase; the others are absent.
    """

    phases: dict[Phase, float]
    parts: dict[Part, float]

    @property
    def total_s(self) -> float:
        """The whole interview in seconds."""
        return sum(self.phases.values())

    def starts_s(self, phase: Phase) -> float:
        """When the phase should begin; a phase that is not planned begins where it would."""
        order = list(Phase)
        before = order[: order.index(phase)]
        return sum(self.phases.get(one, 0.0) for one in before)

    def ends_s(self, phase: Phase) -> float:
        """When the phase should be over."""
        return self.starts_s(phase) + self.phases.get(phase, 0.0)

    def after(self, phase: Phase) -> Phase | None:
        """The next planned phase, or None after the last."""
        order = list(Phase)
        later = order[order.index(phase) + 1 :]
        return next((one for one in later if one in self.phases), None)

    @property
    def first(self) -> Phase:
        """The phase the interview begins with."""
        return next(phase for phase in Phase if phase in self.phases)

    def part_at(self, design_s: float) -> Part:
        """The part that the guide spends this second of solution design on."""
        spent = 0.0
        for part, length_s in self.parts.items():
            spent += length_s
            if design_s < spent:
                return part
        return list(self.parts)[-1]

    def as_seconds(self) -> dict[str, float]:
        """Phases and parts by name, for the journal; parts are prefixed ``part:``."""
        parts = {f"part:{part.value}": seconds for part, seconds in self.parts.items()}
        return {phase.value: seconds for phase, seconds in self.phases.items()} | parts

    @classmethod
    def from_seconds(cls, seconds: dict[str, float]) -> Plan:
        """Rebuild a plan from the journal."""
        return cls(
            {Phase(name): s for name, s in seconds.items() if not name.startswith("part:")},
            {
                Part(name.removeprefix("part:")): s
                for name, s in seconds.items()
                if name.startswith("part:")
            },
        )


def plan_interview(guide: TimelineGuide, minutes: float) -> Plan:
    """Scale the reference interview to another length.

    Args:
        guide: the reference timeline.
        minutes: length wanted, above zero.
    """
    scale = 60.0 * minutes / guide.minutes
    return Plan({phase.id: phase.minutes * scale for phase in guide.phases}, _parts(guide, minutes))


def _parts(guide: TimelineGuide, minutes: float) -> dict[Part, float]:
    return {part.id: part.minutes * 60.0 * minutes / guide.minutes for part in guide.parts}


DRILL_PHASES: dict[str, Phase] = {
    "scoping": Phase.CLARIFICATION,
    "capacity": Phase.CLARIFICATION,
    "data": Phase.SOLUTION_DESIGN,
    "monitoring": Phase.SOLUTION_DESIGN,
    "deep-dive": Phase.DEEP_DIVE,
}
"""Each drill and the phase it practises."""


def plan_drill(guide: TimelineGuide, drill: str, minutes: float) -> Plan:
    """Give nearly all the time to one phase, after half a minute for the problem."""
    phase = DRILL_PHASES[drill]
    opening_s = 30.0
    main_s = max(60.0, 60.0 * minutes - opening_s)
    whole = {part.id: part.minutes for part in guide.parts}
    scale = main_s / sum(whole.values())
    parts = {part: length * scale for part, length in whole.items()}
    return Plan({Phase.PROBLEM: opening_s, phase: main_s}, parts)
