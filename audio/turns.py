"""Which words belong to which turn, and how long it has been silent: pure state, no sound.

Three moments are told apart, so that a cough, an "um" and a sentence have different weight:

    words            begin a turn and begin its silence anew
    hesitating       ("um", or voice without words) stretches the silence, up to a deadline
    a click          (less than 0.25 s of voice without words) changes nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from audio.cues import has_words
from audio.endpointing import Decision, EndTurn, Silence, is_announced_pause, probably_over_s
from audio.events import TurnEnded, TurnProbablyOver
from audio.segments import Segment
from audio.stt.base import Transcription

CLICK_S = 0.25
"""Voice without words that is shorter is a cough or a knock."""

Policy: TypeAlias = Callable[[Silence], Decision]


@dataclass(slots=True)
class _Turn:
    """What is known of the open turn."""

    text: str = ""
    segment_ids: list[int] = field(default_factory=list)
    start_s: float | None = None
    end_s: float = 0.0
    words_end_s: float = 0.0
    voice_end_s: float = 0.0
    speech_s: float = 0.0
    certainty: float | None = None
    weighed: float = 0.0
    weight: float = 0.0
    complete: bool = True
    probably_over_at: str = ""


class TurnTracker:
    """Follows one speaker's turns from segments and their transcriptions."""

    def __init__(self, policy: Policy, patience: Callable[[], float] = lambda: 1.0) -> None:
        self._policy = policy
        self._patience = patience
        self._turn = _Turn()
        self._pending: dict[int, Segment] = {}
        self._forced: str | None = None
        self._time_asked_s: float | None = None
        self._wordless_until_s = 0.0
        self._probable = False
        self._next_id = 1

    @property
    def open(self) -> bool:
        """Whether words have been said that no turn end has answered for."""
        return self._turn.start_s is not None

    @property
    def pending(self) -> bool:
        """Whether transcriptions are still expected."""
        return bool(self._pending)

    @property
    def ending(self) -> bool:
        """Whether the turn was told to end and waits for its words."""
        return self._forced is not None

    @property
    def announced(self) -> bool:
        """Whether the speaker has asked for time to think since they last spoke."""
        return self._time_asked_s is not None or is_announced_pause(self._turn.text)

    def announce(self, at_s: float) -> None:
        """The speaker asked for time to think otherwise than in words."""
        self._time_asked_s = at_s

    def cut(self, segment: Segment) -> None:
        """A segment was cut and is on its way to transcription."""
        self._pending[segment.segment_id] = segment

    def transcribed(self, segment: Segment, heard: Transcription, ids: Iterable[int] = ()) -> None:
        """A segment, or several joined into one, came back."""
        self._settle(segment, ids)
        turn = self._turn
        turn.text = f"{turn.text} {heard.text}".strip()
        turn.speech_s += segment.voiced_s
        if has_words(heard.text):
            self._words_end(segment)
            turn.certainty = certainty(heard)
            if heard.confidence is not None:
                turn.weighed += heard.confidence * segment.voiced_s
                turn.weight += segment.voiced_s
            return
        self._wordless_until_s = segment.end_s
        if heard.text or segment.voiced_s >= CLICK_S:
            turn.voice_end_s = max(turn.voice_end_s, segment.end_s)
        if not self.open and not turn.text:
            self._forget()

    def failed(self, segment: Segment, ids: Iterable[int] = ()) -> None:
        """A segment could not be transcribed: words were said, nobody knows which."""
        self._settle(segment, ids)
        self._turn.complete = False
        self._turn.speech_s += segment.voiced_s
        self._words_end(segment)

    def end_now(self, reason: str) -> None:
        """Make the open turn end as soon as its words are known, whatever the policy says."""
        self._forced = reason

    def floor_given(self, at_s: float) -> None:
        """The interviewer has spoken and stopped: silences begin anew."""
        self._turn.words_end_s = max(self._turn.words_end_s, at_s)
        self._turn.voice_end_s = max(self._turn.voice_end_s, at_s)

    def tick(self, now_s: float, speaking_since_s: float | None = None) -> TurnEnded | None:
        """Ask the policy; return the end of the turn if this is it.

        Args:
            now_s: The sample clock.
            speaking_since_s: Onset of the voice that is active now, None in silence.
        """
        self._probable = False
        if self._pending:
            return None
        if self._forced is not None:
            return self._end_forced(now_s)
        noise = speaking_since_s is not None and self._wordless_until_s > speaking_since_s
        if not self.open or (speaking_since_s is not None and not noise):
            return None
        silence = self._silence(now_s, noise=noise)
        decision = self._policy(silence)
        if isinstance(decision, EndTurn):
            return self._ended(now_s, decision.reason)
        probable_s = probably_over_s(decision)
        self._probable = probable_s is not None and silence.silence_s >= probable_s
        return None

    def probably_over(self, now_s: float) -> TurnProbablyOver | None:
        """Return that the open turn has probably ended, as of the last tick; once for its words."""
        turn = self._turn
        if not self._probable or turn.text == turn.probably_over_at:
            return None
        turn.probably_over_at = turn.text
        return TurnProbablyOver(turn.text, turn.start_s or 0.0, turn.end_s, now_s)

    def _silence(self, now_s: float, *, noise: bool) -> Silence:
        """Describe the silence; voice that goes on without words (music, traffic) is none."""
        turn = self._turn
        since_words_s = now_s - turn.words_end_s
        return Silence(
            silence_s=since_words_s if noise else now_s - turn.voice_end_s,
            text=turn.text,
            speech_s=turn.speech_s,
            since_words_s=since_words_s,
            announced=self._time_asked_s is not None,
            certainty=turn.certainty,
            patience=self._patience(),
        )

    def _end_forced(self, now_s: float) -> TurnEnded | None:
        reason, self._forced = self._forced or "", None
        if self.open:
            return self._ended(now_s, reason)
        self._forget()
        return None

    def _settle(self, segment: Segment, ids: Iterable[int]) -> None:
        self._turn.segment_ids.append(segment.segment_id)
        for segment_id in (segment.segment_id, *ids):
            self._pending.pop(segment_id, None)

    def _words_end(self, segment: Segment) -> None:
        if self._time_asked_s is not None and segment.end_s > self._time_asked_s:
            self._time_asked_s = None
        turn = self._turn
        if turn.start_s is None:
            turn.start_s = segment.start_s
        turn.end_s = max(turn.end_s, segment.end_s)
        turn.words_end_s = max(turn.words_end_s, segment.end_s)
        turn.voice_end_s = max(turn.voice_end_s, segment.end_s)

    def _ended(self, now_s: float, reason: str) -> TurnEnded:
        turn = self._turn
        ended = TurnEnded(
            turn_id=self._next_id,
            start_s=turn.start_s or 0.0,
            end_s=turn.end_s,
            decided_s=now_s,
            text=turn.text,
            reason=reason,
            speech_s=turn.speech_s,
            confidence=turn.weighed / turn.weight if turn.weight else None,
            segment_ids=tuple(turn.segment_ids),
            complete=turn.complete,
        )
        self._next_id += 1
        self._time_asked_s = None
        self._forget()
        return ended

    def _forget(self) -> None:
        self._turn = _Turn()
        self._probable = False


def certainty(heard: Transcription) -> float | None:
    """Return how sure the engine is of the last words: those the end of a turn is read from."""
    if not heard.words:
        return heard.confidence
    last = [w.probability for w in heard.words[-3:]]
    return min(last[-1], sum(last) / len(last))
