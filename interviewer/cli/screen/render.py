"""A frame of the live screen: lines of styled text, drawn from what is known. Pure.

Ride ETA  Uber · L5 · infra                                12:41 of 45:00   heading
━━━ ━━━━━━━━ ━━━━━━━━━━━━━━━━━━━━━─────────── ─────────── ────              the plan
Solution design  8:20 left                             then: Deep dive
                                                                            the talk
────────────────────────────────────────────────────────────────────────────
● Listening     ▮▮▮▮▮▮▯▯▯▯▯▯  −31 dB     ━━━━━━┄┄┄┄┊┄┄┄┄┄┄┄┄ 6 s of silence  status
› what is being typed                                                       draft
whisper base.en · flite · scripted                                          engines
p pause   r repeat   ...                                                    keys
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rich.text import Text

from interviewer.channels.terminal import NUDGE_AFTER_S
from interviewer.cli.screen.gauges import meter, plan_bar, silence_bar
from interviewer.cli.screen.state import Doing, Line, View
from interviewer.cli.screen.words import PHASE_TITLES, minutes, span
from interviewer.director.silences import HINT_S, MOVE_ON_S, QUIET_S, THINK_ALOUD_S

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 58
"""Below this many columns only what is needed most is shown."""

LABEL = len("Interviewer  ")
"""The column of the speakers' names."""

NARROWEST = 50
"""Below this what a silence leads to is left out too."""

BAR_WIDTH = 72
"""The bar of the silence needs that many."""

SHOWN_TYPING_S = 30.0
"""Nobody types all the time: a shorter silence at the keyboard is none."""

NUDGES = ((QUIET_S, "a nudge"), (THINK_ALOUD_S, "another"), (HINT_S, "a hint"),
          (MOVE_ON_S, "moving on"))  # fmt: skip
ANNOUNCED = ((HINT_S, "a nudge"),)
TYPED_NUDGES = tuple(zip(NUDGE_AFTER_S, ("a nudge", "another", "a hint"), strict=True))

SPOKEN_KEYS = (
    ("enter", "done"),
    ("m", "a minute"),
    ("r", "repeat"),
    ("t", "time"),
    ("h", "hint"),
    ("p", "pause"),
    ("s", "skip"),
    ("q", "finish"),
)
TYPED_KEYS = (
    ("enter", "send"),
    ("/repeat", ""),
    ("/minute", ""),
    ("/time", ""),
    ("/hint", ""),
    ("/pause", ""),
    ("/skip", ""),
    ("/quit", ""),
)
PAUSED_KEYS = (("p", "go on"), ("q", "finish"))
TYPED_PAUSED_KEYS = (("/pause", "or ctrl-p goes on"), ("/quit", "finishes"))

_BULLETS = {Doing.LISTENING: "○", Doing.HEARING: "●", Doing.THINKING: "◌", Doing.SPEAKING: "▶"}
_COLOURS = {
    Doing.LISTENING: "green",
    Doing.HEARING: "bold green",
    Doing.THINKING: "magenta",
    Doing.SPEAKING: "bold cyan",
}
_SPEAKERS = {"interviewer": ("Interviewer", "bold cyan"), "you": ("You", "bold green")}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a frame is drawn: the interview's time, and how long its clock has stood still."""

    now_s: float
    standing_s: float = 0.0


def frame(view: View, moment: Moment, width: int, height: int) -> list[Text]:
    """Draw the screen: at most ``height`` lines of at most ``width`` columns."""
    margin = 1 if width >= NARROW + 2 else 0
    width -= 2 * margin
    above = [_heading(view, moment, width)]
    if height >= 12:
        above += [plan_bar(view.plan, view.phase, view.phase_since_s, moment.now_s, width)]
    above += [_phase(view, moment, width), Text()]
    below = [Text("─" * width, style="dim"), _status(view, moment, width)]
    if view.typed:
        below += _draft(view, width, max(1, height // 4))
    if height >= 16:
        below += [_quiet(view.notice or " · ".join(view.engines), width)]
    elif view.notice:
        below += [_quiet(view.notice, width)]
    below += [_keys(view, width)]
    room = max(0, height - len(above) - len(below))
    lines = [*above, *_talk(view.talk, width, room), *below][-height:]
    return [_fitted(line, width, margin) for line in lines]


def _heading(view: View, moment: Moment, width: int) -> Text:
    total_s = view.plan.total_s
    time = Text.assemble(
        (minutes(moment.now_s), "bold yellow" if moment.now_s > total_s else "bold"),
        (f" of {minutes(total_s)}", "dim"),
    )
    title = Text(view.title, style="bold")
    if width >= NARROW:
        title.append("   " + " · ".join(view.who), style="dim not bold")
    return _apart(title, time, width)


def _phase(view: View, moment: Moment, width: int) -> Text:
    left_s = view.phase_since_s + view.plan.phases.get(view.phase, 0.0) - moment.now_s
    over = f"{minutes(-left_s)} over" if left_s < 0 else f"{minutes(left_s)} left"
    now = Text.assemble(
        (PHASE_TITLES[view.phase], "cyan"), "  ", (over, "yellow" if left_s < 0 else "")
    )
    following = view.plan.after(view.phase)
    if following is None or width < NARROW:
        return now
    return _apart(now, Text(f"then {PHASE_TITLES[following].lower()}", style="dim"), width)


def _talk(talk: Sequence[Line], width: int, room: int) -> list[Text]:
    """The end of the conversation, at the bottom of the room there is."""
    lines: list[Text] = []
    for line in reversed(talk):
        if len(lines) >= room:
            break
        lines = [*_turn(line, width), *lines]
    lines = lines[-room:] if room else []
    return lines + [Text()] * (room - len(lines))


def _turn(line: Line, width: int) -> list[Text]:
    """One turn, its speaker in a column of its own where there is room for one."""
    if line.speaker == "note":
        indent = LABEL if width >= NARROW else 0
        return [*_wrapped(Text(f"({printable(line.text)})", style="dim"), width, indent), Text()]
    name, style = _SPEAKERS[line.speaker]
    text = printable(line.text) + (" …" if line.open and line.speaker == "you" else "")
    if width < NARROW:
        whole = Text.assemble((f"{name}: ", style), text)
        return [*_wrapped(whole, width, 0), Text()]
    wrapped = _wrapped(Text(text), width, LABEL)
    return [Text.assemble((name.ljust(LABEL), style)) + wrapped[0][LABEL:], *wrapped[1:], Text()]


def _wrapped(text: Text, width: int, indent: int) -> list[Text]:
    """The text in lines, each indented."""
    lines = text.wrap(_measure(), max(10, width - indent))
    for line in lines:
        line.rstrip()
    return [Text(" " * indent) + line for line in lines] or [Text(" " * indent)]


def _status(view: View, moment: Moment, width: int) -> Text:
    if view.stopped is not None:
        left = Text.assemble(("‖ Paused ", "bold yellow"), (span(moment.standing_s), "yellow"))
        why = (
            "the clock stands still"
            if width < NARROW
            else f"{view.stopped}; the clock stands still"
        )
        return _apart(left, Text(why, style="dim"), width)
    doing = "Your turn" if view.typed and view.doing is Doing.LISTENING else view.doing.value
    left = Text.assemble((f"{_BULLETS[view.doing]} {doing}".ljust(16), _COLOURS[view.doing]))
    open_ear = not view.typed and view.doing is not Doing.SPEAKING
    if view.level_dbfs is not None and open_ear and width >= NARROW:
        left += meter(view.level_dbfs)
    if view.silent_since_s is None or view.doing is not Doing.LISTENING:
        return left
    return _apart(left, _silence(view, moment.now_s - view.silent_since_s, width), width)


def _silence(view: View, silent_s: float, width: int) -> Text:
    """The silence so far, and what it leads to."""
    ladder = TYPED_NUDGES if view.typed else ANNOUNCED if view.announced else NUDGES
    due = next(((at_s, what) for at_s, what in ladder if silent_s < at_s), None)
    said = Text(style="dim")
    if view.announced:
        said.append(f"{span(silent_s)}, take your time")
    elif not view.typed or silent_s >= SHOWN_TYPING_S:
        said.append(f"{span(silent_s)} of silence")
    if (
        due is not None
        and said
        and width >= NARROWEST
        and (silent_s >= due[0] / 2 or view.announced)
    ):
        said.append(f" · {due[1]} at {span(due[0])}")
    if width < BAR_WIDTH or view.typed:
        return said
    return silence_bar(silent_s, due[0] if due else None, view.announced) + Text(" ") + said


def _draft(view: View, width: int, most: int) -> list[Text]:
    """What is typed, with the cursor in it, in the last few lines that hold it."""
    text, at = printable(view.draft.text), view.draft.at
    shown = Text.assemble(text[:at], (text[at : at + 1] or " ", "reverse"), text[at + 1 :])
    if not text:
        shown.append("Type your answer; enter sends it", style="dim")
    lines = list(shown.wrap(_measure(), max(10, width - 3)))[-most:]
    lead = [Text.assemble(("› ", "bold green")), *[Text("  ")] * (len(lines) - 1)]
    return [a + b for a, b in zip(lead, lines, strict=True)]


def _keys(view: View, width: int) -> Text:
    paused = view.stopped is not None
    keys: tuple[tuple[str, str], ...]
    if view.typed:
        keys = TYPED_PAUSED_KEYS if paused else TYPED_KEYS
    else:
        keys = PAUSED_KEYS if paused else SPOKEN_KEYS
    for gap, named in (("   ", True), ("  ", True), (" ", False)):
        line = Text(gap).join(_key(key, what if named else "") for key, what in keys)
        if line.cell_len <= width:
            return line
    while len(keys) > 2 and line.cell_len > width:  # the last of them leads out
        keys = (keys[0], *keys[2:])
        line = Text(" ").join(_key(key, "") for key, _ in keys)
    return line


def _key(key: str, what: str) -> Text:
    return Text.assemble((key, "bold"), (f" {what}", "dim")) if what else Text(key, style="bold")


def _quiet(text: str, width: int) -> Text:
    line = Text(printable(text), style="dim")
    line.truncate(width, overflow="ellipsis")
    return line


def _apart(left: Text, right: Text, width: int) -> Text:
    """One at either end of the line; the left one gives way where both do not fit."""
    room = width - right.cell_len - 1
    if left.cell_len > room:
        left = left.copy()
        left.truncate(max(0, room), overflow="ellipsis")
    return left + Text(" " * max(1, width - left.cell_len - right.cell_len)) + right


def _fitted(line: Text, width: int, margin: int) -> Text:
    line.truncate(width)
    return Text(" " * margin) + line if margin else line


def printable(text: str) -> str:
    """Text without what a terminal would act on."""
    return "".join(one if one.isprintable() else " " for one in text)


@cache
def _measure() -> Console:
    """Rich wraps by the width of characters through a console, even where none is written to."""
    import io

    from rich.console import Console

    return Console(file=io.StringIO(), width=80)
