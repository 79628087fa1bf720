"""From frames and voice probabilities to stretches of speech, ready for transcription.

        onset                          offset
____|=========================|______________
  ^^ padding                   ^^ padding
Two thresholds (hysteresis) keep one voice from flickering; a stretch is over after
half a second without voice; a longer one is cut, at its quietest moment, so that
nothing waits for transcription for more than 25 s.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from audio.events import SpeechEnded, SpeechStarted
from audio.frames import FRAME_S, Frame, Samples
from audio.vad import VoiceActivity

SPAN_EPSILON_S = 1e-6


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """What counts as speech, and where it is cut.

    Attributes:
        on: Probability from which a frame may begin speech.
        off: Probability below which a frame of speech is silent.
        onset_s: Voice needed before speech is believed to have begun.
        shortest_s: Voice below this is a knock or the attack of a note and not worth
            transcribing; measured, the shortest words ("I", "a", "hi") have 0.19 s.
        pause_s: Silence that ends a stretch.
        longest_s: Length at which a stretch without a pause is cut; the encoder of Whisper
            takes 30 s at once.
        search_s: The cut is made at the quietest moment of this last part.
        padding_s: Sound kept before the onset and after the offset.
    """

    on: float = 0.5
    off: float = 0.35
    onset_s: float = 2 * FRAME_S
    shortest_s: float = 0.175
    pause_s: float = 0.5
    longest_s: float = 25.0
    search_s: float = 5.0
    padding_s: float = 0.256


@dataclass(frozen=True, slots=True)
class Segment:
    """Speech to be transcribed as one piece; `samples` includes the padding.

    `voiced_s` is the time above the threshold: what tells "yes" from a click.
    """

    segment_id: int
    start_s: float
    end_s: float
    voiced_s: float
    samples: Samples = field(compare=False, repr=False)


Heard: TypeAlias = SpeechStarted | SpeechEnded | Segment


@dataclass(slots=True)
class _Scored:
    frame: Frame
    probability: float
    voiced: bool


class Segmenter:
    """The state machine between voice activity and transcription; bounded memory."""

    def __init__(self, vad: VoiceActivity, rules: SegmentRules | None = None) -> None:
        self._vad = vad
        self._rules = rules or SegmentRules()
        self._before: deque[_Scored] = deque(maxlen=max(1, self._frames(self._rules.padding_s)))
        self._held: list[_Scored] = []
        self._speaking = False
        self._start_s = 0.0
        self._segment_start_s = 0.0
        self._voice_end_s = 0.0
        self._next_id = 1

    @property
    def speaking_since_s(self) -> float | None:
        """Onset of the voice that is active, or of what may become one; None in silence."""
        if self._speaking:
            return self._start_s
        return self._held[0].frame.start_s if self._held else None

    def push(self, frame: Frame) -> list[Heard]:
        """Take the next frame; return what became known by it."""
        heard: list[Heard] = []
        if frame.gap_before_s:
            self._vad.reset()
            if frame.gap_before_s >= self._rules.pause_s:
                heard = self.flush()
        probability = self._vad.probability(frame.samples)
        threshold = self._rules.off if self._voiced_now() else self._rules.on
        scored = _Scored(frame, probability, voiced=probability >= threshold)
        return heard + (self._continue(scored) if self._speaking else self._wait(scored))

    def flush(self) -> list[Heard]:
        """Close what is open, as when the source ends or the interviewer takes the floor."""
        heard = self._end() if self._speaking else []
        self._held.clear()
        self._before.clear()
        return heard

    def reset(self) -> None:
        """Forget everything heard and not yet reported; ids go on."""
        self._speaking = False
        self._held.clear()
        self._before.clear()
        self._vad.reset()

    def _frames(self, duration_s: float) -> int:
        return round(duration_s / FRAME_S)

    def _voiced_now(self) -> bool:
        last = self._held[-1] if self._held else None
        return last is not None and last.voiced

    def _wait(self, scored: _Scored) -> list[Heard]:
        """Collect voiced frames until they are enough to believe in."""
        if not scored.voiced:
            self._before.extend(self._held)
            self._held.clear()
            self._before.append(scored)
            return []
        self._held.append(scored)
        if len(self._held) * FRAME_S < self._rules.onset_s - SPAN_EPSILON_S:
            return []
        self._speaking = True
        self._start_s = self._segment_start_s = self._held[0].frame.start_s
        self._voice_end_s = scored.frame.end_s
        self._held = [*self._before, *self._held]
        self._before.clear()
        return [SpeechStarted(self._start_s)]

    def _continue(self, scored: _Scored) -> list[Heard]:
        self._held.append(scored)
        if scored.voiced:
            self._voice_end_s = scored.frame.end_s
        silence_s = scored.frame.end_s - self._voice_end_s
        if silence_s >= self._rules.pause_s - SPAN_EPSILON_S:
            return self._end()
        if len(self._held) * FRAME_S >= self._rules.longest_s:
            return [self._cut_long()]
        return []

    def _end(self) -> list[Heard]:
        until_s = self._voice_end_s + self._rules.padding_s + SPAN_EPSILON_S
        kept = [s for s in self._held if s.frame.end_s <= until_s]
        self._before.extend(self._held[len(kept) :])
        self._held = []
        self._speaking = False
        ended = SpeechEnded(self._start_s, self._voice_end_s)
        if not self._worth_it(kept):
            return [ended]
        return [ended, self._segment(kept, self._voice_end_s)]

    def _worth_it(self, kept: list[_Scored]) -> bool:
        """Whether there is enough voice; the rest after a cut may be any length but nothing."""
        if self._segment_start_s > self._start_s:
            return self._voice_end_s > self._segment_start_s
        return sum(s.voiced for s in kept) * FRAME_S >= self._rules.shortest_s

    def _cut_long(self) -> Segment:
        """Cut an overlong stretch at its quietest moment; what follows stays open."""
        tail = self._held[-self._frames(self._rules.search_s) :]
        quietest = min(range(len(tail)), key=lambda i: tail[i].probability)
        at = len(self._held) - len(tail) + quietest + 1
        piece, self._held = self._held[:at], self._held[at:]
        return self._segment(piece, min(self._voice_end_s, piece[-1].frame.end_s))

    def _segment(self, scored: list[_Scored], end_s: float) -> Segment:
        segment = Segment(
            segment_id=self._next_id,
            start_s=self._segment_start_s,
            end_s=end_s,
            voiced_s=sum(s.voiced for s in scored) * FRAME_S,
            samples=np.concatenate([s.frame.samples for s in scored]),
        )
        self._next_id += 1
        self._segment_start_s = end_s
        return segment
