"""What the candidate wants of the interviewer, which facts they ask for, what to follow up on."""

from __future__ import annotations

import pytest

from interviewer.library.load import Library
from interviewer.matching import Act, Matcher, acts_in, key_phrase
from tests.library_builder import build_question

REQUESTS = [
    ("could you say that again", Act.REPEAT_REQUEST),
    ("Sorry, what was the question?", Act.REPEAT_REQUEST),
    ("sorry i didn't catch that", Act.REPEAT_REQUEST),
    ("Can you repeat the question please", Act.REPEAT_REQUEST),
    ("could you rephrase that", Act.REPHRASE_REQUEST),
    ("I'm not sure what you're asking", Act.REPHRASE_REQUEST),
    ("what do you mean by that", Act.REPHRASE_REQUEST),
    ("any hint?", Act.HINT_REQUEST),
    ("um I'm a bit stuck to be honest", Act.HINT_REQUEST),
    ("Could you give me a hint", Act.HINT_REQUEST),
    ("how are we doing on time", Act.TIME_REQUEST),
    ("how much time do we have left", Act.TIME_REQUEST),
    ("are we okay on time", Act.TIME_REQUEST),
    ("let's move on", Act.SKIP_REQUEST),
    ("can we skip this one", Act.SKIP_REQUEST),
    ("next question please", Act.SKIP_REQUEST),
    ("I think that's everything", Act.END_REQUEST),
    ("I'm done", Act.END_REQUEST),
    ("no further questions from me", Act.END_REQUEST),
    ("give me a minute", Act.ANNOUNCED_PAUSE),
    ("let me think about this for a moment", Act.ANNOUNCED_PAUSE),
    ("can I take a second to think", Act.ANNOUNCED_PAUSE),
    ("does that make sense so far", Act.CHECK_IN),
    ("Should I go deeper here or move on?", Act.CHECK_IN),
    ("Is that okay with you?", Act.CHECK_IN),
    ("how many users do we have", Act.QUESTION),
    ("Is it for mobile only", Act.QUESTION),
    ("I'd like to understand what data we log", Act.QUESTION),
    ("what happens if the service is down", Act.QUESTION),
    ("how fresh as the traffic data", Act.QUESTION),
    ("how many cities daily operating", Act.QUESTION),
    ("I would use a transformer", Act.UNSUPPORTED_CLAIM),
    ("that is 200 million requests", Act.NUMBER),
]

PLAIN = [
    "We store the features and the labels together, and the service reads them.",
    "The second stage scores the posts, and then we sort them.",
    "So that is all the data we log.",
    "The model takes a hint from the context features about how of the day.",
    "Users repeat the same search many times.",
    "We skip connections in the network.",
    "The time of the day is a feature.",
    "At the end of the session we write the log.",
]

WANTS_SOMETHING = {
    Act.REPEAT_REQUEST,
    Act.REPHRASE_REQUEST,
    Act.TIME_REQUEST,
    Act.SKIP_REQUEST,
    Act.END_REQUEST,
    Act.ANNOUNCED_PAUSE,
    Act.CHECK_IN,
    Act.QUESTION,
}


@pytest.mark.parametrize(("text", "act"), REQUESTS)
def test_requests_are_recognised(text: str, act: Act) -> None:
    assert act in acts_in(text)


@pytest.mark.parametrize(("text", "act"), REQUESTS[:-2])
def test_requests_are_recognised_without_punctuation_and_with_fillers(text: str, act: Act) -> None:
    assert act in acts_in(f"um {text.lower().rstrip('?.')}")


@pytest.mark.parametrize("text", PLAIN)
def test_plain_statements_want_nothing(text: str) -> None:
    assert not acts_in(text) & WANTS_SOMETHING


def test_a_reason_supports_a_claim() -> None:
    claim = "I would use boosted trees because the features are tabular"
    assert Act.UNSUPPORTED_CLAIM not in acts_in(claim)


def test_silence_does_nothing() -> None:
    assert acts_in("") == frozenset()
    assert acts_in("...") == frozenset()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("How many people open it every day?", "active-users"),
        ("what's the latency budget we have", "latency-budget"),
        ("Do I have to think about ads too?", "post-types"),
    ],
)
def test_a_question_leads_to_its_fact(text: str, fact: str) -> None:
    assert fact in Matcher(Library().question("news-feed-ranking")).facts_asked(text)[:2]


def test_every_way_of_asking_leads_to_its_fact() -> None:
    matcher = Matcher(build_question())
    for fact in matcher.question.facts:
        for way in fact.asked:
            assert matcher.facts_asked(f"Could you tell me, {way}?")[0] == fact.id


def test_a_statement_about_nothing_asks_for_nothing() -> None:
    matcher = Matcher(build_question())
    assert matcher.facts_asked("Nice to meet you, I had a good journey.") == []


def test_traps_are_found_unless_turned_down() -> None:
    matcher = Matcher(build_question())
    assert matcher.traps_in("We simply trust the scanner clock everywhere.") == ["trap-0"]
    assert matcher.traps_in("I would never trust the scanner clock here.") == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I'd go with gradient boosted trees.", True),
        ("we could use X G boost", True),
        ("a two tower network for retrieval", True),
        ("I would not use a transformer here.", False),
        ("Which metric do you care about?", False),
    ],
)
def test_models_are_noticed_unless_turned_down(text: str, named: bool) -> None:
    assert Matcher(build_question()).mentions_model(text) is named


@pytest.mark.parametrize(
    "text",
    [
        "I would start with gradient boosted trees because the features are tabular.",
        "We log every impression and keep the point in time correct features.",
        "and um the online feature store serves the streaming counters",
    ],
)
def test_a_key_phrase_is_the_candidates_own(text: str) -> None:
    question = Library().question("news-feed-ranking")
    phrase = key_phrase(text, question)
    assert phrase is not None
    assert phrase in text
    assert 2 <= len(phrase.split()) <= 6


@pytest.mark.parametrize(
    "text", ["", "um", "Yes.", "Okay, sure, thank you.", "I see what you mean."]
)
def test_small_talk_has_no_key_phrase(text: str) -> None:
    assert key_phrase(text, Library().question("news-feed-ranking")) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I keep a long term holdout, because habits change.", "long term holdout"),
        ("We predict the arrival time of each ride.", "arrival time"),
        ("I filter friendly fraud by reason code.", "friendly fraud"),
        ("We alert on bias per city from the residuals.", "bias per city"),
    ],
)
def test_a_key_phrase_is_a_whole_noun_phrase(text: str, phrase: str) -> None:
    assert key_phrase(text, Library().question("news-feed-ranking")) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "For users with no history nothing works.",
        "The booking verifies the price once more.",
        "It completes advertising otherwise.",
        "A missed impression turns one minute into a day.",
        "About two million impressions are nearly two million views.",
    ],
)
def test_rather_no_key_phrase_than_a_broken_one(text: str) -> None:
    assert key_phrase(text, Library().question("news-feed-ranking")) is None
