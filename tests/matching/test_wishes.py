"""Requests and questions as people word them, and the statements that must not pass for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from interviewer.library.load import Library
from interviewer.library.question import Question
from interviewer.matching import Act, acts_in

WANTS_SOMETHING = frozenset(
    {
        Act.REPEAT_REQUEST,
        Act.REPHRASE_REQUEST,
        Act.HINT_REQUEST,
        Act.TIME_REQUEST,
        Act.SKIP_REQUEST,
        Act.END_REQUEST,
        Act.CHECK_IN,
        Act.QUESTION,
    }
)
ANNOUNCED = re.compile(
    r"\bI (?:would )?(?:first )?ask (?:what|which|who|where|whether)\b|^First I ask\b"
)
"""Texts of a card that say in so many words that the interviewer is asked."""
MOST_MISTAKEN = 4
"""Of the roughly 2,800 texts of all cards; those left have the word order of a question."""

WISHES = {
    Act.REPEAT_REQUEST: [
        "Sorry, could you just read me the question one more time?",
        "My connection dropped, could you please repeat your question",
        "Would you mind repeating that?",
        "um sorry what was the task again",
        "I missed the last part, sorry",
        "Can I hear the question again?",
        "Wait, what did you ask?",
        "I couldn't quite hear you there",
        "could you run that by me again",
    ],
    Act.REPHRASE_REQUEST: [
        "Could you maybe put that in other words for me?",
        "hmm can you rephrase the question please",
        "I don't really understand the question",
        "Sorry, I'm not sure I follow, what are you getting at?",
        "would you mind rewording that",
        "What exactly do you mean by freshness here?",
        "Okay so I didn't follow that, could you explain the question",
        "can you ask that differently",
    ],
    Act.HINT_REQUEST: [
        "Could I maybe get a small hint here?",
        "honestly i'm kind of lost",
        "A nudge would be great",
        "I could use a pointer",
        "would you give me a little hint",
        "I don't know where to start with this one",
        "um so is there any hint you can give me",
        "I think I need some help, can you point me in the right direction?",
        "do you have a clue for me",
        "I'd appreciate a hint",
    ],
    Act.TIME_REQUEST: [
        "By the way, how much time is left?",
        "how are we for time",
        "um quick time check please",
        "Are we running short on time?",
        "do we still have time for the monitoring part",
        "how many minutes do I have",
        "how long have we got",
    ],
    Act.SKIP_REQUEST: [
        "okay can we move on to the next one",
        "I'd rather skip this question",
        "Let's move on please.",
        "um can we come back to that later",
        "I have nothing to add, so maybe we move on, what's next",
        "I'd like to go to the next topic",
        "let's just pass on this",
        "Could we move on to the deep dive?",
    ],
    Act.END_REQUEST: [
        "That's all from my side, thank you.",
        "I'm pretty much done with my design",
        "um I would like to stop here",
        "I think I give up on this one",
        "Nothing else from me",
        "I don't have any other questions, thanks",
        "let's wrap up",
        "okay that's it then",
        "I have covered everything",
    ],
    Act.ANNOUNCED_PAUSE: [
        "let me just gather my thoughts for a second",
        "Can I have a moment please?",
        "bear with me",
        "I need a minute to think",
    ],
    Act.CHECK_IN: [
        "Does this level of detail work for you?",
        "so um am i on the right track here",
        "I would log that as a feature. Does that sound reasonable?",
        "Shall I continue with the serving side?",
        "should i go into more detail on the model",
        "Would you rather I talk about evaluation first?",
        "any questions so far",
        "Is this the level of detail you want?",
        "so that is my plan are you okay with that",
    ],
    Act.QUESTION: [
        "Okay, and roughly how many drivers are on the road at once?",
        "what's the most important metric for the business",
        "so um do we get any feedback when a post is removed",
        "Just to clarify, are we only talking about the home feed?",
        "I'm wondering whether new users matter here",
        "which languages should we support",
        "and is there an existing system in place",
        "who looks at the scores",
        "First of all, who are the users?",
        "how strict is the latency requirement",
        "what kind of data do we have about sellers",
        "I'd like to know a bit more about the label",
        "Can I assume that clicks are logged?",
        "where on the page does it show up",
        "when does the prediction have to be ready",
        "got it thanks so how quickly must a new item appear",
        "what counts as a conversion",
        "What happens when a driver rejects the ride?",
        "My first question is about scale, how many requests a day",
        "uh one more question what about privacy",
        "does the ranker also handle ads",
        "what business goal are we after",
        "how noisy are the labels",
        "why do we need this at all",
        "whose posts are shown",
        "is the budget fixed",
        "are there any legal constraints",
        "how is the current system doing",
        "Could you tell me about the traffic?",
        "I want to understand who sees the score",
        "Perfect. And for the accuracy, what do we aim for?",
        "okay so before I start what is the goal of the product",
    ],
}

STATEMENTS = [
    "We could give up some latency for accuracy.",
    "Let me restate the problem in my own words.",
    "To put it differently, the label arrives late.",
    "I don't get that label until the order is closed.",
    "Let's move on to the features.",
    "Okay now let's move on to serving.",
    "We read that once per request.",
    "Users often repeat the question to the speaker.",
    "The risk is that enough users never come back.",
    "Because that is clear fraud we block it.",
    "We train without any feedback from the ranker.",
    "The model should cover several languages.",
    "When a user gives up, that is a failure.",
    "A hint from the context goes in as a feature.",
    "What happens next is logged as a label.",
    "What I would do is hold out a region.",
    "What we predict is the chance of a long watch.",
    "How a page is built decides what can be learned.",
    "How often people come back is the metric I watch.",
    "Where the label is late I use a proxy.",
    "When the model is wrong, support has to help.",
    "I would ask raters which of two results is better.",
    "We ask a sample of users whether the list was useful.",
    "The survey asks how satisfied they are.",
    "What matters most is the cost of a miss.",
    "I want to know early when the data breaks.",
    "At serving time check the cache first.",
    "The design makes sense since costs are low.",
    "That sounds reasonable as a baseline, and it is cheap.",
    "I am happy with that as a start.",
    "We stop here with a threshold, and everything below goes to review.",
    "We would skip the second stage when traffic peaks.",
    "Then I can skip the heavy model for cold items.",
    "Nothing else changes in the pipeline.",
    "We look at how much is left in the basket.",
    "The time is a feature, and what the time of day does is learned.",
    "What is shown is what gets clicked.",
    "Who sees it depends on the threshold.",
    "Whoever gives up is missing from the data.",
    "Which of the two wins depends on the region.",
    "Once we are done with training, the model is exported.",
    "I would prefer to start with a simple model.",
]


def spoken(text: str) -> Iterator[str]:
    """The text as written, as a recogniser without punctuation hears it, and with fillers."""
    yield text
    yield re.sub(r"[.,?!]", "", text).lower()
    yield f"um {text[0].lower()}{text[1:].rstrip('?.')}"
    yield f"okay so {text[0].lower()}{text[1:]}"


@pytest.mark.parametrize(
    ("text", "act"), [(text, act) for act, texts in WISHES.items() for text in texts]
)
def test_a_wish_is_heard_in_any_wording(text: str, act: Act) -> None:
    assert [heard for heard in spoken(text) if act not in acts_in(heard)] == []


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_with_the_same_words_is_no_wish(text: str) -> None:
    assert [heard for heard in spoken(text) if acts_in(heard) & WANTS_SOMETHING] == []


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        ("I start with a baseline, makes sense?", "I start with a baseline, it makes sense."),
        ("A weekly holdout, sounds fair?", "A weekly holdout already sounds fair."),
    ],
)
def test_a_question_mark_turns_agreement_into_a_check_in(asked: str, stated: str) -> None:
    assert Act.CHECK_IN in acts_in(asked)
    assert Act.CHECK_IN not in acts_in(stated)


def test_the_talk_of_a_strong_candidate_is_not_taken_for_wishes() -> None:
    library = Library()
    mistaken = [
        text
        for name in library.names("questions")
        for text in talk(library.question(name))
        if acts_in(text) & WANTS_SOMETHING and not ANNOUNCED.search(text)
    ]
    assert len(mistaken) <= MOST_MISTAKEN, mistaken


def talk(question: Question) -> Iterator[str]:
    """Everything a card has a candidate say."""
    yield question.problem_statement
    for point in question.points:
        yield point.example
    for dive in question.deep_dives.infra + question.deep_dives.research:
        for step in dive.questions:
            yield step.answer
    for ball in question.curveballs:
        yield ball.answer
    for trap in question.traps:
        yield trap.instead
    for estimate in question.estimates:
        yield estimate.spoken
        yield estimate.consequence
