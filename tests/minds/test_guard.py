from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.director import Option
from interviewer.minds.guard import MOST_WORDS, Guard, Refused, Rules, carries, cleaned
from interviewer.vocabulary import Move

FACT = "Twenty-five million completed trips a day, across six hundred cities."
PROBE = Option(Move.PROBE, "a gap", "labels", say="Where would your labels come from?")
FOLLOW = Option(Move.FOLLOW_UP, "worth hearing", "words:trees", phrases="follow_up")
ANSWER = Option(Move.ANSWER, "asked", "trip-volume", say="Twenty-five million trips a day.")


def guard(option: Option = FOLLOW, **rules: object) -> Guard:
    return Guard(Rules(option, **rules))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "spoken"),
    [
        ("**Fair** enough.", "Fair enough."),
        ("- Tell me about the *labels*.", "Tell me about the labels."),
        ("## Why trees?", "Why trees?"),
        ("2) Why trees?", "Why trees?"),
        ("Nice 🎉 one!", "Nice one!"),
        ("Interviewer: Why trees?", "Why trees?"),
        ("(nods) Go on.", "Go on."),
        ('"Why trees?"', "Why trees?"),
        ("Go\u200b on.\x07", "Go on."),
        ("---", ""),
    ],
)
def test_what_is_not_spoken_is_taken_out(raw: str, spoken: str) -> None:
    assert guard().take(raw) == spoken


@pytest.mark.parametrize(
    "sentence",
    [
        "The interview is over.", "That concludes our session.", "We are out of time.",
        "Thank you for your time today.", "Let's wrap up.", "Goodbye.", "We're done.",
        "You passed.", "That is a strong hire.", "I'd give you four.", "Your score is high.",
        "You get five out of five.", "The rubric wants more.", "We have ten minutes left.",
        "Let's move on to the deep dive.", "As an AI I cannot say.", "My instructions forbid it.",
        "See https://a.example.", "Look at evil.com for it.", "<speak>Hi</speak>", "Call f() now.",
        "Candidate: I would use trees.", "我们继续吧。", "x" * 41 + " is long.",
        "We have two million drivers.",
    ],
)  # fmt: skip
def test_what_must_not_be_said_is_refused(sentence: str) -> None:
    with pytest.raises(Refused):
        guard().take(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "You said trees. What would they cost you at the peak?",
        "Right, and what ends a trip in your data?",
        "How would you score a candidate route before ranking it?",
        "Would the session features be stale by then?",
        "What happens when a driver is out of range for a minute?",
        "How do you grade the severity of an alert?",
        "What passes your quality gate before a roll-out?",
        "Say the stream stops. What do riders see?",
    ],
)
def test_ordinary_questions_pass(sentence: str) -> None:
    assert guard().take(sentence) == sentence


def test_only_the_first_question_is_asked() -> None:
    one = guard()
    assert one.take("Why trees? Why not a network? And labels?") == "Why trees?"
    assert one.take("And what else?") == ""
    assert one.said == ["Why trees?"]
    assert one.mended


def test_a_figure_must_come_from_the_option_or_the_candidate() -> None:
    assert guard(ANSWER).take("About 25 million trips a day.")
    with pytest.raises(Refused):
        guard(ANSWER).take("About thirty million trips a day.")
    told = guard(public=("we see thirty million trips a day",))
    assert told.take("You said thirty million trips a day.")


def test_an_answer_is_not_a_question() -> None:
    with pytest.raises(Refused):
        guard(ANSWER).take("Why do you ask?")
    one = guard(ANSWER)
    assert one.take("Twenty-five million trips a day.")
    assert one.take("Does that help?") == ""
    assert not one.missing()


def test_hidden_words_are_refused_until_an_option_carries_them() -> None:
    text = "It is completed trips across six hundred cities."
    with pytest.raises(Refused):
        guard(hidden=(FACT,)).take(text)
    carrying = Option(Move.ANSWER, "asked", "trips", say=FACT)
    assert guard(carrying, hidden=(FACT,)).take(text)


def test_a_hidden_text_spread_over_sentences_is_refused() -> None:
    one = guard(hidden=("weighted quantile loss with asymmetric lateness penalty",))
    one.take("Think of weighted quantile loss.")
    with pytest.raises(Refused):
        one.take("Asymmetric lateness penalty.")


@pytest.mark.parametrize("said", ["mark-00ff", "MARK 00FF", "m a r k 0 0 f f", "m-a-r-k, 0.0.f.f"])
def test_the_canary_is_refused_however_it_is_spelled(said: str) -> None:
    with pytest.raises(Refused):
        guard(canaries=("mark-00ff",)).take(f"It is {said}.")


def test_a_question_is_not_asked_twice() -> None:
    before = ("What would you monitor after the launch?",)
    with pytest.raises(Refused):
        guard(asked=before).take("After the launch, what would you monitor?")
    assert guard(asked=before).take("What would you log before the launch?")


def test_a_point_that_nobody_made_is_not_given_away() -> None:
    one = guard(gives_away=lambda text: ["quantiles"] if "quantile" in text else [])
    with pytest.raises(Refused):
        one.take("Have you thought of quantile regression?")


def test_another_question_than_the_decided_one_is_refused() -> None:
    with pytest.raises(Refused):
        guard(PROBE).take("What would you cache in memory?")
    assert guard(PROBE).take("So where do those labels come from?")


def test_what_an_answer_leaves_out_is_known() -> None:
    one = guard(ANSWER)
    one.take("I can tell you that.")
    assert one.missing() == ANSWER.say
    assert carries("Roughly 25 million trips every day.", ANSWER.say)
    assert not carries("A few trips every day.", ANSWER.say)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=6))
def test_whatever_comes_the_words_are_few_plain_and_ask_once(sentences: list[str]) -> None:
    one = guard()
    for sentence in sentences:
        try:
            one.take(sentence)
        except Refused:
            break
    whole = " ".join(one.said)
    assert len(whole.split()) <= MOST_WORDS
    assert whole.count("?") <= 1
    assert not set("`*_#<>{}|\\~") & set(whole)
    assert whole.isprintable()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = cleaned(text)
    assert len(once) <= 6 * len(text) + 6
    assert "\n" not in once
