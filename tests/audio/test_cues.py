"""What last words say, with and without a recogniser's punctuation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.cues import (
    Ending,
    ending,
    has_words,
    is_announced_pause,
    is_question,
    is_request,
    looks_unfinished,
)

KINDS: dict[Ending, list[str]] = {
    Ending.ANNOUNCED_PAUSE: [
        "Let me think about this for a moment.",
        "let me think",
        "Let me think. Hmm.",
        "The label is a click. Okay, give me a minute, please.",
        "give me a second to think about this",
        "Hmm, let me see.",
        "I need a moment to do the math.",
        "okay one second",
        "Bear with me.",
        "Can I have a minute?",
        "let me think about what the latency would be",
        "I want to think about the failure modes first",
    ],
    Ending.REQUEST: [
        "Could you repeat the question?",
        "could you repeat the question please",
        "Sorry, can you say that again?",
        "Can you give me a hint?",
        "a hint please",
        "How much time is left?",
        "How much time do we have?",
        "I am done.",
        "I think that's all.",
        "Let's move on.",
        "let's move on to the next question",
        "I'm stuck.",
        "No further questions.",
    ],
    Ending.QUESTION: [
        "Does this direction make sense?",
        "we use two towers does this make sense",
        "Is that okay?",
        "How many daily active users do we have?",
        "Can I assume that the data is labelled?",
        "should I focus on ranking",
        "What do you think about that trade-off?",
        "do we have labels already",
        "Am I on the right track?",
    ],
    Ending.MAYBE_QUESTION: [
        "So how do we serve this?",
        "so what are the labels",
        "What's the scale?",
        "It is a ranking problem, right?",
    ],
    Ending.STATEMENT: [
        "We would use a two tower model.",
        "we would use a two tower model",
        "yes",
        "No.",
        "About ten million.",
        "I think so.",
        "we retrain every second",
        "It takes about one second.",
        "That makes sense.",
        "Let me think out loud about the label.",
        "let me think about this so the model is a tree",
        "I'm done with the features.",
        "Let's move on to the model.",
        "we would cache it and so on",
        "I'd think about it as a ranking problem",
        "The reason is that latency is good.",
    ],
    Ending.ACKNOWLEDGEMENT: ["Okay.", "Sure. Okay.", "um right"],
    Ending.TRAILING: [
        "There are three things to consider.",
        "If the user clicks",
        "When the feature store is down",
        "the label is",
        "we would use",
        "The reason is that",
        "so first",
    ],
    Ending.UNFINISHED: [
        "we would use a two tower model and",
        "And then we would use the.",
        "We would store it in Redis,",
        "I would start with logistic regression because",
        "it is bounded by the speed of...",
        "the online store holds the last hour um",
        "something like, for example",
        "The main risk is feedback loops, so",
        "and then we",
        "could you tell me the",
        "we want a metric that is robust to",
    ],
    Ending.NOTHING: ["", "  ", "um", "Uh, hmm...", "..."],
}
CASES = [(text, kind) for kind, texts in KINDS.items() for text in texts]


@pytest.mark.parametrize(("text", "kind"), CASES, ids=[t for t, _ in CASES])
def test_endings(text: str, kind: Ending) -> None:
    assert ending(text) is kind


@pytest.mark.parametrize(("text", "kind"), CASES, ids=[t for t, _ in CASES])
def test_what_came_before_does_not_matter(text: str, kind: Ending) -> None:
    if kind in (Ending.NOTHING, Ending.ACKNOWLEDGEMENT):
        return
    before = "I would like to begin with the goal of the product. " * 30
    assert ending(before + text) is kind


def test_the_single_predicates() -> None:
    assert is_announced_pause("Give me a minute.")
    assert not is_announced_pause("Give me a minute. Right, the model is a tree.")
    assert not is_announced_pause("We give the user a minute to cancel.")
    assert is_question("Do you want me to go deeper?")
    assert not is_question("We ask whether the user clicks.")
    assert is_request("Could you rephrase that?")
    assert not is_request("The repeat rate is a good metric.")
    assert looks_unfinished("We would need")
    assert looks_unfinished("and the")
    assert not looks_unfinished("We are finished with the index.")
    assert has_words("um yes")
    assert not has_words("um, uh")


@given(st.text(max_size=600))
def test_any_text_has_an_ending(text: str) -> None:
    assert isinstance(ending(text), Ending)
