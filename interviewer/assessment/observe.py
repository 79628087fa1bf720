"""Everything counted and found in an interview, once; scores and mistakes are read off it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from interviewer.assessment.coverage import Raised, best_of, raised_in
from interviewer.assessment.passages import Passage, passages_of
from interviewer.assessment.prompting import Prompt, prompts_of
from interviewer.assessment.result import Evidence
from interviewer.conversation import Conversation, Turn
from interviewer.estimates import (
    Estimate,
    Quantity,
    Statement,
    find_estimates,
    find_quantities,
)
from interviewer.matching.acts import Act, acts_in, asks, checks_in
from interviewer.matching.cues import cue
from interviewer.matching.matcher import Matcher
from interviewer.matching.text import count_words, words_of
from interviewer.vocabulary import Move

FEWEST_WORDS: Final = 40
"""Below this many words of the candidate's nothing can be said."""
LITTLE_OF_TOPIC: Final = 2.8
MUCH_OF_TOPIC: Final = 4.4
"""Weights of the problem's own words, each counted up to three times. Answers of 150 words to
the problem asked reached 4, and answers of 1,000 words to other problems stayed below 3.4."""
SAME_WORD: Final = 3
ECHO_WORDS: Final = 30
FEW_REASONS: Final = 0.3
FEWEST_POINTS: Final = 6
"""Of so many points raised, fewer than this share with a reason is reciting, not explaining."""
_SENTENCE: Final = re.compile(r"[^.?!\n]+[.?!]*")
LONG_SENTENCE: Final = 40
_PUSHES: Final = frozenset({Move.PUSH_BACK, Move.CHALLENGE, Move.CURVEBALL})


@dataclass(frozen=True, slots=True)
class Asked:
    """A clarifying question: where it stands and the hidden facts it asks for."""

    evidence: Evidence
    facts: tuple[str, ...]
    words_before: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, or a stretch of one where there is no punctuation."""

    passage: Passage
    start: int
    end: int
    words_before: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.passage.text[self.start : self.end]

    @property
    def evidence(self) -> Evidence:
        """The sentence as a quote."""
        return self.passage.evidence(self.start, self.end)


class Observed:
    """A conversation with what was found in it; everything is computed once and never changes."""

    def __init__(self, conversation: Conversation, matcher: Matcher | None = None) -> None:
        self.conversation = conversation
        self.question = conversation.question
        self.matcher = matcher or Matcher(conversation.question)
        self.turns: tuple[Turn, ...] = conversation.turns
        self.passages = passages_of(conversation.turns)

    @cached_property
    def words(self) -> int:
        """Words the candidate spoke."""
        return sum(count_words(turn.text) for turn in self.conversation.candidate_turns)

    @property
    def enough(self) -> bool:
        """Whether there is enough speech to say anything."""
        return self.words >= FEWEST_WORDS

    @cached_property
    def prompts(self) -> list[Prompt]:
        """What the interviewer led to."""
        return prompts_of(self.turns, self.question, self.matcher)

    @cached_property
    def raised(self) -> list[Raised]:
        """Every point raised, in order."""
        return raised_in(self.passages, self.question, self.matcher, self.prompts)

    @cached_property
    def best(self) -> dict[str, Raised]:
        """The best statement of each point."""
        return best_of(self.raised)

    @cached_property
    def about_this(self) -> float:
        """0 to 1: whether it was this problem that was answered.

        What only repeats the interviewer's last words does not count.
        """
        used: Counter[str] = Counter()
        for passage in self.passages:
            spoken = self.matcher.topics_in(passage.text)
            if passage.after is not None and count_words(passage.text) <= ECHO_WORDS:
                for stem in self.matcher.topics_in(passage.after.text):
                    del spoken[stem]
            used += spoken
        weight = sum(
            self.matcher.topic[stem] * min(SAME_WORD, count) for stem, count in used.items()
        )
        span = MUCH_OF_TOPIC - LITTLE_OF_TOPIC
        return min(1.0, max(0.0, (weight - LITTLE_OF_TOPIC) / span))

    @cached_property
    def explained(self) -> float:
        """0.35 to 1: whether points were explained or only listed."""
        if len(self.best) < FEWEST_POINTS:
            return 1.0
        share = sum(one.match.reasoned for one in self.best.values()) / len(self.best)
        return min(1.0, 0.35 + 0.65 * share / FEW_REASONS)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The candidate's sentences, in order."""
        return [one for passage in self.passages for one in _sentences(passage)]

    @cached_property
    def asked(self) -> list[Asked]:
        """The candidate's clarifying questions; check-ins and requests are none."""
        found = []
        for one in self.sentences:
            if asks(one.text) and not checks_in(one.text) and not _requests(one.text):
                facts = tuple(self.matcher.facts_asked(one.text)[:2])
                found.append(Asked(one.evidence, facts, one.words_before))
        return found

    @cached_property
    def check_ins(self) -> list[Evidence]:
        """Where the candidate turned to the interviewer."""
        return [one.evidence for one in self.sentences if checks_in(one.text)]

    @cached_property
    def signposts(self) -> list[Evidence]:
        """Where the candidate said where they were going or had been; each wording once."""
        return self._distinct("signpost")

    @cached_property
    def tradeoffs(self) -> list[Evidence]:
        """Where a choice was weighed against its price; each wording once."""
        return self._distinct("weighing")

    @cached_property
    def reactions(self) -> list[tuple[Turn, Passage]]:
        """The interviewer's objections and changes, each with the candidate's answer."""
        return [
            (passage.after, passage)
            for passage in self.passages
            if passage.after is not None and passage.after.move in _PUSHES
        ]

    @cached_property
    def statements(self) -> list[Statement]:
        """The candidate's turns for the estimates engine."""
        return [
            Statement(turn.index, turn.text, turn.start_s, turn.end_s)
            for turn in self.conversation.candidate_turns
        ]

    @cached_property
    def estimates(self) -> list[Estimate]:
        """The figures the candidate concluded, computed again."""
        facts = {fact.id: fact.value for fact in self.question.facts if fact.value is not None}
        return find_estimates(self.statements, facts)

    @cached_property
    def quantities(self) -> list[tuple[Statement, Quantity]]:
        """The candidate's numbers that measure something, each value once."""
        seen: set[tuple[float, str, str]] = set()
        found = []
        for statement in self.statements:
            for quantity in find_quantities(statement.text):
                key = (quantity.magnitude, quantity.unit, quantity.noun)
                measured = bool(quantity.unit or quantity.noun) and quantity.role != "rough"
                if measured and key not in seen:
                    seen.add(key)
                    found.append((statement, quantity))
        return found

    def _distinct(self, name: str) -> list[Evidence]:
        pattern = cue(name)
        seen: set[str] = set()
        found = []
        for one in self.sentences:
            line = " ".join(word.norm for word in words_of(one.text))
            match = pattern.search(line)
            if match and line not in seen:
                seen.add(line)
                found.append(one.evidence)
        return found


def _requests(text: str) -> bool:
    return bool(
        acts_in(text)
        & {
            Act.REPEAT_REQUEST,
            Act.REPHRASE_REQUEST,
            Act.HINT_REQUEST,
            Act.TIME_REQUEST,
            Act.SKIP_REQUEST,
            Act.END_REQUEST,
            Act.ANNOUNCED_PAUSE,
        }
    )


def _sentences(passage: Passage) -> list[Sentence]:
    found = []
    words = passage.words_before
    for match in _SENTENCE.finditer(passage.text):
        pieces = words_of(match.group(), fillers=True)
        for first in range(0, len(pieces), LONG_SENTENCE):
            piece = pieces[first : first + LONG_SENTENCE]
            end = match.start() + piece[-1].end
            if first + LONG_SENTENCE >= len(pieces):
                end = match.end()
            found.append(Sentence(passage, match.start() + piece[0].start, end, words))
            words += len(piece)
    return found
