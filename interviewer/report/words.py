"""How the fixed identifiers are called in front of people."""

from __future__ import annotations

from typing import Final

from interviewer.conversation import Speaker
from interviewer.vocabulary import (
    Area,
    Dimension,
    Mistake,
    Move,
    Part,
    Phase,
    Severity,
    Status,
    Verdict,
)

VERDICTS: Final[dict[Verdict, str]] = {
    Verdict.STRONG_NO_HIRE: "Strong no hire",
    Verdict.NO_HIRE: "No hire",
    Verdict.LEAN_NO_HIRE: "Lean no hire",
    Verdict.LEAN_HIRE: "Lean hire",
    Verdict.HIRE: "Hire",
    Verdict.STRONG_HIRE: "Strong hire",
}

PHASES: Final[dict[Phase | Part, str]] = {
    Phase.PROBLEM: "Problem",
    Phase.CLARIFICATION: "Clarification",
    Phase.SOLUTION_DESIGN: "Solution design",
    Phase.DEEP_DIVE: "Deep dive",
    Phase.CANDIDATE_QUESTIONS: "Your questions",
    Part.DATA: "Data and labels",
    Part.FEATURES: "Features",
    Part.MODEL: "Model",
    Part.TRAINING_EVALUATION: "Training and evaluation",
    Part.SERVING: "Serving",
    Part.MONITORING: "Monitoring",
}

SHORT_PHASES: Final[dict[Phase | Part, tuple[str, ...]]] = {
    Phase.PROBLEM: ("Problem", "P"),
    Phase.CLARIFICATION: ("Clarification", "Scope", "C"),
    Phase.SOLUTION_DESIGN: ("Solution design", "Design"),
    Phase.DEEP_DIVE: ("Deep dive", "Dive"),
    Phase.CANDIDATE_QUESTIONS: ("Your questions", "Yours", "Q"),
    Part.DATA: ("data, labels", "data"),
    Part.FEATURES: ("features", "feat."),
    Part.MODEL: ("model",),
    Part.TRAINING_EVALUATION: ("training, evaluation", "training", "eval."),
    Part.SERVING: ("serving", "serve"),
    Part.MONITORING: ("monitoring", "mon."),
}
"""From the longest to the shortest; the picture takes the first that fits."""

AREAS: Final[dict[Area, str]] = {
    Area.SCOPE: "Scope",
    Area.METRICS: "Goals and metrics",
    Area.SCALE: "Scale and numbers",
    Area.DATA: "Data",
    Area.LABELS: "Labels",
    Area.FEATURES: "Features",
    Area.MODEL: "Model",
    Area.TRAINING: "Training",
    Area.OFFLINE_EVALUATION: "Offline evaluation",
    Area.ONLINE_EVALUATION: "Online evaluation",
    Area.SERVING: "Serving",
    Area.MONITORING: "Monitoring",
    Area.FAILURE_MODES: "Failure modes",
    Area.TRADEOFFS: "Trade-offs",
    Area.ORGANISATION: "Organisation",
}

DIMENSIONS: Final[dict[Dimension, str]] = {
    Dimension.PROBLEM_FRAMING: "Problem framing",
    Dimension.DATA_THINKING: "Data thinking",
    Dimension.MODEL_CHOICE: "Model choice",
    Dimension.EVALUATION: "Evaluation",
    Dimension.SYSTEM_INTEGRATION: "System integration",
    Dimension.TRADE_OFFS: "Trade-offs",
    Dimension.QUANTIFICATION: "Quantification",
    Dimension.COMMUNICATION: "Communication",
}

MISTAKES: Final[dict[Mistake, str]] = {
    Mistake.JUMPS_TO_MODEL: "Jumping straight to the model",
    Mistake.IGNORES_DATA: "Leaving the data out",
    Mistake.FORGETS_SERVING_MONITORING: "Stopping when the model is trained",
    Mistake.DOES_NOT_QUANTIFY: "Putting numbers on nothing",
    Mistake.MONOLOGUE: "Talking without checking in",
    Mistake.OVER_ENGINEERS_V1: "Building the last version first",
    Mistake.NO_BUSINESS_METRIC: "Never linking the model's metric to the business",
    Mistake.COPIES_A_SYSTEM: "Reciting a system they read about",
}

SPEAKERS: Final[dict[Speaker, str]] = {
    "candidate": "You",
    "interviewer": "Interviewer",
    "unknown": "Somebody",
}

MOVES: Final[dict[Move, str]] = {
    Move.LISTEN: "Listens",
    Move.ANSWER: "Answer",
    Move.FOLLOW_UP: "Follow-up",
    Move.PROBE: "Probe",
    Move.REDIRECT: "Redirect",
    Move.HINT: "Hint",
    Move.PUSH_BACK: "Push-back",
    Move.CHALLENGE: "Challenge",
    Move.CURVEBALL: "Curveball",
    Move.MOVE_ON: "Moves on",
    Move.DEEP_DIVE: "Deep dive",
    Move.TIME_CHECK: "Time check",
    Move.REPEAT: "Repeats",
    Move.NUDGE: "Nudge",
    Move.WRAP_UP: "Wrap-up",
}

STATUSES: Final[dict[Status, str]] = {
    Status.UNPROMPTED: "raised unasked",
    Status.PROMPTED: "after a question or hint",
    Status.MISSING: "never came up",
}

SEVERITIES: Final[dict[Severity, str]] = {
    Severity.LONG: "long",
    Severity.SERIOUS: "serious",
}

_INTERVIEWERS: Final[dict[str, str]] = {
    "infra": "Infrastructure engineer",
    "research": "Research scientist",
    "generalist": "Generalist",
    "product": "Product engineer",
    "bar_raiser": "Bar raiser",
}

_COMPANIES: Final[dict[str, str]] = {
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "airbnb": "Airbnb",
    "generic": "No particular company",
}


def interviewer_name(name: str | None) -> str | None:
    """An interviewer's id as a role."""
    return _INTERVIEWERS.get(name, _spelled(name)) if name else None


def company_name(name: str | None) -> str | None:
    """A company's id as it writes itself."""
    return _COMPANIES.get(name, _spelled(name)) if name else None


def _spelled(name: str) -> str:
    plain = name.replace("_", " ").replace("-", " ")
    return plain[:1].upper() + plain[1:]
