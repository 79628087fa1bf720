"""Whatever is said, the assessment stands: no exception, quotes verbatim, plain JSON."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.assessment import to_json
from interviewer.conversation import Turn
from interviewer.vocabulary import Move
from tests.assessment.answers import conversation, grade, library

WORDS = [
    *("drift", "because", "not", "10 million", "um", "trip", "?", ".", "let me think", "QPS"),
    *("we log", "rider", "two tower", "but", "A/B test", "\u202e", "\ud83d", "<script>", "0"),
    *(point.says[0] for point in library().question("ride-eta").points[:12]),
]
SPOKEN = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=200)
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["interviewer", "candidate"]),
        SPOKEN,
        st.none() | st.floats(-5, 4000),
        st.none() | st.floats(-5, 4000),
        st.none() | st.sampled_from(list(Move)),
        st.none() | st.sampled_from(["which-eta", "labels", "nonsense"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TURNS)
def test_any_interview_can_be_assessed(
    rows: list[tuple[str, str, float, float, Move, str]],
) -> None:
    turns = tuple(
        Turn(at, "interviewer" if who == "interviewer" else "candidate", text, start, end)
        for at, (who, text, start, end, _, _) in enumerate(rows)
    )
    moved = tuple(
        Turn(t.index, t.speaker, t.text, t.start_s, t.end_s, None, row[4], row[5])
        for t, row in zip(turns, rows, strict=True)
    )
    for spoken in (turns, moved):
        result = grade(conversation("ride-eta", [], turns=spoken, timed=True))
        json.dumps(to_json(result), allow_nan=False)
        for one in (c.evidence for c in result.coverage if c.evidence):
            assert spoken[one.turn].text[one.start_char : one.end_char] == one.quote
            assert spoken[one.turn].speaker == "candidate"
