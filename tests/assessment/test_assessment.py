"""The assessment as a whole: evidence, nulls, contract, determinism, speed."""

from __future__ import annotations

import json
import time

import pytest

from benchmarks.grading import load
from interviewer.assessment import to_json
from interviewer.assessment.passages import passages_of
from interviewer.assessment.result import Evidence
from interviewer.conversation import Conversation, PhaseSpan, Provenance, Silence, Turn
from interviewer.vocabulary import Dimension, Level, Mistake, Move, Phase, Severity, Status
from tests.assessment.answers import conversation, examples, grade, library, score

CASES = {one.name: one.conversation for one in load()}


def quotes(one: Conversation) -> list[Evidence]:
    result = grade(one)
    found = [e for s in result.scores for e in s.evidence]
    found += [e for m in result.mistakes for e in m.evidence]
    found += [c.evidence for c in result.coverage if c.evidence]
    found += [c.evidence for c in result.checklist if c.evidence]
    found += [e.evidence for e in result.estimates if e.evidence]
    return found


def timed(one: Conversation) -> Conversation:
    """Every turn takes ten seconds, with two between."""
    turns = tuple(
        Turn(t.index, t.speaker, t.text, 12.0 * t.index, 12.0 * t.index + 10) for t in one.turns
    )
    return conversation(one.question.id, [], one.level, turns=turns, timed=True)


@pytest.mark.parametrize("name", CASES)
def test_every_quote_is_verbatim_the_candidates_and_timed(name: str) -> None:
    talk = timed(CASES[name])
    for one in quotes(talk):
        turn = talk.turns[one.turn]
        assert turn.speaker == "candidate"
        assert turn.text[one.start_char : one.end_char] == one.quote
        assert one.quote.strip()
        assert one.start_s is not None
        assert one.end_s is not None
        assert turn.start_s is not None
        assert turn.end_s is not None
        assert turn.start_s <= one.start_s < one.end_s <= turn.end_s


@pytest.mark.parametrize("name", ["feed-great-infra", "eta-weak-copy"])
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    first, second = (json.dumps(to_json(grade(CASES[name]))) for _ in range(2))
    assert first == second


def test_the_contract_of_the_json() -> None:
    plain = to_json(grade(timed(CASES["eta-good-l5"])))
    assert plain["schema"] == 1
    assert set(plain) >= {
        *("question", "company", "interviewer", "level", "verdict", "overall", "scores"),
        *("coverage", "mistakes", "estimates", "speech", "pauses", "timeline", "advice"),
        "provenance",
    }
    assert [one["dimension"] for one in plain["scores"]] == [d.value for d in Dimension]
    for one in plain["scores"]:
        assert set(one) >= {"dimension", "score", "confidence", "explanation", "evidence"}
        assert one["score"] is None or 1 <= one["score"] <= 5
        assert 0 <= one["confidence"] <= 1
        assert one["explanation"]
    assert {one["status"] for one in plain["coverage"]} <= {"unprompted", "prompted", "missing"}
    assert set(plain["speech"]) >= {
        *("words", "words_per_minute", "fillers_at_least", "talk_ratio"),
        *("longest_monologue_s", "check_ins"),
    }
    phases = [one["phase"] for one in plain["timeline"] if "part_of" not in one]
    parts = [one["phase"] for one in plain["timeline"] if "part_of" in one]
    assert phases == [phase.value for phase in Phase]
    assert parts == ["data", "features", "model", "training_evaluation", "serving", "monitoring"]
    assert 1 <= len(plain["advice"]) <= 3
    drills = {"scoping", "data", "capacity", "deep-dive", "monitoring"}
    assert {one["drill"] for one in plain["advice"]} <= drills
    assert len({one["drill"] for one in plain["advice"]}) == len(plain["advice"])
    json.dumps(plain, allow_nan=False)


@pytest.mark.parametrize("said", [[], ["Um, hello."], ["word " * 39]])
def test_under_forty_words_everything_is_null(said: list[str]) -> None:
    result = grade(conversation("ride-eta", said))
    assert result.verdict is None
    assert result.overall is None
    assert all(one.score is None and one.confidence == 0 for one in result.scores)
    assert all(one.status is Status.MISSING for one in result.coverage)
    assert result.mistakes == ()
    assert result.provenance.reason


def test_no_evidence_is_null_and_not_one() -> None:
    said = ["We log trips and take the gps trace of drivers, because taps are early. " * 4]
    result = grade(conversation("ride-eta", said))
    assert score(result, Dimension.EVALUATION) is None
    assert next(s for s in result.scores if s.dimension is Dimension.EVALUATION).evidence == ()


def test_scores_spread() -> None:
    values = [grade(one).overall or 0 for one in CASES.values()]
    assert min(values) < 1.6
    assert max(values) > 4.2


def test_a_higher_level_expects_more() -> None:
    said = [turn.text for turn in CASES["feed-lean-l3"].candidate_turns]
    values = [grade(conversation("news-feed-ranking", said, level)).overall or 0 for level in Level]
    assert values == sorted(values, reverse=True)
    assert values[0] >= values[-1] + 0.5


def test_doubtful_words_cap_the_confidence() -> None:
    said = examples(library().question("ride-eta"))
    sure = grade(conversation("ride-eta", said))
    doubtful = Provenance(stt="pocketsphinx", low_confidence=True)
    unsure = grade(conversation("ride-eta", said, provenance=doubtful))
    assert max(one.confidence for one in sure.scores) > 0.7
    assert max(one.confidence for one in unsure.scores) <= 0.4
    assert unsure.overall == sure.overall


def dialogue(*turns: tuple[str, str, Move | None, str | None]) -> Conversation:
    made = tuple(
        Turn(at, "interviewer" if who == "I" else "candidate", text, move=move, target=target)
        for at, (who, text, move, target) in enumerate(turns)
    )
    return conversation("news-feed-ranking", [], turns=made)


SAID = (
    "Things on top get more clicks anyway, so position goes in as a feature, because of bias. " * 2
)


def credit(one: Conversation) -> tuple[Status, float, bool]:
    item = next(c for c in grade(one).coverage if c.point_id == "position-bias")
    return item.status, item.credit, item.hinted


def test_a_hint_lowers_the_credit_of_what_it_led_to_more_than_a_probe() -> None:
    opening = ("C", f"We rank posts of friends in the feed. {'I log every post. ' * 8}", None, None)
    alone = credit(dialogue(opening, ("C", SAID, None, None)))
    probed = credit(
        dialogue(
            opening, ("I", "What of clicks?", Move.PROBE, "position-bias"), ("C", SAID, None, None)
        )
    )
    hinted = credit(
        dialogue(
            opening, ("I", "Think of slots.", Move.HINT, "position-bias"), ("C", SAID, None, None)
        )
    )
    assert (alone[0], probed[0], hinted[0]) == (
        Status.UNPROMPTED,
        Status.PROMPTED,
        Status.PROMPTED,
    )
    assert alone[1] > probed[1] > hinted[1] > 0
    assert hinted[2]


def test_raising_a_point_before_it_is_asked_for_is_unprompted() -> None:
    probe = ("I", "What of clicks on top?", Move.PROBE, "position-bias")
    opening = ("C", f"We rank posts of friends in the feed, posts by friends. {SAID}", None, None)
    talk = dialogue(opening, probe, ("C", f"As I said. {SAID}", None, None))
    assert credit(talk)[0] is Status.UNPROMPTED


def test_pauses_and_phases_are_passed_on() -> None:
    silence = Silence(
        start_s=70.0,
        duration_s=31.0,
        phase=Phase.SOLUTION_DESIGN,
        announced=False,
        severity=Severity.SERIOUS,
        after="Go on.",
    )
    spans = (PhaseSpan(Phase.SOLUTION_DESIGN, 1800.0, 600.0, 2100.0),)
    said = examples(library().question("ride-eta"))
    result = grade(conversation("ride-eta", said, silences=(silence,), phases=spans))
    assert (result.pauses[0].duration_s, result.pauses[0].after) == (31.0, "Go on.")
    design = next(one for one in result.timeline if one.phase is Phase.SOLUTION_DESIGN)
    assert (design.planned_s, design.actual_s) == (1800.0, 1500.0)
    shared = sum(one.actual_s or 0 for one in result.timeline if one.part_of)
    assert shared == pytest.approx(1500.0)


def test_speech_without_times_has_no_pace() -> None:
    speech = grade(CASES["eta-good-l5"]).speech
    assert speech.words_per_minute is None
    assert speech.longest_monologue_s is None
    assert speech.answer_latency_s is None
    assert speech.fillers_at_least == 1
    assert speech.check_ins >= 1


def test_speech_with_times() -> None:
    speech = grade(timed(CASES["eta-good-l5"])).speech
    assert speech.words_per_minute is not None
    assert speech.answer_latency_s == pytest.approx(2.0)
    assert speech.talk_ratio == pytest.approx(0.5, abs=0.1)
    assert speech.pace


def test_a_figure_that_does_not_add_up_is_shown_corrected() -> None:
    said = [
        "100 million users times 128 dimensions times 4 bytes is 50 terabytes, so we shard it. "
        + "Friends post all day and the feed ranks it. " * 6
    ]
    found = grade(conversation("news-feed-ranking", said)).estimates
    assert [one.ok for one in found] == [False]
    assert "51.2 GB" in found[0].computed
    assert found[0].ratio == pytest.approx(976.6, rel=0.01)


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        ("feed-weak-jumper", Mistake.JUMPS_TO_MODEL),
        ("feed-weak-jumper", Mistake.IGNORES_DATA),
        ("feed-weak-jumper", Mistake.OVER_ENGINEERS_V1),
        ("feed-weak-jumper", Mistake.DOES_NOT_QUANTIFY),
        ("feed-long-and-weak", Mistake.MONOLOGUE),
        ("eta-weak-copy", Mistake.COPIES_A_SYSTEM),
        ("eta-mediocre-nobusiness", Mistake.NO_BUSINESS_METRIC),
        ("feed-mediocre-l4", Mistake.FORGETS_SERVING_MONITORING),
    ],
)
def test_each_classic_mistake_is_found_with_its_moment(name: str, mistake: Mistake) -> None:
    found = {one.id: one for one in grade(CASES[name]).mistakes}
    assert mistake in found
    assert found[mistake].explanation
    assert found[mistake].instead
    assert "{" not in found[mistake].instead


def test_great_answers_make_none_of_the_mistakes() -> None:
    for name in ("feed-great-infra", "eta-great-l6"):
        assert len(grade(CASES[name]).mistakes) <= 1


def test_an_hour_is_assessed_within_a_second() -> None:
    question = library().question("news-feed-ranking")
    said = [f"{text} That was thought number {n}." for n, text in enumerate(examples(question) * 9)]
    talk = conversation("news-feed-ranking", said)
    assert sum(len(text.split()) for text in said) > 8000
    began = time.process_time()
    grade(talk)
    assert time.process_time() - began < 3.0, "about 1 s on a busy machine of two cores"


def test_back_channels_do_not_cut_a_passage() -> None:
    turns = (
        Turn(0, "candidate", "First."),
        Turn(1, "interviewer", "Mm-hm."),
        Turn(2, "candidate", "Second."),
        Turn(3, "interviewer", "Why would you do that?"),
        Turn(4, "candidate", "Third."),
    )
    assert [one.text for one in passages_of(turns)] == ["First. Second.", "Third."]
