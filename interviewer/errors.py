"""Everything that can go wrong in a way the user can mend.

    InterviewerError            one line: what is wrong and what to do; exit status 2
    ├── LibraryError            a persona, company, level or question file is unknown or faulty
    ├── ConfigError             an option, variable or configuration value is unusable
    ├── JournalError            the session store cannot be read or written
    │   ├── JournalLocked       another process is running this session
    │   └── JournalTooNew       written by a later version of this program
    ├── TranscriptError         a file to grade, or a candidate script, is not usable
    └── MindError               a mind cannot be had, or failed for good

Sound has a tree of its own in ``audio.errors``; the command line prints both the same way.
"""

from __future__ import annotations


class InterviewerError(Exception):
    """Base of the errors a user can mend; the message is one line that says how.

    Attributes:
        problems: where a file has several, each of them, naming file, key and, where known, line.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class LibraryError(InterviewerError):
    """A file of the library is unknown or faulty."""


class ConfigError(InterviewerError):
    """An option, environment variable or configuration value is unusable."""


class JournalError(InterviewerError):
    """The session store cannot be read or written."""


class JournalLocked(JournalError):
    """Another process is running this session."""


class JournalTooNew(JournalError):
    """The session was written by a later version of this program."""


class TranscriptError(InterviewerError):
    """A file to grade, or a candidate's script, is not usable."""


class MindError(InterviewerError):
    """The mind asked for cannot be had, or failed for good."""
