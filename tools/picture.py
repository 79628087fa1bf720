"""Draws the pictures in the README: the live screen of a spoken rehearsal, and a report.

    .venv/bin/python tools/picture.py

Writes ``docs/session.svg`` and, where Chromium is installed, ``docs/report.png``. The screen's
interview goes through the whole sound path: flite speaks the lines, the small Whisper model of the
tests, which knows these sentences, recognises them. Seeds are fixed, so the pictures change only
when the product or the question does.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rich.console import Console, Group  # noqa: E402
from rich.text import Text  # noqa: E402

from interviewer.assembly import Engines, Screen  # noqa: E402
from interviewer.choices import Choices  # noqa: E402
from interviewer.cli.holding import Rehearsal, rehearse  # noqa: E402
from interviewer.cli.screen.base import Answers  # noqa: E402
from interviewer.cli.screen.render import Moment, frame  # noqa: E402
from interviewer.cli.screen.state import (  # noqa: E402
    Doing,
    View,
    beginning,
    happened,
    spoken,
    voiced,
)
from interviewer.events import Event  # noqa: E402
from interviewer.session import Session  # noqa: E402

WIDTH, HEIGHT = 88, 26
TAKEN_AFTER = "The label is the actual trip time."
LOUD_DBFS = -28.0
"""The picture is taken when the candidate talks on after these words, in the middle of a vowel."""

SCRIPT = """
turns:
  - say: How many people use the product every day?
  - pause_s: 3
    say: What is the latency budget?
  - pause_s: 14
    say: We want to predict the arrival time of a ride.
  - pause_s: 5
    say: I would log every request with the route and the actual trip time.
  - pause_s: 1
    say: The label is the actual trip time.
  - pause_s: 1
    say: I would start with gradient boosted trees.
"""
INTERVIEW = Choices(
    company="uber",
    interviewer="infra",
    question="ride-eta",
    minutes=10.0,
    stt="whisper",
    model=str(ROOT / "tests" / "whisper_model" / "model"),
    tts="flite",
    offline=True,
    seed=7,
)
REPORTED = (
    "interviewer rehearse --no-voice --company uber --question ride-eta --minutes 30 --seed 7"
)

# As Rich's own, without the fonts it would fetch from a server when the picture is shown.
SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class Camera:
    """A screen that nobody looks at; keeps the frame of one moment."""

    def __init__(self) -> None:
        self.taken: list[Text] = []
        self._view: View | None = None
        self._session: Session | None = None

    def screen(self) -> Screen:
        """The hooks a session calls."""
        return Screen(
            lambda sentence: self._see(spoken(self._seen, sentence)),
            self._watch,
            lambda dbfs: self._see(replace(self._seen, level_dbfs=dbfs)),
            lambda _, until_s: self._see(voiced(self._seen, until_s)),
        )

    def type_into(self, answers: Answers) -> None:
        """Nobody types."""

    def notice(self, text: str) -> None:
        """Nobody reads."""

    @contextlib.contextmanager
    def running(self, session: Session, engines: Engines) -> Iterator[None]:
        """Look on."""
        self._session = session
        self._view = beginning(session.situation.setting, engines.names)
        yield

    @property
    def _seen(self) -> View:
        assert self._view is not None
        return self._view

    def _watch(self, event: Event) -> None:
        self._see(happened(self._seen, event))

    def _see(self, view: View) -> None:
        self._view = view
        said = view.talk[-1].text if view.talk else ""
        talking = view.doing is Doing.HEARING and (view.level_dbfs or -99.0) > LOUD_DBFS
        if self._session is not None and talking and said.endswith(TAKEN_AFTER):
            now_s = self._session.channel.clock.now()
            self.taken = self.taken or frame(view, Moment(now_s), WIDTH, HEIGHT)


def photograph(folder: Path) -> list[Text]:
    """Hold the spoken rehearsal and return the frame."""
    script = folder / "script.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    camera = Camera()
    asyncio.run(rehearse(INTERVIEW, Rehearsal(str(script)), camera))
    return camera.taken


def draw(lines: list[Text], picture: Path) -> None:
    """Write the frame as a picture of a terminal."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Group(*lines))
    console.save_svg(str(picture), title="interviewer", code_format=SVG, unique_id="session")


def screenshot(report: Path, picture: Path) -> None:
    """Photograph the top of the report, if there is a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return
    subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--hide-scrollbars"),
            *("--window-size=1100,1000", f"--screenshot={picture}", report.as_uri()),
        ],
        check=True,
        capture_output=True,
    )


def main() -> None:
    """Draw both."""
    docs = ROOT / "docs"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["INTERVIEWER_HOME"] = str(folder / "spoken")
        draw(photograph(folder), docs / "session.svg")
        program, *arguments = REPORTED.split()
        home = folder / "reported"
        subprocess.run(
            [str(Path(sys.executable).with_name(program)), *arguments],
            env={**os.environ, "INTERVIEWER_HOME": str(home)},
            check=True,
            capture_output=True,
        )
        (report,) = home.glob("sessions/*/report.html")
        screenshot(report, docs / "report.png")


if __name__ == "__main__":
    main()
