"""A made-up interview on ranking a news feed, as a stage script with pauses and moves."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.vocabulary import Move, Phase


@dataclass(frozen=True)
class Line:
    """One line of the script; ``wait_s`` is the silence before it, announced or not."""

    speaker: str
    text: str
    move: Move | None = None
    wait_s: float = 1.2
    announced: bool = False


def I(text: str, move: Move = Move.LISTEN, wait_s: float = 1.0) -> Line:  # noqa: E743, N802
    return Line("interviewer", text, move, wait_s)


def C(text: str, wait_s: float = 1.2, *, announced: bool = False) -> Line:  # noqa: N802
    return Line("candidate", text, None, wait_s, announced)


SCRIPT: dict[Phase, list[Line]] = {
    Phase.PROBLEM: [
        I(
            "Good to meet you. Design the ranking system behind News Feed. Somebody opens the app, "
            "and you decide which stories they see and in which order. Take it wherever you like.",
        ),
        C(
            "Great, thank you. So for ranking I would use a two-tower model to get candidates and "
            "then a deep multi-task network on top, because that is the state of the art for feeds."
        ),
        I(
            "We may well get there. Before we choose a model, what are we building, and for whom?",
            Move.REDIRECT,
        ),
    ],
    Phase.CLARIFICATION: [
        C(
            "Fair point, let me pin down the scope first. Do we rank ads too, or organic posts only?"
        ),
        I(
            "Organic posts only: text, photos, links and short videos. Another team inserts the ads.",
            Move.ANSWER,
        ),
        C("And how many people use it, and how often do they load the feed?"),
        I(
            "Two billion people on a given day, and each of them loads the feed about ten times.",
            Move.ANSWER,
        ),
        C(
            "Good. What is the business goal here? I would not want to just maximise time spent, "
            "since clicks are only a proxy and clickbait wins on clicks."
        ),
        I(
            "Long-term retention through meaningful interactions. We maximised time once and regret it.",
            Move.ANSWER,
        ),
        C("How fast must it be, and what happens if ranking is down?"),
        I(
            "Ranking has two hundred milliseconds at the ninety-ninth percentile. The feed is never "
            "empty; a worse order beats no feed.",
            Move.ANSWER,
        ),
        C(
            "Then the problem statement is this: given a user and candidate posts at the moment of "
            "the request, the output is an ordered list of about ten organic posts, within two "
            "hundred milliseconds, so that people are still coming back next week."
        ),
        I("What load does that put on the ranking service?", Move.PROBE),
        C("Give me a minute to work that out."),
        C(
            "Two billion users times ten loads is twenty billion a day. Over eighty-six thousand "
            "seconds that is about twenty-three thousand requests per second, and say twice that "
            "at peak.",
            22,
            announced=True,
        ),
        I(
            "Would you go over the division again? Twenty billion by eighty-six thousand.",
            Move.CHALLENGE,
        ),
        C(
            "Oh, I dropped a zero. It is two hundred thirty thousand requests per second, so about "
            "four hundred sixty thousand at peak. With fifteen hundred posts per request I cannot "
            "run the big model on everything, so I need a cheap pass before it."
        ),
    ],
    Phase.SOLUTION_DESIGN: [
        C(
            "Let me start with the data. I log every impression and join it with the reaction that "
            "followed, because a post that was seen and scrolled past is exactly the negative the "
            "model has to learn from. I would also snapshot the features when we rank and train on "
            "what the model actually saw, since recomputing like counts later would leak the future "
            "into training."
        ),
        I("Which labels do you train on?", Move.FOLLOW_UP),
        C(
            "Several labels per impression: click, dwell above ten seconds, like, comment, share, and "
            "hide as a negative one. A click followed by a hide is a very different event from a long "
            "comment thread. For features I would use the tie between viewer and author, so likes "
            "and comments in the last day, week and month, then the type and age of the post, its "
            "early engagement rate, and a content embedding for posts without history."
        ),
        C(
            "For the model I start with logistic regression on about fifty features. It trains in an "
            "hour, it gives me a baseline to beat, and it stays as the fallback. Then I would move to "
            "stages: the eligible inventory, a light first pass that keeps five hundred, and a "
            "multi-task network on those, because each action gets its own head and product can "
            "change the weights without retraining. I considered one model per action; it would be "
            "simpler to debug, but eight models would not fit the two hundred milliseconds. And on "
            "top of that one could add a transformer over the whole session history, and a graph "
            "network for the friends, and reinforcement learning for the slate, so that in the end "
            "it all learns from each other and we would not need the hand-set weights at all, and"
        ),
        I(
            "Let me stop you there. What would you launch first, and what does each step buy?",
            Move.REDIRECT,
            -1.5,
        ),
        C(
            "Right, I got carried away. Logistic regression first, then the multi-task network. The "
            "transformer and the graph network I would leave for later, until an experiment shows "
            "that the simple one has reached its limit.",
            13.4,
        ),
        I(
            "How do you know that the model is better before you show it to anyone?",
            Move.PROBE,
        ),
        C(
            "I would train on earlier days and test on the last one, never a random split, and look "
            "at the area under the curve per user and per action. A global number mostly separates "
            "active people from passive ones. I also check the calibration of every head, since the "
            "value formula multiplies probabilities.",
            17.0,
        ),
        I("And after that?", Move.FOLLOW_UP),
        C(
            "Then an A/B test by user for at least three weeks, so that novelty fades, on days active "
            "per month, with hides, reports and latency as guardrails.",
            3.0,
        ),
        I(
            "You have two hundred milliseconds. Where do they go?",
            Move.PROBE,
        ),
        C("Hmm.", 4.0),
        I("Take your time. You could think aloud.", Move.NUDGE, 36.0),
        I(
            "A hint: which of the stages could run at the same time?",
            Move.HINT,
            15.0,
        ),
        C(
            "Ah, the fetches. I would say twenty milliseconds for the inventory, forty for features "
            "fetched in parallel from an online store, thirty for the first pass and eighty for the "
            "heavy ranker. That is one hundred seventy, which leaves thirty for the network.",
            2.5,
        ),
        I("We should move on so that there is time to go deeper.", Move.MOVE_ON),
    ],
    Phase.DEEP_DIVE: [
        I(
            "Suppose the heavy ranker times out for one request in fifty. What does the person see?",
            Move.DEEP_DIVE,
        ),
        C(
            "The order of the first pass, because it is already computed. If that is missing too, the "
            "cached list of the last load, and then the newest posts of friends. The feed is never "
            "empty. I would alert when more than one percent of the loads fall back for five minutes."
        ),
        I(
            "One percent of two hundred thirty thousand a second is a lot of people. Why that number?",
            Move.PUSH_BACK,
        ),
        C(
            "That is true, it is over two thousand requests every second. I would alert on a tenth of "
            "a percent, and page somebody on one percent, since at a tenth it may be one bad host."
        ),
        I(
            "What do you store of every impression, and how much is that per day?",
            Move.DEEP_DIVE,
        ),
        C(
            "Twenty billion loads with ten posts seen is two hundred billion impressions a day. At two "
            "kilobytes of features each that is four hundred terabytes a day, so I would sample one "
            "percent before writing and keep weights to correct the sampling.",
            6.0,
        ),
        I(
            "A regulator now lets everybody switch personalisation off. What changes?",
            Move.CURVEBALL,
        ),
        C(
            "We have the chronological path as a fallback already, so it becomes a product of its own. "
            "I would keep the spam filter in front of it. I am not sure about much else.",
            11.5,
        ),
    ],
    Phase.CANDIDATE_QUESTIONS: [
        I("That was my list. What would you like to ask me?", Move.WRAP_UP),
        C("Who owns the weights of the value formula, the ranking team or product?"),
        I(
            "Both sign a change. Ranking proposes, product decides, and a holdout keeps us honest.",
            Move.ANSWER,
        ),
        C("And what was the last incident that changed how you monitor?"),
        I(
            "A feature went to zero for one country and nobody saw it for a day. We alert by segment "
            "now. Thank you for your time.",
            Move.ANSWER,
        ),
    ],
}
