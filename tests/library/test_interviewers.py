"""The interviewers are complete, can be spoken aloud, and do not sound like each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from string import Formatter

import pytest
from rapidfuzz import fuzz

from interviewer.errors import LibraryError
from interviewer.library.load import parse_file
from interviewer.library.people import Interviewer, Phrasebook
from interviewer.vocabulary import Area

FOLDER = Path(__file__).parents[2] / "personas" / "interviewers"
IDS = ["bar_raiser", "generalist", "infra", "product", "research"]
LISTS = sorted(Phrasebook.model_fields)

FILLED = {
    "words": "a nightly batch job",
    "topic": "the label delay",
    "minutes": "twelve",
    "company": "Meta",
    "phase": "the deep dive",
}
ABOUT_THE_ANSWER = {
    "follow_up", "probe_numbers", "probe_reason", "probe_tradeoff", "probe_failure", "push_back",
    "vague_answer", "redirect_model", "redirect_simple_first",
}  # fmt: skip
"""The lists used when the candidate has just said something that can be quoted."""

NAMES_A_TOPIC = ABOUT_THE_ANSWER | {"no_fact", "move_on", "deep_dive_open"}
"""The lists used when the interviewer has a topic in hand."""

TELLS_THE_TIME = {"greeting", "time_check", "invite_questions"}

STATEMENTS = {
    "greeting", "acknowledge", "answer_lead", "hint_lead", "good_answer", "check_in_reply",
    "nudge_quiet", "take_your_time", "wrap_up", "deep_dive_open",
}  # fmt: skip
"""What is said before something else or leaves the floor alone; it asks nothing."""

LEADS = {"acknowledge", "answer_lead", "hint_lead"}


def interviewer(name: str) -> Interviewer:
    return parse_file(FOLDER / f"{name}.yaml", Interviewer)


def lines(name: str) -> Iterator[tuple[str, str]]:
    for key, phrases in interviewer(name).phrases:
        for line in phrases:
            yield key, line


def placeholders(line: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(line) if field is not None}


def plain(line: str) -> str:
    return " ".join(re.findall(r"[a-z{}']+", line.lower()))


def sentences(line: str) -> list[str]:
    return [part for part in re.split(r"[.?!]+(?:\s+|$)", line) if part]


def test_the_five_interviewers_are_there() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == IDS


@pytest.mark.parametrize("name", IDS)
def test_the_id_is_the_name_of_the_file(name: str) -> None:
    assert interviewer(name).id == name


@pytest.mark.parametrize("name", IDS)
def test_every_list_is_long_enough_to_draw_from(name: str) -> None:
    sizes = {key: len(phrases) for key, phrases in interviewer(name).phrases}
    assert {key: size for key, size in sizes.items() if not 6 <= size <= 12} == {}


@pytest.mark.parametrize("name", IDS)
def test_no_line_stands_twice(name: str) -> None:
    spoken = [plain(line) for _, line in lines(name)]
    assert sorted({line for line in spoken if spoken.count(line) > 1}) == []


@pytest.mark.parametrize("name", IDS)
def test_only_known_placeholders_where_they_can_be_filled(name: str) -> None:
    allowed = {
        "words": ABOUT_THE_ANSWER,
        "topic": NAMES_A_TOPIC,
        "minutes": TELLS_THE_TIME,
        "company": {"greeting"},
        "phase": set(LISTS),
    }
    wrong = [
        (key, line)
        for key, line in lines(name)
        for field in placeholders(line)
        if key not in allowed.get(field, set())
    ]
    assert wrong == []


@pytest.mark.parametrize("name", IDS)
def test_every_line_can_be_filled(name: str) -> None:
    for _, line in lines(name):
        spoken = line.format(**FILLED)
        assert "{" not in spoken
        assert "}" not in spoken


@pytest.mark.parametrize("name", IDS)
def test_every_list_works_without_a_placeholder(name: str) -> None:
    bare = {
        key: sum(not placeholders(line) for line in phrases)
        for key, phrases in interviewer(name).phrases
    }
    assert {key: count for key, count in bare.items() if count < 3} == {}


@pytest.mark.parametrize("name", IDS)
def test_what_follows_an_answer_can_quote_it(name: str) -> None:
    phrases = interviewer(name).phrases
    for key in ("follow_up", "probe_numbers", "probe_reason", "probe_tradeoff", "probe_failure"):
        quoting = [line for line in getattr(phrases, key) if "{words}" in line]
        on_topic = [line for line in getattr(phrases, key) if "{topic}" in line]
        assert quoting, key
        assert on_topic, key


@pytest.mark.parametrize("name", IDS)
def test_every_line_is_speakable(name: str) -> None:
    """Words and plain punctuation; no digits, symbols, markup or aside in brackets."""
    speakable = re.compile(r"(?:[A-Za-z]|\{[a-z]+\})[A-Za-z{},.?' -]*[.?]")
    assert [line for _, line in lines(name) if not speakable.fullmatch(line)] == []


@pytest.mark.parametrize("name", IDS)
def test_every_line_is_short(name: str) -> None:
    for key, line in lines(name):
        assert len(sentences(line)) <= (3 if key == "greeting" else 2), line
        assert len(line.split()) <= (40 if key == "greeting" else 30), line
        if key in LEADS:
            assert len(line.split()) <= 12, line


@pytest.mark.parametrize("name", IDS)
def test_one_question_at_most(name: str) -> None:
    assert [line for _, line in lines(name) if line.count("?") > 1] == []


@pytest.mark.parametrize("name", IDS)
def test_what_leaves_the_floor_alone_asks_nothing(name: str) -> None:
    assert [line for key, line in lines(name) if key in STATEMENTS and "?" in line] == []


@pytest.mark.parametrize("name", IDS)
def test_probes_mostly_ask(name: str) -> None:
    phrases = interviewer(name).phrases
    for key in LISTS:
        if key.startswith(("probe_", "follow_up", "push_back", "redirect_")):
            asking = [line for line in getattr(phrases, key) if line.endswith("?")]
            assert len(asking) >= len(getattr(phrases, key)) / 2, key


@pytest.mark.parametrize("name", IDS)
def test_the_close_gives_no_verdict(name: str) -> None:
    verdict = re.compile(
        r"\b(hire|hired|pass|passed|fail|failed|score|offer|well done|great job)\b"
    )
    assert [line for line in interviewer(name).phrases.wrap_up if verdict.search(line)] == []


@pytest.mark.parametrize("name", IDS)
def test_no_probe_asks_for_a_derivation_trivia_or_code(name: str) -> None:
    unwanted = re.compile(r"\b(derive|derivation|prove that|pseudocode|write code|define)\b")
    asked = [
        line
        for key, line in lines(name)
        if key.startswith(("probe_", "follow_up", "ask_", "deep_dive")) and unwanted.search(line)
    ]
    assert asked == []


@pytest.mark.parametrize("name", IDS)
def test_praise_fits_whatever_was_said(name: str) -> None:
    """The scripted interviewer praises any good answer, so praise names nothing in particular."""
    particular = re.compile(r"\b(label|metric|number|guardrail|test|user|screen|latency|model)s?\b")
    phrases = interviewer(name).phrases
    praise = (*phrases.good_answer, *phrases.acknowledge)
    assert [line for line in praise if particular.search(line.lower())] == []


@pytest.mark.parametrize("name", IDS)
def test_pushing_back_invents_no_history(name: str) -> None:
    history = re.compile(r"\b(we|they) (tried|ran|built|shipped|had|used|launched)\b")
    spoken = [line for key, line in lines(name) if key.startswith(("push_back", "probe_"))]
    assert [line for line in spoken if history.search(line.lower())] == []


@pytest.mark.parametrize(("one", "other"), list(combinations(IDS, 2)))
def test_no_two_interviewers_share_a_phrase(one: str, other: str) -> None:
    ours = {plain(line) for _, line in lines(one)}
    theirs = {plain(line) for _, line in lines(other)}
    assert sorted(ours & theirs) == []


@pytest.mark.parametrize("key", LISTS)
def test_infra_and_research_do_not_even_sound_alike(key: str) -> None:
    infra, research = (getattr(interviewer(name).phrases, key) for name in ("infra", "research"))
    alike = [
        (one, other)
        for one in infra
        for other in research
        if len(one.split()) > 4 and fuzz.token_sort_ratio(plain(one), plain(other)) >= 75
    ]
    assert alike == []


def test_each_weighs_what_they_are_there_for() -> None:
    def heaviest(name: str) -> set[Area]:
        weights = interviewer(name).weights
        return {area for area in weights if weights[area] == max(weights.values())}

    assert heaviest("infra") == {Area.SERVING, Area.MONITORING, Area.FAILURE_MODES}
    assert heaviest("research") == {Area.MODEL, Area.OFFLINE_EVALUATION}
    assert heaviest("product") == {Area.SCOPE, Area.METRICS}
    assert heaviest("bar_raiser") == {Area.TRADEOFFS}
    assert max(interviewer("generalist").weights.values()) <= 1.5


def test_infra_and_research_dig_only_in_their_own_ground() -> None:
    assert interviewer("infra").deep_dives == ("infra",)
    assert interviewer("research").deep_dives == ("research",)
    for name in ("generalist", "product", "bar_raiser"):
        assert set(interviewer(name).deep_dives) == {"infra", "research"}


@pytest.mark.parametrize("name", IDS)
def test_they_probe_first_what_they_weigh_above_the_ordinary(name: str) -> None:
    person = interviewer(name)
    assert len(set(person.probes_first)) == len(person.probes_first) >= 5
    for area in person.probes_first[:3]:
        assert person.weights.get(area, 1.0) >= 1.2, area


def test_voices_can_be_told_apart() -> None:
    voices = [interviewer(name).voice for name in IDS]
    for one, other in combinations(voices, 2):
        assert one.gender != other.gender or (
            abs(one.pitch - other.pitch) >= 4 and abs(one.rate_wpm - other.rate_wpm) >= 4
        )


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (FOLDER / "infra.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "infra.yaml"
    wrong.write_text(text + "  greetings:\n    - Hello.\n", encoding="utf-8")
    line = text.count("\n") + 1
    with pytest.raises(LibraryError, match=rf":{line}: phrases\.greetings: "):
        parse_file(wrong, Interviewer)
