"""The identifiers users, files and reports share. They are fixed: JSON and YAML spell them so."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Phase(StrEnum):
    """The five phases of an interview, in order."""

    PROBLEM = "problem"
    CLARIFICATION = "clarification"
    SOLUTION_DESIGN = "solution_design"
    DEEP_DIVE = "deep_dive"
    CANDIDATE_QUESTIONS = "candidate_questions"


class Part(StrEnum):
    """The parts of solution design, in the usual order; the candidate may choose another."""

    DATA = "data"
    FEATURES = "features"
    MODEL = "model"
    TRAINING_EVALUATION = "training_evaluation"
    SERVING = "serving"
    MONITORING = "monitoring"


class Area(StrEnum):
    """What a design can be about."""

    SCOPE = "scope"
    METRICS = "metrics"
    SCALE = "scale"
    DATA = "data"
    LABELS = "labels"
    FEATURES = "features"
    MODEL = "model"
    TRAINING = "training"
    OFFLINE_EVALUATION = "offline_evaluation"
    ONLINE_EVALUATION = "online_evaluation"
    SERVING = "serving"
    MONITORING = "monitoring"
    FAILURE_MODES = "failure_modes"
    TRADEOFFS = "tradeoffs"
    ORGANISATION = "organisation"


class Dimension(StrEnum):
    """What is scored from 1 to 5."""

    PROBLEM_FRAMING = "problem_framing"
    DATA_THINKING = "data_thinking"
    MODEL_CHOICE = "model_choice"
    EVALUATION = "evaluation"
    SYSTEM_INTEGRATION = "system_integration"
    TRADE_OFFS = "trade_offs"
    QUANTIFICATION = "quantification"
    COMMUNICATION = "communication"


class Move(StrEnum):
    """What an interviewer can do with the floor."""

    LISTEN = "listen"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    PROBE = "probe"
    REDIRECT = "redirect"
    HINT = "hint"
    PUSH_BACK = "push_back"
    CHALLENGE = "challenge"
    CURVEBALL = "curveball"
    MOVE_ON = "move_on"
    DEEP_DIVE = "deep_dive"
    TIME_CHECK = "time_check"
    REPEAT = "repeat"
    NUDGE = "nudge"
    WRAP_UP = "wrap_up"


class Request(StrEnum):
    """What a candidate can ask for by a key or a command; most can also be said."""

    DONE = "done"
    MINUTE = "minute"
    REPEAT = "repeat"
    TIME = "time"
    HINT = "hint"
    SKIP = "skip"
    PAUSE = "pause"
    QUIT = "quit"


class Status(StrEnum):
    """How a point of the question came up."""

    UNPROMPTED = "unprompted"
    PROMPTED = "prompted"
    MISSING = "missing"


class Severity(StrEnum):
    """How long a silence was: long from 10 s, serious from 30 s."""

    LONG = "long"
    SERIOUS = "serious"


class Verdict(StrEnum):
    """The recommendation for the level, from worst to best."""

    STRONG_NO_HIRE = "strong_no_hire"
    NO_HIRE = "no_hire"
    LEAN_NO_HIRE = "lean_no_hire"
    LEAN_HIRE = "lean_hire"
    HIRE = "hire"
    STRONG_HIRE = "strong_hire"


class Mistake(StrEnum):
    """The eight classic mistakes."""

    JUMPS_TO_MODEL = "jumps_to_model"
    IGNORES_DATA = "ignores_data"
    FORGETS_SERVING_MONITORING = "forgets_serving_monitoring"
    DOES_NOT_QUANTIFY = "does_not_quantify"
    MONOLOGUE = "monologue"
    OVER_ENGINEERS_V1 = "over_engineers_v1"
    NO_BUSINESS_METRIC = "no_business_metric"
    COPIES_A_SYSTEM = "copies_a_system"


class Level(StrEnum):
    """The level interviewed for."""

    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    L6 = "L6+"

    @property
    def rank(self) -> int:
        """0 for L3 up to 3 for L6+."""
        return list(Level).index(self)

    @classmethod
    def parse(cls, text: str) -> Level:
        """Read ``L5``, ``l5`` or ``L6`` as people type them.

        Raises:
            ValueError: it is none of the four levels.
        """
        wanted = text.strip().upper()
        return cls("L6+" if wanted in {"L6", "L7", "L6+"} else wanted)


AREAS_OF_PART: Final[dict[Part, tuple[Area, ...]]] = {
    Part.DATA: (Area.DATA, Area.LABELS),
    Part.FEATURES: (Area.FEATURES,),
    Part.MODEL: (Area.MODEL,),
    Part.TRAINING_EVALUATION: (
        Area.TRAINING,
        Area.OFFLINE_EVALUATION,
        Area.ONLINE_EVALUATION,
    ),
    Part.SERVING: (Area.SERVING, Area.FAILURE_MODES),
    Part.MONITORING: (Area.MONITORING,),
}
"""Which areas each part of solution design is spent on."""

DIMENSION_OF_AREA: Final[dict[Area, Dimension]] = {
    Area.SCOPE: Dimension.PROBLEM_FRAMING,
    Area.METRICS: Dimension.PROBLEM_FRAMING,
    Area.SCALE: Dimension.QUANTIFICATION,
    Area.DATA: Dimension.DATA_THINKING,
    Area.LABELS: Dimension.DATA_THINKING,
    Area.FEATURES: Dimension.DATA_THINKING,
    Area.MODEL: Dimension.MODEL_CHOICE,
    Area.TRAINING: Dimension.MODEL_CHOICE,
    Area.OFFLINE_EVALUATION: Dimension.EVALUATION,
    Area.ONLINE_EVALUATION: Dimension.EVALUATION,
    Area.SERVING: Dimension.SYSTEM_INTEGRATION,
    Area.MONITORING: Dimension.SYSTEM_INTEGRATION,
    Area.FAILURE_MODES: Dimension.SYSTEM_INTEGRATION,
    Area.TRADEOFFS: Dimension.TRADE_OFFS,
    Area.ORGANISATION: Dimension.TRADE_OFFS,
}
"""The dimension each area counts towards."""
