"""What must not move a score, and what must: every card and every labelled transcript.

Run with ``python -m benchmarks.invariance``; ``-v`` names what exceeds a limit, for cards and the
tuning half only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Final

from benchmarks import distortions as d
from benchmarks.figures import Figure
from benchmarks.grading import Labelled, library, load, matcher
from interviewer.assessment import Assessment, assess
from interviewer.conversation import Conversation
from interviewer.library.question import Question
from interviewer.vocabulary import Dimension

ROUNDING: Final = 1e-9
Measured = Iterator[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Check:
    """A limit no value may exceed, and what yields the values, each with its name."""

    name: str
    limit: float
    values: Callable[[], Measured]


def grade(one: Conversation) -> Assessment:
    """The assessment, with one matcher for every card."""
    lib = library()
    level = lib.level(one.level)
    return assess(one, lib.rubric(), lib.mistakes(), level, matcher(one.question.id))


def overall(one: Conversation) -> float:
    """The overall score; 1 where there is none."""
    return grade(one).overall or 1.0


@dataclass(frozen=True)
class Sample:
    """Cards and labelled transcripts to measure on."""

    cards: tuple[Question, ...]
    transcripts: tuple[Labelled, ...]

    @cached_property
    def answers(self) -> dict[str, tuple[Conversation, float]]:
        """Substantial answers with their scores; every card gives a full and a half one."""
        made = {f"{one.half} {one.name}": one.conversation for one in self.transcripts}
        for card in self.cards:
            made[f"card {card.id}"] = d.model_answer(card)
            made[f"half {card.id}"] = d.every_other_sentence(d.model_answer(card))
        return {name: (talk, overall(talk)) for name, talk in made.items()}


def everything() -> Sample:
    """Every shipped card, and every transcript in which something was shown."""
    cards = tuple(library().question(name) for name in library().names("questions"))
    return Sample(cards, tuple(one for one in load() if one.quality != "weak"))


def moved(sample: Sample, change: Callable[[Conversation], Conversation]) -> Measured:
    """How far each answer's score moves."""
    for name, (talk, before) in sample.answers.items():
        yield name, abs(overall(change(talk)) - before)


def names_and_gender(sample: Sample) -> Measured:
    """The spread of the same answer over several people."""
    for name, (talk, _) in sample.answers.items():
        values = [overall(d.introduced(talk, person)) for person in d.PEOPLE]
        yield name, max(values) - min(values)


def instructions(sample: Sample) -> Measured:
    """What instructions gain over harmless talk of the same length."""
    for name, (talk, _) in sample.answers.items():
        for words in d.INSTRUCTIONS:
            harmless = overall(d.with_neutral(talk, len(words)))
            yield f"{name}: {words[:20]}", overall(d.instructed(talk, words)) - harmless


def architectures(sample: Sample) -> Measured:
    """How far apart sound choices are, overall and in their own dimension."""
    for card in sample.cards:
        for point in card.points:
            if not point.alternatives:
                continue
            results = [
                grade(d.with_choice(card, point, choice))
                for choice in (point.says[0], *point.alternatives)
            ]
            values = [one.overall or 1.0 for one in results]
            yield f"{card.id} {point.id}", max(values) - min(values)


def soups(sample: Sample, kinds: Callable[[str], bool]) -> Measured:
    """Scores of lists of terms."""
    for card in sample.cards:
        for name, said in d.soups(card).items():
            if kinds(name):
                yield f"{card.id} {name}", overall(d.spoken(card, said))


def echoes(sample: Sample) -> Measured:
    """Scores of answering in the interviewer's words."""
    for card in sample.cards:
        yield card.id, overall(d.echoing(card))


def denials(sample: Sample) -> Measured:
    """Scores of turning everything down."""
    for card in sample.cards:
        yield card.id, overall(d.denying(card))


def other_questions(sample: Sample) -> Measured:
    """Scores of a perfect answer to a question of another family."""
    for number, card in enumerate(sample.cards):
        for step in (5, 11, 17):
            other = sample.cards[(number + step) % len(sample.cards)]
            if other.family != card.family:
                said = [d.joined(d.examples(other))]
                yield f"{card.id} answered {other.id}", overall(d.spoken(card, said))


@cache
def _without(card: str, lost: Dimension | None) -> dict[Dimension, float | None]:
    result = grade(d.model_answer(library().question(card), lost))
    return {score.dimension: score.score for score in result.scores}


DROPPED: Final = tuple(one for one in Dimension if one is not Dimension.COMMUNICATION)


def kept_after_deletion(sample: Sample) -> Measured:
    """What is left of the point that leaving out a dimension must cost it; 0 or less is right."""
    for card in sample.cards:
        for lost in DROPPED:
            before, after = (_without(card.id, one)[lost] for one in (None, lost))
            if before is not None and before >= 2:
                yield f"{card.id} {lost.value}", 0.0 if after is None else after - before + 1


def others_after_deletion(sample: Sample) -> Measured:
    """What leaving out one dimension costs the others."""
    for card in sample.cards:
        full = _without(card.id, None)
        for lost in DROPPED:
            less = _without(card.id, lost)
            for other in set(DROPPED) - {lost}:
                drop = (full[other] or 1.0) - (less[other] or 1.0)
                yield f"{card.id} -{lost.value}: {other.value}", drop


def degraded(sample: Sample) -> Measured:
    """How far a degraded answer comes above the full one."""
    for name, (talk, before) in sample.answers.items():
        for how, change in d.DEGRADED.items():
            yield f"{name}: {how}", overall(change(talk)) - before


def checks(sample: Sample) -> Iterable[Check]:
    """Everything measured, with its limit."""
    same: list[tuple[str, float, Callable[[Conversation], Conversation]]] = [
        ("said twice", 0.1, d.twice),
        ("padded threefold", 0.1, d.padded),
        ("casing", 0.1, d.in_capitals),
        ("fillers", 0.1, d.filled),
        ("no punctuation", 0.1, d.without_punctuation),
        ("a turn a sentence", 0.1, d.in_sentences),
        ("5 % errors", 0.1, lambda one: d.misheard(one, 0.05)),
        ("10 % errors", 0.25, lambda one: d.misheard(one, 0.1)),
        ("20 % errors", 0.5, lambda one: d.misheard(one, 0.2)),
    ]
    for name, limit, change in same:
        yield Check(name, limit, partial(moved, sample, change))
    yield Check("names and gender", 0.0, partial(names_and_gender, sample))
    yield Check("instructions", 0.05, partial(instructions, sample))
    yield Check("another architecture", 0.25, partial(architectures, sample))
    yield Check("lists of phrases", 2.0, partial(soups, sample, lambda name: name != d.HEADINGS))
    yield Check("headings read out", 2.0, partial(soups, sample, lambda name: name == d.HEADINGS))
    yield Check("echo", 1.5, partial(echoes, sample))
    yield Check("another question", 1.5, partial(other_questions, sample))
    yield Check("denials", 1.5, partial(denials, sample))
    yield Check("dimension left out", 0.0, partial(kept_after_deletion, sample))
    yield Check("the others then", 0.25, partial(others_after_deletion, sample))
    yield Check("degraded above full", 0.0, partial(degraded, sample))


def figures() -> Iterator[Figure]:
    """The worst value of every check, and the share that keeps to the limit."""
    for check in checks(everything()):
        values = [value for _, value in check.values()]
        within = sum(value <= check.limit + ROUNDING for value in values) / len(values)
        goal = f"at most {check.limit:g}"
        found = f"worst {max(values):.2f}"
        yield Figure(check.name, found, f"{within:.1%} of {len(values)}", None, goal, within == 1)


def main() -> int:
    """Print the table."""
    wanted = [one for one in sys.argv[1:] if one != "-v"]
    print(f"{'':24}{'n':>6}{'limit':>8}{'within':>9}{'median':>9}{'p95':>8}{'worst':>8}")
    for check in checks(everything()):
        if wanted and not any(one in check.name for one in wanted):
            continue
        found = sorted(check.values(), key=lambda pair: pair[1])
        values = [value for _, value in found]
        within = sum(value <= check.limit + ROUNDING for value in values) / len(values)
        at = [values[len(values) // 2], values[int(0.95 * (len(values) - 1))], values[-1]]
        print(f"{check.name:24}{len(values):>6}{check.limit:>8.2f}{within:>9.3f}", end="")
        print("".join(f"{value:>{9 - (n > 0)}.2f}" for n, value in enumerate(at)))
        if "-v" in sys.argv:
            worst = [p for p in found if p[1] > check.limit and not p[0].startswith("held_out")]
            for name, value in worst[-12:]:
                print(f"    {value:6.2f}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
