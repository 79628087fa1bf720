"""The report: one assessment, written as HTML, Markdown or JSON by pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from interviewer.assessment.result import Assessment
from interviewer.conversation import Conversation
from interviewer.report.data import report_data, write_json
from interviewer.report.html import write_html
from interviewer.report.markdown import write_markdown
from interviewer.report.view import build

__all__ = ["render_html", "render_json", "render_markdown", "report_data"]


def render_html(
    conversation: Conversation,
    assessment: Assessment,
    *,
    audio: Mapping[str, str] | None = None,
    title: str | None = None,
    date: str | None = None,
) -> str:
    """The report as one HTML file that loads nothing but the recordings it links to.

    Args:
        conversation: the interview as it was held.
        assessment: what was made of it.
        audio: for the path of each recording (relative to the session's folder) the link to it,
            relative to where the report will lie, or a ``data:audio/…;base64,`` link. Recordings
            without one get no button; links that lead elsewhere are left out.
        title: the page's title; by default the question and the verdict.
        date: when the interview was, as it should be printed.
    """
    view = build(conversation, assessment, audio=audio or {}, title=title, date=date)
    return write_html(view)


def render_markdown(
    conversation: Conversation,
    assessment: Assessment,
    *,
    title: str | None = None,
    date: str | None = None,
) -> str:
    """The same as Markdown, without sound and picture."""
    return write_markdown(build(conversation, assessment, audio={}, title=title, date=date))


def render_json(conversation: Conversation, assessment: Assessment) -> str:
    """The assessment as one JSON document, with the turns its evidence points to."""
    return write_json(report_data(conversation, assessment))
