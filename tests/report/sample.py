"""A rich conversation and its assessment, for tests and for looking at the report.

``python -m tests.report.sample FOLDER`` writes the report in its three forms.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from interviewer.assessment.result import (
    SCHEMA,
    Advice,
    Assessment,
    ChecklistItem,
    CoverageItem,
    EstimateChecked,
    Evidence,
    HintGiven,
    Judged,
    MistakeFound,
    Outline,
    Pace,
    Pause,
    Score,
    Speech,
    TimelineEntry,
)
from interviewer.conversation import Conversation, PhaseSpan, Provenance, Silence, Turn
from interviewer.library.load import Library
from interviewer.report import render_html, render_json, render_markdown
from interviewer.timeline import plan_interview
from interviewer.vocabulary import (
    Area,
    Dimension,
    Level,
    Mistake,
    Move,
    Part,
    Phase,
    Severity,
    Status,
    Verdict,
)

MINUTES = 15.0
WORDS_PER_S = 2.1
QUESTION = "news-feed-ranking"
LIBRARY = Library()


@cache
def text() -> Any:
    """What is said, and what is said of it."""
    return yaml.safe_load(Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8"))


@cache
def conversation() -> Conversation:
    """The script with times: as fast as people speak, with the silences it names."""
    turns: list[Turn] = []
    silences: list[Silence] = []
    spans: list[PhaseSpan] = []
    plan = plan_interview(LIBRARY.timeline(), MINUTES)
    now_s, after = 0.0, ""
    for name, lines in text()["script"].items():
        phase, began_s = Phase(name), now_s
        for line in lines:
            wait_s = line.get("wait_s", 1.1)
            if wait_s >= 10:
                silences.append(_silence(now_s, wait_s, phase, line, after))
            turns.append(_turn(len(turns), line, now_s + wait_s, phase))
            after = line.get("interviewer", after)
            now_s = turns[-1].end_s or 0.0
        spans.append(PhaseSpan(phase, plan.phases[phase], began_s, now_s))
    return Conversation(
        question=LIBRARY.question(QUESTION),
        level=Level.L5,
        turns=tuple(turns),
        company="meta",
        interviewer="infra",
        minutes=MINUTES,
        phases=(*spans, *_parts(turns, plan.parts)),
        silences=tuple(silences),
        timed=True,
        fillers_by_ear=3,
        provenance=Provenance("faster-whisper base.en", "scripted", {"interviewer": "0.1.0"}),
    )


def _silence(
    now_s: float, wait_s: float, phase: Phase, line: dict[str, Any], after: str
) -> Silence:
    severity = Severity.SERIOUS if wait_s >= 30 else Severity.LONG
    return Silence(now_s, wait_s, phase, line.get("announced", False), severity, after)


def _turn(index: int, line: dict[str, Any], start_s: float, phase: Phase) -> Turn:
    """A turn; the candidate's are recorded, long ones in two pieces."""
    mine = "candidate" in line
    words = line["candidate" if mine else "interviewer"]
    paths = [f"audio/{index:04}-{part}.flac" for part in range(1 + (len(words) > 700))]
    return Turn(
        index=index,
        speaker="candidate" if mine else "interviewer",
        text=words,
        start_s=start_s,
        end_s=start_s + len(words.split()) / WORDS_PER_S,
        phase=phase,
        move=None if mine else Move(line["move"]),
        audio="\n".join(paths) if mine else None,
        confidence=0.9 if mine else None,
    )


def _parts(turns: list[Turn], planned: dict[Part, float]) -> list[PhaseSpan]:
    """Each part from the turn with its first opening to the end of that with its last."""
    result = []
    for name, openings in text()["parts"].items():
        mine = [turn for turn in turns if turn.text.startswith(tuple(openings))]
        result.append(PhaseSpan(Part(name), planned[Part(name)], mine[0].start_s, mine[-1].end_s))
    return [*result, PhaseSpan(Part.MONITORING, planned[Part.MONITORING])]


def find(quote: str) -> Evidence:
    """The first place where the candidate says these words.

    Raises:
        LookupError: they never do.
    """
    for turn in conversation().candidate_turns:
        at = turn.text.find(quote)
        if at < 0 or turn.start_s is None or turn.end_s is None:
            continue
        rate = (turn.end_s - turn.start_s) / len(turn.text)
        end = at + len(quote)
        start_s, end_s = turn.start_s + at * rate, turn.start_s + end * rate
        return Evidence(quote, turn.index, start_s, end_s, at, end)
    raise LookupError(quote)


@cache
def assessment() -> Assessment:
    """What could be made of the conversation, written by hand."""
    held = conversation()
    guide = LIBRARY.level(held.level)
    return Assessment(
        schema=SCHEMA,
        question=held.question.id,
        company=held.company,
        interviewer=held.interviewer,
        level=held.level,
        verdict=Verdict.LEAN_HIRE,
        overall=3.4,
        scores=tuple(_score(one) for one in text()["scores"]),
        coverage=_coverage(),
        mistakes=tuple(_mistake(one) for one in text()["mistakes"]),
        estimates=tuple(
            EstimateChecked(**one, evidence=find(one["quote"])) for one in text()["estimates"]
        ),
        speech=_speech(held),
        pauses=tuple(
            Pause(s.start_s, s.duration_s, s.phase, s.announced, s.severity, s.after)
            for s in held.silences
        ),
        timeline=tuple(_entry(span) for span in held.phases),
        advice=tuple(_advice(one) for one in text()["advice"]),
        provenance=Judged(
            "faster-whisper base.en", "scripted", {"interviewer": "0.1.0"}, judge="deterministic"
        ),
        title=held.question.title,
        summary=text()["summary"],
        level_title=guide.title,
        must_show=guide.must_show,
        hints=tuple(
            HintGiven(turn.text, turn.index, turn.start_s, Area.SERVING, "serving-path")
            for turn in held.turns
            if turn.move is Move.HINT
        ),
        checklist=_checklist(),
        data_share=0.27,
        outline=Outline(
            Dimension.SYSTEM_INTEGRATION, "System integration", tuple(text()["outline"])
        ),
    )


def _score(given: dict[str, Any]) -> Score:
    dimension, score = Dimension(given["dimension"]), given["score"]
    guide = next(one for one in LIBRARY.rubric().dimensions if one.id is dimension)
    anchors = guide.anchors[Level.L5]
    high = score is not None and score >= 4
    return Score(
        dimension,
        score,
        given["confidence"],
        given["explanation"],
        tuple(find(quote) for quote in given["quotes"]),
        title=guide.title,
        anchor=None if score is None else (anchors.five if high else anchors.three),
        next_anchor=None if high else anchors.five,
        practise=guide.practise,
    )


def _coverage() -> tuple[CoverageItem, ...]:
    items = []
    for point in LIBRARY.question(QUESTION).points:
        said = text()["said"].get(point.id)
        status = Status(said["status"]) if said else Status.MISSING
        items.append(
            CoverageItem(
                area=point.area,
                point=point.point,
                status=status,
                evidence=find(said["quote"]) if said else None,
                point_id=point.id,
                credit={Status.UNPROMPTED: 1.0, Status.PROMPTED: 0.6}.get(status, 0.0),
                expected=point.level.rank <= Level.L5.rank,
                essential=point.essential,
                why=point.why,
                example=point.example,
            )
        )
    return tuple(items)


def _mistake(given: dict[str, Any]) -> MistakeFound:
    name = Mistake(given["id"])
    guide = next(one for one in LIBRARY.mistakes() if one.id is name)
    found = (find(given["quote"]),)
    return MistakeFound(name, given["explanation"], found, guide.title, given["instead"], guide.why)


def _speech(held: Conversation) -> Speech:
    pace = (118, 131, 124, 96, 122, 139, 148, 151, 117, 88, 121)
    return Speech(
        words=sum(len(turn.text.split()) for turn in held.candidate_turns),
        words_per_minute=126.0,
        fillers_at_least=4,
        talk_ratio=0.68,
        longest_monologue_s=66.0,
        check_ins=0,
        longest_monologue_words=138,
        questions_asked=6,
        answer_latency_s=1.1,
        announced_pauses=1,
        pace=tuple(Pace(60.0 * minute, wpm) for minute, wpm in enumerate(pace)),
    )


def _entry(span: PhaseSpan) -> TimelineEntry:
    took_s = None
    if span.start_s is not None and span.end_s is not None:
        took_s = span.end_s - span.start_s
    part_of = Phase.SOLUTION_DESIGN if isinstance(span.phase, Part) else None
    return TimelineEntry(span.phase, span.planned_s, took_s, span.start_s, part_of)


def _advice(given: dict[str, Any]) -> Advice:
    drill = given["drill"]
    command = f"interviewer start --question {QUESTION} --level L5 --drill {drill}"
    return Advice(given["what"], given["why"], drill, command)


def _checklist() -> tuple[ChecklistItem, ...]:
    rubric = LIBRARY.rubric()
    good = [ChecklistItem(one.id, one.text, "good", met=True) for one in rubric.good]
    met = {"depth_in_data": True, "uses_numbers": True, "clear_picture": None}
    great = [
        ChecklistItem(one.id, one.text, "great", met=met.get(one.id, False)) for one in rubric.great
    ]
    return (*good, *great)


def recordings() -> dict[str, str]:
    """A link for every recording of the conversation."""
    paths = [path for turn in conversation().turns for path in (turn.audio or "").split("\n")]
    return {path: path for path in paths if path}


def minimal() -> tuple[Conversation, Assessment]:
    """A typed sentence: no times, no scores, no verdict."""
    held = Conversation(
        question=LIBRARY.question(QUESTION),
        level=Level.L4,
        turns=(Turn(0, "candidate", "Hello, I would start with the users."),),
    )
    return held, _nothing(held, words=7)


def empty() -> tuple[Conversation, Assessment]:
    """Nobody said anything."""
    held = replace(minimal()[0], turns=())
    return held, _nothing(held, words=0)


def _nothing(held: Conversation, words: int) -> Assessment:
    return Assessment(
        schema=SCHEMA,
        question=held.question.id,
        company=None,
        interviewer=None,
        level=held.level,
        verdict=None,
        overall=None,
        scores=tuple(Score(one, None, 0.0, "Nothing was said about it.") for one in Dimension),
        coverage=(),
        mistakes=(),
        estimates=(),
        speech=Speech(words, None, 0, None, None, 0),
        pauses=(),
        timeline=(),
        advice=(),
        provenance=Judged(judge="deterministic"),
    )


def main(folder: Path) -> None:
    """Write the sample report in its three forms."""
    folder.mkdir(parents=True, exist_ok=True)
    held, judged = conversation(), assessment()
    page = render_html(held, judged, audio=recordings(), date="3 March 2026")
    (folder / "report.html").write_text(page, encoding="utf-8")
    (folder / "report.md").write_text(render_markdown(held, judged), encoding="utf-8")
    (folder / "report.json").write_text(render_json(held, judged), encoding="utf-8")
    (folder / "minimal.html").write_text(render_html(*minimal()), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
