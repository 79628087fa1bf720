"""The thin layer over sounddevice: its errors in our words, its streams behind two callbacks."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from audio.devices import Device, Wanted, find_input, find_output
from audio.errors import DeviceUnavailable

BLOCK_S = 0.016
OUTPUT_LATENCY_S = 0.04
"""Buffered ahead of the ear: short enough to stop at once, long enough for a busy laptop."""

MOST_CHANNELS = 8
"""Beyond this a device is a virtual one that offers any number: two channels are asked for."""


class Stream(Protocol):
    """An open stream of a device."""

    @property
    def rate_hz(self) -> int:
        """Its sample rate."""

    @property
    def latency_s(self) -> float:
        """Time between the callback and the ear, or the other way round."""

    def close(self) -> None:
        """Stop and release the device; may block for a moment."""


OnBlock = Callable[[NDArray[np.float32], bool, float], None]
"""Given `(n, channels)`, whether sound was lost before it, and its time on the device's clock."""

Fill = Callable[[int], NDArray[np.float32]]
"""Asked for the next n samples, `(n,)`."""

OpenInput = Callable[[Wanted, OnBlock, Callable[[], None]], Stream]
OpenOutput = Callable[[Wanted, Fill, Callable[[], None]], Stream]


def query_devices() -> list[Device]:
    """Return PortAudio's list of devices.

    Raises:
        DeviceUnavailable: PortAudio is missing or does not start.
    """
    sd = _sounddevice()
    try:
        hosts = [str(host["name"]) for host in sd.query_hostapis()]
        default_input, default_output = sd.default.device
        return [
            Device(
                index=int(entry["index"]),
                name=str(entry["name"]),
                host=hosts[entry["hostapi"]],
                input_channels=int(entry["max_input_channels"]),
                output_channels=int(entry["max_output_channels"]),
                rate_hz=round(entry["default_samplerate"]),
                default_input=entry["index"] == default_input,
                default_output=entry["index"] == default_output,
            )
            for entry in sd.query_devices()
        ]
    except sd.PortAudioError as error:
        raise DeviceUnavailable(f"the sound system does not answer: {_reason(error)}") from error


def open_input(wanted: Wanted, on_block: OnBlock, on_end: Callable[[], None]) -> Stream:
    """Open and start a microphone at its own rate.

    Args:
        wanted: Which one.
        on_block: Called on an audio thread with a copy of each block.
        on_end: Called when the stream ends by itself.

    Raises:
        DeviceUnavailable: There is none, it is busy, or it refuses.
    """

    def callback(indata: Any, _: int, time_info: Any, status: Any) -> None:
        on_block(indata.copy(), bool(status.input_overflow), float(time_info.inputBufferAdcTime))

    with _Library.lock:
        _refresh_devices()
        device = find_input(wanted)

        def opened(channels: int) -> Any:
            return _sounddevice().InputStream(
                **_common(device, channels, on_end), latency="high", callback=callback
            )

        return _first_that_opens(device, device.input_channels, opened, "microphone")


def open_output(wanted: Wanted, fill: Fill, on_end: Callable[[], None]) -> Stream:
    """Open and start a speaker at its own rate; every channel gets the same samples.

    Args:
        wanted: Which one.
        fill: Called on an audio thread for the next samples.
        on_end: Called when the stream ends by itself.

    Raises:
        DeviceUnavailable: There is none, it is busy, or it refuses.
    """

    def callback(outdata: Any, frames: int, _: Any, __: Any) -> None:
        outdata[:] = fill(frames)[:, None]

    with _Library.lock:
        _refresh_devices()
        device = find_output(wanted)

        def opened(channels: int) -> Any:
            return _sounddevice().OutputStream(
                **_common(device, channels, on_end), latency=OUTPUT_LATENCY_S, callback=callback
            )

        return _first_that_opens(device, min(2, device.output_channels), opened, "speaker")


class _Library:
    """What PortAudio needs us to remember; its functions may not run at the same time."""

    lock = threading.Lock()
    streams = 0
    stale = False


def _refresh_devices() -> None:
    """Look at the devices anew; PortAudio lists them only when it starts.

    Done after a stream was closed (a lost device comes back under another number), and only
    while none is open, because restarting ends them.
    """
    if not _Library.stale or _Library.streams:
        return
    sd = _sounddevice()
    with contextlib.suppress(sd.PortAudioError), quiet_stderr():
        sd._terminate()  # noqa: SLF001 - the documented interface has no other way
        sd._initialize()  # noqa: SLF001
    _Library.stale = False


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep C libraries (ALSA, JACK, PortAudio) from writing on the user's screen meanwhile."""
    try:
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class _PortAudioStream:
    """An open sounddevice stream as the rest of the package sees it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.rate_hz = round(stream.samplerate)
        self.latency_s = float(stream.latency)
        _Library.streams += 1

    def close(self) -> None:
        with _Library.lock:
            if self._stream is None:
                return
            stream, self._stream = self._stream, None
            with contextlib.suppress(_sounddevice().PortAudioError), quiet_stderr():
                stream.abort()
                stream.close()
            _Library.streams -= 1
            _Library.stale = True


def _common(device: Device, channels: int, on_end: Callable[[], None]) -> dict[str, Any]:
    return {
        "device": device.index,
        "samplerate": device.rate_hz,
        "channels": channels,
        "blocksize": round(device.rate_hz * BLOCK_S),
        "dtype": "float32",
        "finished_callback": on_end,
    }


def _first_that_opens(
    device: Device, channels: int, opened: Callable[[int], Any], called: str
) -> Stream:
    """Try the device's channels, then fewer: some list more than they give."""
    most = channels if channels <= MOST_CHANNELS else 2
    problem: Exception | None = None
    errors = (_sounddevice().PortAudioError, ValueError, OSError)
    for count in dict.fromkeys((most, min(most, 2), 1)):
        stream = None
        try:
            with quiet_stderr():
                stream = opened(count)
                stream.start()
        except errors as error:
            problem = error
            if stream is not None:
                stream.close()
        else:
            return _PortAudioStream(stream)
    raise DeviceUnavailable(
        f"the {called} {device.name!r} does not open ({_reason(problem)}); close the program that "
        "uses it, allow access to it, or choose another"
    ) from problem


def _sounddevice() -> Any:
    if "sounddevice" in sys.modules:
        return sys.modules["sounddevice"]
    try:
        _silence_alsa()
        with quiet_stderr():
            import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceUnavailable(
            f"PortAudio is missing ({_reason(error)}): on Debian or Ubuntu run "
            "`sudo apt install libportaudio2`, elsewhere reinstall the Python package sounddevice"
        ) from error
    except Exception as error:  # PortAudioError itself comes from the module that fails to load
        raise DeviceUnavailable(f"PortAudio does not start: {_reason(error)}") from error
    return sounddevice


_AlsaHandler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
_ignore = _AlsaHandler(lambda *_: None)
"""Kept for as long as ALSA may call it, which is for ever."""


def _silence_alsa() -> None:
    """Give ALSA somewhere else to complain than the user's screen, also while a stream runs."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_ignore)


def _reason(error: object) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
