"""What a reader must know before believing the report; each said once, under the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.assessment.assess import DOUBTFUL_WORDS
from interviewer.assessment.result import Assessment


@dataclass(frozen=True, slots=True)
class Notice:
    """A caveat; ``heading`` says it in a few words and may be empty."""

    heading: str
    text: str


def notices(assessment: Assessment, said: str) -> list[Notice]:
    """The caveats of an assessment; ``said`` is the text beside the verdict, not repeated."""
    return [one for one in _notices(assessment) if one.text not in said]


def _notices(assessment: Assessment) -> Iterator[Notice]:
    origin = assessment.provenance
    if origin.low_confidence:
        which = origin.stt or "a small offline recogniser"
        scores = "" if origin.withheld else ", so scores are shown with low confidence"
        yield Notice(
            "The words themselves are doubtful.",
            f"They were recognised by {which}, which mishears much{scores}. "
            "Listen before you believe a quote.",
        )
    if not origin.complete:
        yield Notice("This interview is incomplete.", origin.reason or "It was cut short.")
    elif origin.reason and not (origin.low_confidence and origin.reason == DOUBTFUL_WORDS):
        yield Notice("", origin.reason)
