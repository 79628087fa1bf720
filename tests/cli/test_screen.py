"""The live screen as a function: what happened goes in, the lines of a terminal come out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.choices import Choices, build_setting
from interviewer.cli.screen.draft import Draft, edited
from interviewer.cli.screen.gauges import meter, plan_bar
from interviewer.cli.screen.keys import Key, keys_in, whole_keys
from interviewer.cli.screen.render import Moment, frame
from interviewer.cli.screen.state import Doing, Line, View, happened, spoken, voiced
from interviewer.events import (
    CandidateAsked,
    CandidateSaid,
    EngineFailed,
    Event,
    InterviewerSaid,
    InterviewPaused,
    InterviewResumed,
    MoveMade,
    PhaseEntered,
    SegmentHeard,
)
from interviewer.vocabulary import Move, Phase, Request
from tests.stage import LIBRARY

PLAN = build_setting(Choices("uber", question="ride-eta", minutes=60), LIBRARY, 1).plan
BEGINNING = View("Ride ETA prediction", ("Uber", "L5", "Infra"), PLAN, ("whisper base.en", "flite"))


def after(*happenings: Event | str, view: View = BEGINNING) -> View:
    """What is known after events; a text is a sentence of the interviewer."""
    for one in happenings:
        view = spoken(view, one) if isinstance(one, str) else happened(view, one)
    return view


def drawn(view: View, now_s: float, *, width: int = 80, height: int = 24, standing_s: float = 0.0
          ) -> list[str]:  # fmt: skip
    lines = frame(view, Moment(now_s, standing_s), width, height)
    assert len(lines) <= height
    assert all(line.cell_len <= width for line in lines)
    return [line.plain.rstrip() for line in lines]


def said(text: str, start_s: float, end_s: float) -> InterviewerSaid:
    return InterviewerSaid(end_s, 0, text, start_s, end_s, Move.PROBE)


def segment(text: str, start_s: float, end_s: float) -> SegmentHeard:
    return SegmentHeard(end_s, start_s, end_s, text)


ASKED = after(
    PhaseEntered(600.0, Phase.SOLUTION_DESIGN), "How would you get the labels?",
    said("How would you get the labels?", 798.0, 800.0),
)  # fmt: skip


def test_a_frame_of_80_by_24() -> None:
    view = after(segment("We log every completed trip.", 802.0, 806.0), view=ASKED)
    lines = drawn(replace(voiced(view, 806.0), level_dbfs=-30.0), 813.5)
    assert len(lines) == 24
    assert lines[0] == " Ride ETA prediction   Uber · L5 · Infra" + "13:33 of 60:00".rjust(39)
    assert lines[2] == " Solution design  26:26 left" + "then deep dive".rjust(51)
    assert lines[4:8] == [
        " Interviewer  How would you get the labels?",
        "",
        " You          We log every completed trip. …",
        "",
    ]
    assert lines[21] == (
        " ○ Listening     ▮▮▮▮▮▮▯▯▯▯▯▯" + "━━━━━━━━━╌╌╌ 7 s of silence · a nudge at 10 s".rjust(50)
    )
    assert lines[22] == " whisper base.en · flite"


def test_keys_are_shown_as_far_as_they_fit() -> None:
    whole = drawn(ASKED, 801.0)[-1]
    assert whole.startswith(" enter done")
    assert whole.endswith("q finish")
    assert drawn(ASKED, 801.0, width=40)[-1] == "enter m r t h p s q"
    typed = replace(ASKED, typed=True)
    assert drawn(typed, 801.0, width=30)[-1].endswith("/quit")
    paused = after(InterviewPaused(801.0, "the candidate asked for it"), view=ASKED)
    assert drawn(paused, 801.0)[-1] == " p go on   q finish"


@pytest.mark.parametrize("width", [20, 39, 40, 59, 60, 72, 80, 200])
@pytest.mark.parametrize("height", [1, 5, 8, 12, 16, 24, 60])
@pytest.mark.parametrize("typed", [False, True])
def test_any_size_is_filled_and_never_overrun(width: int, height: int, typed: bool) -> None:
    long = "So first of all I would like to know how many riders there are. " * 12
    view = after(segment(long, 802.0, 850.0), view=ASKED)
    draft = Draft().typed("an answer that is longer than one line " * 4)
    view = replace(view, typed=typed, draft=draft, level_dbfs=-20.0, notice="something to know")
    lines = drawn(view, 900.0, width=width, height=height)
    assert len(lines) == height or height < 8


def test_what_was_said_last_stands_at_the_bottom() -> None:
    view = ASKED
    for number in range(30):
        view = after(segment(f"Thought {number}.", 802.0 + number, 803.0 + number), view=view)
        view = after(CandidateSaid(803.0, number, f"Thought {number}.", 802.0, 803.0), view=view)
    lines = drawn(view, 900.0)
    assert " You          Thought 29." in lines
    assert "Thought 0." not in "\n".join(lines)


def test_segments_of_one_turn_are_one_paragraph() -> None:
    view = after(segment("We use", 801.0, 802.0), segment("two towers", 803.0, 804.0), view=ASKED)
    assert view.talk[-1] == Line("you", "We use two towers", open=True)
    view = after(CandidateSaid(806.0, 2, "We use two towers", 801.0, 804.0), view=view)
    assert view.talk[-1] == Line("you", "We use two towers")
    assert view.doing is Doing.THINKING


def test_what_the_interviewer_was_stopped_from_saying_is_taken_back() -> None:
    view = after("One.", "Two.", said("One.", 810.0, 811.0), view=ASKED)
    assert view.talk[-1] == Line("interviewer", "One.")
    view = after("Three.", said("", 812.0, 812.0), view=view)
    assert view.talk[-1] == Line("interviewer", "One.")


def test_who_has_the_floor() -> None:
    assert ASKED.doing is Doing.LISTENING
    hearing = voiced(ASKED, None)
    assert (hearing.doing, hearing.silent_since_s) == (Doing.HEARING, None)
    silent = voiced(hearing, 806.0)
    assert (silent.doing, silent.silent_since_s) == (Doing.LISTENING, 806.0)
    speaking = spoken(silent, "And then?")
    assert (speaking.doing, speaking.silent_since_s) == (Doing.SPEAKING, None)
    assert voiced(speaking, None) == speaking
    listening = MoveMade(807.0, Move.LISTEN, None, "", "", "scripted", "")
    assert after(listening, view=speaking).doing is Doing.LISTENING


@pytest.mark.parametrize(
    ("silent_s", "shows"),
    [
        (3.0, "3 s of silence"),
        (7.0, "7 s of silence · a nudge at 10 s"),
        (12.0, "12 s of silence · another at 20 s"),
        (25.0, "25 s of silence · a hint at 30 s"),
        (45.0, "45 s of silence · moving on at 1:00"),
        (75.0, "1:15 of silence"),
    ],
)
def test_a_silence_grows_towards_what_it_leads_to(silent_s: float, shows: str) -> None:
    assert drawn(ASKED, 800.0 + silent_s)[-3].endswith(f" {shows}")


def test_time_that_was_asked_for_is_granted_on_the_screen() -> None:
    by_key = after(CandidateAsked(803.0, Request.MINUTE), view=ASKED)
    assert drawn(by_key, 808.0)[-3].endswith("8 s, take your time · a nudge at 30 s")
    aloud = voiced(after(segment("Let me think about that.", 801.0, 803.0), view=ASKED), 803.0)
    assert drawn(aloud, 808.0)[-3].endswith("5 s, take your time · a nudge at 30 s")
    assert not voiced(aloud, None).announced


def test_while_the_clock_stands_still_the_screen_says_why_and_how_long() -> None:
    lost = after(InterviewPaused(805.0, "the microphone was lost"), view=ASKED)
    status = drawn(lost, 805.0, standing_s=12.0)[-3]
    assert status.startswith(" ‖ Paused 12 s")
    assert status.endswith("the microphone was lost; the clock stands still")
    again = after(InterviewResumed(805.0, 190.0), view=lost)
    assert "              (paused for 3:10)" in drawn(again, 806.0)
    assert drawn(again, 806.0)[-3].endswith("1 s of silence")


def test_a_turn_the_interviewer_lets_pass_makes_the_silence_no_shorter() -> None:
    turn = CandidateSaid(808.0, 2, "We log every trip.", 801.0, 806.0)
    thinking = after(turn, view=ASKED)
    assert drawn(thinking, 808.0)[-3] == " ◌ Thinking"
    passed = after(MoveMade(808.0, Move.LISTEN, None, "", "", "scripted", ""), view=thinking)
    assert drawn(passed, 808.0)[-3].endswith(" 2 s of silence")


def test_the_meter_is_hidden_while_the_ear_is_closed() -> None:
    loud = replace(ASKED, level_dbfs=-20.0)
    assert "▮" in drawn(loud, 801.0)[-3]
    assert drawn(spoken(loud, "And then?"), 801.0)[-3] == " ▶ Speaking"


def test_a_failure_is_told_between_the_lines() -> None:
    view = after(EngineFailed(801.0, "mind", "no answer", "scripted mind"), view=ASKED)
    assert "              (mind: no answer; scripted mind)" in drawn(view, 802.0)


def test_time_that_has_run_over_is_said() -> None:
    assert drawn(ASKED, 2475.0)[2].startswith(" Solution design  1:15 over")


def test_the_plan_fills_as_the_interview_goes() -> None:
    bars = [plan_bar(PLAN, Phase.SOLUTION_DESIGN, 600.0, at, 64) for at in (600.0, 1500.0, 9000.0)]
    assert all(bar.cell_len == 64 for bar in bars)
    assert [bar.plain.count("━") for bar in bars] == [10, 25, 40]
    assert bars[0].plain.split() == ["━" * 3, "━" * 7, "─" * 30, "─" * 15, "─" * 5]


def test_every_phase_of_a_plan_has_a_cell_however_narrow() -> None:
    for width in range(9, 30):
        bar = plan_bar(PLAN, Phase.PROBLEM, 0.0, 0.0, width)
        assert len(bar.plain.split()) == 5
        assert bar.cell_len == width


@pytest.mark.parametrize(("dbfs", "lit"), [(-120.0, 0), (-60.0, 0), (-30.0, 6), (0.0, 12), (9, 12)])
def test_the_meter(dbfs: float, lit: int) -> None:
    assert meter(dbfs).plain == "▮" * lit + "▯" * (12 - lit)


def test_nothing_that_a_terminal_would_act_on_is_drawn() -> None:
    evil = "\x1b[2J\x1b]0;title\x07 wide \u202e open"
    view = after(evil, segment(evil, 1, 2), EngineFailed(1, evil, evil, evil), view=ASKED)
    view = replace(view, notice=evil, typed=True, draft=Draft().typed(evil))
    for line in drawn(view, 801.0):
        assert line.isprintable()


def typing(*keys: str) -> str:
    draft = Draft()
    for key in keys:
        for one in keys_in(key):
            draft = edited(draft, one)
    return f"{draft.text[: draft.at]}|{draft.text[draft.at :]}"


@pytest.mark.parametrize(
    ("keys", "draft"),
    [
        (("two towers",), "two towers|"),
        (("tower", "\x1b[H", "two ", "\x1b[F", "s"), "two towers|"),
        (("two towers", "\x1b[D", "\x7f", "\x1b[3~"), "two towe|"),
        (("two tall towers", "\x17", "\x17"), "two |"),
        (("two towers", "\x1b[1;5D", "\x0b"), "two |"),
        (("two towers", "\x01", "\x1b[1;5C", "\x15"), "| towers"),
        (("größer", "\x7f" * 9), "|"),
        (("/rep\t",), "/repeat|"),
        (("/zzz\t",), "/zzz|"),
        (("\x1b[200~one\r\ntwo\x1b[201~",), "one two|"),
        (("a", "\x1b[24~", "\x1b[A", "\x1b", "b"), "ab|"),
    ],
)
def test_a_line_is_edited_as_in_a_shell(keys: tuple[str, ...], draft: str) -> None:
    assert typing(*keys) == draft


def test_a_paste_that_comes_in_pieces_is_waited_for() -> None:
    assert whole_keys("a\x1b[200~one\r") == ("a", "\x1b[200~one\r")
    assert whole_keys("\x1b[200~one\x1b[201~\r") == ("\x1b[200~one\x1b[201~\r", "")
    assert whole_keys("a\x1b[1;") == ("a", "\x1b[1;")
    assert whole_keys("\x1b") == ("\x1b", "")


def test_control_keys_have_names() -> None:
    assert list(keys_in("\x10q\r")) == [Key("ctrl-p"), Key("q", "q"), Key("enter")]
