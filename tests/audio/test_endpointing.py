"""The policy with plain numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.endpointing import Decision, EndTurn, Silence, Wait, decide


def wait_of(text: str, **known: float | bool) -> float:
    """Return the silence after which a text ends a turn, found by asking frame by frame."""
    for tick in range(2000):
        silence_s = tick * 0.032
        if isinstance(decide(Silence(silence_s, text, **known)), EndTurn):  # type: ignore[arg-type]
            return silence_s
    pytest.fail("the turn never ends")


@pytest.mark.parametrize(
    ("text", "low_s", "high_s"),
    [
        ("Could you repeat that?", 0.6, 0.8),
        ("Does this make sense?", 0.6, 0.8),
        ("I'm done.", 0.6, 0.8),
        ("So how do we serve this?", 1.2, 1.6),
        ("We use two towers.", 1.7, 2.3),
        ("yes", 1.7, 2.3),
        ("Okay.", 3.5, 4.5),
        ("If the user clicks", 4.5, 5.5),
        ("We use two towers and", 5.5, 6.5),
        ("Let me think.", 20.0, 30.0),
    ],
)
def test_how_long_it_waits(text: str, low_s: float, high_s: float) -> None:
    assert low_s <= wait_of(text) <= high_s


@pytest.mark.parametrize("patience", [0.0, 0.1, 0.5, 1.0, 2.0, 100.0])
def test_patience_has_limits(patience: float) -> None:
    assert wait_of("We use two towers and", patience=patience) >= 3.0
    assert 20.0 <= wait_of("Give me a minute.", patience=patience) <= 30.1
    assert wait_of("Could you repeat that?", patience=patience) < 0.8
    assert 0.6 <= wait_of("We use two towers.", patience=patience) <= 7.0


def test_a_long_answer_is_given_more_time() -> None:
    assert wait_of("We use two towers.", speech_s=60.0) > wait_of("We use two towers.") + 0.3


def test_it_waits_for_the_words() -> None:
    assert isinstance(decide(Silence(500.0, None)), Wait)


@pytest.mark.parametrize("text", ["We use two towers.", "Could you repeat that?", "Okay."])
def test_words_that_may_be_misheard_are_not_relied_on(text: str) -> None:
    assert wait_of(text, certainty=0.4) >= 3.0
    assert wait_of(text, certainty=0.6) == wait_of(text)


def test_an_announcement_known_from_elsewhere_counts() -> None:
    assert wait_of("We use two towers.", announced=True) >= 20.0


def test_hesitating_holds_the_turn() -> None:
    """A voiced "um" two seconds after a sentence: the speaker is still there."""
    assert isinstance(decide(Silence(0.6, "We use two towers.", since_words_s=3.0)), Wait)


def test_hesitating_noises_do_not_hold_it_for_ever() -> None:
    assert decide(Silence(0.6, "We use two towers.", since_words_s=20.1)) == EndTurn("statement")
    assert decide(Silence(0.6, "Let me think.", since_words_s=30.1)) == EndTurn("announced_pause")


@given(
    st.text(max_size=80) | st.sampled_from(["let me think", "we use the", "is it?"]),
    st.floats(0, 100),
    st.floats(0, 3000),
    st.floats(0, 10),
)
def test_every_turn_ends_and_a_wait_says_when(
    text: str, silence_s: float, speech_s: float, patience: float
) -> None:
    decision: Decision = decide(Silence(silence_s, text, speech_s, patience=patience))
    if silence_s >= 31:
        assert isinstance(decision, EndTurn)
    if isinstance(decision, Wait):
        assert decision.until_silence_s > silence_s
        after = Silence(decision.until_silence_s + 1e-6, text, speech_s, patience=patience)
        assert isinstance(decide(after), EndTurn)
