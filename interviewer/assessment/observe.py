"""Everything counted and found in an interview, once; scores and mistakes are read off it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from interviewer.assessment.coverage import Raised, best_of, raised_in
from interviewer.assessment.passages import Passage, passages_of
from interviewer.assessment.plain import Plain, without_fillers
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
from interviewer.matching.acts import Act, acts_in, check_ins_in, checks_in
from interviewer.matching.cues import cue
from interviewer.matching.matcher import Matcher
from interviewer.matching.questions import questions_in
from interviewer.matching.quotes import widen
from interviewer.matching.scope import places_of, tied_words
from interviewer.matching.text import count_words, words_of
from interviewer.vocabulary import Move

FEWEST_WORDS: Final = 40
"""Below this many words of the candidate's nothing can be said."""
LITTLE_OF_TOPIC: Final = 2.0
MUCH_OF_TOPIC: Final = 4.0
"""Weights of the problem's own words, each counted up to three times. Of answers of eight
sentences to the problem asked, 98 in 100 reached 4.8; of full answers to problems of another
kind the median was 0.5, and those above 4 were about the same product."""
SAME_WORD: Final = 3
ECHO_SHARE: Final = 0.75
LISTED: Final = 7.5
SPOKEN: Final = 10.5
"""Small words that tie speech together, in a hundred. Lists of phrases have up to 7, most people
20 to 30, and the tersest of the labelled transcripts 12."""
LEAST_CREDIT: Final = 0.2
_SENTENCE: Final = re.compile(r"[^.?!\n]+[.?!]*")
LONG_SENTENCE: Final = 40
_PUSHES: Final = frozenset({Move.PUSH_BACK, Move.CHALLENGE, Move.CURVEBALL})


@dataclass(frozen=True, slots=True)
class Asked:
    """A clarifying question: where it stands and the hidden facts it asks for, likeliest first."""

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
        headings = [point.point for point in conversation.question.points]
        self.passages = passages_of(conversation.turns, headings)

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

        What only repeats the interviewer's last words does not count. Where the problem is not
        known or the words are doubtful, nothing can be said against it.
        """
        if self.question.is_generic or self.conversation.provenance.low_confidence:
            return 1.0
        used: Counter[str] = Counter()
        for passage in self.passages:
            if passage.after is not None and _repeats(passage.text, passage.after.text):
                continue
            for first, last in passage.fresh:
                used += self.matcher.topics_in(passage.text[first:last])
        weight = sum(
            self.matcher.topic[stem] * min(SAME_WORD, count) for stem, count in used.items()
        )
        span = MUCH_OF_TOPIC - LITTLE_OF_TOPIC
        return min(1.0, max(0.0, (weight - LITTLE_OF_TOPIC) / span))

    @cached_property
    def spoken(self) -> float:
        """0.2 to 1: whether this is speech about something or a list of terms."""
        counts = [
            tied_words(passage.text[a:b]) for passage in self.passages for a, b in passage.fresh
        ]
        words = sum(count for count, _ in counts)
        density = 100 * sum(ties for _, ties in counts) / words if words else 0.0
        share = (density - LISTED) / (SPOKEN - LISTED)
        return min(1.0, max(LEAST_CREDIT, share))

    @cached_property
    def concepts(self) -> Counter[str]:
        """How often each concept of the field was spoken of, denials left out."""
        return sum((self.matcher.concepts_in(one.text) for one in self.passages), Counter())

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The candidate's sentences, in order."""
        return [
            one
            for passage in self.passages
            for one in _sentences(passage)
            if any(first <= one.start < last for first, last in passage.fresh)
        ]

    @cached_property
    def asked(self) -> list[Asked]:
        """The candidate's clarifying questions; check-ins and requests are none."""
        found = []
        for passage, begin, stop in self._fresh():
            text = passage.text[begin:stop]
            before = passage.words_before + count_words(passage.text[:begin])
            for first, last in questions_in(text):
                said = text[first:last]
                if not checks_in(said) and not _requests(said):
                    evidence = passage.evidence(begin + first, begin + last)
                    facts = tuple(self.matcher.facts_asked(said))
                    found.append(Asked(evidence, facts, before + count_words(text[:first])))
        return found

    @cached_property
    def check_ins(self) -> list[Evidence]:
        """Where the candidate turned to the interviewer."""
        return [
            passage.evidence(begin + first, begin + last)
            for passage, begin, stop in self._fresh()
            for first, last in check_ins_in(passage.text[begin:stop])
        ]

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
        first = {turn.text: turn for turn in reversed(self.conversation.candidate_turns)}
        return [
            Statement(turn.index, turn.text, turn.start_s, turn.end_s)
            for turn in self.conversation.candidate_turns
            if first[turn.text] is turn
        ]

    @cached_property
    def estimates(self) -> list[Estimate]:
        """The figures the candidate concluded, computed again."""
        facts = {fact.id: fact.value for fact in self.question.facts if fact.value is not None}
        plain = {s.turn: without_fillers(s.text) for s in self.statements}
        found = find_estimates(
            [replace(s, text=plain[s.turn].text) for s in self.statements], facts
        )
        return [_as_spoken(one, plain[one.turn], self.turns[one.turn].text) for one in found]

    @cached_property
    def quantities(self) -> list[tuple[Statement, Quantity]]:
        """The candidate's numbers that measure something, each value once."""
        seen: set[tuple[float, str, str]] = set()
        found = []
        for statement in self.statements:
            plain = without_fillers(statement.text)
            for number in find_quantities(plain.text):
                start, end = plain.span(number.start_char, number.end_char)
                quantity = replace(number, start_char=start, end_char=end)
                key = (quantity.magnitude, quantity.unit, quantity.noun)
                measured = bool(quantity.unit or quantity.noun) and quantity.role != "rough"
                if measured and key not in seen:
                    seen.add(key)
                    found.append((statement, quantity))
        return found

    def _fresh(self) -> list[tuple[Passage, int, int]]:
        """What was said for the first time, as stretches of passages."""
        return [(one, first, last) for one in self.passages for first, last in one.fresh]

    def _distinct(self, name: str) -> list[Evidence]:
        """The places where a cue is heard, each wording once, whatever the punctuation."""
        seen: set[tuple[str, ...]] = set()
        found = []
        for passage, begin, stop in self._fresh():
            text = passage.text[begin:stop]
            words = words_of(text)
            for first, last in places_of(cue(name), words):
                around = tuple(word.norm for word in words[max(0, first - 3) : last + 3])
                if around not in seen:
                    seen.add(around)
                    start, end = widen(text, words, first, last)
                    found.append(passage.evidence(begin + start, begin + end))
        return found


def _as_spoken(one: Estimate, plain: Plain, text: str) -> Estimate:
    start, end = plain.span(one.start_char, one.end_char)
    return replace(one, quote=text[start:end], start_char=start, end_char=end)


def _repeats(text: str, heard: str) -> bool:
    """Whether nearly all content of a text is what was heard just before."""
    before = {word.stem for word in words_of(heard) if not word.stop}
    content = [word.stem for word in words_of(text) if not word.stop]
    return sum(stem in before for stem in content) >= ECHO_SHARE * max(1, len(content))


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
