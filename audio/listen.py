"""The ear alone on a recording: what it would have heard, and when it would have answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audio.cues import is_announced_pause
from audio.ear import Ear
from audio.endpointing import ANNOUNCED_RANGE_S, DEADLINE_S, decide
from audio.events import EarEvent, EngineFailed, Level, SegmentTranscribed, TurnEnded
from audio.files import FileSource, duration_s, read_audio
from audio.frames import FRAME_S, Samples
from audio.pauses import Pause, Span, find_pauses
from audio.sources import AudioSource, BlockSource, WithSilenceAfter
from audio.stt.base import SpeechToText
from audio.turns import CLICK_S, Policy

SILENCE_AFTER_S = max(DEADLINE_S, *ANNOUNCED_RANGE_S) + 1.0
"""Longest wait of the policy: after so much silence every turn has ended."""

Progress = Callable[[float, float], None]
"""Called with the seconds heard and the seconds in all."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What the ear made of a recording; times are seconds on the recording's clock."""

    duration_s: float
    speech: tuple[Span, ...]
    turns: tuple[TurnEnded, ...]
    pauses: tuple[Pause, ...]
    text: str
    failures: tuple[str, ...] = ()
    segments: tuple[SegmentTranscribed, ...] = field(default=(), repr=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the document that `interviewer listen --json` prints."""
        return {
            "duration_s": round(self.duration_s, 3),
            "speech": [_rounded(start_s=s.start_s, end_s=s.end_s) for s in self.speech],
            "turns": [
                {
                    **_rounded(start_s=t.start_s, end_s=t.end_s, decided_s=t.decided_s),
                    "text": t.text,
                    "reason": t.reason,
                }
                for t in self.turns
            ],
            "pauses": [
                {
                    **_rounded(start_s=p.start_s, duration_s=p.duration_s),
                    "announced": p.announced,
                    "severity": p.severity,
                }
                for p in self.pauses
            ],
            "text": self.text,
            "failures": list(self.failures),
        }


async def listen(
    path: str | Path,
    stt: SpeechToText,
    *,
    policy: Policy = decide,
    progress: Progress | None = None,
    read: Callable[[Path], Iterator[Samples]] = read_audio,
) -> Listening:
    """Run the ear over a recording, as if the speaker stayed silent after its end.

    Args:
        path: The recording.
        stt: The recogniser.
        policy: When a turn has ended.
        progress: Told how far it is.
        read: What makes 16 kHz mono blocks of the file.

    Raises:
        AudioFileError: Not a recording, or broken; one line.
    """
    source, claimed_s = FileSource(path, read), duration_s(path)
    heard = await listen_to(source, stt, claimed_s=claimed_s, policy=policy, progress=progress)
    return replace(heard, duration_s=source.read_s)


async def listen_to_samples(
    samples: Samples, stt: SpeechToText, *, policy: Policy = decide
) -> Listening:
    """Run the ear over `(n,) float32` samples at 16 kHz."""
    return await listen_to(BlockSource([samples]), stt, policy=policy)


async def listen_to(
    source: AudioSource,
    stt: SpeechToText,
    *,
    claimed_s: float = 0.0,
    policy: Policy = decide,
    progress: Progress | None = None,
) -> Listening:
    """Run the ear over any source that ends; `claimed_s` is only for the progress."""
    after = WithSilenceAfter(source, SILENCE_AFTER_S)
    ear = Ear(after, stt, policy=policy, eager=True)
    notes = _Notes()
    async for event in ear.events():
        notes.take(event)
        if progress is not None and isinstance(event, Level):
            progress(min(event.at_s, claimed_s), claimed_s)
    return notes.listening(after.sound_s)


@dataclass(slots=True)
class _Notes:
    """Collects events."""

    speech: list[Span] = field(default_factory=list)
    turns: list[TurnEnded] = field(default_factory=list)
    announced_at_s: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    tail: str = ""
    segments: list[SegmentTranscribed] = field(default_factory=list)

    def take(self, event: EarEvent) -> None:
        if isinstance(event, TurnEnded):
            self.turns.append(event)
            self.tail = ""
        elif isinstance(event, EngineFailed):
            self.failures.append(event.reason)
            self._add(Span(event.start_s, event.end_s))
        elif isinstance(event, SegmentTranscribed):
            self._segment(event)

    def _segment(self, event: SegmentTranscribed) -> None:
        if event.text:
            self.segments.append(event)
        span = Span(event.start_s, event.end_s)
        if event.text or span.duration_s >= CLICK_S:
            self._add(span)
        self.tail = f"{self.tail} {event.text}".strip()
        if is_announced_pause(self.tail):
            self.announced_at_s.append(event.end_s)

    def _add(self, span: Span) -> None:
        """Add a span; pieces of one stretch that was cut for length are one."""
        if self.speech and span.start_s - self.speech[-1].end_s < FRAME_S:
            span = Span(self.speech.pop().start_s, span.end_s)
        self.speech.append(span)

    def listening(self, sound_s: float) -> Listening:
        """Conclude; the silence after the last answer is nobody's pause."""
        ends_s = [t.decided_s for t in self.turns] or [sound_s]
        return Listening(
            duration_s=sound_s,
            speech=tuple(self.speech),
            turns=tuple(self.turns),
            pauses=tuple(
                find_pauses(
                    self.speech,
                    until_s=min(sound_s, ends_s[-1]),
                    announced_at_s=self.announced_at_s,
                )
            ),
            text=" ".join(t.text for t in self.turns if t.text),
            failures=tuple(self.failures),
            segments=tuple(self.segments),
        )


def _rounded(**times_s: float) -> dict[str, float]:
    return {name: round(value, 3) for name, value in times_s.items()}
