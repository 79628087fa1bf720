"""The screens of an interview: plain lines, or a live picture of the whole with keys."""

from interviewer.cli.screen.plain import PlainScreen

__all__ = ["PlainScreen"]
