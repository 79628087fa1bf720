"""The child process in which pyttsx3 speaks; a program of its own that imports nothing of ours.

It writes JSON lines: first `{"event": "ready", "driver": ...}`, then for every request line
`{"text", "path", "rate_wpm", "pitch", "gender", "accent", "voice", "espeak_voice"}` either
`{"event": "done", "path": ...}` or `{"event": "error", "message": ...}`. It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO


def pick_voice(voices: Iterable[Any], accent: str, gender: str) -> str | None:
    """Return the id of the installed voice that fits best, or None to keep the default.

    Args:
        voices: pyttsx3's voices, with `id`, `name`, `gender` and `languages`.
        accent: Language tag such as `en-us`.
        gender: `any`, `female` or `male`.
    """
    best, best_points = None, 0
    for voice in voices:
        points = _fits(voice, accent.lower(), gender)
        if points > best_points:
            best, best_points = str(voice.id), points
    return best


def _fits(voice: Any, accent: str, gender: str) -> int:
    tags = [_tag(language) for language in voice.languages or []]
    if accent in tags:
        points = 4
    elif any(tag.split("-")[0] == accent.split("-")[0] for tag in tags):
        points = 2
    else:
        return 0
    # macOS says `VoiceGenderFemale`, Windows `Female`, espeak-ng `Female`.
    theirs = str(voice.gender or "").lower().removeprefix("voicegender")
    return points + (theirs == gender)


def _tag(language: object) -> str:
    text = language.decode(errors="ignore") if isinstance(language, bytes) else str(language)
    return text.strip("\x00\x02\x05 ").replace("_", "-").lower()


def speak(engine: Any, request: dict[str, Any]) -> None:
    """Render one request into its file.

    Raises:
        RuntimeError: The driver reported an error of its own.
    """
    problems: list[str] = []
    token = engine.connect("error", lambda exception, **_: problems.append(str(exception)))
    _set_voice(engine, request)
    engine.setProperty("rate", request["rate_wpm"])
    engine.save_to_file(request["text"], request["path"])
    engine.runAndWait()
    engine.disconnect(token)
    if problems:
        raise RuntimeError(problems[0])


def _set_voice(engine: Any, request: dict[str, Any]) -> None:
    if engine.driver_name == "espeak":
        engine.setProperty("voice", request["espeak_voice"])
        engine.setProperty("pitch", request["pitch"])
        return
    voice = request["voice"] or pick_voice(
        engine.getProperty("voices"), request["accent"], request["gender"]
    )
    if voice is not None:
        engine.setProperty("voice", voice)


def serve(engine: Any, requests: Iterable[str], answer: Callable[..., None]) -> None:
    """Answer request lines until they end."""
    answer(event="ready", driver=str(engine.driver_name))
    for line in requests:
        try:
            request = json.loads(line)
            speak(engine, request)
            answer(event="done", path=request["path"])
        except Exception as error:  # noqa: BLE001 - a driver raises anything; the parent decides
            answer(event="error", message=f"{type(error).__name__}: {error}")


def main() -> None:
    """Serve standard input; standard output is kept from pyttsx3, which prints on it."""
    protocol = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(**message: str) -> None:
        _write_line(protocol, message)

    try:
        import pyttsx3

        engine = pyttsx3.init()
    except Exception as error:  # noqa: BLE001 - a missing driver shows itself in many ways
        answer(event="error", message=f"{type(error).__name__}: {error}")
        return
    serve(engine, sys.stdin, answer)


def _write_line(stream: TextIO, message: dict[str, str]) -> None:
    stream.write(json.dumps(message) + "\n")
    stream.flush()


if __name__ == "__main__":
    main()
