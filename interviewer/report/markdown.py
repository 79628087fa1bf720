"""The report as Markdown: the same things in the same order, for notes and pull requests."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from interviewer.report import words
from interviewer.report.picture import kind_of
from interviewer.report.templating import environment
from interviewer.report.text import inert
from interviewer.report.view import View

if TYPE_CHECKING:
    from jinja2 import Template

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~$&])")
_LEADING: Final = re.compile(r"^(?=[#=]|[-+](?:[\s-]|$))")
_NUMBERED: Final = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
_LINK: Final = re.compile(r"(?i)\b(https?|ftp|www)(?=[:.]\S)")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def write_markdown(view: View) -> str:
    """Fill the Markdown template."""
    text = _template().render(view=view, a=view.assessment)
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no markup, no HTML, no links."""
    line = " ".join(inert(text).split())
    line = _SPECIAL.sub(r"\\\1", line)
    line = _NUMBERED.sub(r"\1\\", _LEADING.sub(r"\\", line))
    return _LINK.sub(r"\1\\", line)


def code(text: str) -> Markup:
    """Text in a code span, whatever backticks it holds."""
    line = " ".join(inert(text).split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence, pad = "`" * (longest + 1), " " if longest else ""
    return _final(f"{fence}{pad}{line}{pad}{fence}" if line else "")


@cache
def _template() -> Template:
    page = environment(_finalize)
    page.globals.update(words=words, kind_of=kind_of)
    page.filters.update(code=code)
    return page.get_template("report.md.j2")


def _finalize(value: object) -> object:
    # What macros return is markup already; so is what leaves here, or HTML would be escaped too.
    if isinstance(value, Markup) or value is None:
        return value
    return _final(escape(str(value)))


def _final(text: str) -> Markup:
    return Markup(text)  # noqa: S704 (Markdown, escaped above; nothing here is HTML)
