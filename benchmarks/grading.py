"""How well the grader agrees with labels, beside answer length and a bag of words.

Run with ``python -m benchmarks.grading``. The transcripts in ``benchmarks/data/grading`` were
written in several styles and labelled before the grader was run on them. The tuning half was
looked at while the matcher was written; the held-out half was not.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.figures import Figure
from interviewer.assessment import Assessment, assess
from interviewer.conversation import Conversation, Speaker, Turn
from interviewer.library.load import Library
from interviewer.matching.matcher import Matcher
from interviewer.matching.text import count_words, words_of
from interviewer.vocabulary import Level, Mistake, Verdict

DATA = Path(__file__).parent / "data" / "grading"
HALVES = ("tuning", "held_out")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A transcript with what a careful interviewer made of it."""

    name: str
    half: str
    quality: str
    overall: float
    verdict: Verdict
    mistakes: frozenset[Mistake]
    conversation: Conversation

    @property
    def text(self) -> str:
        """What the candidate said."""
        return " ".join(turn.text for turn in self.conversation.candidate_turns)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far grades agree with labels."""

    transcripts: int
    rank_correlation: float
    within_one: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Of the mistakes found."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@cache
def library() -> Library:
    """The shipped library."""
    return Library()


@cache
def matcher(question: str) -> Matcher:
    """One matcher for every card."""
    return Matcher(library().question(question))


def load() -> list[Labelled]:
    """Every labelled transcript, by name."""
    return [_read(path) for path in sorted(DATA.glob("*.yaml"))]


def _read(path: Path) -> Labelled:
    raw: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    turns = tuple(_turn(at, line) for at, line in enumerate(raw["turns"]))
    question = library().question(raw["question"])
    return Labelled(
        name=path.stem,
        half=raw["half"],
        quality=raw["quality"],
        overall=float(raw["overall"]),
        verdict=Verdict(raw["verdict"]),
        mistakes=frozenset(Mistake(one) for one in raw["mistakes"]),
        conversation=Conversation(question, Level(raw["level"]), turns),
    )


def _turn(at: int, line: str) -> Turn:
    who, _, text = line.partition(": ")
    speaker: Speaker = "interviewer" if who == "I" else "candidate"
    return Turn(at, speaker, text)


def grade(one: Labelled) -> Assessment:
    """The assessment of a transcript."""
    conversation = one.conversation
    return assess(
        conversation,
        library().rubric(),
        library().mistakes(),
        library().level(conversation.level),
        matcher(conversation.question.id),
    )


def by_length(one: Labelled) -> float:
    """The baseline that counts words."""
    return float(count_words(one.text))


def by_bag_of_words(one: Labelled) -> float:
    """The baseline that compares words with those of the card, by cosine."""
    question = one.conversation.question
    card = Counter(
        word.stem
        for point in question.points
        for text in (point.point, *point.says, *point.alternatives, point.example)
        for word in words_of(text)
        if not word.stop
    )
    said = Counter(word.stem for word in words_of(one.text) if not word.stop)
    dot = sum(count * card[stem] for stem, count in said.items())
    norm = math.hypot(*card.values()) * math.hypot(*said.values())
    return dot / norm if norm else 0.0


def rank_correlation(ours: Sequence[float], labels: Sequence[float]) -> float:
    """Spearman's, with ties sharing their ranks."""
    return _pearson(_ranks(ours), _ranks(labels))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    return [order.index(v) + (order.count(v) - 1) / 2 for v in values]


def _pearson(xs: Sequence[float], ys: Sequence[float]) -> float:
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    top = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = math.sqrt(sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys))
    return top / spread if spread else 0.0


def agreement(cases: Sequence[Labelled], graded: dict[str, Assessment]) -> Agreement:
    """Compare grades with labels."""
    labels = [one.overall for one in cases]
    ours = [graded[one.name].overall or 0.0 for one in cases]
    near = [_steps(graded[one.name].verdict, one.verdict) <= 1 for one in cases]
    found = right = planted = 0
    for one in cases:
        made = {mistake.id for mistake in graded[one.name].mistakes}
        found += len(made)
        planted += len(one.mistakes)
        right += len(made & one.mistakes)
    return Agreement(
        transcripts=len(cases),
        rank_correlation=rank_correlation(ours, labels),
        within_one=sum(near) / len(near),
        precision=right / found if found else 1.0,
        recall=right / planted if planted else 1.0,
    )


def _steps(ours: Verdict | None, label: Verdict) -> int:
    order = list(Verdict)
    return len(order) if ours is None else abs(order.index(ours) - order.index(label))


def figures() -> Iterator[Figure]:
    """Agreement with the labels, beside the better of the two baselines."""
    cases = load()
    graded = {one.name: grade(one) for one in cases}
    for half in HALVES:
        chosen = [one for one in cases if one.half == half]
        result = agreement(chosen, graded)
        labels = [one.overall for one in chosen]
        bag = rank_correlation([by_bag_of_words(one) for one in chosen], labels)
        length = rank_correlation([by_length(one) for one in chosen], labels)
        beside = f"bag of words {bag:.2f}, length {length:.2f}"
        for what, value, goal, other in (
            ("rank correlation", result.rank_correlation, 0.85, beside),
            ("verdict within a step", result.within_one, 0.9, ""),
            ("F1 of the mistakes", result.f1, 0.8, ""),
        ):
            ratio = value / max(bag, length) if other else None
            yield Figure(f"{what}, {half}", f"{value:.2f}", other, ratio, f"{goal}", value >= goal)


def main() -> int:
    """Print the table, and with ``-v`` the transcripts of the tuning half."""
    cases = load()
    began = time.perf_counter()
    graded = {one.name: grade(one) for one in cases}
    took = time.perf_counter() - began
    if "-v" in sys.argv:
        for one in cases:
            if one.half != "held_out":
                _print_case(one, graded[one.name])
    print(f"{'':10}{'n':>4}{'rank corr.':>12}{'verdict ±1':>12}", end="")
    print(f"{'mistakes F1':>13}{'(P, R)':>14}{'length':>9}{'bag':>7}")
    for half in (*HALVES, "all"):
        chosen = [one for one in cases if half in (one.half, "all")]
        if chosen:
            _print_row(half, chosen, graded)
    print(f"{len(cases)} transcripts graded in {took:.2f} s")
    return 0


def _print_row(half: str, cases: Sequence[Labelled], graded: dict[str, Assessment]) -> None:
    result = agreement(cases, graded)
    labels = [one.overall for one in cases]
    baselines: list[Callable[[Labelled], float]] = [by_length, by_bag_of_words]
    length, bag = (rank_correlation([b(one) for one in cases], labels) for b in baselines)
    print(f"{half:10}{result.transcripts:>4}{result.rank_correlation:>12.3f}", end="")
    pair = f"({result.precision:.2f}, {result.recall:.2f})"
    print(f"{result.within_one:>12.2f}{result.f1:>13.2f}{pair:>14}{length:>9.2f}{bag:>7.2f}")


def _print_case(one: Labelled, result: Assessment) -> None:
    scores = " ".join("  - " if s.score is None else f"{s.score:4.1f}" for s in result.scores)
    verdict = result.verdict.value if result.verdict else "none"
    overall = result.overall or 0.0
    print(f"{one.name:30}{one.half:9}{one.overall:5.1f}{overall:5.2f}  {scores}", end="  ")
    print(f"{one.verdict.value} -> {verdict}")
    made = {mistake.id for mistake in result.mistakes}
    for label, names in (("missed", one.mistakes - made), ("false", made - one.mistakes)):
        if names:
            print(f"{'':30}{label}: {', '.join(sorted(names))}")


if __name__ == "__main__":
    sys.exit(main())
