from __future__ import annotations

from interviewer.vocabulary import Move, Phase
from tests.stage import LIBRARY, STATEMENT, play

INTO_DESIGN = (
    "How many rides per day?",
    STATEMENT,
    "Let's move on.",
)


def test_a_wrong_figure_is_challenged_once_and_not_corrected() -> None:
    show = play(
        *INTO_DESIGN,
        "A hundred million users times 128 dimensions times four bytes is fifty terabytes.",
        "Yes, a hundred million times 128 times four bytes is fifty terabytes.",
    )
    challenged = show.made(Move.CHALLENGE)
    assert len(challenged) >= 1
    assert "51" not in challenged[0].text
    assert "GB" not in challenged[0].text


def test_a_right_figure_is_left_alone() -> None:
    show = play(
        *INTO_DESIGN,
        "A hundred million users times 128 dimensions times four bytes is about fifty gigabytes.",
    )
    assert not show.made(Move.CHALLENGE)


def test_while_the_candidate_is_on_a_good_path_the_interviewer_listens() -> None:
    points = [p for p in LIBRARY.question("ride-eta").points if p.level.rank <= 2][:2]
    show = play(*INTO_DESIGN, " ".join(p.example for p in points))
    assert show.answers(points[0].example[:30]).kind is Move.LISTEN


def test_a_missing_point_is_asked_for_without_giving_it_away() -> None:
    show = play(*INTO_DESIGN, "I would collect data and then train something on it.")
    points = {p.id: p for p in LIBRARY.question("ride-eta").points}
    asked = [m for m in show.made(Move.PROBE) if m.target in points]
    assert asked
    assert all(points[m.target or ""].example not in m.text for m in asked)


def test_derivations_are_not_wanted() -> None:
    show = play(*INTO_DESIGN, "Let me derive the gradient of the loss by the chain rule here.")
    assert show.answers("derive").kind is Move.REDIRECT


def test_five_minutes_of_databases_are_enough() -> None:
    plumbing = (
        "I would shard the postgres database by user and put a load balancer in front of the"
        " microservices, with kafka between them and redis as a cache, and then we think about"
        " replication across availability zones and the database schema. "
    )
    show = play(*INTO_DESIGN, plumbing * 8, plumbing * 8, plumbing * 8)
    assert any(m.target == "infrastructure" for m in show.made(Move.REDIRECT))


def test_the_clock_moves_an_interview_on() -> None:
    talk = "I would look at the data of the trips and the traffic, and think about what it says. "
    show = play(*INTO_DESIGN, *[talk * 6 for _ in range(60)], minutes=20)
    entered = {e.phase: e.t_s for e in show.events if hasattr(e, "phase") and hasattr(e, "t_s")
               and type(e).__name__ == "PhaseEntered"}  # fmt: skip
    assert Phase.DEEP_DIVE in entered
    planned = show.situation.setting.plan.starts_s(Phase.DEEP_DIVE)
    assert abs(entered[Phase.DEEP_DIVE] - planned) < 60


def test_nothing_is_asked_twice() -> None:
    talk = "I would look at the trips in some depth and see what comes out of it in the end."
    show = play(*INTO_DESIGN, *[f"{talk} Number {i}." for i in range(60)], minutes=45)
    questions = [m.text for m in show.moves if m.text.endswith("?") and m.kind is Move.PROBE]
    assert len(questions) > 8
    assert len(questions) == len(set(questions))
