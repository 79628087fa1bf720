"""Reading the WAV that a synthesiser writes, also into a pipe, where its sizes are lies."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from audio.errors import EngineError
from audio.tts.base import Speech

_PCM = 1
LONGEST_HEADER = 65_536
"""Bytes before the sound begins, at most; beyond that it is no header."""


@dataclass(frozen=True, slots=True)
class _Format:
    encoding: int
    channels: int
    rate_hz: int
    bits: int


@dataclass(frozen=True, slots=True)
class _Body:
    layout: _Format
    start: int
    size: int


def speech_from_wave(data: bytes, engine: str) -> Speech:
    """Decode 16-bit PCM; everything after the `data` header counts up to what is really there.

    Raises:
        EngineError: It is not such a file.
    """
    body = _find_body(data, engine)
    if body is None:
        raise EngineError(f"{engine} gave a WAV file without sound in it")
    return _decoded(data[body.start : body.start + body.size], body.layout, engine)


class WaveStream:
    """Decodes a WAV while it is still coming in.

    Args:
        engine: Whose it is, for messages.
    """

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._waiting = b""
        self._layout: _Format | None = None

    def feed(self, data: bytes) -> Speech | None:
        """Add bytes; return the sound that became complete, None while there is none.

        Raises:
            EngineError: It is not a WAV of 16-bit PCM.
        """
        self._waiting += data
        if self._layout is None:
            body = _find_body(self._waiting, self._engine) if len(self._waiting) >= 12 else None
            if body is None and len(self._waiting) > LONGEST_HEADER:
                raise EngineError(f"{self._engine} gave a WAV file without sound in it")
            if body is None:
                return None
            self._layout, self._waiting = body.layout, self._waiting[body.start :]
        whole = len(self._waiting) - len(self._waiting) % (2 * max(1, self._layout.channels))
        ready, self._waiting = self._waiting[:whole], self._waiting[whole:]
        return _decoded(ready, self._layout, self._engine) if ready else None


def _find_body(data: bytes, engine: str) -> _Body | None:
    """Where the sound begins; None where the beginning does not tell yet."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise EngineError(f"{engine} gave something that is not a WAV file")
    layout: _Format | None = None
    position = 12
    while position + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, position)
        position += 8
        if kind == b"data" and layout is not None:
            return _Body(layout, position, size)
        if kind == b"fmt " and position + 16 <= len(data):
            encoding, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", data, position)
            layout = _Format(encoding, channels, rate_hz, bits)
        position += size + size % 2
    return None


def _decoded(body: bytes, layout: _Format, engine: str) -> Speech:
    if (layout.encoding, layout.bits) != (_PCM, 16) or not 1 <= layout.channels <= 8:
        raise EngineError(f"{engine} gave a WAV file that is not 16-bit PCM")
    whole = len(body) - len(body) % (2 * layout.channels)
    values = np.frombuffer(body[:whole], "<i2").astype(np.float32) / np.float32(32768)
    mono = values.reshape(-1, layout.channels).mean(axis=1, dtype=np.float32)
    return Speech(mono, layout.rate_hz)
