"""The report as one HTML file that needs nothing else and lets nothing in or out."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from interviewer.report import words
from interviewer.report.picture import (
    ACTUAL_Y,
    BAND_HEIGHT,
    LANES_Y,
    LEVEL_HEIGHT,
    PLAN_Y,
    kind_of,
)
from interviewer.report.scale import WIDTH
from interviewer.report.templating import environment, source
from interviewer.report.text import inert
from interviewer.report.view import View

if TYPE_CHECKING:
    from jinja2 import Template


def write_html(view: View) -> str:
    """Fill the page; style and script are named in its policy by their digests."""
    style, script = source("report.css"), source("report.js")
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "media-src 'self' file: data:; base-uri 'none'; form-action 'none'"
    )
    return _template().render(
        view=view,
        a=view.assessment,
        policy=policy,
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
    )


def digest(text: str) -> str:
    """The SHA-256 of an inline style or script as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template() -> Template:
    page = environment(_finalize)
    page.globals.update(
        words=words,
        kind_of=kind_of,
        width=round(WIDTH),
        rows={
            "plan": PLAN_Y,
            "actual": ACTUAL_Y,
            "height": BAND_HEIGHT,
            "lanes": LANES_Y,
            "level": LEVEL_HEIGHT,
        },
    )
    return page.get_template("report.html.j2")


def _finalize(value: object) -> object:
    """Runs on everything a template prints; what is not yet markup is made inert first."""
    if isinstance(value, Markup):
        return value
    return inert(value) if isinstance(value, str) else value
