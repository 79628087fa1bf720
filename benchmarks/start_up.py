"""How long the command takes to answer, beside a bare interpreter that imports typer and rich.

python -m benchmarks.start_up
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.figures import Figure, milliseconds

RUNS = 11
BARE = (sys.executable, "-c", "import typer, rich.console")
HEAVY = (
    "sounddevice", "faster_whisper", "ctranslate2", "onnxruntime", "numpy", "pocketsphinx",
    "pyttsx3", "langchain", "langchain_openai", "openai", "pint",
)  # fmt: skip


def timed(command: Sequence[str]) -> float:
    """Seconds from start to exit of a process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def in_turns(ours: Sequence[str], theirs: Sequence[str]) -> tuple[float, float]:
    """Medians of two commands run in turns, the first turn not counted."""
    pairs = [(timed(ours), timed(theirs)) for _ in range(RUNS + 1)][1:]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def heavy_imports() -> list[str]:
    """Which audio, model or LLM libraries ``import interviewer`` loads."""
    script = "import sys, interviewer, interviewer.cli.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    return sorted(set(HEAVY) & set(done.stdout.decode().split()))


def figures() -> Iterator[Figure]:
    """Start-up of the command, and of what it loads."""
    command = (sys.executable, "-m", "interviewer", "--help")
    ours, bare = in_turns(command, BARE)
    beside = f"typer and rich alone {milliseconds(bare)}"
    ratio = ours / bare
    yield Figure("interviewer --help", milliseconds(ours), beside, ratio, "ratio to 2", ratio <= 2)
    listing = (sys.executable, "-m", "interviewer", "questions")
    ours, bare = in_turns(listing, BARE)
    beside = f"typer and rich alone {milliseconds(bare)}"
    yield Figure("interviewer questions", milliseconds(ours), beside, ours / bare)
    heavy = heavy_imports()
    yield Figure(
        "heavy libraries it imports", str(len(heavy)), ", ".join(heavy), None, "none", not heavy
    )


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.exit(main(["start_up"]))
