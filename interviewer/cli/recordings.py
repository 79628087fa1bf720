"""A recorded interview as turns: who says what is told by the channels, or by the user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from audio.events import SegmentTranscribed
from audio.files import read_audio
from audio.listen import Listening
from audio.pauses import find_pauses
from audio.speakers import Voices, read_voice, separate
from interviewer.cli.console import note
from interviewer.cli.hearing import Read, listen_with_progress
from interviewer.conversation import Provenance, Silence, Speaker, Turn
from interviewer.errors import ConfigError, TranscriptError
from interviewer.history import DOUBTFUL_ENGINES
from interviewer.vocabulary import Severity

SUFFIXES: Final = frozenset({".wav", ".flac", ".mp3", ".ogg", ".aiff", ".aif"})
SIDES: Final = ("left", "right")
MOST_OF_THE_TALK: Final = 0.6
"""A candidate leads; below this share it is left to the user to say who is who."""
SAME_BREATH_S: Final = 30.0
"""Segments of one speaker further apart than this are turns of their own."""
SHORT_BREATH_S: Final = 0.8
"""The same where nobody knows who speaks: between two people there is at least a breath."""

ONE_CHANNEL: Final = (
    "Nobody can tell who speaks: it is one channel without names. If only the candidate speaks on "
    "it, add --solo; else record each person on a channel of their own, or grade a transcript "
    "with names."
)
UNDECIDED: Final = (
    "Nobody can tell who the candidate is: both channels talk about as much. Name the candidate's "
    "with --candidate-channel left or right."
)


@dataclass(frozen=True, slots=True)
class Who:
    """What the user says of the speakers.

    Attributes:
        solo: only the candidate speaks.
        channel: ``left`` or ``right``, the candidate's; None leaves it to the recording.
    """

    solo: bool = False
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording as a conversation can use it."""

    turns: tuple[Turn, ...]
    silences: tuple[Silence, ...]
    provenance: Provenance


def read_recording(file: Path, who: Who, stt: str, model: str | None, *, offline: bool) -> Recorded:
    """Hear a recording and tell its speakers apart.

    Raises:
        TranscriptError: no word was understood.
        ConfigError: what the user says of the speakers does not fit the recording.
        AudioError: it is not a recording, or the recogniser cannot be had.
    """
    voices = None if who.solo else separate(file)
    speakers = speakers_of(who, voices)
    withheld = None
    if "unknown" in speakers:
        withheld = ONE_CHANNEL if voices is None else UNDECIDED
        note(f"There will be no verdict. {withheld}")
    elif voices is not None:
        note(f"candidate: the {SIDES[speakers.index('candidate')]} channel, {_because(who)}")
    reads: list[Read] = [read_audio]
    if voices is not None:
        reads = [partial(read_voice, voices=voices, channel=channel) for channel in (0, 1)]
    engine, heard = listen_with_progress(file, reads, stt, model, offline=offline)
    turns = turns_of(list(zip(speakers, heard, strict=True)))
    if not turns:
        raise TranscriptError(f"{file}: no speech was understood; is it the right recording?")
    doubtful = engine.split()[0] in DOUBTFUL_ENGINES
    return Recorded(
        turns,
        () if withheld else tuple(_silences(heard, turns)),
        Provenance(stt=engine, low_confidence=doubtful, withheld=withheld),
    )


def speakers_of(who: Who, voices: Voices | None) -> tuple[Speaker, ...]:
    """Who speaks on each voice of a recording; one that has no two voices is taken as one.

    Raises:
        ConfigError: a channel is named where the speakers are not apart.
    """
    if who.channel not in (None, *SIDES):
        raise ConfigError(f"--candidate-channel is left or right, not {who.channel!r}")
    if who.solo and who.channel:
        raise ConfigError("--solo and --candidate-channel cannot both be true; give one of them")
    if voices is None:
        if who.channel:
            raise ConfigError(
                "--candidate-channel needs a recording with one speaker on each of two channels; "
                "this one has them together"
            )
        return ("candidate",) if who.solo else ("unknown",)
    if who.channel:
        candidate = SIDES.index(who.channel)
    else:
        share = voices.talk_s[0] / sum(voices.talk_s)
        if 1 - MOST_OF_THE_TALK < share < MOST_OF_THE_TALK:
            return ("unknown", "unknown")
        candidate = 0 if share >= MOST_OF_THE_TALK else 1
    return ("candidate", "interviewer") if candidate == 0 else ("interviewer", "candidate")


def turns_of(voices: Sequence[tuple[Speaker, Listening]]) -> tuple[Turn, ...]:
    """The segments of all voices in order, those of one speaker joined until another speaks."""
    said = [(who, one) for who, listening in voices for one in listening.segments]
    said.sort(key=lambda pair: pair[1].start_s)
    turns: list[Turn] = []
    for who, one in said:
        last = turns[-1] if turns else None
        if last is not None and last.speaker == who and _follows(last, one):
            turns[-1] = replace(last, text=f"{last.text} {one.text}", end_s=one.end_s)
        else:
            turns.append(
                Turn(len(turns), who, one.text, one.start_s, one.end_s, confidence=one.confidence)
            )
    return tuple(turns)


def _follows(last: Turn, one: SegmentTranscribed) -> bool:
    breath_s = SHORT_BREATH_S if last.speaker == "unknown" else SAME_BREATH_S
    return last.end_s is not None and one.start_s - last.end_s < breath_s


def _silences(heard: Sequence[Listening], turns: Sequence[Turn]) -> Iterable[Silence]:
    """Long silences of everybody; whoever broke them, the candidate had the floor."""
    speech = [span for one in heard for span in one.speech]
    found = find_pauses(
        speech,
        from_s=min((span.start_s for span in speech), default=0.0),
        until_s=max((span.end_s for span in speech), default=0.0),
        announced_at_s=[p.start_s for one in heard for p in one.pauses if p.announced],
    )
    for pause in found:
        said = [t for t in turns if t.speaker == "interviewer" and (t.start_s or 0) < pause.start_s]
        yield Silence(
            pause.start_s,
            pause.duration_s,
            None,
            pause.announced,
            Severity(pause.severity),
            said[-1].text if said else "",
        )


def _because(who: Who) -> str:
    return "as you say" if who.channel else "because most of the talk is on it"
