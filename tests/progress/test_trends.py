"""What sessions say together: the way it goes, what is left out, and what does not count."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from interviewer.progress.document import document_of
from interviewer.progress.page import render_progress, sentences
from interviewer.progress.plots import HEIGHT, WIDTH, plot
from interviewer.progress.row import Covered, SessionRow, Silences
from interviewer.progress.shelf import Skipped
from interviewer.progress.trends import progress_of
from interviewer.vocabulary import Area, Dimension, Level, Mistake, Verdict
from tests.report.page import read

ROW = SessionRow(
    session="20260301-140500-ride-eta-0a0b",
    date="2026-03-01 14:05",
    question="ride-eta",
    title="Ride ETA prediction",
    company="uber",
    interviewer="infra",
    level=Level.L5,
    minutes=45,
    drill=None,
    rehearsed=False,
    complete=True,
    doubtful=False,
    verdict=Verdict.LEAN_HIRE,
    overall=3.0,
    scores=dict.fromkeys(Dimension, 3.0),
    silences=Silences(1, 0, 14.0, 14.0),
    words=4000,
    words_per_minute=140,
    fillers=20,
    areas={area: Covered(2, 4) for area in Area},
    mistakes=(),
)


def session(number: int, **changes: object) -> SessionRow:
    named = replace(ROW, session=f"202603{number:02}-140500-ride-eta-0a0b")
    return replace(named, date=f"2026-03-{number:02} 14:05", **changes)  # type: ignore[arg-type]


def scored(number: int, value: float | None) -> SessionRow:
    return session(number, scores=ROW.scores | {Dimension.EVALUATION: value})


def evaluation(*values: float | None) -> tuple[float | None, float | None]:
    progress = progress_of([scored(at, value) for at, value in enumerate(values, 1)])
    trend = next(one for one in progress.dimensions if one.dimension is Dimension.EVALUATION)
    assert trend.scores == values
    return trend.latest, trend.change


@pytest.mark.parametrize(
    ("values", "latest", "change"),
    [
        ((), None, None),
        ((None,), None, None),
        ((2.0,), 2.0, None),
        ((2.0, 3.0), 3.0, 1.0),
        ((2.0, None, 3.0), 3.0, 1.0),
        ((1.0, 1.0, 1.0, 4.0, 4.0, 4.0), 4.0, 3.0),
        ((3.0, 3.0, 3.0, 3.0, 3.0, 5.0), pytest.approx(11 / 3), pytest.approx(2 / 3)),
    ],
)
def test_one_good_day_is_no_trend(
    values: tuple[float | None, ...], latest: float | None, change: float | None
) -> None:
    assert evaluation(*values) == (latest, change)


def test_what_is_left_out_time_after_time_is_a_habit() -> None:
    without = ROW.areas | {Area.MONITORING: Covered(0, 4), Area.SCOPE: Covered(4, 4)}
    once = progress_of([session(1, areas=without)])
    assert not any(one.usually_missed for one in once.areas)
    twice = progress_of([session(1, areas=without), session(2, areas=without)])
    assert [one.area for one in twice.areas if one.usually_missed] == [Area.MONITORING]
    assert twice.areas[0].area is Area.MONITORING
    assert twice.areas[-1].area is Area.SCOPE
    assert "Usually left out: monitoring." in sentences(twice)


def test_habits_are_those_of_the_last_sessions() -> None:
    bad = ROW.areas | {Area.MONITORING: Covered(0, 4)}
    rows = [session(at, areas=bad, mistakes=(Mistake.MONOLOGUE,)) for at in range(1, 6)]
    mended = rows + [session(at) for at in range(6, 11)]
    assert progress_of(rows).mistakes[0].sessions == 5
    assert not progress_of(mended).mistakes
    assert not any(one.usually_missed for one in progress_of(mended).areas)


def test_rehearsals_count_only_where_there_is_nothing_else() -> None:
    rehearsed, mine = session(1, rehearsed=True), session(2)
    assert progress_of([rehearsed]).only_rehearsed
    progress = progress_of([rehearsed, mine])
    assert progress.rows == (mine,)
    assert progress.left_out == (rehearsed,)
    assert not progress.only_rehearsed


def test_a_drill_is_no_interview() -> None:
    drill = session(1, drill="capacity")
    assert progress_of([drill, session(2)]).left_out == (drill,)
    assert progress_of([drill]).rows == ()


@pytest.mark.parametrize("count", [0, 1, 2, 30, 1000])
def test_the_page_is_whole_for_any_number_of_sessions(count: int) -> None:
    values = [None if at % 7 == 3 else 1 + at % 5 for at in range(count)]
    rows = [scored(1 + at % 28, value) for at, value in enumerate(values)]
    html = render_progress(progress_of(rows), ())
    page = read(html)
    assert len(page.tagged("h1")) == 1
    drawn = page.tagged("polyline", "circle", "line", "rect")
    assert not [one for one in drawn if "nan" in " ".join(one.attributes.values())]
    assert len(html) < 400_000
    for picture in page.tagged("svg"):
        assert picture.attributes["aria-label"]
    levels = [int(one.tag[1]) for one in page.tagged("h1", "h2", "h3")]
    assert levels == sorted(levels)


def test_nothing_on_the_page_is_markup_of_somebody_elses() -> None:
    attack = '<script>alert(1)</script>"><img src=x>\x1b[31m'
    progress = progress_of([session(1, title=attack)])
    html = render_progress(progress, (Skipped(attack, attack),))
    page = read(html)
    assert not page.tagged("script", "img")
    assert "\x1b" not in html
    policy = page.tagged("meta")[1].attributes["content"]
    assert policy.startswith("default-src 'none'")


def test_the_document_holds_every_session() -> None:
    progress = progress_of([session(1, rehearsed=True), session(2), session(3, verdict=None)])
    document = json.loads(json.dumps(document_of(progress, (Skipped("x", "damaged"),))))
    assert [one["counted"] for one in document["sessions"]] == [False, True, True]
    assert document["sessions"][1]["scores"]["evaluation"] == 3.0
    assert document["skipped"] == [{"session": "x", "reason": "damaged"}]
    assert [one["dimension"] for one in document["dimensions"]] == list(Dimension)


def test_a_line_breaks_where_a_value_is_missing() -> None:
    drawn = plot([1, 3, None, 5, 5, None, 2], [str(at) for at in range(7)], 1, 5, 1)
    assert [len(line.split()) for line in drawn.lines] == [2, 2]
    assert len(drawn.dots) == 5
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    assert drawn.dots[0].y > drawn.dots[2].y
