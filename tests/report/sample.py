"""A rich conversation and its assessment, for tests and for looking at the report.

``python -m tests.report.sample FOLDER`` writes the report in its three forms.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from interviewer.assessment.result import (
    SCHEMA,
    Advice,
    Assessment,
    ChecklistItem,
    CoverageItem,
    EstimateChecked,
    Evidence,
    HintGiven,
    MistakeFound,
    Outline,
    Pace,
    Pause,
    Score,
    Speech,
    TimelineEntry,
)
from interviewer.assessment.result import Provenance as Origin
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
from tests.report.script import SCRIPT

MINUTES = 15.0
WORDS_PER_S = 2.1

LIBRARY = Library()

PARTS = {
    Part.DATA: ("Let me start with the data",),
    Part.FEATURES: ("Several labels per impression",),
    Part.MODEL: ("For the model I start", "Right, I got carried away"),
    Part.TRAINING_EVALUATION: ("I would train on earlier days", "Then an A/B test"),
    Part.SERVING: ("Hmm.", "Ah, the fetches"),
}

SAID = {
    "narrow-the-feed": (
        "let me pin down the scope first. Do we rank ads too, or organic posts only?",
        Status.PROMPTED,
    ),
    "inputs-and-outputs": (
        "given a user and candidate posts at the moment of the request, the output is an ordered "
        "list",
        Status.UNPROMPTED,
    ),
    "retention-over-clicks": (
        "clicks are only a proxy and clickbait wins on clicks",
        Status.UNPROMPTED,
    ),
    "feed-guardrails": ("with hides, reports and latency as guardrails", Status.PROMPTED),
    "request-rate": ("two hundred thirty thousand requests per second", Status.PROMPTED),
    "scoring-volume": ("I cannot run the big model on everything", Status.UNPROMPTED),
    "impression-logs": (
        "I log every impression and join it with the reaction that followed",
        Status.UNPROMPTED,
    ),
    "log-features-at-serving": (
        "snapshot the features when we rank and train on what the model actually saw",
        Status.UNPROMPTED,
    ),
    "log-sampling": (
        "sample one percent before writing and keep weights to correct the sampling",
        Status.PROMPTED,
    ),
    "several-labels": ("Several labels per impression", Status.PROMPTED),
    "affinity-features": (
        "the tie between viewer and author, so likes and comments in the last day, week and month",
        Status.UNPROMPTED,
    ),
    "content-embeddings": (
        "a content embedding for posts without history",
        Status.UNPROMPTED,
    ),
    "recency-baseline": (
        "I start with logistic regression on about fifty features",
        Status.UNPROMPTED,
    ),
    "staged-ranking": ("a light first pass that keeps five hundred", Status.UNPROMPTED),
    "multi-task-value": (
        "a multi-task network on those, because each action gets its own head and product can "
        "change the weights without retraining",
        Status.UNPROMPTED,
    ),
    "incremental-training": (
        "train on earlier days and test on the last one, never a random split",
        Status.PROMPTED,
    ),
    "calibrated-heads": ("I also check the calibration of every head", Status.PROMPTED),
    "ranking-metrics-offline": (
        "the area under the curve per user and per action",
        Status.PROMPTED,
    ),
    "ab-test-users": (
        "an A/B test by user for at least three weeks, so that novelty fades",
        Status.PROMPTED,
    ),
    "serving-path": (
        "twenty milliseconds for the inventory, forty for features fetched in parallel",
        Status.PROMPTED,
    ),
    "degraded-feed": (
        "The order of the first pass, because it is already computed",
        Status.PROMPTED,
    ),
}


@cache
def conversation() -> Conversation:
    """The script with times: as fast as people speak, with the silences it names."""
    turns, silences, spans = [], [], []
    now_s, after = 0.0, ""
    plan = plan_interview(LIBRARY.timeline(), MINUTES)
    for phase, lines in SCRIPT.items():
        began_s = now_s
        for line in lines:
            if line.wait_s >= 10:
                severity = Severity.SERIOUS if line.wait_s >= 30 else Severity.LONG
                silence = Silence(now_s, line.wait_s, phase, line.announced, severity, after)
                silences.append(silence)
            start_s = now_s + line.wait_s
            end_s = start_s + len(line.text.split()) / WORDS_PER_S
            turns.append(
                _turn(len(turns), line.speaker, line.text, start_s, end_s, phase, line.move)
            )
            after = line.text if line.speaker == "interviewer" else after
            now_s = end_s
        spans.append(PhaseSpan(phase, plan.phases[phase], began_s, now_s))
    return Conversation(
        question=LIBRARY.question("news-feed-ranking"),
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


def _turn(
    index: int,
    speaker: str,
    text: str,
    start_s: float,
    end_s: float,
    phase: Phase,
    move: Move | None,
) -> Turn:
    mine = speaker == "candidate"
    paths = [f"audio/{index:04}-{part}.flac" for part in range(1 + (len(text) > 700))]
    return Turn(
        index=index,
        speaker="candidate" if mine else "interviewer",
        text=text,
        start_s=start_s,
        end_s=end_s,
        phase=phase,
        move=move,
        audio="\n".join(paths) if mine else None,
        confidence=0.9 if mine else None,
    )


def _parts(turns: list[Turn], planned: dict[Part, float]) -> list[PhaseSpan]:
    result = []
    for part, openings in PARTS.items():
        mine = [turn for turn in turns if turn.text.startswith(openings)]
        result.append(PhaseSpan(part, planned[part], mine[0].start_s, mine[-1].end_s))
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
    return Assessment(
        schema=SCHEMA,
        question=held.question.id,
        company=held.company,
        interviewer=held.interviewer,
        level=held.level,
        verdict=Verdict.LEAN_HIRE,
        overall=3.4,
        scores=_scores(),
        coverage=_coverage(),
        mistakes=_mistakes(),
        estimates=_estimates(),
        speech=Speech(
            words=sum(len(turn.text.split()) for turn in held.candidate_turns),
            words_per_minute=126.0,
            fillers_at_least=4,
            talk_ratio=0.68,
            longest_monologue_s=66.0,
            check_ins=0,
            longest_monologue_words=138,
            questions_asked=6,
            answer_latency_s=1.2,
            announced_pauses=1,
            pace=tuple(
                Pace(60.0 * minute, wpm)
                for minute, wpm in enumerate((118, 131, 124, 96, 122, 139, 148, 151, 117, 88, 121))
            ),
        ),
        pauses=tuple(
            Pause(s.start_s, s.duration_s, s.phase, s.announced, s.severity, s.after)
            for s in held.silences
        ),
        timeline=_timeline(held),
        advice=_advice(),
        provenance=Origin(
            "deterministic", "faster-whisper base.en", "scripted", {"interviewer": "0.1.0"}
        ),
        title=held.question.title,
        summary=(
            "The data and the staged design are those of someone who has shipped a ranker: “snapshot "
            "the features when we rank”. Monitoring never came up beyond one alert, and the first "
            "sentence named an architecture before the problem was known."
        ),
        level_title=LIBRARY.level(held.level).title,
        must_show=LIBRARY.level(held.level).must_show,
        hints=tuple(
            HintGiven(turn.text, turn.index, turn.start_s, Area.SERVING, "serving-path")
            for turn in held.turns
            if turn.move is Move.HINT
        ),
        checklist=_checklist(),
        data_share=0.27,
        outline=Outline(
            Dimension.SYSTEM_INTEGRATION,
            "System integration",
            (
                "Give every stage of the request a budget inside two hundred milliseconds, with the "
                "feature and inventory fetches in parallel.",
                "Stream engagement counters into the online store within seconds; batch what is slow.",
                "Name the fallbacks in order: first pass, cached list, newest posts of friends.",
                "Watch feature drift, score distributions and calibration by segment, each alert with "
                "a threshold and an owner.",
                "Watch what the model does to itself: concentration of reach, narrowing topics.",
            ),
        ),
    )


def _scores() -> tuple[Score, ...]:
    given: tuple[tuple[Dimension, float | None, float, str, tuple[str, ...]], ...] = (
        (
            Dimension.PROBLEM_FRAMING,
            3.6,
            0.82,
            "The problem statement is complete and the goal is the right one, but it took a redirect "
            "to begin with it.",
            (
                "given a user and candidate posts at the moment of the request, the output is an "
                "ordered list of about ten organic posts, within two hundred milliseconds, so that "
                "people are still coming back next week",
                "I would not want to just maximise time spent",
            ),
        ),
        (
            Dimension.DATA_THINKING,
            4.3,
            0.86,
            "Where the rows come from, why the negatives matter, and a leak avoided with its reason.",
            (
                "recomputing like counts later would leak the future into training",
                "A click followed by a hide is a very different event from a long comment thread.",
                "I log every impression and join it with the reaction that followed",
            ),
        ),
        (
            Dimension.MODEL_CHOICE,
            3.4,
            0.78,
            "A baseline with a purpose and one alternative weighed; then four more ideas in one breath.",
            (
                "it gives me a baseline to beat, and it stays as the fallback",
                "eight models would not fit the two hundred milliseconds",
            ),
        ),
        (
            Dimension.EVALUATION,
            3.8,
            0.8,
            "Offline and online are linked and the split is honest, after being asked for both.",
            ("A global number mostly separates active people from passive ones.",),
        ),
        (
            Dimension.SYSTEM_INTEGRATION,
            2.4,
            0.7,
            "The fallbacks are clear. The latency budget needed a hint, and monitoring is one alert.",
            ("The order of the first pass, because it is already computed",),
        ),
        (
            Dimension.TRADE_OFFS,
            3.0,
            0.61,
            "One choice is weighed against another with the price named.",
            ("it would be simpler to debug",),
        ),
        (
            Dimension.QUANTIFICATION,
            3.3,
            0.88,
            "Numbers lead to decisions, and the slip in the first one was corrected at once.",
            (
                "I dropped a zero",
                "At two kilobytes of features each that is four hundred terabytes a day",
            ),
        ),
        (Dimension.COMMUNICATION, None, 0.0, "Too little was said about it to judge.", ()),
    )
    return tuple(_score(*one) for one in given)


def _score(
    dimension: Dimension, score: float | None, sure: float, why: str, quotes: tuple[str, ...]
) -> Score:
    guide = next(one for one in LIBRARY.rubric().dimensions if one.id is dimension)
    anchors = guide.anchors[Level.L5]
    high = score is not None and score >= 4
    return Score(
        dimension,
        score,
        sure,
        why,
        tuple(find(quote) for quote in quotes),
        title=guide.title,
        anchor=None if score is None else (anchors.five if high else anchors.three),
        next_anchor=None if high else anchors.five,
        practise=guide.practise,
    )


def _coverage() -> tuple[CoverageItem, ...]:
    items = []
    for point in LIBRARY.question("news-feed-ranking").points:
        quote, status = SAID.get(point.id, ("", Status.MISSING))
        items.append(
            CoverageItem(
                area=point.area,
                point=point.point,
                status=status,
                evidence=find(quote) if quote else None,
                point_id=point.id,
                credit={Status.UNPROMPTED: 1.0, Status.PROMPTED: 0.6}.get(status, 0.0),
                expected=point.level.rank <= Level.L5.rank,
                essential=point.essential,
                why=point.why,
                example=point.example,
            )
        )
    return tuple(items)


def _mistakes() -> tuple[MistakeFound, ...]:
    guides = {guide.id: guide for guide in LIBRARY.mistakes()}
    given = (
        (
            Mistake.JUMPS_TO_MODEL,
            "An architecture was the first thing said, before a single question.",
            "for ranking I would use a two-tower model to get candidates and then a deep multi-task "
            "network on top",
            "Before I choose anything: what do we rank, for whom, and what does the business call a "
            "success? Then I will sum up what we build and pick a model that fits.",
        ),
        (
            Mistake.OVER_ENGINEERS_V1,
            "Three further architectures were added before the second step had been justified.",
            "a transformer over the whole session history, and a graph network for the friends, and "
            "reinforcement learning for the slate",
            "Version one is the regression, in production within a month. I add the multi-task "
            "network when it wins on comments and shares, and I park the rest with a note on what "
            "would make me come back to it.",
        ),
    )
    return tuple(
        MistakeFound(
            name, explanation, (find(quote),), guides[name].title, instead, guides[name].why
        )
        for name, explanation, quote, instead in given
    )


def _estimates() -> tuple[EstimateChecked, ...]:
    wrong = "that is about twenty-three thousand requests per second"
    right = "It is two hundred thirty thousand requests per second"
    store = "At two kilobytes of features each that is four hundred terabytes a day"
    return (
        EstimateChecked(
            wrong,
            "23,000 / s",
            "231,481 / s",
            0.0994,
            ok=False,
            working="2e9 users × 10 loads/day = 2e10 loads/day\n2e10 loads/day ÷ 86,400 s/day "
            "= 231,481 loads/s",
            issue="A power of ten was lost in the division; it was put right when challenged.",
            kind="rate",
            evidence=find(wrong),
        ),
        EstimateChecked(
            right,
            "230,000 / s",
            "231,481 / s",
            0.9936,
            ok=True,
            working="2e10 loads/day ÷ 86,400 s/day = 231,481 loads/s",
            kind="rate",
            evidence=find(right),
        ),
        EstimateChecked(
            store,
            "400 TB / day",
            "400 TB / day",
            1.0,
            ok=True,
            working="2e11 impressions/day × 2 kB = 4e14 B/day = 400 TB/day",
            kind="storage",
            evidence=find(store),
        ),
    )


def _timeline(held: Conversation) -> tuple[TimelineEntry, ...]:
    entries = []
    for span in held.phases:
        took_s = None
        if span.start_s is not None and span.end_s is not None:
            took_s = span.end_s - span.start_s
        part_of = Phase.SOLUTION_DESIGN if isinstance(span.phase, Part) else None
        entries.append(TimelineEntry(span.phase, span.planned_s, took_s, span.start_s, part_of))
    return tuple(entries)


def _advice() -> tuple[Advice, ...]:
    start = "interviewer start --question news-feed-ranking --level L5 --drill"
    return (
        Advice(
            "Say what you would watch, at what threshold, and who is woken.",
            "At L5 dashboards and alerts are expected unasked. Yours came up once, as an answer, and "
            "said nothing of drift, calibration or what the model does to its own data.",
            "monitoring",
            f"{start} monitoring",
        ),
        Advice(
            "Open with questions; keep the architecture to yourself for seven minutes.",
            "“I would use a two-tower model” was your first sentence. Your questions after the "
            "redirect were good, so the habit is all that is missing.",
            "scoping",
            f"{start} scoping",
        ),
        Advice(
            "Carry the zeros: write the powers of ten down before dividing.",
            "Twenty billion by eighty-six thousand became twenty-three thousand, ten times too low. "
            "A provisioning decision on it would have been wrong by nine tenths of the fleet.",
            "capacity",
            f"{start} capacity",
        ),
    )


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
        question=LIBRARY.question("news-feed-ranking"),
        level=Level.L4,
        turns=(Turn(0, "candidate", "Hello, I would start with the users."),),
        provenance=Provenance(),
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
        provenance=Origin("deterministic"),
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
