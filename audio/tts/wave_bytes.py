"""Reading the WAV that a synthesiser writes, also into a pipe, where its sizes are lies."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from audio.errors import EngineError
from audio.tts.base import Speech

_PCM = 1


@dataclass(frozen=True, slots=True)
class _Format:
    encoding: int
    channels: int
    rate_hz: int
    bits: int


def speech_from_wave(data: bytes, engine: str) -> Speech:
    """Decode 16-bit PCM; everything after the `data` header counts up to what is really there.

    Raises:
        EngineError: It is not such a file.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise EngineError(f"{engine} gave something that is not a WAV file")
    layout: _Format | None = None
    position = 12
    while position + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, position)
        position += 8
        if kind == b"data" and layout is not None:
            return _decoded(data[position : position + size], layout, engine)
        if kind == b"fmt " and position + 16 <= len(data):
            encoding, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", data, position)
            layout = _Format(encoding, channels, rate_hz, bits)
        position += size + size % 2
    raise EngineError(f"{engine} gave a WAV file without sound in it")


def _decoded(body: bytes, layout: _Format, engine: str) -> Speech:
    if (layout.encoding, layout.bits) != (_PCM, 16) or not 1 <= layout.channels <= 8:
        raise EngineError(f"{engine} gave a WAV file that is not 16-bit PCM")
    whole = len(body) - len(body) % (2 * layout.channels)
    values = np.frombuffer(body[:whole], "<i2").astype(np.float32) / np.float32(32768)
    mono = values.reshape(-1, layout.channels).mean(axis=1, dtype=np.float32)
    return Speech(mono, layout.rate_hz)
