"""What the user chose, and everything that follows from it: a setting, ready to be interviewed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interviewer.director import Setting, areas_by_target, choose_dives
from interviewer.errors import ConfigError
from interviewer.library.load import Library
from interviewer.library.people import Company
from interviewer.matching import Matcher
from interviewer.settings import LONGEST_MIN, SHORTEST_MIN, LlmSettings
from interviewer.timeline import DRILL_PHASES, plan_drill, plan_interview
from interviewer.vocabulary import Level

DRILL_MINUTES = 10.0
ANY_COMPANY = "generic"


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of ``start`` and ``rehearse``; None means: choose what fits.

    Attributes:
        question: id of a card, or the path of a YAML file.
        model: the Whisper model, by name or folder; the language model is ``llm.model``.
        seed: reproduces an interview; chosen by chance when None.
        plain: lines instead of the live screen.
    """

    company: str | None = None
    interviewer: str | None = None
    level: str = "L5"
    question: str | None = None
    minutes: float | None = None
    mode: str = "auto"
    mind: str = "auto"
    model: str | None = None
    stt: str = "auto"
    tts: str = "auto"
    offline: bool = False
    seed: int | None = None
    drill: str | None = None
    record: bool = True
    own_library: Path | None = None
    plain: bool = False
    llm: LlmSettings = field(default_factory=LlmSettings)

    @property
    def chance(self) -> int:
        """The seed in force."""
        return self.seed if self.seed is not None else random.randrange(1, 1_000_000)


def build_setting(
    choices: Choices, library: Library, seed: int, had: Sequence[str] = ()
) -> Setting:
    """Resolve names to records and plan the time.

    Args:
        choices: what the user chose.
        library: the records.
        seed: decides what is left to chance.
        had: questions of earlier interviews, the latest last; one not had lately is preferred.

    Raises:
        LibraryError: a name is unknown or a file is faulty.
        ConfigError: a value is out of range.
    """
    chance = random.Random(seed)
    company = library.company(choices.company or ANY_COMPANY)
    question = library.question(choices.question or _favourite(company, library, chance, had))
    interviewer = library.interviewer(choices.interviewer or fitting_interviewer(company, library))
    timeline = library.timeline()
    minutes = _minutes(choices, company)
    plan = (
        plan_drill(timeline, _drill(choices.drill), minutes)
        if choices.drill
        else plan_interview(timeline, minutes)
    )
    dives = question.deep_dives.infra + question.deep_dives.research
    order = [dive.id for dive in dives]
    chance.shuffle(order)
    return Setting(
        question=question,
        interviewer=interviewer,
        company=company,
        level=library.level(parse_level(choices.level)),
        timeline=timeline,
        plan=plan,
        matcher=Matcher(question),
        seed=seed,
        drill=choices.drill,
        dives=tuple(choose_dives(question, interviewer, order)),
        areas=areas_by_target(question),
    )


def _favourite(
    company: Company, library: Library, chance: random.Random, had: Sequence[str]
) -> str:
    """One of the company's questions not had yet; else the one had longest ago."""
    known = set(library.names("questions"))
    favoured = [name for name in company.questions if name in known] or sorted(known)
    fresh = [name for name in favoured if name not in had]
    if fresh:
        return chance.choice(fresh)
    return max(favoured, key=lambda name: list(reversed(had)).index(name))


def fitting_interviewer(company: Company, library: Library) -> str:
    """Who interviews for a company unless somebody else is asked for."""
    known = set(library.names("interviewers"))
    return next((name for name in company.interviewers if name in known), "generalist")


def parse_level(text: str) -> Level:
    """Read a level as it is typed.

    Raises:
        ConfigError: there is no such level.
    """
    try:
        return Level.parse(text)
    except ValueError as error:
        raise ConfigError(f"no level {text!r}; choose L3, L4, L5 or L6+") from error


def _minutes(choices: Choices, company: Company) -> float:
    if choices.minutes is None:
        return DRILL_MINUTES if choices.drill else float(company.minutes)
    if not SHORTEST_MIN <= choices.minutes <= LONGEST_MIN:
        raise ConfigError(
            f"an interview of {choices.minutes:g} minutes is not possible; "
            f"choose {SHORTEST_MIN:g} to {LONGEST_MIN:g}"
        )
    return choices.minutes


def _drill(name: str | None) -> str:
    if name not in DRILL_PHASES:
        raise ConfigError(f"no drill {name!r}; choose one of {', '.join(DRILL_PHASES)}")
    return name
