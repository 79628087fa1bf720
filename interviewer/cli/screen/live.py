"""The live screen: draws the session as it stands, and sends keys where they belong."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text

from interviewer.assembly import Engines, Screen
from interviewer.channels.commands import is_command
from interviewer.cli.screen.base import Answers
from interviewer.cli.screen.draft import Draft, edited
from interviewer.cli.screen.keys import PASTE_OFF, PASTE_ON, Key, Keyboard
from interviewer.cli.screen.render import Moment, frame
from interviewer.cli.screen.state import View, beginning, happened, spoken, voiced
from interviewer.cli.screen.typed import Typed
from interviewer.clock import Clock, MonotonicClock, PausableClock
from interviewer.events import Event
from interviewer.session import Session
from interviewer.timeline import Plan
from interviewer.vocabulary import Request

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live

DRAWN_EVERY_S = 0.1
NOTICE_S = 6.0
SURE_WITHIN_S = 3.0
"""A single letter could end an hour's interview by mistake, so it is asked for twice."""

LETTERS: Final = {
    "enter": Request.DONE,
    " ": Request.DONE,
    "m": Request.MINUTE,
    "r": Request.REPEAT,
    "t": Request.TIME,
    "h": Request.HINT,
    "p": Request.PAUSE,
    "s": Request.SKIP,
    "q": Request.QUIT,
}
CONTROLS: Final = {"ctrl-p": Request.PAUSE, "ctrl-r": Request.REPEAT, "ctrl-t": Request.TIME}
NOTICES: Final = {
    Request.MINUTE: "take your time: the interviewer waits",
    Request.SKIP: "moving on",
    Request.QUIT: "ending the interview; the report follows",
}
"""What is said at once of a request that takes a moment, or none."""


class LiveScreen:
    """Draws ten times a second what has changed; keys are requests, or letters of an answer.

    Args:
        console: a terminal that can move its cursor.
        keyboard: reads the keys.
    """

    def __init__(self, console: Console, keyboard: Keyboard) -> None:
        self._console = console
        self._keyboard = keyboard
        self._view = View("", (), Plan({}, {}))
        self._session: Session | None = None
        self._answers: Answers | None = None
        self._real = MonotonicClock()
        self._shown: list[Text] = []
        self._notice_until_s = 0.0
        self._sure_until_s = 0.0

    def screen(self) -> Screen:
        """The hooks a session calls."""
        return Screen(self._say, self._watch, self._level, self._voice)

    def type_into(self, answers: Answers) -> None:
        """From now on answers are typed."""
        self._answers = answers
        self._view = replace(self._view, typed=True)

    def notice(self, text: str) -> None:
        """Show a line for a moment."""
        self._view = replace(self._view, notice=text)
        self._notice_until_s = self._real.now() + NOTICE_S

    @contextmanager
    def running(self, session: Session, engines: Engines) -> Iterator[None]:
        """Show the session on the terminal's other screen and read the keys."""
        from rich.live import Live

        self._session = session
        self._view = replace(
            beginning(session.situation.setting, engines.names), typed=self._view.typed
        )
        live = Live(
            console=self._console,
            screen=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        live.start()
        drawing = asyncio.create_task(self._keep_drawn(live, session.channel.clock))
        try:
            self._keyboard.start(self._press)
            self._send(PASTE_ON)
            yield
        finally:
            drawing.cancel()
            self._keyboard.stop()
            with suppress(OSError):  # the terminal itself is gone; the report still is written
                self._send(PASTE_OFF)
                live.stop()

    async def _keep_drawn(self, live: Live, clock: Clock) -> None:
        """Draw what has changed until cancelled."""
        while True:
            if self._real.now() > self._notice_until_s:
                self._view = replace(self._view, notice="")
            standing_s = clock.standing_s if isinstance(clock, PausableClock) else 0.0
            width, height = self._console.size
            lines = frame(self._view, Moment(clock.now(), standing_s), width, height)
            if lines != self._shown:
                self._shown = lines
                with suppress(OSError):
                    live.update(Group(*lines), refresh=True)
            await asyncio.sleep(DRAWN_EVERY_S)

    def _say(self, sentence: str) -> None:
        self._view = spoken(self._view, sentence)

    def _watch(self, event: Event) -> None:
        self._view = happened(self._view, event)

    def _level(self, level_dbfs: float) -> None:
        self._view = replace(self._view, level_dbfs=level_dbfs)

    def _voice(self, _: float, until_s: float | None) -> None:
        self._view = voiced(self._view, until_s)

    def _send(self, control: str) -> None:
        self._console.file.write(control)
        self._console.file.flush()

    def _press(self, key: Key) -> None:
        if key.name == "eof":
            self._ask(Request.QUIT)
        elif key.name == "ctrl-l":
            self._shown = []  # something else has written on the screen: draw it again
        elif self._answers is None:
            self._letter(key)
        else:
            self._type(key, self._answers)

    def _letter(self, key: Key) -> None:
        """A key while answers are spoken."""
        request = LETTERS.get(key.name.lower())
        if request is not Request.QUIT:
            self._sure_until_s = 0.0
        elif self._real.now() > self._sure_until_s:
            self._sure_until_s = self._real.now() + SURE_WITHIN_S
            self.notice("q once more ends the interview and writes the report")
            return
        if request is not None:
            self._ask(request)

    def _type(self, key: Key, answers: Answers) -> None:
        """A key while answers are typed."""
        draft = self._view.draft
        if key.name in CONTROLS:
            self._ask(CONTROLS[key.name])
        elif key.name == "ctrl-d" and not draft.text:
            self._ask(Request.QUIT)
        elif key.name == "enter":
            self._enter(draft.text, answers)
        else:
            name = "delete" if key.name == "ctrl-d" else key.name
            self._view = replace(self._view, draft=edited(draft, Key(name, key.text)))

    def _enter(self, line: str, answers: Answers) -> None:
        if self._view.stopped is not None and line.strip() and not is_command(line):
            self.notice("paused: your answer stays here until /pause or ctrl-p goes on")
            return
        self._view = replace(self._view, draft=Draft())
        Typed(self._ask, self.notice, answers).take(line)

    def _ask(self, request: Request) -> None:
        if self._session is None:
            return
        if self._view.stopped is not None and request not in (Request.PAUSE, Request.QUIT):
            self.notice("paused: the interview has to go on first")
            return
        if request in NOTICES:
            self.notice(NOTICES[request])
        self._session.ask(request)
