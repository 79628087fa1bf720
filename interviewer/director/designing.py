"""Solution design: the candidate drives; step in for what is wrong, vague, missing or late."""

from __future__ import annotations

from interviewer.director.clarifying import answer_question
from interviewer.director.drift import drifts, starts_grand
from interviewer.director.option import Option, listen
from interviewer.director.requests import area_name, hint
from interviewer.director.situation import Answer, Situation
from interviewer.director.traps import traps_fallen_into
from interviewer.estimates import find_quantities
from interviewer.library.question import Point
from interviewer.matching import key_phrase
from interviewer.matching.acts import Act
from interviewer.vocabulary import AREAS_OF_PART, Area, Move, Part

MOST_LISTENS = 2
"""After this many turns in a row without a word, a good interviewer shows that they are there."""

ENOUGH_OF_AREA = 0.6
VAGUE_WORDS = 14
MOST_FOLLOWED = 6
"""Follow-ups on single words in one interview; more of them feel like an interrogation."""

COUNTABLE = frozenset(
    {Area.SCALE, Area.DATA, Area.MODEL, Area.TRAINING, Area.SERVING, Area.MONITORING}
)
"""Areas in which a number can always be asked for."""


def designing(situation: Situation, now_s: float) -> list[Option]:
    """Moves while the candidate designs, most fitting first."""
    answer = situation.answer
    if answer is None:
        return [listen("the candidate has the floor")]
    wrong = objection(situation, answer)
    if wrong is not None:
        return [wrong]
    question = answer_question(situation)
    if question is not None:
        return [question]
    questions = questions_on_design(situation, answer, now_s)
    if Act.CHECK_IN in answer.acts:
        return [_check_in(situation, questions), *questions]
    if _on_a_good_path(situation, answer):
        return [listen("on a good path; the candidate drives"), *questions]
    return [*questions, listen("nothing more to ask about this")]


def objection(situation: Situation, answer: Answer) -> Option | None:
    """What cannot be left standing: a wrong figure, a trap, a drift, a grand first version."""
    return (
        challenge(situation, answer)
        or _trap(situation, answer)
        or _drift(situation, answer)
        or _grand_first(situation, answer)
    )


def challenge(situation: Situation, answer: Answer) -> Option | None:
    """Question a wrong figure once, without saying what is right."""
    fresh = [e for e in answer.wrong_estimates if not situation.has(Move.CHALLENGE, e.quote)]
    if not fresh or situation.count(Move.CHALLENGE) >= 3:
        return None
    wrong = fresh[0]
    return Option(
        Move.CHALLENGE,
        f"{wrong.working}, not {wrong.stated}",
        wrong.quote,
        f"{wrong.stated}",
        say=f"You arrived at {wrong.stated}. Could you walk me through that again?",
    )


def _trap(situation: Situation, answer: Answer) -> Option | None:
    fallen = traps_fallen_into(answer.said.text, situation.setting.matcher, answer.matches)
    for trap in fallen:
        if not situation.has(Move.PUSH_BACK, trap.id):
            return Option(
                Move.PUSH_BACK,
                f"trap: {trap.why}",
                trap.id,
                area_name(trap.area),
                say=trap.push_back,
            )
    return None


def _drift(situation: Situation, answer: Answer) -> Option | None:
    kind = drifts(answer.said.text)
    limit_s = situation.setting.timeline.infrastructure_limit_s
    if kind is not None and not situation.has(Move.REDIRECT, kind):
        return Option(Move.REDIRECT, f"drifted into {kind}", kind, phrases="redirect_drift")
    deep = situation.infrastructure_s > limit_s
    if deep and not situation.has(Move.REDIRECT, "infrastructure"):
        return Option(
            Move.REDIRECT,
            "infrastructure for more than five minutes",
            "infrastructure",
            phrases="redirect_infrastructure",
        )
    return None


def _grand_first(situation: Situation, answer: Answer) -> Option | None:
    model_so_far = any(
        p.area is Area.MODEL and situation.covered(p) for p in situation.setting.question.points
    )
    fresh = not situation.has(Move.REDIRECT, "simple_first")
    earlier = " ".join(said.text for said in situation.answers)
    if fresh and not model_so_far and starts_grand(answer.said.text) and starts_grand(earlier):
        return Option(
            Move.REDIRECT,
            "a complicated first version with no baseline",
            "simple_first",
            phrases="redirect_simple_first",
        )
    return None


def _on_a_good_path(situation: Situation, answer: Answer) -> bool:
    productive = bool(answer.new_points) or (answer.words > 40 and bool(answer.matches))
    supported = Act.UNSUPPORTED_CLAIM not in answer.acts
    return productive and supported and situation.listened < MOST_LISTENS


def _check_in(situation: Situation, questions: list[Option]) -> Option:
    """Answer a check-in: they are on track, or there is something they should come to."""
    gap = next((q for q in questions if q.move is Move.PROBE and q.say), None)
    if gap is None or situation.listened < 1:
        target = f"check_in:{situation.count(Move.FOLLOW_UP)}"
        return Option(Move.FOLLOW_UP, "the candidate checked in", target, phrases="check_in_reply")
    return Option(
        Move.FOLLOW_UP,
        "the candidate checked in",
        gap.target,
        gap.topic,
        say=gap.say,
        phrases="check_in_reply",
    )


def questions_on_design(
    situation: Situation, answer: Answer, now_s: float, *, ahead: bool = False
) -> list[Option]:
    """What can still be asked about the design, most fitting first; nothing that was asked.

    Args:
        situation: where the interview stands.
        answer: what the candidate just said.
        now_s: the interview's clock.
        ahead: also about parts the plan has not come to, for a candidate who is through early.
    """
    options: list[Option | None] = [
        _reason(situation, answer),
        _numbers(situation, answer),
        _follow_words(situation, answer),
        *_gaps(situation, now_s, ahead=ahead),
        _tradeoff(situation),
        _failure(situation),
    ]
    return [o for o in options if o is not None and not _asked(situation, o)]


def _asked(situation: Situation, option: Option) -> bool:
    """Whether this was done before, or asked in answer to a check-in."""
    return any(situation.has(move, option.target) for move in (option.move, Move.FOLLOW_UP))


def _reason(situation: Situation, answer: Answer) -> Option | None:
    words = key_phrase(answer.said.text, situation.setting.question)
    if Act.UNSUPPORTED_CLAIM not in answer.acts or words is None:
        return None
    return Option(
        Move.PROBE,
        "a choice without a reason",
        f"reason:{words.lower()}",
        area_name(situation.focus),
        phrases="probe_reason",
        words=words,
    )


def _numbers(situation: Situation, answer: Answer) -> Option | None:
    target = f"numbers:{situation.focus.value}"
    recent = situation.answers[-3:]
    talked = sum(len(a.text.split()) for a in recent)
    numbers = answer.quantities or any(find_quantities(said.text) for said in recent)
    if numbers or talked < 60 or situation.focus not in COUNTABLE:
        return None
    if sum(m.target is not None and m.target.startswith("numbers:") for m in situation.moves) >= 3:
        return None
    return Option(
        Move.PROBE,
        "no number for a while",
        target,
        area_name(situation.focus),
        phrases="probe_numbers",
    )


def _follow_words(situation: Situation, answer: Answer) -> Option | None:
    words = key_phrase(answer.said.text, situation.setting.question)
    earlier = [m for m in situation.moves if m.target and m.target.startswith("words:")]
    last = situation.last_spoken
    again = last is not None and last in earlier
    if words is None or answer.words < VAGUE_WORDS or again or len(earlier) >= MOST_FOLLOWED:
        return None
    return Option(
        Move.FOLLOW_UP,
        "worth hearing more about",
        f"words:{words.lower()}",
        area_name(situation.focus),
        phrases="follow_up",
        words=words,
    )


def _gaps(situation: Situation, now_s: float, *, ahead: bool) -> list[Option]:
    """Missing points: of the area under discussion, then of the part that the clock is at."""
    options = []
    areas = _areas_by_need(situation, now_s)
    if ahead:
        later = (area for part in situation.setting.plan.parts for area in AREAS_OF_PART[part])
        areas = list(dict.fromkeys([*areas, *later]))
    for area in areas:
        gaps = situation.missing(area)
        if situation.probes.get(area, 0) >= situation.setting.level.hint_after_probes and gaps:
            options.append(hint(situation, f"probed {area_name(area)} without success"))
            continue
        options += [_ask_for(point) for point in gaps[:2] if _asks(situation, point)]
    return options


def _asks(situation: Situation, point: Point) -> bool:
    if point.area is Area.TRADEOFFS:
        return situation.setting.level.prompts_for_tradeoffs or point.essential
    if point.area is Area.ORGANISATION:
        return situation.setting.level.organisation
    return True


def _ask_for(point: Point) -> Option:
    return Option(
        Move.PROBE,
        f"{point.point} has not come up",
        point.id,
        area_name(point.area),
        say=point.probe,
    )


def _areas_by_need(situation: Situation, now_s: float) -> list[Area]:
    """Areas worth asking about: the current one, those the plan is past, those weighed most."""
    plan = situation.setting.plan
    part = plan.part_at(now_s - situation.phase_since_s)
    if situation.setting.drill in ("data", "monitoring"):
        part = Part.DATA if situation.setting.drill == "data" else Part.MONITORING
        return [*AREAS_OF_PART[part], Area.FEATURES]
    parts = list(plan.parts)
    due = [area for one in parts[: parts.index(part) + 1] for area in AREAS_OF_PART[one]]
    behind = [area for area in due if situation.covered_share(area) < ENOUGH_OF_AREA]
    weights = situation.setting.interviewer.weights
    behind.sort(key=lambda area: -weights.get(area, 1.0))
    untouched = [area for area in behind if situation.covered_share(area) == 0.0]
    return list(dict.fromkeys([*untouched, situation.focus, *behind, *AREAS_OF_PART[part]]))


def _tradeoff(situation: Situation) -> Option | None:
    if not situation.setting.level.prompts_for_tradeoffs:
        return None
    return Option(
        Move.PROBE,
        "trade-offs are asked for at this level",
        f"tradeoff:{situation.focus.value}",
        area_name(situation.focus),
        phrases="probe_tradeoff",
    )


def _failure(situation: Situation) -> Option | None:
    if situation.covered_share(Area.FAILURE_MODES) >= ENOUGH_OF_AREA:
        return None
    return Option(
        Move.PROBE,
        "what happens when the model is wrong",
        "failure",
        "a wrong prediction",
        phrases="probe_failure",
    )
