from __future__ import annotations

from interviewer.choices import Choices, build_setting
from interviewer.director import Occasion, Option, Situation, guide
from interviewer.events import CandidateSaid, MoveMade, PhaseEntered
from interviewer.minds.scripted import ScriptedMind
from interviewer.vocabulary import Move, Phase
from tests.stage import LIBRARY, STATEMENT, play


def test_a_clarifying_question_is_answered_from_the_hidden_facts() -> None:
    show = play("How many rides do we have per day?")
    answer = show.answers("How many rides")
    assert answer.kind is Move.ANSWER
    facts = {fact.id: fact.answer for fact in LIBRARY.question("ride-eta").facts}
    assert answer.target in facts
    assert facts[answer.target] in answer.text


def test_only_what_is_asked_is_answered_after_a_summary() -> None:
    summary = "So millions of rides a day in many cities and the traffic is fresh within minutes"
    asked = "What is the latency budget?"
    plain = play(asked).answers(asked)
    for turn in (f"{summary}. {asked}", f"{summary} so what is the latency budget"):
        answer = play(turn).answers(turn)
        assert (answer.kind, answer.target) == (Move.ANSWER, plain.target)
        assert told(answer) == told(plain) == [plain.target]


def test_two_questions_in_one_breath_get_two_facts() -> None:
    turn = "How many rides do we have per day and what is the latency budget"
    assert len(told(play(turn).answers(turn))) == 2


def told(answer: MoveMade) -> list[str]:
    """The hidden facts that an answer gives away."""
    facts = LIBRARY.question("ride-eta").facts
    return [fact.id for fact in facts if fact.answer in answer.text]


def test_a_fact_nobody_asked_for_is_never_told() -> None:
    show = play("What is the latency budget?", STATEMENT, "I would start with a baseline.")
    told = {m.target for m in show.made(Move.ANSWER)}
    untold = [f for f in LIBRARY.question("ride-eta").facts if f.id not in told]
    spoken = " ".join(show.spoken())
    assert len(untold) > 5
    assert not [fact.id for fact in untold if fact.answer in spoken]


def test_a_jump_to_the_model_is_pulled_back() -> None:
    show = play("I would use a two tower neural network with embeddings and a contrastive loss.")
    assert show.answers("two tower").kind is Move.REDIRECT


def test_one_who_has_asked_enough_is_asked_for_the_problem_statement() -> None:
    show = play(
        "How many rides per day?",
        "What is the latency budget?",
        "How fresh is the traffic?",
        "Who uses the estimate?",
        "What is the business goal?",
        "Okay, that is a lot of context, thank you for all of it.",
    )
    assert show.answers("a lot of context").target == "problem_statement"


def test_a_stated_problem_is_sized_before_the_design() -> None:
    show = play("How many rides per day?", STATEMENT, "About a hundred thousand a second.")
    sized = show.answers("To summarise")
    estimates = [e.id for e in LIBRARY.question("ride-eta").estimates]
    assert sized.kind is Move.PROBE
    assert sized.target in estimates


def test_the_design_follows_the_sizing() -> None:
    show = play(
        "How many rides per day?",
        STATEMENT,
        "Twenty five million trips with a hundred twenty calls each is three billion a day.",
        "One million drivers every two seconds is half a million points a second.",
        "I would start with the historical average as a baseline.",
    )
    assert show.phases[:3] == [Phase.PROBLEM, Phase.CLARIFICATION, Phase.SOLUTION_DESIGN]


def test_a_check_in_while_scoping_is_answered() -> None:
    show = play("How many rides per day?", "I would treat it as regression. Does that make sense?")
    assert show.answers("regression").reason == "the candidate checked in"


def badly_heard(situation: Situation, turn: int, text: str) -> Option:
    """What the interviewer would do after words the recogniser was not sure of."""
    at_s = 10.0 * turn
    situation.apply(CandidateSaid(at_s, turn, text, at_s - 3, at_s, confidence=0.3))
    option = guide(situation, at_s, Occasion.TURN_ENDED).best
    made = MoveMade(at_s, option.move, option.target, option.topic, "words", "scripted", "")
    situation.apply(made)
    return option


def test_a_question_that_came_out_garbled_is_asked_for_again_but_not_for_ever() -> None:
    choices = Choices("uber", "infra", "L5", "ride-eta", 60)
    situation = Situation(build_setting(choices, LIBRARY, 1))
    situation.apply(PhaseEntered(0.0, Phase.CLARIFICATION))
    first = badly_heard(situation, 1, "what colour is the cat on the mat")
    again = badly_heard(situation, 2, "how much hair is on the bread")
    known = badly_heard(situation, 3, "how many cities daily operating")
    assert (first.move, first.phrases) == (Move.REPEAT, "not_caught")
    phrases = situation.setting.interviewer.phrases
    assert ScriptedMind(1).word(situation, first) in phrases.not_caught
    assert (again.move, again.phrases) == (Move.ANSWER, "no_fact")
    assert (known.move, known.target) == (Move.ANSWER, "geography")
