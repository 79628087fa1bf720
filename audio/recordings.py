"""One FLAC per utterance: what survives a crash and what the report plays."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from audio.errors import AudioFileError
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.resample import sane


def write_utterance(path: Path, samples: Samples) -> Path:
    """Write `(n,) float32` samples at 16 kHz as 16-bit FLAC and return the path.

    The file appears whole or not at all, readable by its owner only; the folder is made
    if need be. Sound that is not finite is written as silence.

    Raises:
        AudioFileError: No space, no permission; nothing is left behind.
    """
    import soundfile

    pcm = np.round(sane(samples) * np.iinfo(np.int16).max).astype(np.int16)
    partial: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)  # 0600
        partial = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            soundfile.write(file, pcm, SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        if partial is not None:
            partial.unlink(missing_ok=True)
        msg = f"{path}: the recording cannot be written ({' '.join(str(error).split())})"
        raise AudioFileError(msg) from error
    return path


def utterance_name(segment_id: int, start_s: float) -> str:
    """Return a file name that sorts by time: `0007-00123.4s.flac`."""
    return f"{segment_id:04d}-{max(0.0, start_s):07.1f}s.flac"
