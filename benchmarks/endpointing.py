"""How often is a thinking candidate cut off, and how late is the end of an answer noticed?

Made-up interview answers are spoken by several synthetic voices, a third of them over noise,
with pauses of known length after phrases of known kind. The ear's policy is compared with
plain silence timers on exactly the same segments. Words come from the script (what a good
recogniser hears) or, with `--recognise`, from pocketsphinx (what a poor one does).

    python -m benchmarks.endpointing [--recognise] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio.endpointing import Decision, EndTurn, Silence, Wait, decide
from audio.files import read_audio
from audio.frames import FRAME_S, SAMPLE_RATE_HZ, FrameCutter, Samples
from audio.segments import Segment, Segmenter
from audio.stt import Transcription
from audio.turns import Policy, TurnTracker
from audio.vad import SileroVoiceActivity
from benchmarks.figures import Figure

# Kinds of the pause after a phrase: "u" unfinished, "a" announced, "s" a complete sentence in
# the middle of an answer, "end" the end of the answer.
ANSWERS: list[list[tuple[str, str]]] = [
    [
        ("So before the model I want to be clear about the goal, because", "u"),
        ("watch time and satisfaction are not the same thing.", "s"),
        ("I would optimise long term retention and use watch time as a proxy.", "end"),
    ],
    [
        ("Let me think about this for a moment.", "a"),
        ("The label is whether the rider cancelled within two minutes.", "s"),
        ("We would also log the", "u"),
        ("position of the driver when the offer was made.", "end"),
    ],
    [
        ("For features I see three groups.", "u"),
        ("The user, the item, and", "u"),
        ("the context, for example the time of day and", "u"),
        ("the device.", "end"),
    ],
    [("How many daily active users do we have?", "end")],
    [("Could you repeat the question?", "end")],
    [("Does this direction make sense to you?", "end")],
    [
        ("Okay, give me a minute to do the math.", "a"),
        ("A hundred million users with ten requests a day is a billion requests.", "s"),
        ("That is about twelve thousand requests per second.", "end"),
    ],
    [
        ("I would start with logistic regression and", "u"),
        ("move to gradient boosted trees once we have enough data.", "s"),
        ("A neural network comes last, if", "u"),
        ("the offline gains are worth the latency.", "end"),
    ],
    [
        ("To avoid leakage we split by time.", "s"),
        ("We train on the first four weeks, validate on the", "u"),
        ("fifth, and test on the sixth.", "end"),
    ],
    [
        ("For serving we keep embeddings in memory, with", "u"),
        ("an approximate nearest neighbour index in front of", "u"),
        ("the ranker.", "end"),
    ],
    [
        ("Hmm, let me see.", "a"),
        ("If the model is stale we fall back to", "u"),
        ("popularity per region.", "end"),
    ],
    [("Yes, I think a weekly refresh is enough.", "end")],
    [("No.", "end")],
    [
        ("The main risk is feedback loops, so", "u"),
        ("we would keep a small slice of random traffic.", "s"),
        ("That slice also gives us unbiased data for evaluation.", "end"),
    ],
    [
        ("Monitoring has two parts.", "u"),
        ("We watch the distribution of", "u"),
        ("the features, and we watch calibration of the predictions.", "end"),
    ],
    [("I am done.", "end")],
    [
        ("One second, let me write that down.", "a"),
        ("The embedding table has a hundred million rows of", "u"),
        ("a hundred and twenty eight numbers.", "s"),
        ("In four bytes each that is about fifty gigabytes.", "end"),
    ],
    [
        ("We can run an experiment on five percent of the traffic for", "u"),
        ("two weeks and look at", "u"),
        ("retention, complaints, and revenue.", "end"),
    ],
    [("How much time do we have left?", "end")],
    [
        ("The online store holds the last hour of events, um", "u"),
        ("and the warehouse holds everything else.", "end"),
    ],
    [
        ("I would rather not use a large language model here, because", "u"),
        ("the latency budget is fifty milliseconds and", "u"),
        ("the gain is unclear.", "s"),
        ("We could distil one later.", "end"),
    ],
    [
        ("I need a moment to think about the failure modes.", "a"),
        ("When the feature store is down", "u"),
        ("we serve default values and raise an alert.", "end"),
    ],
]
VOICES = ("slt", "rms", "awb", "kal16", "espeak")
NOISES_DBFS = (None, None, -42.0)
PAUSES_S = {"u": (0.6, 8.0), "a": (2.0, 20.0), "s": (0.6, 1.6), "end": (32.0, 32.0)}
EAR = "the ear"
TIMERS_S = (0.6, 1.0, 1.6, 2.5)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it was rendered, and the pause after it."""

    text: str
    kind: str
    start_s: float
    end_s: float
    next_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The sound of an answer with what is known about it."""

    samples: Samples
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What the segmenter knew after a frame: enough to run any policy on it."""

    now_s: float
    speaking_since_s: float | None
    segments: tuple[Segment, ...]


def speak(text: str, voice: str) -> Samples:
    """Render a phrase and take the silence off its ends, so that pauses are known exactly."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.wav"
        command = (
            ["espeak-ng", "-w", str(path), text]
            if voice == "espeak"
            else ["flite", "-voice", voice, "-t", text, "-o", str(path)]
        )
        subprocess.run(command, check=True, capture_output=True)
        samples = np.concatenate(list(read_audio(path)))
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1]


def render(script: list[tuple[str, str]], voice: str, dbfs: float | None, seed: int) -> Answer:
    """Speak a script with pauses drawn log-uniformly for each kind."""
    generator = random.Random(seed)
    parts, phrases, at_s = [np.zeros(SAMPLE_RATE_HZ, np.float32)], [], 1.0
    for text, kind in script:
        spoken = speak(text, voice)
        low, high = PAUSES_S[kind]
        pause_s = float(np.exp(generator.uniform(np.log(low), np.log(high))))
        end_s = at_s + len(spoken) / SAMPLE_RATE_HZ
        parts += [spoken, np.zeros(round(pause_s * SAMPLE_RATE_HZ), np.float32)]
        phrases.append(Phrase(text, kind, at_s, end_s, end_s + pause_s))
        at_s = sum(map(len, parts)) / SAMPLE_RATE_HZ
    samples = np.concatenate(parts)
    if dbfs is not None:
        noise = np.random.default_rng(seed).normal(size=len(samples)) * 10 ** (dbfs / 20)
        samples = (samples + noise).astype(np.float32)
    return Answer(samples, tuple(phrases))


def steps(answer: Answer) -> list[Step]:
    """Run the segmenter over an answer once, for all policies."""
    segmenter = Segmenter(SileroVoiceActivity())
    result = []
    for frame in FrameCutter().push(answer.samples):
        segments = tuple(h for h in segmenter.push(frame) if isinstance(h, Segment))
        result.append(Step(frame.end_s, segmenter.speaking_since_s, segments))
    return result


def scripted_words(answer: Answer) -> Callable[[Segment], Transcription]:
    """Return the words of the script that lie in a segment, as a good recogniser would."""

    def words(segment: Segment) -> Transcription:
        said = []
        for p in answer.phrases:
            tokens = p.text.split()
            for i, token in enumerate(tokens):
                middle_s = p.start_s + (p.end_s - p.start_s) * (i + 0.5) / len(tokens)
                if segment.start_s - 0.1 <= middle_s <= segment.end_s + 0.1:
                    said.append(token)
        return Transcription(" ".join(said))

    return words


def recognised_words() -> Callable[[Segment], Transcription]:
    """Return a recogniser that remembers, so that every policy sees the same words."""
    from audio.stt.sphinx import SphinxSpeechToText

    engine, known = SphinxSpeechToText(), dict[tuple[float, int], Transcription]()

    def words(segment: Segment) -> Transcription:
        key = (segment.start_s, hash(segment.samples.tobytes()))
        if key not in known:
            known[key] = asyncio.run(engine.transcribe(segment.samples))
        return known[key]

    return words


def ends(
    taken: Iterable[Step], words: Callable[[Segment], Transcription], policy: Policy
) -> list[float]:
    """Return the moments at which a policy ends turns."""
    tracker, decided_s = TurnTracker(policy), []
    for step in taken:
        for segment in step.segments:
            tracker.cut(segment)
            tracker.transcribed(segment, words(segment))
        ended = tracker.tick(step.now_s, step.speaking_since_s)
        if ended is not None:
            decided_s.append(ended.decided_s)
    return decided_s


def timer(limit_s: float) -> Policy:
    """Return the policy that only looks at the clock."""

    def policy(silence: Silence) -> Decision:
        return EndTurn("timer") if silence.silence_s >= limit_s else Wait(limit_s)

    return policy


@dataclass(slots=True)
class Score:
    """Counts over all answers."""

    cut: dict[str, int]
    pauses: dict[str, int]
    delays_s: list[float]

    def add(self, answer: Answer, decided_s: list[float]) -> None:
        """Compare the ends a policy found with the truth."""
        for p in answer.phrases:
            inside = [d for d in decided_s if p.end_s - FRAME_S <= d < p.next_s]
            if p.kind == "end":
                self.delays_s += [d - p.end_s for d in inside[:1]] or [p.next_s - p.end_s]
            else:
                self.pauses[p.kind] += 1
                self.cut[p.kind] += bool(inside)

    @property
    def thinking_cut(self) -> float:
        """The share of the thinking pauses in which the candidate was cut off."""
        return sum(self.cut[k] for k in "ua") / sum(self.pauses[k] for k in "ua")

    def row(self, name: str) -> str:
        """Return one line of the table."""
        shares = [100 * self.thinking_cut, *(100 * self.cut[k] / self.pauses[k] for k in "uas")]
        p50, p95 = np.percentile(self.delays_s, (50, 95))
        cells = "".join(f"{share:10.0f} %" for share in shares)
        return f"{name:14}{cells}{p50:9.2f} s{p95:7.2f} s"


@dataclass(frozen=True, slots=True)
class Run:
    """One run over all answers: a score for the ear and for every timer."""

    scores: dict[str, Score]
    sound_s: float
    busy_s: float


def run(*, recognise: bool = False, seed: int = 1) -> Run:
    """Speak every answer twice and let every policy end its turns."""
    policies = {EAR: decide, **{f"timer {t} s": timer(t) for t in TIMERS_S}}
    scores = {
        name: Score(dict.fromkeys("uas", 0), dict.fromkeys("uas", 0), []) for name in policies
    }
    recogniser = recognised_words() if recognise else None
    sound_s = busy_s = 0.0
    for number in range(2 * len(ANSWERS)):
        answer = render(
            ANSWERS[number % len(ANSWERS)],
            VOICES[number % (4 if recognise else 5)],
            NOISES_DBFS[number % 3],
            1000 * seed + number,
        )
        begun_s = time.process_time()
        taken = steps(answer)
        words = recogniser or scripted_words(answer)
        for name, policy in policies.items():
            scores[name].add(answer, ends(taken, words, policy))
            if name == EAR:
                busy_s += time.process_time() - begun_s
        sound_s += len(answer.samples) / SAMPLE_RATE_HZ
    return Run(scores, sound_s, busy_s)


def figures() -> Iterator[Figure]:
    """Thinking pauses that were cut, and the delay at the end, beside the best silence timer."""
    scores = run().scores
    ours = scores[EAR]
    name, best = min(
        ((n, s) for n, s in scores.items() if n != EAR), key=lambda pair: pair[1].thinking_cut
    )
    ratio = ours.thinking_cut / best.thinking_cut
    yield Figure(
        "thinking pauses in which we cut in", f"{100 * ours.thinking_cut:.0f} %",
        f"{name} {100 * best.thinking_cut:.0f} %", ratio, "ratio to 0.5", ratio <= 0.5,
    )  # fmt: skip
    announced = ours.cut["a"] / ours.pauses["a"]
    yield Figure("  of the announced ones", f"{100 * announced:.0f} %")
    delay_s, theirs_s = float(np.median(ours.delays_s)), float(np.median(best.delays_s))
    yield Figure(
        "median wait after an answer's end", f"{delay_s:.2f} s", f"{name} {theirs_s:.2f} s",
        delay_s / theirs_s,
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--recognise", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    done = run(recognise=arguments.recognise, seed=arguments.seed)
    ours = done.scores[EAR]
    print(f"{done.sound_s / 60:.1f} min of sound, {len(ours.delays_s)} answers, pauses:", end=" ")
    print(f"{ours.pauses['u']} unfinished, {ours.pauses['a']} announced, ", end="")
    print(f"{ours.pauses['s']} between sentences\n")
    print("cut off in:   thinking all  unfinished   announced   sentences   end p50     p95")
    for name, score in done.scores.items():
        print(score.row(name))
    if not arguments.recognise:
        share = 100 * done.busy_s / done.sound_s
        print(f"\nvoice activity and policy: {share:.1f} % of one core")


if __name__ == "__main__":
    main()
