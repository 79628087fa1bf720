"""Finding the device that is meant, and saying what there is when it is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audio.devices import Device, Direction, Wanted, pick
from audio.errors import DeviceUnavailable


def device(index: int, name: str, inputs: int, outputs: int, default: str = "") -> Device:
    return Device(index, name, "ALSA", inputs, outputs, 48_000, "in" in default, "out" in default)


LAPTOP = [
    device(0, "HDMI 0", 0, 8),
    device(1, "Built-in Audio", 2, 2, "out"),
    device(2, "USB Headset Mono", 1, 2, "in"),
    device(3, "USB Webcam", 2, 0),
]


@pytest.mark.parametrize(
    ("wanted", "direction", "index"),
    [
        (None, "input", 2),
        ("", "input", 2),
        (None, "output", 1),
        (3, "input", 3),
        ("3", "input", 3),
        (" 0 ", "output", 0),
        ("usb webcam", "input", 3),
        ("headset", "output", 2),
        ("BUILT-IN", "input", 1),
    ],
)
def test_the_device_that_is_meant(wanted: Wanted, direction: Direction, index: int) -> None:
    assert pick(LAPTOP, wanted, direction).index == index


@pytest.mark.parametrize(
    ("wanted", "direction", "says"),
    [
        ("usb", "input", "'usb' is more than one; choose one of 2: USB Headset Mono, 3: USB Web"),
        ("studio", "input", "'studio' is not here; choose one of 1: Built-in Audio, 2:"),
        (0, "input", "'0' is not here"),
        ("webcam", "output", "'webcam' is not here"),
    ],
)
def test_a_device_that_is_not_there(wanted: Wanted, direction: Direction, says: str) -> None:
    with pytest.raises(DeviceUnavailable, match=says):
        pick(LAPTOP, wanted, direction)


def test_an_exact_name_wins_over_parts_and_twins() -> None:
    twins = [device(0, "USB", 1, 0), device(1, "USB", 1, 0), device(2, "USB Pro", 1, 0)]
    assert pick(twins, "usb", "input").index == 0


def test_without_a_default_the_first_that_can() -> None:
    assert pick([LAPTOP[0], LAPTOP[3]], None, "input").index == 3


@pytest.mark.parametrize(("direction", "called"), [("input", "microphone"), ("output", "speaker")])
def test_no_device_names_the_way_out(direction: Direction, called: str) -> None:
    with pytest.raises(DeviceUnavailable, match=f"no {called}; plug one in, or use text mode"):
        pick([], None, direction)


def child(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or Path("/dev/snd").exists(),
    reason="this machine has a sound device",
)
def test_a_machine_without_sound_says_so_and_nothing_else() -> None:
    code = (
        "from audio.devices import find_input, list_devices\n"
        "from audio.errors import DeviceUnavailable\n"
        "assert list_devices() == []\n"
        "try: find_input()\n"
        "except DeviceUnavailable as error: print(error)\n"
    )
    done = child(code, PULSE_SERVER="unix:/nonexistent")
    assert (done.stdout, done.stderr) == (
        "there is no microphone; plug one in, or use text mode\n",
        "",
    )


def test_a_missing_portaudio_names_the_package() -> None:
    code = (
        "import ctypes.util\n"
        "ctypes.util.find_library = lambda name: None\n"
        "from audio.devices import list_devices\n"
        "from audio.errors import DeviceUnavailable\n"
        "try: list_devices()\n"
        "except DeviceUnavailable as error: print(error)\n"
    )
    done = child(code)
    assert "sudo apt install libportaudio2" in done.stdout
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_importing_the_package_loads_no_sound_library() -> None:
    code = (
        "import sys, audio.capture, audio.playback, audio.devices, audio.tts, audio.sinks\n"
        "print({'sounddevice', 'soxr', 'soundfile', 'pyttsx3', '_sounddevice'} & set(sys.modules))"
    )
    assert child(code).stdout == "set()\n"
