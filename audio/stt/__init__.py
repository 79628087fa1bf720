"""Speech-to-text engines behind one Protocol, chosen by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audio.errors import EngineError, EngineUnavailable, ModelError
from audio.stt.base import SpeechToText, Transcription, Word
from audio.stt.models import DEFAULT_MODEL, Progress, check_model, download, find_model

__all__ = [
    "ENGINES",
    "EngineRequest",
    "SpeechToText",
    "Transcription",
    "Word",
    "choose_engine",
]

AUTO_MODELS = (DEFAULT_MODEL, "small.en", "tiny.en")
AUTO_MODELS_CUDA = ("large-v3-turbo", "distil-large-v3", "medium.en", "small.en", DEFAULT_MODEL)


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """What an engine's factory may need."""

    models_dir: Path
    model: str | None = None
    hotwords: Sequence[str] = ()
    download: bool = False
    progress: Progress | None = None


def choose_engine(
    name: str = "auto",
    *,
    models_dir: Path,
    model: str | None = None,
    hotwords: Sequence[str] = (),
    offline: bool = False,
    allow_download: bool = False,
    progress: Progress | None = None,
) -> tuple[SpeechToText, str]:
    """Return an engine and, in one line, why it is this one.

    An engine or a model that was asked for by name is had or refused; only `auto` without a
    model falls back, from Whisper to pocketsphinx.

    Raises:
        EngineUnavailable: What was asked for cannot be had; the message says what to do.
    """
    fetch = allow_download and not offline
    request = EngineRequest(models_dir, model, hotwords, fetch, progress)
    if name == "auto" and model is None:
        return _best(request)
    if name == "auto":
        name = "whisper"
    if name not in ENGINES:
        msg = f"no speech-to-text is called {name}; known are auto, {', '.join(ENGINES)}"
        raise EngineUnavailable(msg)
    try:
        engine = ENGINES[name](request)
    except EngineUnavailable:
        raise
    except EngineError as error:
        raise EngineUnavailable(str(error)) from error
    return engine, f"speech-to-text: {engine.name}, as asked"


def _best(request: EngineRequest) -> tuple[SpeechToText, str]:
    try:
        engine = _whisper(request)
    except EngineError as error:
        why = _why_not(request, error)
    else:
        return engine, f"speech-to-text: {engine.name}, because the model is on this machine"
    engine = _sphinx(request)
    return engine, (
        f"speech-to-text: {engine.name}, because {why}; "
        "expect recognition errors, scores are shown with low confidence"
    )


def _why_not(request: EngineRequest, error: EngineError) -> str:
    if not isinstance(error, EngineUnavailable):
        return str(error)
    ending = "cannot be downloaded" if request.download else "was not downloaded"
    return f"the Whisper model {DEFAULT_MODEL} is not here and {ending}"


def _whisper(request: EngineRequest) -> SpeechToText:
    """Load Whisper from the best model at hand, or the one asked for."""
    from audio.stt.whisper import WhisperSpeechToText

    path = _model_path(request)
    check_model(path)
    return WhisperSpeechToText(path, hotwords=request.hotwords)


def _model_path(request: EngineRequest) -> Path:
    names = (request.model,) if request.model else _preferred()
    for name in names:
        found = find_model(name, request.models_dir)
        if found is not None:
            return found
    if request.download:
        try:
            return download(names[0], request.models_dir, request.progress)
        except ModelError as error:
            raise EngineUnavailable(str(error)) from error
    msg = (
        f"the Whisper model {names[0]} is neither a folder nor in {request.models_dir}: "
        "fetch it with `interviewer download`, or use --stt pocketsphinx"
    )
    raise EngineUnavailable(msg)


def _preferred() -> tuple[str, ...]:
    import ctranslate2

    return AUTO_MODELS_CUDA if ctranslate2.get_cuda_device_count() > 0 else AUTO_MODELS


def _sphinx(_request: EngineRequest) -> SpeechToText:
    from audio.stt.sphinx import SphinxSpeechToText

    return SphinxSpeechToText()


def _openai(_request: EngineRequest) -> SpeechToText:
    raise EngineUnavailable("no speech server is known here; choose another speech-to-text")


ENGINES: dict[str, Callable[[EngineRequest], SpeechToText]] = {
    "whisper": _whisper,
    "pocketsphinx": _sphinx,
    "openai": _openai,
}
"""Engines by name; a factory imports its library only when it is called. `openai` is opened by who
knows a server and holds a key."""
