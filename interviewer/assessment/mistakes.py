"""The eight classic mistakes: whether each was made, where, and how it could have sounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.instead import instead_of
from interviewer.assessment.observe import Observed, Sentence
from interviewer.assessment.result import Evidence, MistakeFound
from interviewer.assessment.speech import longest_monologue
from interviewer.library.guides import MistakeGuide
from interviewer.matching.cues import cue
from interviewer.matching.text import word_set, words_of
from interviewer.vocabulary import Area, Mistake

ENOUGH_TO_MISS: Final = 150
"""Fewer words than this cannot be blamed for what they leave out."""
EARLY_WORDS: Final = 150
SOONEST_WORDS: Final = 40
"""Within so few words no problem is framed, whatever was asked."""
MONOLOGUE_S: Final = 300.0
"""Five minutes without an exchange; the reference design has eight for its longest part."""
MONOLOGUE_WORDS: Final = 390
"""For transcripts without times. In the labelled ones what readers called a monologue had 397
words or more; of the others the longest stretch had 351."""
RAISED: Final = 0.5
FEW_ON_DATA: Final = 2
"""So few points on data, labels and features leave them out; those who spoke of them made three
or more."""
FEW_ON_RUNNING: Final = 2
OFTEN: Final = 3
"""Mentions of one thing that count; repeating it shows no more."""
SURELY: Final = 0.7
_DATA: Final = frozenset({Area.DATA, Area.LABELS, Area.FEATURES})
_RUNNING: Final = word_set(
    "fallback canary shadow rollback feature_store streaming request_batching precompute serving "
    "latency hashing_shard"
)
_WATCHING: Final = word_set("monitoring drift live_quality pipeline_health retrain_trigger")
_SIMPLE: Final = word_set("baseline logistic_regression gbdt")
_OF_A_MODEL: Final = word_set("dim bit layer head neuron parameter agent")
"""What is counted inside a model says nothing of load, storage, latency or cost."""


@dataclass(frozen=True, slots=True)
class _Found:
    explanation: str
    evidence: tuple[Evidence, ...] = ()
    severity: float = 1.0


_Check = Callable[[Observed], "_Found | None"]


def mistakes_of(seen: Observed, guides: Sequence[MistakeGuide]) -> tuple[MistakeFound, ...]:
    """The mistakes made, in the order of the vocabulary; none where too little was said."""
    if not seen.enough:
        return ()
    by_id = {guide.id: guide for guide in guides}
    found = [(one, check(seen)) for one, check in _CHECKS.items()]
    return tuple(
        _worded(one, made, by_id.get(one), seen) for one, made in found if made is not None
    )


def _worded(
    mistake: Mistake, made: _Found, guide: MistakeGuide | None, seen: Observed
) -> MistakeFound:
    instead = instead_of(mistake, seen.question, guide.instead) if guide else ""
    return MistakeFound(
        id=mistake,
        explanation=made.explanation,
        evidence=made.evidence,
        title=guide.title if guide else mistake.value.replace("_", " "),
        instead=instead,
        why=guide.why if guide else "",
        severity=made.severity,
    )


def _jumps_to_model(seen: Observed) -> _Found | None:
    first = _first_model(seen)
    if first is None or first.words_before > EARLY_WORDS:
        return None
    before = [one for one in seen.asked if one.words_before < first.words_before]
    framed = {
        one.point.id
        for one in seen.raised
        if one.point.area in {Area.SCOPE, Area.METRICS, Area.SCALE, *_DATA}
        and one.credit >= RAISED
        and _before(one.passage.words_before, one.passage.text, one.match.start, first)
    }
    if first.words_before >= SOONEST_WORDS and len(before) + len(framed) >= 2:
        return None
    when = f"after {first.words_before} words" if first.words_before else "at once"
    said = f"A model was named {when}"
    rest = "no clarifying question" if not before else "hardly a clarifying question"
    return _Found(f"{said}, with {rest} and before the goal was settled.", (first.evidence,))


def _before(words_before: int, text: str, start: int, first: Sentence) -> bool:
    return words_before + len(words_of(text[:start], fillers=True)) < first.words_before


def _first_model(seen: Observed) -> Sentence | None:
    for one in seen.sentences:
        if seen.matcher.mentions_model(one.text) and not _is_asked(one, seen):
            return one
    return None


def _is_asked(sentence: Sentence, seen: Observed) -> bool:
    here = (sentence.evidence.turn, sentence.evidence.start_char)
    return any((one.evidence.turn, one.evidence.start_char) == here for one in seen.asked)


def _ignores_data(seen: Observed) -> _Found | None:
    if seen.words < ENOUGH_TO_MISS:
        return None
    raised = [one for one in seen.best.values() if one.point.area in _DATA]
    if seen.about_this > 0 and sum(one.credit >= RAISED for one in raised) > FEW_ON_DATA:
        return None
    first = _first_model(seen)
    return _Found(
        "Where the data and the labels come from, and which features carry signal, "
        "was hardly spoken of.",
        (first.evidence,) if first else (),
    )


def _forgets_serving_monitoring(seen: Observed) -> _Found | None:
    if seen.words < ENOUGH_TO_MISS:
        return None
    running, watching = _mentions(seen, _RUNNING), _mentions(seen, _WATCHING)
    if running + watching > FEW_ON_RUNNING:
        return None
    what = "how it is served and how it is watched stay open"
    if running > watching:
        what = "after launch nothing is watched"
    elif watching > running:
        what = "how it is served stays open"
    both = 1.0 if running == watching else 0.6
    return _Found(f"The design ends with the model: {what}.", _deploys(seen), both)


def _mentions(seen: Observed, concepts: frozenset[str]) -> int:
    """How often any of these was spoken of, each up to three times."""
    return sum(min(OFTEN, seen.concepts[one]) for one in concepts)


def _deploys(seen: Observed) -> tuple[Evidence, ...]:
    for one in reversed(seen.sentences):
        if cue("deploys").search(" ".join(word.norm for word in words_of(one.text))):
            return (one.evidence,)
    return (seen.sentences[-1].evidence,) if seen.sentences else ()


def _does_not_quantify(seen: Observed) -> _Found | None:
    figures = sum(number.noun not in _OF_A_MODEL for _, number in seen.quantities)
    if seen.words < ENOUGH_TO_MISS or seen.estimates or figures > 2:
        return None
    vague = [one.evidence for one in seen.sentences if _is_vague(one)]
    said = "not one figure" if figures == 0 else f"only {figures} figure{'s' * (figures > 1)}"
    return _Found(
        f"In {seen.words} words there is {said} of load, storage, latency or cost.",
        tuple(vague[:2]),
    )


def _is_vague(one: Sentence) -> bool:
    return bool(cue("vague").search(" ".join(word.norm for word in words_of(one.text))))


def _monologue(seen: Observed) -> _Found | None:
    longest = longest_monologue(seen)
    if longest is None:
        return None
    if longest.seconds is not None:
        if longest.seconds < MONOLOGUE_S:
            return None
        length = f"{longest.seconds / 60:.0f} minutes"
    else:
        if longest.words < MONOLOGUE_WORDS:
            return None
        length = f"{longest.words} words"
    return _Found(
        f"{length} went by in one piece without a question to the interviewer.", (longest.evidence,)
    )


def _over_engineers(seen: Observed) -> _Found | None:
    never_simple = not any(seen.concepts[one] for one in _SIMPLE)
    for one in seen.sentences:
        concepts = set(seen.matcher.concepts_in(one.text))
        line = " ".join(word.norm for word in words_of(one.text))
        grand = seen.matcher.models_at(one.text, complex_only=True)
        if concepts & _SIMPLE and not (grand and cue("denial").search(line)):
            return None
        kinds = {name for name, _, _ in grand}
        opens = bool(cue("first_version").search(line))
        at_once = never_simple and one.words_before <= EARLY_WORDS
        if grand and (opens or at_once or len(kinds) >= 2) and not _simple_later(seen, one):
            return _Found(
                "The first model is a complex one, with nothing simple to compare it with.",
                (one.evidence,),
            )
    return None


def _simple_later(seen: Observed, sentence: Sentence) -> bool:
    """Whether a baseline is still given soon after: the same plan told backwards."""
    return any(
        0 < one.words_before - sentence.words_before < 120
        and _SIMPLE & set(seen.matcher.concepts_in(one.text))
        for one in seen.sentences
    )


def _no_business_metric(seen: Observed) -> _Found | None:
    if seen.words < ENOUGH_TO_MISS:
        return None
    credit = _credit(seen, frozenset({Area.METRICS}))
    tested = seen.concepts["ab_test"] or seen.concepts["guardrail"]
    said = any(seen.concepts[one] for one in ("business_metric", "retention", "satisfaction"))
    if said or credit >= SURELY or (tested and credit > 0):
        return None
    measure = {"auc", "ranking_metric", "regression_metric", "precision_recall", "offline_eval"}
    quoted = [o.evidence for o in seen.sentences if measure & set(seen.matcher.concepts_in(o.text))]
    return _Found(
        "No measure is tied to what users or the business get out of it.", tuple(quoted[:1])
    )


def _copies_a_system(seen: Observed) -> _Found | None:
    quoted = []
    for at, one in enumerate(seen.sentences):
        line = " ".join(word.norm for word in words_of(one.text))
        if not _copies(line):
            continue
        following = seen.sentences[at + 1].text if at + 1 < len(seen.sentences) else ""
        reasons = cue("why").search(line)
        if not reasons and not cue("why").search(following.lower()):
            quoted.append(one.evidence)
    if not quoted:
        return None
    return _Found(
        "A known design is taken over without saying why it fits here.", tuple(quoted[:2])
    )


def _copies(line: str) -> bool:
    published = cue("published").search(line) and cue("takes_over").search(line)
    return bool(cue("copied").search(line) or published)


def _credit(seen: Observed, areas: frozenset[Area]) -> float:
    return seen.about_this * sum(
        one.credit for one in seen.best.values() if one.point.area in areas
    )


_CHECKS: Final[Mapping[Mistake, _Check]] = {
    Mistake.JUMPS_TO_MODEL: _jumps_to_model,
    Mistake.IGNORES_DATA: _ignores_data,
    Mistake.FORGETS_SERVING_MONITORING: _forgets_serving_monitoring,
    Mistake.DOES_NOT_QUANTIFY: _does_not_quantify,
    Mistake.MONOLOGUE: _monologue,
    Mistake.OVER_ENGINEERS_V1: _over_engineers,
    Mistake.NO_BUSINESS_METRIC: _no_business_metric,
    Mistake.COPIES_A_SYSTEM: _copies_a_system,
}
