"""The guard: what a model wants to say, made speakable, or refused. Pure; it knows no model.

It works sentence by sentence, because the first is spoken before the last is known. What can be
mended (marks, length, a second question) is mended; the rest is refused, and other words take its
place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from interviewer.director import Option
from interviewer.director.phrases import stems
from interviewer.estimates import find_quantities
from interviewer.minds.base import split_sentences
from interviewer.vocabulary import Move

MOST_WORDS: Final = 60
RUN: Final = 4
"""This many telling words in a row, shared with a hidden text, are no coincidence."""

CARRIED_SHARE: Final = 0.4
SMALL: Final = 10
SAME_QUESTION: Final = 85.0


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE)


_URL = _any(r"https?:", r"www\.", r"\b\w+\.(?:com|org|net|io|ai)\b")
_CODE = _any(r"```", r"</?\w+[^>]*>", r"[{}\\|]", r"\w\(\)", r"==|=>|->", r"^\s*(?:def|import) ")
_SPEAKER = _any(r"\b(?:candidate|user|human|assistant|system)\s*:")
_OWN_LABEL = _any(r"\A\s*(?:interviewer|me)\s*:\s*")
_STAGE = _any(r"\([^()]{0,60}\)", r"\[[^\]]{0,60}\]", r"(?<!\w)\*(?:pause|nod|smile)[^*]{0,40}\*")
_BULLET = _any(r"\A\s*(?:[-*•#>]+|\d{1,2}[.)])\s+")
_MARKS = _any(r"[*_`#~]+")
_THIS = r"(?:interview|session|call|conversation)"
_END = _any(
    rf"\b{_THIS} (?:is|has|was)(?: been)?(?: now)?"
    r" (?:over|ended|done|finished|complete|completed|concluded|terminated)\b",
    rf"\b(?:ends?|ending|stop|concludes?|terminate|finish) (?:the|this|our|your) {_THIS}",
    r"\bwe(?:'re| are) (?:all )?(?:done|finished|out of time)\b",
    r"\bthat(?:'s| is| was) (?:all|everything) (?:we have time|for today|from me)",
    r"\bgood ?bye\b",
    r"\bthank(?:s| you) (?:so much )?for (?:coming|joining|your time)",
    r"\blet(?:'s| us) (?:stop here(?! (?:briefly|for an?)\b)|call it"
    r"|wrap (?:it |this |things )?up)",
    rf"\bend of (?:the|this|our|your) {_THIS}",
)
_VERDICT = _any(
    r"\b(?:strong|lean|no)[- ](?:no[- ])?hire\b",
    r"\byou(?:'ve| have)? (?:pass(?:ed)?|fail(?:ed)?|got the job)\b",
    r"\byou(?:'re| are) hired\b",
    r"\b(?:your|the final) (?:final )?(?:score|rating|verdict|grade|mark)s? (?:is|are|of|will)\b",
    r"\b(?:[1-5]|one|two|three|four|five) out of (?:5|five)\b",
    r"\bi(?:'d| would| will|'ll) (?:rate|score|hire|recommend) you\b",
    r"\bi(?:'d| would| will|'ll) give you (?:an? [a-f]\b|(?:an? )?(?:[1-5]|one|two|three|four|five"
    r"|pass|fail|high|low|full)(?= out| of| mark| point| star|\W*$|[.,;!]))",
    r"\brubric\b",
    r"\b(?:perfect score|full marks)\b",
)
_CLOCK = _any(
    r"\b(?:minutes?|seconds?|hours?) (?:left|remaining|to go)\b",
    r"\bextra (?:time|minutes)\b",
    r"\b(?:skip|jump|move on|go straight|moving on) to (?:the |your )?"
    r"(?:deep dive|next (?:phase|part|question)|questions|end)\b",
)
_MACHINE = _any(
    r"\b(?:as|i am|i'm|being) (?:only |just )?an? (?:ai|bot|machine|(?:large )?language model)\b",
    r"\b(?:chatgpt|openai|system prompt)\b",
    r"\b(?:my|these|the|previous|your|hidden) (?:instructions|prompt)\b",
    r"\boption (?:\d|one|two|three)\b",
    r"\b(?:hidden facts?|the director|question card)\b",
)


class Refused(Exception):
    """These words must not be spoken; the message says why."""


class Figure(NamedTuple):
    """A figure, rounded so that ways of writing it agree; a small one is nothing without its unit.

    Attributes:
        unit: empty for large figures, whose size alone tells them.
    """

    magnitude: str
    unit: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one turn.

    Attributes:
        option: the move that was decided.
        public: texts the candidate may hear or has heard, their own included.
        hidden: texts that must not be spoken.
        asked: questions that were asked before.
        canaries: marks that must never appear.
        gives_away: ids of points that a text would give away.
    """

    option: Option
    public: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    canaries: tuple[str, ...] = ()
    gives_away: Callable[[str], Iterable[str]] = lambda _: ()


@dataclass(slots=True)
class Guard:
    """Lets the sentences of one turn pass, one by one.

    Attributes:
        said: what has passed.
        full: nothing more may follow; the turn has its question or its length.
        mended: what had to be repaired, a few words each.
    """

    rules: Rules
    said: list[str] = field(default_factory=list)
    full: bool = False
    mended: list[str] = field(default_factory=list)
    _secret: frozenset[tuple[str, ...]] = frozenset()
    _given: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._given = given_words(self.rules.option)
        self._secret = runs(self.rules.hidden) - runs((*self.rules.public, *self._given))

    def take(self, sentence: str) -> str:
        """The sentence as it may be spoken; empty when nothing of it is left.

        Raises:
            Refused: it must not be spoken.
        """
        if self.full:
            self._mend("left out what followed")
            return ""
        self._refuse_raw(sentence)
        text = self._shortened(cleaned(sentence))
        if not text:
            return ""
        if self._asked and not self._is_due(text):
            self._mend("left out what followed")
            return ""
        if text.endswith("?") and self._answer_due:
            if not self.said:
                raise Refused("a question where an answer is due")
            self._mend("left out a question after an answer")
            return ""
        self._refuse(text)
        self.said.append(text)
        self.full = self.full or (self._asked and self._nothing_due)
        return text

    @property
    def _asked(self) -> bool:
        return any("?" in one for one in self.said)

    @property
    def _answer_due(self) -> bool:
        option = self.rules.option
        return option.move is Move.ANSWER and bool(option.say) and "?" not in option.say

    @property
    def _nothing_due(self) -> bool:
        """Whether the decided words have nothing after their first question."""
        return not self.rules.option.say.partition("?")[2].strip()

    def _is_due(self, text: str) -> bool:
        """Whether a sentence after the question stands in the decided words themselves."""
        return any(alike(text, one) for one in split_sentences(self.rules.option.say))

    def _mend(self, what: str) -> None:
        if what not in self.mended:
            self.mended.append(what)

    def _shortened(self, text: str) -> str:
        """Keep to the length, and to the first question."""
        head, mark, tail = text.partition("?")
        if mark and tail.strip():
            self._mend("left out what followed")
        text = head + mark
        left = MOST_WORDS - sum(len(one.split()) for one in self.said)
        if len(text.split()) <= left:
            return text
        self.full = True
        self._mend("cut to length")
        if self.said:
            return ""
        raise Refused("a sentence too long to be spoken")

    def _refuse_raw(self, sentence: str) -> None:
        """What mending would hide."""
        whole = letters(" ".join([*self.said, sentence]))
        if any(letters(canary) in whole for canary in self.rules.canaries):
            raise Refused("a confidential mark")
        for pattern, why in (
            (_URL, "a link"),
            (_CODE, "code or markup"),
            (_SPEAKER, "a speaker name"),
        ):
            if pattern.search(sentence):
                raise Refused(why)

    def _refuse(self, text: str) -> None:
        option = self.rules.option
        patterns = [(_VERDICT, "a verdict"), (_MACHINE, "words about its own instructions")]
        patterns += [] if option.ends else [(_END, "an end of the interview")]
        timely = option.move in (Move.TIME_CHECK, Move.MOVE_ON)
        patterns += [] if timely else [(_CLOCK, "a claim about the clock")]
        for pattern, why in patterns:
            if found_in(pattern, text) - found_in(pattern, self.rules.option.say):
                raise Refused(why)
        if not _speakable(text):
            raise Refused("words that cannot be spoken")
        self._refuse_leak(text)
        if text.endswith("?"):
            self._refuse_question(text)

    def _refuse_leak(self, text: str) -> None:
        whole = " ".join([*self.said, text])
        if runs((whole,)) & self._secret:
            raise Refused("words of the question card")
        if any(self.rules.gives_away(whole)):
            raise Refused("a point that has not come up")
        known = magnitudes((*self.rules.public, *self._given))
        own = {figure for figure in figures((text,)) if figure.magnitude not in known}
        if text.endswith("?"):  # to ask what happens in two weeks is no leak, unless it is
            own &= figures(self.rules.hidden)
        if own:
            raise Refused("a figure that nobody gave")

    def _refuse_question(self, text: str) -> None:
        if self.rules.option.repeatable or len(text.split()) < 4 or self._is_due(text):
            return
        if any(alike(text, one) for one in self.rules.asked):
            raise Refused("a question that was asked before")
        say = self.rules.option.say
        if "?" in say and not carries(" ".join([*self.said, text]), say):
            raise Refused("another question than the one decided on")

    def missing(self) -> str:
        """The words of the option that what was said does not carry; empty when it does."""
        say = self.rules.option.say
        return "" if carries(" ".join(self.said), say) else say


def given_words(option: Option) -> tuple[str, ...]:
    """What the decided move itself tells: its words, its topic, the candidate's words it is on."""
    return tuple(text for text in (option.say, option.topic, option.words) if text)


def alike(one: str, other: str) -> bool:
    """Whether two sentences are the same but for their order and a word or two."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(one.lower(), other.lower()) >= SAME_QUESTION


def found_in(pattern: re.Pattern[str], text: str) -> set[str]:
    """What a pattern finds in a text, apostrophes made plain."""
    return {found[0].lower() for found in pattern.finditer(text.replace("’", "'"))}


def carries(words: str, say: str) -> bool:
    """Whether words hold the meaning of a text: its question, its figures, enough of its words."""
    if not say:
        return True
    if "?" in say and "?" not in words:
        return False
    if not magnitudes((say,)) <= magnitudes((words,)):
        return False
    wanted = set(stems(say))
    return not wanted or len(wanted & set(stems(words))) / len(wanted) >= CARRIED_SHARE


def cleaned(sentence: str) -> str:
    """The sentence without what is not spoken: Markdown, bullets, emoji, stage directions."""
    text = _OWN_LABEL.sub("", unicodedata.normalize("NFKC", sentence))
    text = _MARKS.sub("", _BULLET.sub("", _STAGE.sub(" ", text)))
    kept = (
        c if c.isspace() or unicodedata.category(c)[0] not in "CSM" or c in "$%+" else " "
        for c in text
    )
    text = " ".join("".join(kept).split()).strip('"“” ')
    return text if any(c.isalnum() for c in text) else ""


def letters(text: str) -> str:
    """Only what is heard: lower-case letters and digits, so that spelling out hides nothing."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def runs(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Every stretch of telling words in the texts, as long as would betray its source."""
    return frozenset().union(*map(_runs_in, texts))


def magnitudes(texts: Iterable[str]) -> frozenset[str]:
    """How large the figures in texts are, whatever they count."""
    return frozenset(figure.magnitude for figure in figures(texts))


def figures(texts: Iterable[str]) -> frozenset[Figure]:
    """The figures in texts; no small bare counts."""
    return frozenset().union(*map(_figures_in, texts))


@lru_cache(maxsize=4096)  # a card and what was said come by in every turn again
def _runs_in(text: str) -> frozenset[tuple[str, ...]]:
    words = stems(text)
    return frozenset(words[i : i + RUN] for i in range(len(words) - RUN + 1))


@lru_cache(maxsize=4096)
def _figures_in(text: str) -> frozenset[Figure]:
    return frozenset(
        Figure(f"{quantity.magnitude:.3g}", quantity.unit if quantity.magnitude <= SMALL else "")
        for quantity in find_quantities(text)
        if quantity.unit or quantity.magnitude > SMALL
    )


def _speakable(text: str) -> bool:
    latin = sum(1 for c in text if c.isalpha() and c < "ɐ")
    alphabetic = sum(1 for c in text if c.isalpha())
    return alphabetic > 0 and latin / alphabetic > 0.9 and max(map(len, text.split())) <= 40
