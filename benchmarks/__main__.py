"""Every benchmark, and one table of what they found.

    python -m benchmarks [NAME ...]        NAME: a module of this folder, such as start_up

Each can also be run alone (``python -m benchmarks.start_up``), and some then print more.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

from rich.console import Console

from benchmarks.figures import Figure, table_of

NAMES = (
    "start_up",
    "interviews",
    "listening",
    "endpointing",
    "response",
    "memory",
    "estimates",
    "grading",
    "clarifying",
    "invariance",
    "llm_latency",
)


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all; 1 if a goal is missed."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    found: list[tuple[str, list[Figure]]] = []
    for name in names or NAMES:
        print(f"{name} ...", end=" ", file=sys.stderr, flush=True)
        began = time.perf_counter()
        found.append((name, list(import_module(f"benchmarks.{name}").figures())))
        print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    Console(width=None if sys.stdout.isatty() else 132).print(table_of(found))
    return int(any(figure.holds is False for _, figures in found for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
