"""What scores are explained with: this answer's words, and fewer where they are doubtful."""

from __future__ import annotations

import pytest

from interviewer.assessment.verdict import tempered
from interviewer.conversation import Provenance
from interviewer.vocabulary import Verdict
from tests.assessment.answers import conversation, examples, grade, library

CARD = library().question("ride-eta")
SAID = examples(CARD)
DOUBTFUL = Provenance(stt="pocketsphinx", low_confidence=True)


def test_an_explanation_quotes_the_words_that_make_its_point() -> None:
    result = grade(conversation("ride-eta", SAID[:12]))
    whole = " ".join(SAID)
    quoting = [one.explanation for one in result.scores if "“" in one.explanation]
    assert len(quoting) >= 4
    for text in quoting:
        assert text.split("“")[1].split("”")[0].removesuffix(" …") in whole


def test_what_is_missing_is_said_with_the_reason_it_matters_here() -> None:
    result = grade(conversation("ride-eta", SAID[:12]))
    missing = [
        one.explanation for one in result.scores if "What is missing most" in one.explanation
    ]
    whys = {point.why for point in CARD.points}
    assert missing
    for text in missing:
        assert any(text.endswith(why) for why in whys)


def test_two_dimensions_are_never_explained_alike() -> None:
    texts = [one.explanation for one in grade(conversation("ride-eta", SAID[:12])).scores]
    assert len(set(texts)) == len(texts)


def test_doubtful_words_are_quoted_less_and_never_judged_strongly() -> None:
    sure = grade(conversation("ride-eta", SAID))
    doubtful = grade(conversation("ride-eta", SAID, provenance=DOUBTFUL))
    assert sure.verdict is Verdict.STRONG_HIRE
    assert doubtful.verdict is Verdict.HIRE
    assert "“" not in doubtful.summary
    for ours, theirs in zip(sure.scores, doubtful.scores, strict=True):
        assert ours.score == pytest.approx(theirs.score)
        assert "“" not in theirs.explanation
        assert len(theirs.evidence) <= 2
        assert theirs.confidence <= 0.4


def test_misheard_words_are_not_taken_for_another_problem() -> None:
    said = ["We train a model on the data and test it with users, because it is better."] * 4
    result = grade(conversation("ride-eta", said, provenance=DOUBTFUL))
    assert not any("another problem" in one.explanation for one in result.scores)


def test_only_strong_verdicts_are_tempered() -> None:
    assert [tempered(one) for one in Verdict] == [
        Verdict.NO_HIRE,
        Verdict.NO_HIRE,
        Verdict.LEAN_NO_HIRE,
        Verdict.LEAN_HIRE,
        Verdict.HIRE,
        Verdict.HIRE,
    ]
    assert tempered(None) is None
