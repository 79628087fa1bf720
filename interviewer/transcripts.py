"""Reads a transcript somebody wants graded: JSON, Markdown or text, WebVTT, SubRip.

    turns = read_transcript(Path("mock.vtt"))

Files come from anywhere, so nothing in them is trusted: sizes are bounded, encodings guessed
among a few, control characters removed, times that run backwards dropped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from interviewer.conversation import Speaker, Turn
from interviewer.errors import TranscriptError

MAX_BYTES: Final = 5_000_000
"""A 90-minute interview is below 150 kB of text."""
MAX_TURNS: Final = 20_000
MAX_TURN_CHARACTERS: Final = 200_000
SUFFIXES: Final = (".json", ".md", ".txt", ".vtt", ".srt")

_INTERVIEWER: Final = frozenset(
    ("interviewer", "int", "i", "q", "interviewer1", "host", "recruiter", "examiner", "panelist")
)
_CANDIDATE: Final = frozenset(
    ("candidate", "cand", "c", "a", "interviewee", "applicant", "me", "guest")
)
_TIME: Final = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_LINE: Final = re.compile(
    rf"^\s*(?:>\s*)?(?:[-*]\s+)?(?:[\[(]?\s*(?P<before>{_TIME})\s*[\])]?\s*[-–—]?\s*)?"
    r"(?P<bold>\*\*|__)?(?P<who>[^\W\d_][\w .'-]{0,40}?)(?:\*\*|__)?\s*"
    rf"(?:[\[(]\s*(?P<after>{_TIME})\s*[\])])?\s*:(?:\*\*|__)?(?=\s|$)\s*(?P<text>.*)$"
)
_CUE: Final = re.compile(rf"^\s*(?P<start>{_TIME})\s+-->\s+(?P<end>{_TIME})(?:\s.*)?$")
_VOICE: Final = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,60})>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][^<>]{0,80}>|<\d[\d:.]{3,15}>", re.IGNORECASE)


def read_transcript(path: Path) -> tuple[Turn, ...]:
    """The turns of a transcript, numbered from 0.

    Raises:
        TranscriptError: it cannot be read, is no transcript, or holds nothing of the candidate's.
    """
    suffix = path.suffix.lower()
    parse = _PARSERS.get(suffix)
    if parse is None:
        kinds = ", ".join(SUFFIXES)
        raise TranscriptError(f"{path}: {suffix or 'no'} ending; a transcript is one of {kinds}")
    try:
        return parse_transcript(_text_of(path), suffix)
    except TranscriptError as error:
        raise TranscriptError(f"{path}: {error}") from error


def parse_transcript(text: str, suffix: str) -> tuple[Turn, ...]:
    """As ``read_transcript``, for text at hand; ``suffix`` names its format.

    Raises:
        TranscriptError: as there.
    """
    turns = _PARSERS[suffix](_clean(text))
    turns = [replace(turn, text=_tidy(turn.text)) for turn in turns]
    turns = _in_order([turn for turn in turns if turn.text])
    if len(turns) > MAX_TURNS:
        raise TranscriptError(f"more than {MAX_TURNS} turns; is this the right file?")
    _check_sides(turns)
    return tuple(replace(turn, index=at) for at, turn in enumerate(turns))


def is_timed(turns: Sequence[Turn]) -> bool:
    """Whether the turns carry times at both ends, so that pace and pauses mean something."""
    return bool(turns) and all(t.start_s is not None and t.end_s is not None for t in turns)


def _text_of(path: Path) -> str:
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no such file"
            raise TranscriptError(f"{what}; give the path of a transcript")
        if path.stat().st_size > MAX_BYTES:
            raise TranscriptError(
                f"larger than {MAX_BYTES // 1_000_000} MB; is this really a transcript?"
            )
        return _decode(path.read_bytes())
    except OSError as error:
        raise TranscriptError(f"cannot be read: {error.strerror or error}") from error


def _decode(data: bytes) -> str:
    """UTF-8, else UTF-16 where a mark or every other zero says so, else Windows Latin."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252", errors="replace")
    if text.count("\0") > len(text) // 4:
        little = data[1:2] == b"\0"
        return _decoded(data, "utf-16-le" if little else "utf-16-be")
    if _is_binary(text):
        raise TranscriptError("not text; a transcript is a plain text file")
    return text


def _decoded(data: bytes, encoding: str, errors: str = "strict") -> str:
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError as error:
        raise TranscriptError("unknown encoding; save it as UTF-8") from error


def _is_binary(text: str) -> bool:
    sample = text[:4000]
    odd = sum(unicodedata.category(one) == "Cc" and one not in "\t\r\n\f" for one in sample)
    return odd > max(8, len(sample) // 20)


def _clean(text: str) -> str:
    """One kind of line end; no control, format or surrogate characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return "".join(
        one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cf", "Cs"}
    )


def _tidy(text: str) -> str:
    if len(text) > MAX_TURN_CHARACTERS:
        raise TranscriptError(
            f"a single turn of more than {MAX_TURN_CHARACTERS:,} characters; is this a transcript?"
        )
    return " ".join(text.split())


def _check_sides(turns: Sequence[Turn]) -> None:
    if not turns:
        raise TranscriptError('empty; expected lines such as "Candidate: I would start with ..."')
    if not any(turn.speaker == "candidate" for turn in turns):
        raise TranscriptError(
            'nothing of the candidate\'s in it; mark their lines with "Candidate:"'
        )


def _speaker(name: str) -> Speaker | None:
    words = name.lower().replace("**", "").split()
    first = words[0].strip("[]():.") if words else ""
    if first in _INTERVIEWER or "interviewer" in words:
        return "interviewer"
    if first in _CANDIDATE or {"candidate", "interviewee"} & set(words):
        return "candidate"
    return None


def _seconds(clock: str | None) -> float | None:
    if clock is None:
        return None
    parts = [float(part) for part in clock.replace(",", ".").split(":")]
    total = 0.0
    for part in parts:
        total = total * 60 + part
    return total


def _from_lines(text: str) -> list[Turn]:
    """Lines with a speaker's name; what follows without one belongs to the line before."""
    turns: list[Turn] = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        speaker = _speaker(match["who"]) if match else None
        if match and speaker:
            start_s = _seconds(match["before"] or match["after"])
            turns.append(Turn(0, speaker, match["text"], start_s))
        elif turns and line.strip() and not _is_heading(line):
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text} {line.strip()}")
        elif line.strip() and not _is_heading(line) and not turns:
            _refuse_nameless(text)
    return turns


def _is_heading(line: str) -> bool:
    return line.lstrip().startswith(("#", "---", "===", "```"))


def _refuse_nameless(text: str) -> None:
    """A preface before the first speaker is skipped; a file without any speaker is refused."""
    lines = text.split("\n")
    if not any((m := _LINE.match(line)) and _speaker(m["who"]) for line in lines):
        raise TranscriptError(
            'no speakers in it; begin every turn with "Interviewer:" or "Candidate:"'
        )


def _from_cues(text: str) -> list[Turn]:
    """WebVTT and SubRip: cues with times; a speaker stays until another is named."""
    turns: list[Turn] = []
    speaker: Speaker | None = None
    for start_s, end_s, lines in _cues(text):
        for line in lines:
            named, said = _named(line)
            speaker = named or speaker
            if speaker is None:
                raise TranscriptError(
                    'no speakers in it; begin cues with "Interviewer:" or "Candidate:"'
                )
            if turns and turns[-1].speaker == speaker and named is None:
                turns[-1] = replace(turns[-1], text=f"{turns[-1].text} {said}", end_s=end_s)
            else:
                turns.append(Turn(0, speaker, said, start_s, end_s))
    return turns


def _cues(text: str) -> list[tuple[float | None, float | None, list[str]]]:
    found: list[tuple[float | None, float | None, list[str]]] = []
    lines: list[str] | None = None
    for line in text.split("\n"):
        match = _CUE.match(line)
        if match:
            lines = []
            found.append((_seconds(match["start"]), _seconds(match["end"]), lines))
        elif not line.strip():
            lines = None
        elif lines is not None:
            lines.append(line)
    return found


def _named(line: str) -> tuple[Speaker | None, str]:
    """The speaker a cue's line names, and what is said."""
    voice = _VOICE.search(line)
    plain = _TAG.sub("", line)
    if voice and _speaker(voice.group(1)):
        return _speaker(voice.group(1)), plain
    match = _LINE.match(plain)
    named = _speaker(match["who"]) if match else None
    return (named, match["text"]) if match and named else (None, plain)


def _from_json(text: str) -> list[Turn]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TranscriptError(f"not valid JSON: {str(error)[:100]}") from error
    items = raw.get("turns") if isinstance(raw, dict) else raw
    if not isinstance(items, list):
        raise TranscriptError(
            'no list of turns; expected {"turns": [{"speaker": ..., "text": ...}]}'
        )
    if len(items) > MAX_TURNS:
        raise TranscriptError(f"more than {MAX_TURNS} turns; is this the right file?")
    return [_json_turn(at, item) for at, item in enumerate(items)]


def _json_turn(at: int, item: Any) -> Turn:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise TranscriptError(f'turn {at} has no "text"')
    speaker = _speaker(item["speaker"]) if isinstance(item.get("speaker"), str) else None
    if speaker is None:
        raise TranscriptError(f'turn {at}: "speaker" must be "interviewer" or "candidate"')
    return Turn(at, speaker, _clean(item["text"]), _number(item, "start_s"), _number(item, "end_s"))


def _number(item: dict[str, Any], key: str) -> float | None:
    """A time that can be one; anything else is as good as none."""
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value < 1e6 else None


def _in_order(turns: Sequence[Turn]) -> list[Turn]:
    """Drop times that run backwards; where only starts are known, end where the next begins."""
    checked: list[Turn] = []
    latest = 0.0
    for turn in turns:
        start_s, end_s = turn.start_s, turn.end_s
        if start_s is None or start_s < latest - 1.0:
            start_s = end_s = None
        if end_s is not None and start_s is not None and end_s < start_s:
            end_s = None
        latest = max(latest, start_s or 0.0)
        checked.append(replace(turn, start_s=start_s, end_s=end_s))
    return [_ended(turn, after) for turn, after in zip(checked, [*checked[1:], None], strict=False)]


def _ended(turn: Turn, after: Turn | None) -> Turn:
    if turn.start_s is None or turn.end_s is not None:
        return turn
    if after is not None and after.start_s is not None:
        return replace(turn, end_s=max(turn.start_s, after.start_s))
    return replace(turn, end_s=turn.start_s + len(turn.text.split()) * SECONDS_PER_WORD)


SECONDS_PER_WORD: Final = 60 / 150
"""Ordinary speech; used only for a last turn of which no end is known."""

_PARSERS: Final[dict[str, Callable[[str], list[Turn]]]] = {
    ".json": _from_json,
    ".md": _from_lines,
    ".txt": _from_lines,
    ".vtt": _from_cues,
    ".srt": _from_cues,
}
