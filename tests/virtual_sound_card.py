"""A sound card made of software, for tests and benchmarks that need the real device path.

PulseAudio runs in a private folder with two null sinks: what a program plays goes to `speaker`,
whose monitor is recorded; what is played into `candidate` comes out of the source `microphone`.
ALSA is told by a private configuration to use it, so PortAudio finds one device, as on a laptop.

    with virtual_sound_card() as card:
        child = subprocess.Popen([sys.executable, "-m", "product"], env=card.env)
        with card.recording(path):          # what the product says
            card.play_into_microphone(wav)  # what the product hears
        child.wait()

The product must run in a child process with `card.env`: PortAudio reads it when it starts.
Nothing outside the private folder is touched, and only what was started here is stopped.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
ALSA_PLUGIN = "libasound_module_pcm_pulse.so"
PROMPT_US = 50_000
RATE_HZ = 48_000
START_LIMIT_S = 20.0

SERVER = """\
load-module module-null-sink sink_name=speaker rate={rate} channels=2
load-module module-null-sink sink_name=candidate rate={rate} channels=2
load-module module-remap-source source_name=microphone master=candidate.monitor
set-default-sink speaker
set-default-source microphone
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
"""

ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


def missing() -> str | None:
    """Return why there can be no virtual sound card here, or None."""
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    if absent:
        return f"no virtual sound card: {', '.join(absent)} not installed (make setup)"
    if not any(Path("/usr/lib").glob(f"**/alsa-lib/{ALSA_PLUGIN}")):
        return "no virtual sound card: libasound2-plugins is not installed (make setup)"
    return None


@dataclass(frozen=True)
class VirtualSoundCard:
    """A running card.

    Attributes:
        env: The whole environment for a child process that is to use it.
        server: PulseAudio's process.
    """

    env: dict[str, str]
    server: subprocess.Popen[bytes]

    def play_into_microphone(self, sound: Path) -> None:
        """Play a sound file (wav, flac) into the microphone and wait for its end."""
        subprocess.run(self._player(sound), env=self.env, check=True, timeout=600)

    @contextlib.contextmanager
    def playing_into_microphone(self, sound: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Play a sound file into the microphone meanwhile; cut off at the end of the block."""
        with running(self._player(sound), self.env) as player:
            yield player

    @contextlib.contextmanager
    def recording(self, path: Path) -> Iterator[Path]:
        """Record meanwhile what is played on the speaker: WAV, 48 kHz, mono, 16 bit."""
        command = [
            *("parec", "--device=speaker.monitor", "--latency-msec=20", f"--rate={RATE_HZ}"),
            *("--channels=1", "--format=s16le", "--file-format=wav", str(path)),
        ]
        with running(command, self.env):
            wait_until(lambda: path.exists() and path.stat().st_size > 44, "parec records")
            yield path

    def record_speaker(self, path: Path, seconds: float) -> Path:
        """Record what is played on the speaker for so long."""
        with self.recording(path):
            time.sleep(seconds)  # noqa: TID251 - the server records in real time
        return path

    def suspend_microphone(self) -> None:
        """Let no more sound come from the microphone, as when its driver has died.

        (Unloading it would not do: PulseAudio then moves streams to another source.)
        """
        self.control("suspend-source", "microphone", "1")

    def resume_microphone(self) -> None:
        """Bring it back."""
        self.control("suspend-source", "microphone", "0")

    def suspend_speaker(self) -> None:
        """Let the speaker take no more sound."""
        self.control("suspend-sink", "speaker", "1")

    def resume_speaker(self) -> None:
        """Bring it back."""
        self.control("suspend-sink", "speaker", "0")

    def crash(self) -> None:
        """Kill the sound server: every device is gone for good."""
        self.server.kill()
        self.server.wait()

    def control(self, *arguments: str) -> str:
        """Run pactl on this card and return its output."""
        done = subprocess.run(
            ["pactl", *arguments], env=self.env, check=True, capture_output=True, timeout=20
        )
        return done.stdout.decode()

    def _player(self, sound: Path) -> list[str]:
        return ["paplay", "--device=candidate", str(sound)]


@contextlib.contextmanager
def virtual_sound_card() -> Iterator[VirtualSoundCard]:
    """Start a card and stop it at the end of the block.

    Raises:
        RuntimeError: It cannot be had; see `missing`.
    """
    reason = missing()
    if reason:
        raise RuntimeError(reason)
    with tempfile.TemporaryDirectory(prefix="card-") as name:
        folder = Path(name)
        env = _environment(folder)
        with running(_server(folder), env, log=folder / "pulseaudio.log") as server:
            card = VirtualSoundCard(env, server)
            wait_until(lambda: _answers(card), f"PulseAudio starts: {folder / 'pulseaudio.log'}")
            # A null sink to which nobody listens closely takes two seconds in one gulp.
            with running(_listener("speaker"), card.env), running(_listener("candidate"), card.env):
                wait_until(lambda: _is_prompt(card), "the null sinks run in small steps")
                yield card


def _environment(folder: Path) -> dict[str, str]:
    alsa = folder / "asound.conf"
    alsa.write_text(ALSA)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PULSE_")}
    return {
        **kept,
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PULSE_SERVER": f"unix:{folder / 'native'}",
        "ALSA_CONFIG_PATH": str(alsa),
    }


def _server(folder: Path) -> list[str]:
    script = folder / "card.pa"
    script.write_text(SERVER.format(rate=RATE_HZ, socket=folder / "native"))
    return [
        *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
        *("--realtime=no", "--high-priority=no", "--log-target=stderr", "-F", str(script)),
    ]


def _listener(sink: str) -> list[str]:
    return ["parec", f"--device={sink}.monitor", "--latency-msec=10", "/dev/null"]


def _is_prompt(card: VirtualSoundCard) -> bool:
    found = re.findall(r"Latency: (\d+) usec, configured (\d+)", card.control("list", "sinks"))
    return len(found) == 2 and all(int(us) < PROMPT_US for pair in found for us in pair)


def _answers(card: VirtualSoundCard) -> bool:
    try:
        return "microphone" in card.control("list", "short", "sources")
    except subprocess.CalledProcessError:
        return False


@contextlib.contextmanager
def running(
    command: list[str], env: dict[str, str], log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program during the block, then end it: politely first, then for good."""
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until(condition: Callable[[], bool], what: str, limit_s: float = START_LIMIT_S) -> None:
    """Wait for another process to get somewhere.

    Raises:
        TimeoutError: It did not; the message says what was awaited.
    """
    deadline_s = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"waited {limit_s:.0f} s in vain: {what}")
        time.sleep(0.02)  # noqa: TID251 - other processes live in real time
