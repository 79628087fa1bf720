"""Counts in how many of the shipped questions each word is used.

Run with ``python -m tools.background`` when questions were added; it writes
``interviewer/matching/background.yaml``.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path

from interviewer.library.load import Library
from interviewer.matching.topic import counts_of

FILE = Path(__file__).parents[1] / "interviewer" / "matching" / "background.yaml"
HEADER = """\
# In how many of the shipped questions a stem is used at least twice; what one alone uses is left
# out. Written by tools/background.py.
"""
LEAST_USES = 2


def counted(library: Library) -> tuple[int, dict[str, int]]:
    """How many cards there are, and how many use each stem."""
    names = library.names("questions")
    uses: Counter[str] = Counter()
    for name in names:
        counts = counts_of(library.question(name))
        uses.update(stem for stem, count in counts.items() if count >= LEAST_USES)
    return len(names), {stem: count for stem, count in uses.items() if count > 1}


def main() -> None:
    """Write the file."""
    cards, uses = counted(Library())
    lines = [f"cards: {cards}", "uses:"]
    for count in sorted(set(uses.values()), reverse=True):
        stems = " ".join(sorted(stem for stem, used in uses.items() if used == count))
        lines.append(f"  {count}: >-")
        lines.append(textwrap.fill(stems, 100, initial_indent="    ", subsequent_indent="    "))
    FILE.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
