"""Builds a request from data and from where the interview stands. Pure.

Of the card it holds only what an offered option carries: a model cannot leak what it never knew.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.director import Guidance, Option, Situation
from interviewer.library.prompts import Prompt, fill
from interviewer.library.question import Point
from interviewer.matching.acts import Act
from interviewer.minds.llm.client import Message
from interviewer.minds.llm.memory import inert, transcript
from interviewer.vocabulary import Area, Move

MOST_OPTIONS = 6
MOST_LISTENS = 2
TRANSCRIPT_TOKENS = 4000


def offered(situation: Situation, guidance: Guidance) -> tuple[Option, ...]:
    """The options a model may choose from: the due one alone, else the most fitting few.

    Silence is offered only where it cannot leave the candidate waiting.
    """
    if guidance.due is not None:
        return (guidance.due,)
    answer = situation.answer
    asked = answer is not None and bool(answer.acts & {Act.QUESTION, Act.CHECK_IN})
    waits = asked or situation.listened >= MOST_LISTENS
    first = guidance.best
    return tuple(
        option
        for option in guidance.allowed[:MOST_OPTIONS]
        if option is first or option.move is not Move.LISTEN or not waits
    )


def messages(
    prompt: Prompt,
    situation: Situation,
    options: tuple[Option, ...],
    *,
    mark: str,
    fence: str,
    most_tokens: int = TRANSCRIPT_TOKENS,
) -> list[Message]:
    """The request for one turn.

    Args:
        prompt: the texts.
        situation: where the interview stands.
        options: numbered from 1 in this order.
        mark: a canary; heard anywhere, it proves a leak.
        fence: unpredictable, so that speech cannot close the fence around it.
        most_tokens: how much of the talk is told, roughly.
    """
    told = {"fence": fence, "transcript": transcript(situation, most_tokens)}
    turn = fill(prompt.turn, _turn(prompt, situation, options) | told)
    return [Message("system", system_text(prompt, situation, mark)), Message("user", turn)]


def notes_messages(
    prompt: Prompt, situation: Situation, points: Sequence[Point], said: str, *, fence: str
) -> list[Message]:
    """The request to find points in what was said. Its answer is never spoken.

    Args:
        prompt: the texts.
        situation: where the interview stands.
        points: the points that have not come up.
        said: the candidate's words.
        fence: unpredictable, as for a turn.
    """
    listed = "\n".join(f"{point.id}: {point.point}" for point in points)
    asked = {"question": situation.setting.question.title, "points": listed}
    text = fill(prompt.notes, asked | {"speech": inert(said), "fence": fence})
    return [Message("user", text)]


def system_text(prompt: Prompt, situation: Situation, mark: str) -> str:
    """Who the model is and how it works; the same for a whole interview."""
    setting = situation.setting
    person, company = setting.interviewer, setting.company
    return fill(
        prompt.system,
        {
            "name": person.name,
            "role": person.role,
            "background": person.background,
            "speaks": person.speaks,
            "listens_for": "; ".join(person.listens_for),
            "company": company.name,
            "team": company.team,
            "values": "; ".join(company.values),
            "style": company.style,
            "level": f"{setting.level.id.value}, {setting.level.title}",
            "shows": "; ".join(setting.level.behaviour),
            "mark": mark,
        },
    )


def now_s(situation: Situation) -> float:
    """The latest time the situation knows of."""
    times = [situation.phase_since_s, situation.floor_since_s]
    times += [situation.answer.said.t_s] if situation.answer else []
    times += [situation.moves[-1].t_s] if situation.moves else []
    return max(times)


def _turn(prompt: Prompt, situation: Situation, options: tuple[Option, ...]) -> dict[str, str]:
    plan, at_s = situation.setting.plan, now_s(situation)
    return {
        "phase": situation.phase.value.replace("_", " "),
        "phase_left": _minutes(plan.ends_s(situation.phase) - at_s),
        "total_left": _minutes(plan.total_s - at_s),
        "coverage": ", ".join(f"{_name(a)} {situation.covered_share(a):.0%}" for a in Area),
        "options": "\n".join(f"{n}. {_option(prompt, o)}" for n, o in enumerate(options, 1)),
    }


def _minutes(seconds: float) -> str:
    return f"{max(0.0, seconds) / 60:.0f}"


def _name(area: Area) -> str:
    return area.value.replace("_", " ")


def _option(prompt: Prompt, option: Option) -> str:
    parts = [f"[{option.move.value}] {prompt.moves[option.move]}"]
    if option.phrases in prompt.purposes:
        parts.append(prompt.purposes[option.phrases or ""])
    if option.topic:
        parts.append(f"about: {inert(option.topic)}")
    if option.words:
        parts.append(f"they said: {inert(option.words)}")
    if option.say:
        parts.append(f"convey: {inert(option.say)}")
    return "; ".join(parts)
