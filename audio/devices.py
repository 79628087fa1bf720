"""What microphones and speakers there are, and finding the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from audio.errors import DeviceUnavailable

Direction = Literal["input", "output"]
Wanted = str | int | None
"""A device as a user names it: part of its name, its number, or None for the default."""

_CALLED: dict[Direction, str] = {"input": "microphone", "output": "speaker"}


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device as the system lists it.

    Attributes:
        index: Number of the device in this list.
        name: The system's name for it.
        host: The sound system it belongs to, such as ALSA or WASAPI.
        input_channels: 0 where it cannot record.
        output_channels: 0 where it cannot play.
        rate_hz: Its own sample rate.
        default_input: Whether recording goes here unless told otherwise.
        default_output: Whether playing goes here unless told otherwise.
    """

    index: int
    name: str
    host: str
    input_channels: int
    output_channels: int
    rate_hz: int
    default_input: bool = False
    default_output: bool = False

    def channels(self, direction: Direction) -> int:
        """Number of channels in that direction."""
        return self.input_channels if direction == "input" else self.output_channels

    def is_default(self, direction: Direction) -> bool:
        """Whether this is the system's choice in that direction."""
        return self.default_input if direction == "input" else self.default_output


def list_devices() -> list[Device]:
    """Return all sound devices; empty on a machine without any.

    Raises:
        DeviceUnavailable: PortAudio is missing or does not start.
    """
    from audio.portaudio import query_devices

    return query_devices()


def find_input(wanted: Wanted = None) -> Device:
    """Return the microphone that is meant.

    Raises:
        DeviceUnavailable: There is none, or not that one; the message lists those there are.
    """
    return pick(list_devices(), wanted, "input")


def find_output(wanted: Wanted = None) -> Device:
    """Return the speaker that is meant.

    Raises:
        DeviceUnavailable: There is none, or not that one; the message lists those there are.
    """
    return pick(list_devices(), wanted, "output")


def pick(devices: Sequence[Device], wanted: Wanted, direction: Direction) -> Device:
    """Choose from a list: the default, a number, an exact name, or a part of one name only.

    Raises:
        DeviceUnavailable: Nothing fits, or more than one does.
    """
    able = [device for device in devices if device.channels(direction)]
    called = _CALLED[direction]
    if not able:
        raise DeviceUnavailable(f"there is no {called}; plug one in, or use text mode")
    if wanted is None or wanted == "":
        return next((device for device in able if device.is_default(direction)), able[0])
    found = _matches(able, wanted)
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{device.index}: {device.name}" for device in found or able)
    problem = "is more than one" if found else "is not here"
    raise DeviceUnavailable(f"the {called} {str(wanted)!r} {problem}; choose one of {names}")


def _matches(able: Sequence[Device], wanted: str | int) -> list[Device]:
    text = str(wanted).strip().casefold()
    if text.isdecimal():
        return [device for device in able if device.index == int(text)]
    exact = [device for device in able if device.name.casefold() == text]
    return exact[:1] or [device for device in able if text in device.name.casefold()]
