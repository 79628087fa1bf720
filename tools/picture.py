"""Draws the pictures in the README: a real rehearsal as a terminal, and the report it wrote.

    .venv/bin/python tools/picture.py

Writes ``docs/session.svg`` and, where Chromium is installed, ``docs/report.png``. The seed is
fixed, so they change only when the product or the question does.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
COMMAND = "interviewer rehearse --no-voice --company uber --question ride-eta --minutes 30 --seed 7"
WIDTH = 100
OPENING_LINES = 24
DIVE, DIVE_LINES = re.compile(r"\[\d\d:\d\d\] Deep dive"), 8
CLOSING, CLOSING_LINES = re.compile(r"For L\d"), 7

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


def rehearse(home: Path) -> str:
    """Hold the interview and return what the terminal showed, colours included."""
    program, *arguments = COMMAND.split()
    done = subprocess.run(
        [str(Path(sys.executable).with_name(program)), *arguments],
        env={
            **os.environ,
            "INTERVIEWER_HOME": str(home),
            "COLUMNS": str(WIDTH),
            "FORCE_COLOR": "1",
            "TERM": "xterm-256color",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stderr


def excerpt(output: str) -> Text:
    """The beginning, the beginning of the deep dive, and the end."""
    shown = Text.from_ansi(f"$ {COMMAND}\n{output}")
    lines = list(shown.wrap(Console(width=WIDTH, file=io.StringIO()), WIDTH))
    kept = lines[:OPENING_LINES]
    for heading, count in ((DIVE, DIVE_LINES), (CLOSING, CLOSING_LINES)):
        at = next(at for at, line in enumerate(lines) if heading.match(line.plain))
        kept += [Text("        ⋮", style="dim"), *lines[at : at + count]]
    return Text("\n").join(line for line in kept if not line.plain.startswith("Report: "))


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
        home = Path(name)
        output = rehearse(home)
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
        console.print(excerpt(output))
        console.save_svg(
            str(docs / "session.svg"),
            title="An interview, rehearsed (excerpt)",
            code_format=SVG,
            unique_id="session",
        )
        (report,) = home.glob("sessions/*/report.html")
        screenshot(report, docs / "report.png")


if __name__ == "__main__":
    main()
