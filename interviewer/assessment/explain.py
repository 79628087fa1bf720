"""Puts scores into words: two sentences each, with what was shown and what was missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interviewer.assessment.observe import Observed
from interviewer.assessment.result import Evidence, MistakeFound, Score
from interviewer.assessment.scores import Judged
from interviewer.library.guides import DimensionGuide, Rubric
from interviewer.vocabulary import Dimension, Verdict

LOW_CONFIDENCE_CAP: Final = 0.4
INCOMPLETE_CAP: Final = 0.6
ENOUGH_WORDS: Final = 800
ALMOST_ALL: Final = 4.0
SHORT_QUOTE: Final = 110
SOLID: Final = 0.7
"""Credit from which a point counts as made and not only named."""
MOST_DOUBTFUL: Final = 2
"""Quotes a dimension keeps where the recogniser mishears much."""
_VERDICTS: Final[dict[Verdict, str]] = {
    Verdict.STRONG_NO_HIRE: "a clear no",
    Verdict.NO_HIRE: "a no",
    Verdict.LEAN_NO_HIRE: "just below the bar",
    Verdict.LEAN_HIRE: "just above the bar",
    Verdict.HIRE: "a yes",
    Verdict.STRONG_HIRE: "a clear yes",
}


def score_of(one: Judged, seen: Observed, rubric: Rubric) -> Score:
    """The dimension as it is reported."""
    guide = next(guide for guide in rubric.dimensions if guide.id is one.dimension)
    anchor, next_anchor = _anchors(guide, one.value, seen)
    return Score(
        dimension=one.dimension,
        score=one.value,
        confidence=_confidence(one, seen),
        explanation=_explanation(one, seen),
        evidence=_evidence(one, seen),
        title=guide.title,
        anchor=anchor,
        next_anchor=next_anchor,
        practise=guide.practise,
    )


def _evidence(one: Judged, seen: Observed) -> tuple[Evidence, ...]:
    """What is quoted: less where the words themselves are doubtful."""
    if one.value is None:
        return ()
    return one.evidence[:MOST_DOUBTFUL] if is_doubtful(seen) else one.evidence


def is_doubtful(seen: Observed) -> bool:
    """Whether the words were recognised so poorly that they must not be put in anyone's mouth."""
    return seen.conversation.provenance.low_confidence


def _anchors(
    guide: DimensionGuide, value: float | None, seen: Observed
) -> tuple[str | None, str | None]:
    anchors = guide.anchors.get(seen.conversation.level)
    if anchors is None or value is None:
        return None, anchors.three if anchors else None
    if value < 2:
        return anchors.one, anchors.three
    if value < 4:
        return anchors.three, anchors.five
    return anchors.five, None


def _confidence(one: Judged, seen: Observed) -> float:
    """Grows with the speech there is and the evidence in it; capped where words are doubtful."""
    if one.value is None:
        return 0.0
    amount = min(1.0, seen.words / ENOUGH_WORDS)
    value = (0.3 + 0.12 * min(4, len(one.evidence))) * (0.55 + 0.45 * amount)
    value += 0.15 * amount
    provenance = seen.conversation.provenance
    if provenance.low_confidence:
        value = min(value, LOW_CONFIDENCE_CAP)
    if not provenance.complete:
        value = min(value, INCOMPLETE_CAP)
    return round(min(0.95, value), 3)


def _explanation(one: Judged, seen: Observed) -> str:
    if not seen.enough:
        return f"Only {seen.words} words were spoken, too few to say anything."
    if one.value is None:
        return "Nothing that was said shows it. " + _missing(one)
    if seen.about_this <= 0:
        return "The answer is about another problem than the one asked. " + _missing(one)
    return f"{_shown(one, seen)} {_missing(one)}".strip()


def _shown(one: Judged, seen: Observed) -> str:
    solid = [raised for raised in one.raised if raised.credit >= SOLID]
    if solid:
        best, whole = solid[0], len(one.raised) + len(one.missing)
        many = f"{len(solid)} of {whole} points" if len(solid) < whole else f"All {whole} points"
        words = best.passage.evidence(best.match.start, best.match.end)
        point = _inside(best.point.point)
        return f"{many} came with substance; the strongest: {point}{_said([words], seen)}."
    said = _said(one.evidence, seen)
    thin = [part.name for part in one.parts if part.share > 0 and part.name != "points"]
    if thin:
        return f"It shows in {_and(thin[:2])}{said}."
    return f"It was touched on without substance{said}."


def _said(evidence: Sequence[Evidence], seen: Observed) -> str:
    """The candidate's words in brackets; nothing where the words are doubtful."""
    if not evidence or is_doubtful(seen):
        return ""
    return f" (“{shorten(evidence[0].quote)}”)"


def _inside(sentence: str) -> str:
    """A sentence of the card as part of one of ours: no capital, unless it is a name's, no stop."""
    text = sentence.rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _missing(one: Judged) -> str:
    if one.missing:
        first = one.missing[0]
        return f"What is missing most: {_inside(first.point)}. {first.why}"
    weak = [part.name for part in one.parts if part.share < 0.34 and part.name != "points"]
    if weak:
        return f"There was little of {_and(weak[:2], 'or')}."
    prompted = [raised for raised in one.raised if raised.led.prompted]
    if prompted:
        count = f"{len(prompted)} of its points" if len(prompted) > 1 else "One of its points"
        return f"{count} came only after the interviewer asked."
    if one.value is not None and one.value < ALMOST_ALL:
        return "What the level expects was named, and little of it went into depth."
    return "Everything expected at this level came up."


def summary_of(
    verdict: Verdict | None,
    scores: Sequence[Score],
    mistakes: Sequence[MistakeFound],
    seen: Observed,
) -> str:
    """Two sentences that say why, citing the candidate."""
    if verdict is None:
        return (
            f"There is no verdict: the candidate spoke {seen.words} words. "
            "A few minutes of answer are needed before anything can be said."
        )
    shown = [one for one in scores if one.score is not None]
    best = max(shown, key=lambda one: one.score or 0.0)
    level = seen.conversation.level.value
    first = f"For {level} this is {_VERDICTS[verdict]}: the strongest part is {_named(best)}"
    return f"{first}{_said(best.evidence, seen)}. {_against(scores, mistakes, best, seen)}"


def _against(
    scores: Sequence[Score], mistakes: Sequence[MistakeFound], best: Score, seen: Observed
) -> str:
    absent = [one for one in scores if one.score is None]
    weakest = min(
        (one for one in scores if one.score is not None and one is not best),
        key=lambda one: one.score or 0.0,
        default=None,
    )
    if absent:
        text = (
            f"What counted against it: nothing was shown of {_and([_named(a) for a in absent[:2]])}"
        )
    elif weakest is not None and (weakest.score or 0) < 4:
        text = f"What would lift it most is {_named(weakest)}"
        if weakest.evidence and not is_doubtful(seen):
            text += f", where the best that was said is “{shorten(weakest.evidence[0].quote)}”"
    else:
        text = "No dimension fell short"
    if mistakes:
        text += f"; the gravest slip was {mistakes[0].title[:1].lower()}{mistakes[0].title[1:]}"
    return text + "."


def _named(score: Score) -> str:
    return score.title[:1].lower() + score.title[1:]


def shorten(text: str, most: int = SHORT_QUOTE) -> str:
    """A quote cut at a word for use inside a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _and(names: Sequence[str], word: str = "and") -> str:
    return f" {word} ".join(names)


def dimension_title(dimension: Dimension, rubric: Rubric) -> str:
    """The dimension as people name it."""
    return next(guide.title for guide in rubric.dimensions if guide.id is dimension)
