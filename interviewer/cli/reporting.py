"""``report``: a session's assessment as HTML, Markdown or JSON."""

from __future__ import annotations

import webbrowser
from typing import Final

import typer

from interviewer.assessment.result import Assessment
from interviewer.cli.holding import open_library
from interviewer.conversation import Conversation
from interviewer.errors import ConfigError
from interviewer.home import Home
from interviewer.outcome import read_outcome, write_report

FORMATS: Final = ("html", "md", "json")


def report_session(session: str | None, output: str, *, open_it: bool) -> None:
    """Write the report of a session; Markdown and JSON go to standard output.

    Raises:
        InterviewerError: no such session, or an unknown format.
    """
    check_format(output)
    home = Home.find()
    outcome = read_outcome(home.session(session), open_library(None, home))
    if output == "html":
        path = write_report(outcome)
        typer.echo(str(path))
        if open_it:
            webbrowser.open(path.as_uri())
        return
    typer.echo(rendered(outcome.conversation, outcome.assessment, output))


def rendered(conversation: Conversation, assessment: Assessment, output: str) -> str:
    """An assessment in one of the formats."""
    from interviewer.report import render_html, render_json, render_markdown

    if output == "json":
        return render_json(conversation, assessment)
    if output == "md":
        return render_markdown(conversation, assessment)
    return render_html(conversation, assessment)


def check_format(output: str) -> None:
    """See that a format is one of those there are.

    Raises:
        ConfigError: it is not.
    """
    if output not in FORMATS:
        raise ConfigError(f"no format {output!r}; choose {', '.join(FORMATS)}")
