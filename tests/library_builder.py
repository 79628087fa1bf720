"""Builds a small valid question card, so that tests do not hang on the wording of shipped ones.

The problem is about parcels: depots, couriers, lockers. Every area has two points, each with
words of its own, so a test can say exactly one of them.
"""

from __future__ import annotations

from typing import Any, Final

from interviewer.library.question import Question
from interviewer.vocabulary import Area

SUBJECTS: Final[dict[Area, tuple[tuple[str, str], tuple[str, str]]]] = {
    Area.SCOPE: (
        ("which parcels", "pin down which parcels and depots are included"),
        ("ranked couriers", "return couriers in the order they should be tried"),
    ),
    Area.METRICS: (
        ("kept promises", "count promises kept at the doorstep"),
        ("refund guardrail", "hold refunds flat as a guardrail"),
    ),
    Area.SCALE: (
        ("parcel volume", "multiply parcels by scans to get the load"),
        ("locker storage", "size the storage of locker histories"),
    ),
    Area.DATA: (
        ("scanner events", "join scanner events with courier shifts"),
        ("faulty scans", "drop duplicated scans from broken handhelds"),
    ),
    Area.LABELS: (
        ("doorstep label", "take the signature as the doorstep label"),
        ("late signatures", "wait a day for late signatures"),
    ),
    Area.FEATURES: (
        ("courier habits", "summarise courier habits per neighbourhood"),
        ("building access", "describe stairs and gate codes of the building"),
    ),
    Area.MODEL: (
        ("nearest depot rule", "begin with the nearest depot rule"),
        ("pairwise assignment", "learn pairwise assignment of couriers to parcels"),
    ),
    Area.TRAINING: (
        ("monthly refit", "refit every month from fresh shifts"),
        ("weighting islands", "weight remote islands up in the loss"),
    ),
    Area.OFFLINE_EVALUATION: (
        ("replayed shifts", "replay finished shifts against the new assignment"),
        ("rural slice", "report rural districts as a slice of their own"),
    ),
    Area.ONLINE_EVALUATION: (
        ("depot trial", "randomise whole depots in a live trial"),
        ("holiday blackout", "keep the trial out of the holiday season"),
    ),
    Area.SERVING: (
        ("morning plan", "compute the plan before the morning departure"),
        ("midday replan", "replan at midday within ninety seconds"),
    ),
    Area.MONITORING: (
        ("undelivered alert", "alert on undelivered parcels per depot"),
        ("scanner heartbeat", "watch the heartbeat of scanners"),
    ),
    Area.FAILURE_MODES: (
        ("paper route", "fall back on yesterday's paper route"),
        ("flooded roads", "take flooded roads out of the plan"),
    ),
    Area.TRADEOFFS: (
        ("fairness of shifts", "trade courier fairness against kilometres"),
        ("stable routes", "prefer stable routes over the last percent"),
    ),
    Area.ORGANISATION: (
        ("union talks", "involve the union before the rollout"),
        ("depot owners", "name an owner in every depot"),
    ),
}


def build_question(**changes: Any) -> Question:
    """A valid card about parcels; keyword arguments replace whole fields."""
    card: dict[str, Any] = {
        "id": "parcel-routing",
        "title": "Parcel routing",
        "family": "matching",
        "companies": ["generic"],
        "prompt": "Design a system that decides which courier takes which parcel.",
        "facts": [_fact(n) for n in range(12)],
        "problem_statement": "Each morning, given parcels, depots and couriers, assign them.",
        "points": [_point(area, at) for area in SUBJECTS for at in range(len(SUBJECTS[area]))],
        "estimates": [_estimate(n) for n in range(3)],
        "hints": {area.value: ["A first nudge.", "A second nudge."] for area in Area},
        "deep_dives": {
            kind: [_deep_dive(kind, n) for n in range(4)] for kind in ("infra", "research")
        },
        "curveballs": [_curveball(n) for n in range(2)],
        "traps": [_trap(n) for n in range(3)],
        "outline": [
            {"area": area.value, "text": f"I would {SUBJECTS[area][0][1]}."}
            for area in list(Area)[:10]
        ],
        "glossary": [f"parcel term {n}" for n in range(10)],
    }
    return Question.model_validate(card | changes)


def _point(area: Area, at: int) -> dict[str, Any]:
    name, way = SUBJECTS[area][at]
    return {
        "id": name.replace(" ", "-").replace("'", ""),
        "area": area.value,
        "level": "L3" if at == 0 else "L5",
        "essential": at == 0,
        "point": f"{way[0].upper()}{way[1:]}.",
        "why": f"Without {name} parcels and couriers are matched badly.",
        "says": [name, way, f"think of {name}", f"{name} for every courier"],
        "wrong": [f"no {name} needed"],
        "probe": f"What about {area.value.replace('_', ' ')}?",
        "example": f"I would {way}, because parcels reach couriers late otherwise.",
    }


_ASKED: Final = (
    ("how many parcels", "parcels per day", "daily parcels"),
    ("how many couriers", "size of the courier fleet", "couriers on shift"),
    ("how fast must a plan be", "latency of the plan", "planning time"),
    ("which cities", "countries covered", "where do we deliver"),
    ("are lockers included", "locker deliveries", "pickup lockers"),
    ("what is the goal", "what does success mean", "business goal"),
    ("what data is there", "which events are logged", "scanner logs"),
    ("do we have labels", "signatures available", "proof of delivery"),
    ("how fresh are positions", "position updates", "gps freshness"),
    ("what exists today", "current system", "present process"),
    ("do couriers choose", "can couriers refuse", "courier consent"),
    ("are there constraints", "van capacity", "working hours"),
)


def _fact(n: int) -> dict[str, Any]:
    return {
        "id": f"fact-{n}",
        "topic": "scale" if n == 0 else "constraints",
        "asked": list(_ASKED[n]),
        "answer": f"Fact number {n} about parcels.",
        "value": "2e6 count / day" if n == 0 else None,
    }


def _estimate(n: int) -> dict[str, Any]:
    return {
        "id": f"estimate-{n}",
        "title": "Scans",
        "ask": "How many scans a second is that?",
        "given": {"scans": "8.64e6 count"},
        "formula": "scans",
        "result": "8.64e6 count",
        "spoken": "Eight million scans a day is a hundred a second.",
        "consequence": "One machine is enough.",
    }


def _deep_dive(kind: str, n: int) -> dict[str, Any]:
    return {
        "id": f"{kind}-{n}",
        "topic": "Replanning",
        "area": "serving",
        "questions": [
            {
                "ask": f"How would you replan, step {step}, {kind} {n}?",
                "good": ["keep finished stops", "move few parcels", "time limit"],
                "answer": "Keep what is done and move little.",
            }
            for step in range(3)
        ],
    }


def _curveball(n: int) -> dict[str, Any]:
    return {
        "id": f"curveball-{n}",
        "level": "L5",
        "say": "Half of the vans are electric from tomorrow.",
        "good": ["range limit", "charging stops", "shorter routes"],
        "answer": "Add the range as a constraint.",
    }


_TRAPS: Final = (
    ("trust the scanner clock", "handheld clocks are right", "the clock is always exact"),
    ("straight line distance", "as the crow flies", "ignore bridges and rivers"),
    ("one courier for everything", "a single van does it", "no need for shifts"),
)


def _trap(n: int) -> dict[str, Any]:
    return {
        "id": f"trap-{n}",
        "area": "data",
        "says": list(_TRAPS[n]),
        "why": "It is not so.",
        "push_back": "Is that so?",
        "instead": "Check it first.",
    }
