"""The steps of a deep dive: where it is, whether an answer holds, what is asked next."""

from __future__ import annotations

from interviewer.director.option import Option
from interviewer.director.phrases import phrases_in
from interviewer.director.situation import Answer, Situation
from interviewer.library.question import DeepDive, DeepQuestion
from interviewer.vocabulary import Move


def current(situation: Situation) -> tuple[DeepDive, int] | None:
    """The dive under way and the step it is at."""
    last = next((m for m in reversed(situation.moves) if m.kind is Move.DEEP_DIVE), None)
    if last is None or last.target is None:
        return None
    name, step = last.target.rsplit(":", 1)
    dive = next((d for d in situation.setting.dives if d.id == name), None)
    return (dive, int(step)) if dive else None


def holds(text: str, question: DeepQuestion) -> bool:
    """Whether an answer holds at least one of the things a good one holds."""
    return bool(phrases_in(text, question.good))


def next_question(situation: Situation, answer: Answer | None) -> Option | None:
    """The next step of this dive, or the first of the next one."""
    at = current(situation)
    if at is None:
        return None
    dive, step = at
    if step + 1 < len(dive.questions):
        good = answer is not None and holds(answer.said.text, dive.questions[step])
        return ask(dive, step + 1, "good_answer" if good else None)
    dives = situation.setting.dives
    later = dives[dives.index(dive) + 1 :]
    return ask(later[0], 0, "deep_dive_open") if later else None


def ask(dive: DeepDive, step: int, lead: str | None) -> Option:
    """One question of a dive, led into by a phrase list."""
    return Option(
        Move.DEEP_DIVE,
        f"question {step + 1} of 3 on {dive.topic}",
        f"{dive.id}:{step}",
        in_mid_sentence(dive.topic),
        say=dive.questions[step].ask,
        phrases=lead,
    )


def in_mid_sentence(topic: str) -> str:
    """A title as it stands inside a sentence; an abbreviation keeps its capitals."""
    plain = topic.startswith("A ") or topic[1:2].islower()
    return topic[0].lower() + topic[1:] if plain else topic
