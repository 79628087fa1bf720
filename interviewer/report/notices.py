"""What a reader must know before believing the report; each said once, under the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.assessment.assess import DOUBTFUL_WORDS
from interviewer.assessment.result import Assessment, SecondOpinion
from interviewer.report.words import DIMENSIONS, VERDICTS


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
        scores = (
            ""
            if origin.withheld
            else ", so scores are shown with low confidence and no verdict is a strong one"
        )
        yield Notice(
            "The words themselves are doubtful.",
            f"They were recognised by {which}, which mishears much{scores}. "
            "Listen before you believe a quote.",
        )
    if not origin.complete:
        yield Notice(
            "This interview is incomplete.", _sentence(origin.reason or "It was cut short")
        )
    elif origin.reason and not (origin.low_confidence and origin.reason == DOUBTFUL_WORDS):
        yield Notice("", _sentence(origin.reason))
    if assessment.second_opinion is not None:
        yield from _of_second(assessment.second_opinion)


def _of_second(second: SecondOpinion) -> Iterator[Notice]:
    apart = [DIMENSIONS[one.dimension].lower() for one in second.scores if one.differs]
    if second.differs and second.verdict is not None:
        apart.insert(0, f"the verdict (its own would be {VERDICTS[second.verdict].lower()})")
    if apart:
        yield Notice(
            "The two judges disagree.",
            f"{second.judge} is more than a step away on {_listed(apart)}. What it says stands "
            "beside the scores and changes none of them; read both.",
        )
    if second.failure:
        what = "is not whole" if second.scores else "could not be had"
        yield Notice(
            "One judge only." if not second.scores else "",
            f"The second opinion of {second.judge} {what}: {second.failure}.",
        )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
