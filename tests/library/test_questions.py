"""Every question card of the library: valid, consistent, speakable, and unlike the others."""

from __future__ import annotations

import ast
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations, groupby
from pathlib import Path
from typing import Any, Final

import pint
import pytest
import yaml
from pydantic import BaseModel
from rapidfuzz import fuzz, process, utils

from interviewer.estimates import Statement, find_estimates
from interviewer.library.load import check_file, parse_file, shipped_folder
from interviewer.library.question import (
    Curveball,
    DeepDive,
    DeepQuestion,
    Estimate,
    Fact,
    OutlineStep,
    Point,
    Question,
    Trap,
)
from interviewer.matching import Matcher
from interviewer.vocabulary import Area, Level

FILES: Final = sorted((shipped_folder() / "questions").glob("*.yaml"))
CARDS: Final = {
    path.stem: parse_file(path, Question) for path in FILES if not check_file(path, "questions")
}
UNITS: Final[Any] = pint.UnitRegistry()

_OPERATORS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
MARKDOWN: Final = re.compile(r"\*\*|__|```|`|^\s*[-*#]\s|\]\(|<[a-z/]", re.MULTILINE)
NUMBER_WORD: Final = re.compile(
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    "|sixty|seventy|eighty|ninety|half|hundred|thousand|million|billion|percent|seconds"
    "|milliseconds"
)


card = pytest.mark.parametrize("name", sorted(CARDS))


def evaluate(formula: str, names: dict[str, Any]) -> Any:
    """Evaluate ``+ - * / **``, numbers and the given names; anything else is an error."""

    def visit(node: ast.expr) -> Any:
        match node:
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _OPERATORS[type(op)](visit(left), visit(right))
            case ast.Name(id=name) if name in names:
                return names[name]
            case ast.Constant(value=int() | float() as number):
                return number
            case _:
                raise ValueError(f"not allowed in a formula: {ast.unparse(node)}")

    return visit(ast.parse(formula, mode="eval").body)


def texts(value: Any) -> Iterator[str]:
    """Every string below a value of plain containers."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def dives(question: Question) -> tuple[DeepDive, ...]:
    """All deep dives of a card."""
    return question.deep_dives.infra + question.deep_dives.research


def openings(question: Question) -> list[str]:
    """What may be said before the candidate has asked for anything."""
    return [question.prompt, *question.prompts.values(), *(p.probe for p in question.points)]


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"[a-z0-9'.]+", text.lower().replace(". ", " "))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_valid(path: Path) -> None:
    assert check_file(path, "questions") == []


@card
def test_the_id_is_the_name_of_the_file(name: str) -> None:
    assert CARDS[name].id == name


@card
def test_the_card_is_as_deep_as_the_others(name: str) -> None:
    question = CARDS[name]
    essential = sum(point.essential for point in question.points)
    assert len(question.facts) >= 12
    assert len(question.points) >= 25
    assert 6 <= essential <= 10
    assert all(len(point.says) >= 5 for point in question.points)
    assert all(4 <= len(fact.asked) <= 8 for fact in question.facts)
    assert len(question.deep_dives.infra) >= 4
    assert len(question.deep_dives.research) >= 4
    assert len(question.curveballs) >= 3
    assert len(question.traps) >= 3
    assert 15 <= len(question.glossary) <= 30


@card
def test_every_level_finds_something_expected_of_it(name: str) -> None:
    by_level = Counter(point.level for point in CARDS[name].points)
    assert all(
        by_level[level] >= minimum for level, minimum in zip(Level, (3, 8, 6, 1), strict=True)
    )
    assert by_level[Level.L3] + by_level[Level.L4] >= 14


@card
def test_organisation_is_left_to_staff(name: str) -> None:
    levels = {p.level for p in CARDS[name].points if p.area is Area.ORGANISATION}
    assert levels == {Level.L6}


@card
def test_hint_ladders_have_two_or_three_rungs_of_whole_sentences(name: str) -> None:
    for ladder in CARDS[name].hints.values():
        assert 2 <= len(ladder) <= 3
        assert all(rung[0].isupper() and rung[-1] in ".?" for rung in ladder)


@card
def test_estimates_come_to_what_they_state(name: str) -> None:
    for estimate in CARDS[name].estimates:
        given = {key: UNITS.Quantity(value) for key, value in estimate.given.items()}
        stated = UNITS.Quantity(estimate.result)
        ratio = (evaluate(estimate.formula, given) / stated).to_base_units()
        assert ratio.dimensionless, f"{estimate.id}: the units differ"
        assert ratio.magnitude == pytest.approx(1.0, rel=0.05), estimate.id


@pytest.mark.parametrize(
    "formula", ["__import__('os')", "users.real", "users[0]", "users < 1", "-users"]
)
def test_a_formula_can_only_calculate(formula: str) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        evaluate(formula, {"users": 1})


@card
def test_arithmetic_spoken_on_the_card_is_not_contradicted(name: str) -> None:
    """What the interview recomputes of a strong candidate's words must come out right."""
    question = CARDS[name]
    spoken = [e.spoken for e in question.estimates] + [p.example for p in question.points]
    statements = [Statement(text=text, turn=turn) for turn, text in enumerate(spoken)]
    found = [one for statement in statements for one in find_estimates([statement])]
    assert [(one.quote, one.computed) for one in found if not one.ok] == []


@card
def test_values_of_facts_are_quantities(name: str) -> None:
    values = [fact.value for fact in CARDS[name].facts if fact.value is not None]
    assert len(values) >= 6
    for value in values:
        assert UNITS.Quantity(value).magnitude > 0, value


@card
def test_phrases_belong_to_one_point_and_are_short_and_lower_case(name: str) -> None:
    question = CARDS[name]
    says = [phrase for point in question.points for phrase in point.says]
    assert [phrase for phrase, count in Counter(says).items() if count > 1] == []
    phrases = says + [phrase for fact in question.facts for phrase in fact.asked]
    assert [phrase for phrase in phrases if phrase != phrase.lower()] == []
    assert [phrase for phrase in says if not 1 <= len(phrase.split()) <= 9] == []


@card
def test_wrong_versions_are_not_the_phrases_that_earn(name: str) -> None:
    for point in CARDS[name].points:
        assert not set(point.wrong) & set(point.says), point.id


@card
def test_the_example_says_the_point_in_its_words(name: str) -> None:
    for point in CARDS[name].points:
        spoken = utils.default_process(point.example)
        best = max(fuzz.partial_ratio(utils.default_process(say), spoken) for say in point.says)
        assert best >= 75, f"{point.id}: {best:.0f}"


@cache
def matcher_of(name: str) -> Matcher:
    """The matcher of a card; it takes a while to build."""
    return Matcher(CARDS[name])


def share(flags: list[bool]) -> float:
    """Which part of the flags is true."""
    return sum(flags) / len(flags)


@card
def test_what_earns_a_point_is_heard_and_what_is_wrong_is_not(name: str) -> None:
    question, matcher = CARDS[name], matcher_of(name)

    def heard(text: str, point: Point) -> bool:
        return point.id in {match.point_id for match in matcher.points_in(text)}

    points = question.points
    examples = [heard(p.example, p) for p in points]
    says = [heard(f"I would {say} because it matters.", p) for p in points for say in p.says]
    wrong = [heard(f"I think {way}.", p) for p in points for way in p.wrong]
    assert share(examples) >= 0.9
    assert share(says) >= 0.85
    assert share(wrong) <= 0.08


@card
def test_facts_are_found_by_the_questions_that_ask_for_them(name: str) -> None:
    question, matcher = CARDS[name], matcher_of(name)
    found = [
        fact.id in matcher.facts_asked(f"Can I ask, {asked}?")[:2]
        for fact in question.facts
        for asked in fact.asked
    ]
    assert share(found) >= 0.95


@card
def test_traps_catch_the_fall_and_rarely_the_example_of_a_point(name: str) -> None:
    question, matcher = CARDS[name], matcher_of(name)
    falls = [t.id in matcher.traps_in(f"I would {say}.") for t in question.traps for say in t.says]
    accused = [bool(matcher.traps_in(point.example)) for point in question.points]
    assert share(falls) >= 0.8
    assert share(accused) <= 0.25


def runs(text: str) -> set[tuple[str, ...]]:
    """What betrays a text: five words in a row, and whole numbers such as ``two billion``."""
    spoken = words(text)
    fives = {tuple(spoken[i : i + 5]) for i in range(len(spoken) - 4)}
    groups = groupby(spoken, lambda word: NUMBER_WORD.fullmatch(word) is not None)
    numbers = {tuple(group) for is_number, group in groups if is_number}
    numbers = {number for number in numbers if len(number) > 1}
    return fives | numbers | {(word,) for word in spoken if any(c.isdigit() for c in word)}


@card
def test_nothing_said_unasked_gives_away_a_fact(name: str) -> None:
    question = CARDS[name]
    for text in openings(question):
        for fact in question.facts:
            shared = runs(text) & runs(fact.answer)
            assert not shared, f"{fact.id} is given away by: {text}"


@card
def test_probes_are_one_open_question_without_the_phrases_of_the_point(name: str) -> None:
    for point in CARDS[name].points:
        probe = f" {utils.default_process(point.probe)} "
        given_away = [say for say in point.says if f" {utils.default_process(say)} " in probe]
        assert given_away == [], point.id
        assert point.probe[-1] in "?.", point.id
        assert point.probe.count("?") <= 1, point.id
        assert len(point.probe.split()) <= 35, point.id


@card
def test_the_vague_prompt_stays_vague(name: str) -> None:
    for text in (CARDS[name].prompt, *CARDS[name].prompts.values()):
        assert len(re.findall(r"[.?!](?:\s|$)", text)) <= 3
        assert len(text.split()) <= 50


@card
def test_nothing_is_written_in_markdown(name: str) -> None:
    data = CARDS[name].model_dump(mode="json")
    for estimate in data["estimates"]:
        del estimate["formula"]  # a power is written with two stars
    found = [text for text in texts(data) if MARKDOWN.search(text)]
    assert found == []


@card
def test_deep_dives_hold_three_different_questions(name: str) -> None:
    asks = [step.ask for dive in dives(CARDS[name]) for step in dive.questions]
    assert len(set(asks)) == len(asks)
    assert all(ask[-1] in "?." for ask in asks)


@card
def test_curveballs_are_for_senior_levels(name: str) -> None:
    assert {c.level for c in CARDS[name].curveballs} <= {Level.L5, Level.L6}


def similar_texts(left: list[str], right: list[str], cutoff: float) -> list[tuple[str, str]]:
    """Pairs of texts, one from each side, whose token sets are alike beyond the cutoff."""
    scores = process.cdist(
        left,
        right,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=cutoff,
    )
    return [(left[int(i)], right[int(j)]) for i, j in zip(*scores.nonzero(), strict=True)]


def alike(columns: dict[str, list[str]], cutoff: float) -> list[str]:
    """Every two texts of different cards that are alike beyond the cutoff, one line each."""
    return [
        f"{left}: {one} / {right}: {other}"
        for left, right in combinations(sorted(columns), 2)
        for one, other in similar_texts(columns[left], columns[right], cutoff)
    ]


@pytest.mark.parametrize("part", ["point", "why", "example", "probe"])
def test_no_card_is_another_with_the_nouns_replaced(part: str) -> None:
    columns = {name: [getattr(p, part) for p in q.points] for name, q in CARDS.items()}
    assert alike(columns, cutoff=78.0) == []


def test_facts_and_deep_dives_are_written_for_their_card() -> None:
    columns = {
        name: [f.answer for f in q.facts] + [s.answer for d in dives(q) for s in d.questions]
        for name, q in CARDS.items()
    }
    assert alike(columns, cutoff=85.0) == []


def test_cards_use_a_vocabulary_of_their_own() -> None:
    def vocabulary(question: Question) -> set[str]:
        spoken = " ".join(f"{p.point} {p.why} {p.example}" for p in question.points)
        return {w for w in words(spoken) if len(w) > 3}

    bags = {name: vocabulary(question) for name, question in CARDS.items()}
    shared = {
        (left, right): len(bags[left] & bags[right]) / len(bags[left] | bags[right])
        for left, right in combinations(sorted(bags), 2)
    }
    assert {pair: share for pair, share in shared.items() if share >= 0.40} == {}


def test_the_search_card_gets_the_reference_arithmetic_right() -> None:
    estimates = {e.id: UNITS.Quantity(e.result) for e in CARDS["product-search"].estimates}
    customers, items = estimates["customer-vectors"], estimates["item-vectors"]
    assert customers.to("GB").magnitude == pytest.approx(51.2)
    assert items.to("GB").magnitude == pytest.approx(512)
    assert estimates["search-rate"].to("1/s").magnitude == pytest.approx(1157, rel=0.01)
    assert estimates["search-peak"] > 2 * estimates["search-rate"]


def test_the_card_built_in_the_documentation_is_valid_part_by_part() -> None:
    page = Path(__file__).parents[2] / "docs" / "writing-a-question.md"
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    built: dict[str, Any] = {}
    for block in blocks:
        built.update(yaml.safe_load(block))
    assert set(built) | {"problem_statement"} == set(Question.model_fields)
    parts: dict[str, type[BaseModel]] = {
        "facts": Fact,
        "points": Point,
        "estimates": Estimate,
        "curveballs": Curveball,
        "traps": Trap,
        "outline": OutlineStep,
    }
    for key, schema in parts.items():
        for record in built[key]:
            schema.model_validate(record)
    for dive in built["deep_dives"]["infra"]:
        for step in dive["questions"]:
            DeepQuestion.model_validate(step)
    for estimate in built["estimates"]:
        given = {key: UNITS.Quantity(value) for key, value in estimate["given"].items()}
        ratio = evaluate(estimate["formula"], given) / UNITS.Quantity(estimate["result"])
        assert ratio.to_base_units().magnitude == pytest.approx(1.0, rel=0.05)
