"""After an interview: read the journal, assess it, write the report beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interviewer.assessment import assess
from interviewer.assessment.result import Assessment
from interviewer.conversation import Conversation
from interviewer.errors import JournalError
from interviewer.events import Event, OpinionGiven, SessionStarted
from interviewer.history import conversation_of
from interviewer.home import write_private
from interviewer.journal import FILE_NAME, Journal
from interviewer.judges.opinion import Answers, with_opinion
from interviewer.library.load import Library
from interviewer.vocabulary import Dimension

REPORT_NAME = "report.html"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A session as it was held and what is made of it."""

    folder: Path
    events: tuple[Event, ...]
    conversation: Conversation
    assessment: Assessment

    @property
    def started(self) -> SessionStarted:
        """The first event."""
        first = self.events[0]
        if not isinstance(first, SessionStarted):  # conversation_of has made sure of it
            raise JournalError("the journal does not begin with a session")
        return first

    @property
    def date(self) -> str:
        """When it was, from the session's name: "2026-03-01 14:05"."""
        return date_of(self.folder.name)


def date_of(session: str) -> str:
    """When a session was, from its name: "2026-03-01 14:05"."""
    return f"{session[:4]}-{session[4:6]}-{session[6:8]} {session[9:11]}:{session[11:13]}"


def read_outcome(folder: Path, library: Library) -> Outcome:
    """Assess a session from its journal.

    Raises:
        JournalError: the journal is missing, damaged or in use.
    """
    with Journal(folder / FILE_NAME) as journal:
        events = tuple(journal.events())
    conversation = conversation_of(events)
    assessment = assess_conversation(conversation, library)
    given = next((one for one in reversed(events) if isinstance(one, OpinionGiven)), None)
    if given is not None:
        texts = {one: given.answers[one] for one in Dimension if one in given.answers}
        answers = Answers(given.model, texts, given.failure, given.mark)
        assessment = with_opinion(assessment, conversation, answers)
    return Outcome(folder, events, conversation, assessment)


def add_opinion(outcome: Outcome, answers: Answers, library: Library) -> Outcome:
    """Keep a second opinion in the session's journal, and read the session again.

    Raises:
        JournalError: the journal cannot be written.
    """
    texts = {dimension.value: text for dimension, text in answers.texts.items()}
    ended_s = outcome.events[-1].t_s
    with Journal(outcome.folder / FILE_NAME) as journal:
        journal.append(OpinionGiven(ended_s, answers.model, texts, answers.failure, answers.mark))
    return read_outcome(outcome.folder, library)


def assess_conversation(conversation: Conversation, library: Library) -> Assessment:
    """Assess a conversation with the library's rubric."""
    return assess(
        conversation, library.rubric(), library.mistakes(), library.level(conversation.level)
    )


def write_report(outcome: Outcome) -> Path:
    """Write the HTML report into the session's folder and return its path."""
    path = outcome.folder / REPORT_NAME
    write_private(path, html_of(outcome))
    return path


def html_of(outcome: Outcome) -> str:
    """The HTML report, linking to the recordings that lie beside it."""
    from interviewer.report import render_html

    names = {
        name
        for turn in outcome.conversation.turns
        for name in (turn.audio or "").split("\n")
        if name and (outcome.folder / name).is_file()
    }
    return render_html(
        outcome.conversation,
        outcome.assessment,
        audio={name: name for name in sorted(names)},
        date=outcome.date,
    )
