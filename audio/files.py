"""Recordings as a stream of 16 kHz mono blocks, whatever the file holds.

A file is untrusted: its size, kind and header are checked before anything is decoded, it is
read in small blocks, and whatever the decoder says becomes one line naming the file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audio.errors import AudioFileError
from audio.frames import SAMPLE_RATE_HZ, Frame, FrameCutter, Samples
from audio.resample import Resampler, sane

if TYPE_CHECKING:
    import soundfile

FORMATS = frozenset(
    {"WAV", "WAVEX", "RF64", "W64", "FLAC", "OGG", "MP3", "MPEG", "AIFF", "AU", "CAF"}
)
RATES_HZ = (1_000, 768_000)
MOST_CHANNELS = 64
LONGEST_S = 6 * 3600.0
BLOCK_VALUES = 65_536
"""Most decoded values held at once, over all channels."""

ALIVE_DB = 30.0
"""A channel this much below the loudest one carries no microphone of its own."""


def read_audio(path: str | Path) -> Iterator[Samples]:
    """Yield the recording as mono blocks at 16 kHz, `(n,) float32` within ±1.

    Channels without signal are left out, the others averaged.

    Raises:
        AudioFileError: Not a regular file, not a recording, or broken; one line, at the
            first block at the latest.
    """
    path = Path(path)
    with _opened(path) as recording:
        weights = _channel_weights(recording)
        resampler = Resampler(recording.samplerate)
        empty = True
        for block in _blocks(recording):
            empty = False
            yield sane(resampler.process(sane(block) @ weights))
        if empty:
            msg = f"{path}: holds no sound"
            raise AudioFileError(msg)
        yield sane(resampler.flush())


def read_channels(path: str | Path) -> Iterator[NDArray[np.float32]]:
    """Yield the recording as blocks at 16 kHz with its channels apart, `(n, channels) float32`.

    Raises:
        AudioFileError: As `read_audio`.
    """
    with _opened(Path(path)) as recording:
        resamplers = [Resampler(recording.samplerate) for _ in range(recording.channels)]
        for block in _blocks(recording):
            clean = sane(block)
            columns = zip(resamplers, clean.T, strict=True)
            yield np.stack([sane(one.process(np.ascontiguousarray(c))) for one, c in columns], 1)
        yield np.stack([sane(one.flush()) for one in resamplers], 1)


def duration_s(path: str | Path) -> float:
    """Return the length of a recording as its header claims it.

    Raises:
        AudioFileError: As `read_audio`.
    """
    with _opened(Path(path)) as recording:
        return float(recording.frames / recording.samplerate)


class FileSource:
    """A recording as an audio source; it runs as fast as it is read.

    Args:
        path: The file.
        read: What makes 16 kHz mono blocks of it.
    """

    def __init__(
        self, path: str | Path, read: Callable[[Path], Iterator[Samples]] = read_audio
    ) -> None:
        self._path = Path(path)
        self._read = read
        self._closed = False
        self.read_s = 0.0
        """Duration of what was read so far, as it really was in the file."""

    async def frames(self) -> AsyncIterator[Frame]:
        """Yield the frames of the file; the last one is filled up with silence.

        Raises:
            AudioFileError: As `read_audio`.
        """
        cutter = FrameCutter()
        for block in self._read(self._path):
            self.read_s += len(block) / SAMPLE_RATE_HZ
            for frame in cutter.push(block):
                if self._closed:
                    return
                yield frame
        for frame in cutter.flush():
            yield frame

    async def close(self) -> None:
        """Stop at the next frame."""
        self._closed = True


@contextmanager
def _opened(path: Path) -> Iterator[soundfile.SoundFile]:
    """Open a regular file as a recording and translate every failure."""
    import soundfile

    descriptor = _open_regular(path)
    try:
        with soundfile.SoundFile(descriptor, closefd=False) as recording:
            _check_header(path, recording)
            yield recording
    except (soundfile.SoundFileError, RuntimeError, ValueError, TypeError, OSError) as error:
        msg = f"{path}: not a readable recording ({_one_line(error)}); wav, flac, ogg or mp3 needed"
        raise AudioFileError(msg) from error
    finally:
        os.close(descriptor)


def _open_regular(path: Path) -> int:
    """Open without ever waiting for a FIFO or a device."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except (OSError, ValueError) as error:
        msg = f"{path}: cannot be opened ({_one_line(error)})"
        raise AudioFileError(msg) from error
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size > 0:
        return descriptor
    os.close(descriptor)
    what = "is empty" if stat.S_ISREG(status.st_mode) else "is not a regular file"
    msg = f"{path}: {what}; give a recording (wav, flac, ogg, mp3)"
    raise AudioFileError(msg)


_BINARY = getattr(os, "O_BINARY", 0)


def _check_header(path: Path, recording: soundfile.SoundFile) -> None:
    low, high = RATES_HZ
    if recording.format not in FORMATS:
        msg = (
            f"{path}: {recording.format} files are not supported; convert to wav, flac, ogg or mp3"
        )
    elif not low <= recording.samplerate <= high:
        msg = f"{path}: a sample rate of {recording.samplerate} Hz makes no sense"
    elif not 1 <= recording.channels <= MOST_CHANNELS:
        msg = f"{path}: {recording.channels} channels are not supported"
    else:
        return
    raise AudioFileError(msg)


def _blocks(recording: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    """Yield `(n, channels) float32` until the end, or for six hours at most."""
    size = max(1, BLOCK_VALUES // recording.channels)
    left = int(LONGEST_S * recording.samplerate)
    while left > 0:
        block: NDArray[np.float32] = recording.read(size, dtype="float32", always_2d=True)
        if not len(block):
            return
        left -= len(block)
        yield block


def _channel_weights(recording: soundfile.SoundFile) -> NDArray[np.float32]:
    """Return the share of each channel in the mono signal, from one pass over the file."""
    count = recording.channels
    if count == 1:
        return np.ones(1, np.float32)
    energy, mixed = np.zeros(count), 0.0
    for block in _blocks(recording):
        finite = sane(block).astype(np.float64)
        finite -= finite.mean(axis=0)
        energy += (finite**2).sum(axis=0)
        mixed += float((finite.mean(axis=1) ** 2).sum())
    recording.seek(0)
    return _weights(energy, mixed)


def _weights(energy: NDArray[np.float64], mixed: float) -> NDArray[np.float32]:
    loudest = float(energy.max())
    if loudest <= 0:
        return np.full(len(energy), 1 / len(energy), np.float32)
    alive = energy > loudest * 10 ** (-ALIVE_DB / 10)
    cancels = alive.all() and mixed < loudest * 0.01
    if cancels:  # opposite polarity: the average would be silent
        alive = np.arange(len(energy)) == int(energy.argmax())
    shares: NDArray[np.float32] = np.asarray(alive / alive.sum(), np.float32)
    return shares


def _one_line(error: Any) -> str:
    text = getattr(error, "strerror", None) or getattr(error, "error_string", None) or str(error)
    line = " ".join(str(text).split()).rstrip(".") or type(error).__name__
    return "its header is cut off" if "possibly a pipe" in line else line
