"""Weak, good and great candidates, made from the question card.

They know what the card says a strong candidate says; how much of it they say, in which order and
with which habits makes them weak, good or great. They exist to rehearse and to test the product.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from interviewer.candidates.base import Utterance
from interviewer.library.people import Company
from interviewer.library.question import Fact, Point, Question
from interviewer.vocabulary import Area, Level

DESIGN_ORDER = (
    Area.METRICS,
    Area.DATA,
    Area.LABELS,
    Area.FEATURES,
    Area.MODEL,
    Area.TRAINING,
    Area.OFFLINE_EVALUATION,
    Area.ONLINE_EVALUATION,
    Area.SERVING,
    Area.FAILURE_MODES,
    Area.MONITORING,
    Area.TRADEOFFS,
    Area.ORGANISATION,
)
REPLY_PAUSE_S = 4.0
ANSWER_WAIT_S = 6.0
OPENING_TURNS = 3
"""What the interviewer says this early is no invitation to ask about the team."""

MOVE_ON = "I think I have covered that. Let's move on."
LIMITS = (
    "That is as far as I would take it for now.",
    "Beyond that I would have to look at the data.",
    "I would decide the rest once the first version runs.",
    "There I would ask somebody who has run it before.",
)
"""What is said to a question when nothing of the card is left to say."""
REASONS = (
    "The main thing is this.",
    "It comes down to one thing.",
    "My reason is simple.",
    "Here is why.",
    "What decides it for me is this.",
    "I would put it this way.",
    "Behind that stands a plain fact.",
    "I was thinking of this.",
)
OPENERS = ("Okay.", "Right.", "So,", "Good.", "Next,", "Then,", "Also,", "On top of that,")
CLOSING = re.compile(
    r"\b(questions? (?:do you have(?! for me about)|for (?:me|us)(?! about)|have you|did you"
    r"|you (?:have|brought))"
    r"|(?:for|are) your questions|like to ask|ask me (?:anything|what you would)|wish to know"
    r"|(?:know|curious) about (?:the product|the team|this team|our team|how we)|how we work"
    r"|are you (?:curious|wondering) about|your turn|swap seats|(?:question|interview) me"
    r"|about our work|about us|against us|like it here)\b",
    re.IGNORECASE,
)
"""How interviewers hand over at the end, in the phrasebooks and in other words."""
FRAMING = re.compile(
    r"\b(problem statement|(?:one|a) paragraph|sum(?:mari[sz]e| it up)|state the problem"
    r"|play (?:it|the problem) back|recap|frame)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What sets one candidate apart from another.

    Attributes:
        share: of the card's points that they bring up by themselves.
        questions: clarifying questions they ask.
        calculates: whether they say the estimates.
        jumps: whether they begin with a model.
        depth: sentences of a good answer they give to a hard question; 0 is vague.
        essentials_only: whether they know little but what matters most.
        long_pause_s: a silence they fall into now and then; 0 for none.
    """

    share: float
    questions: int
    calculates: bool
    jumps: bool
    depth: int
    essentials_only: bool = False
    long_pause_s: float = 0.0


HABITS = {
    "great": Habits(share=0.9, questions=7, calculates=True, jumps=False, depth=4),
    "good": Habits(share=0.4, questions=5, calculates=True, jumps=False, depth=2),
    "weak": Habits(
        share=0.08, questions=1, calculates=False, jumps=True, depth=0, long_pause_s=14.0
    ),
}

WEAK_TALK = (
    "I would use a big transformer with self attention and fine tune it on our data set.",
    "We can make it deeper if it does not work well enough.",
    "The model will learn the features by itself, so I would not worry about that too much.",
    "I think the accuracy should be pretty high with enough layers.",
    "And then we deploy it, and people see the results.",
    "We could also try an ensemble of several of those.",
    "It needs to be fast, so we would use good hardware.",
    "I read about a company that did it this way, and it worked for them.",
)
VAGUE_ANSWERS = (
    "I am not sure. I would probably tune some parameters.",
    "I guess we would look at it and fix it when it happens.",
    "That should be fine with a good model.",
    "I have not thought about that. Maybe more data.",
    "It depends, I would have to try it out.",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something on the agenda: sentences, of which those already said are left out.

    Attributes:
        after: said after them, whatever was left out.
    """

    texts: tuple[str, ...]
    pause_s: float
    opener: str = ""
    after: str = ""


@dataclass(slots=True)
class SimulatedCandidate:
    """One of the three, for one card.

    Args:
        name: "weak", "good" or "great".
        question: the card they are asked about.
        company: the company whose team they ask about at the end.
        level: how much is expected; points above it are not brought up unasked.
        seed: the same seed gives the same candidate.
    """

    name: str
    question: Question
    company: Company
    level: Level
    seed: int = 0
    _agenda: list[Topic] = field(default_factory=list)
    _reply: str | None = None
    _told: set[str] = field(default_factory=set)
    _asked_team: int = 0
    _vague: int = 0
    _waits: bool = False
    _heard: int = 0

    def __post_init__(self) -> None:
        """Prepare what they would say if nobody interrupted."""
        chance = random.Random(f"{self.seed}:{self.name}:{self.question.id}")
        self._agenda = list(_agenda(self, HABITS[self.name], chance))

    @property
    def habits(self) -> Habits:
        """What sets them apart."""
        return HABITS[self.name]

    def plan(self) -> Utterance | None:
        """An answer that is owed comes before the agenda."""
        if self._reply is not None:
            return Utterance(self._reply, REPLY_PAUSE_S)
        while self._agenda:
            topic = self._agenda[0]
            fresh = [text for text in topic.texts if text not in self._told]
            if fresh:
                words = " ".join(part for part in (topic.opener, *fresh, topic.after) if part)
                return Utterance(words, self._after_a_question(topic.pause_s))
            self._agenda.pop(0)
        return None

    def _after_a_question(self, pause_s: float) -> float:
        """Whoever asks waits for the answer."""
        return max(pause_s, ANSWER_WAIT_S) if self._waits else pause_s

    def said(self) -> None:
        """Strike it off."""
        said = self.plan()
        self._waits = said is not None and said.text.endswith("?")
        if self._reply is not None:
            self._told.add(self._reply)
            self._reply = None
        elif self._agenda:
            self._told.update(self._agenda.pop(0).texts)

    def hear(self, text: str) -> None:
        """Answer a question of the card, a wish of the interviewer, or go on."""
        self._waits = False
        self._reply = self._answer(text)

    def _answer(self, text: str) -> str | None:
        self._heard += 1
        closing = self._heard > OPENING_TURNS and CLOSING.search(text)
        if closing or self._asked_team:
            self._agenda = []
            return self._team_question()
        asks = text.rstrip().endswith("?")
        if self.habits.depth == 0:
            return self._vague_answer() if asks or not self._agenda else None
        known = self._known_answer(text)
        if known is not None and known not in self._told:
            return _sentences(known, self.habits.depth)
        statement = f"To summarise the problem. {self.question.problem_statement}"
        if FRAMING.search(text) and statement not in self._told:
            return statement
        return self._elaboration(asked=asks) if asks or not self._agenda else None

    def _vague_answer(self) -> str:
        self._vague += 1
        return VAGUE_ANSWERS[self._vague % len(VAGUE_ANSWERS)]

    def _elaboration(self, *, asked: bool) -> str:
        """The reason behind what was said last, then what is left of the card, then the limit."""
        everything = self.habits.depth == HABITS["great"].depth
        rank = self.level.rank
        points = [p for p in self.question.points if everything or p.level.rank <= rank]
        fresh = [p for p in points if not self._has_told(p.why)]
        told = [p for p in fresh if p.example in self._told]
        if fresh:
            return f"{REASONS[len(fresh) % len(REASONS)]} {(told[-1:] or fresh)[0].why}"
        unsaid = [p.example for p in points if p.example not in self._told]
        if unsaid and everything:
            return unsaid[0]
        limits = [line for line in LIMITS if line not in self._told]
        return limits[0] if asked and limits else MOVE_ON

    def _has_told(self, text: str) -> bool:
        return any(told.endswith(text) for told in self._told)

    def _known_answer(self, text: str) -> str | None:
        """The answer the card holds for what was asked, if it was asked in the card's words."""
        return next((known for asked, known in _answers(self.question) if asked in text), None)

    def _team_question(self) -> str:
        wanted = {"great": 3, "good": 2}.get(self.name, 1)
        self._asked_team += 1
        replies = self.company.replies
        if self._asked_team > min(wanted, len(replies)):
            return "No, that is everything from me. Thank you."
        return _as_question(replies[self._asked_team - 1].asked[0])


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    for dive in question.deep_dives.infra + question.deep_dives.research:
        for step in dive.questions:
            yield step.ask, step.answer
    for ball in question.curveballs:
        yield ball.say, ball.answer
    for point in question.points:
        yield point.probe, point.example
    for trap in question.traps:
        yield trap.push_back, trap.instead
    for estimate in question.estimates:
        yield estimate.ask, f"{estimate.spoken} {estimate.consequence}"


def _agenda(
    candidate: SimulatedCandidate, habits: Habits, chance: random.Random
) -> Iterator[Topic]:
    card = candidate.question
    if habits.jumps:
        yield Topic((WEAK_TALK[0], WEAK_TALK[1]), 1.5)
    for fact in _facts_worth_asking(card.facts, habits.questions):
        yield Topic((_as_question(fact.asked[0]),), 1.5)
    if not habits.jumps:
        yield Topic((f"To summarise the problem. {card.problem_statement}",), 2.5)
    if habits.calculates:
        for estimate in card.estimates[: habits.depth]:
            yield Topic((f"{estimate.spoken} {estimate.consequence}",), 3.0)
    if habits.jumps:
        yield from (Topic((line,), 3.0) for line in WEAK_TALK[2:5])
        yield Topic(("Hmm, what else.",), habits.long_pause_s)
    yield from _design(candidate, habits, chance)
    if not habits.jumps:
        yield Topic(("That would be the design in outline.",), 3.2)
    if habits.jumps:
        yield from (Topic((line,), 4.0) for line in WEAK_TALK[5:])
        yield Topic(("That is more or less the idea.",), habits.long_pause_s)


def _design(
    candidate: SimulatedCandidate, habits: Habits, chance: random.Random
) -> Iterator[Topic]:
    told = 0
    for area in DESIGN_ORDER:
        points = [p for p in _points(candidate, area) if chance.random() < habits.share]
        for pair in _pairs(points):
            told += 1
            check = "Does this direction make sense?" if told % 7 == 0 and habits.depth else ""
            texts = tuple(point.example for point in pair)
            yield Topic(texts, 3.2, chance.choice(OPENERS), check)


def _points(candidate: SimulatedCandidate, area: Area) -> list[Point]:
    rank = candidate.level.rank
    points = [p for p in candidate.question.points if p.area is area and p.level.rank <= rank]
    return sorted(points, key=lambda p: not p.essential)


def _pairs(points: list[Point]) -> Iterable[list[Point]]:
    return (points[i : i + 2] for i in range(0, len(points), 2))


def _facts_worth_asking(facts: tuple[Fact, ...], number: int) -> list[Fact]:
    """One fact of each topic before a second of any."""
    first = {fact.topic: fact for fact in reversed(facts)}
    order = [fact for fact in facts if first[fact.topic] is fact]
    return (order + [fact for fact in facts if fact not in order])[:number]


def _as_question(phrase: str) -> str:
    """Turn a few telling words into a question: "latency budget" becomes one."""
    text = phrase.strip().rstrip("?")
    asks = ("how", "what", "which", "who", "where", "when", "do", "does", "is", "are", "can",
            "should", "will", "did", "any")  # fmt: skip
    if text.split()[0] in asks:
        return text[0].upper() + text[1:] + "?"
    return f"Can you tell me about the {text.removeprefix('the ')}?"


def _sentences(text: str, number: int) -> str:
    parts = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(parts[:number])
