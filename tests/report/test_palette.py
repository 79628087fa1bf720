"""The colours can be read: contrast as WCAG computes it, at level AA, in each of the schemes."""

from __future__ import annotations

import re

import pytest

from interviewer.report.templating import source

TEXT = 4.5
SHAPE = 3.0

PAIRS = [
    *((ink, paper, TEXT) for ink in ("ink", "soft", "blue") for paper in ("paper", "panel")),
    *((ink, "paper", TEXT) for ink in ("red", "green", "amber")),
    *(("on-marker", marker, TEXT) for marker in ("marker", "marker-figure", "marker-fault")),
    *(
        ("ink", phase, TEXT)
        for phase in (
            "problem",
            "clarification",
            "solution_design",
            "deep_dive",
            "candidate_questions",
        )
    ),
    *(("on-mark", fill, TEXT) for fill in ("soft", "blue", "amber", "red")),
    ("paper", "blue", TEXT),
    ("paper", "ink", TEXT),
    ("you", "paper", SHAPE),
    ("they", "paper", SHAPE),
    ("red", "you", 1.0),
]


def schemes() -> dict[str, dict[str, str]]:
    """The variables of each ``:root`` block; later ones refine the first."""
    blocks = re.findall(r":root \{(.*?)\}", source("report.css"), re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    assert len(found) == 3
    return {"light": found[0], "dark": found[0] | found[1], "print": found[0] | found[2]}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_contrast(scheme: str) -> None:
    colours = schemes()[scheme]
    poor = [
        f"{a} on {b}: {contrast(colours[a], colours[b]):.2f}"
        for a, b, least in PAIRS
        if contrast(colours[a], colours[b]) < least
    ]
    assert poor == []


def test_every_colour_that_is_used_is_defined() -> None:
    css = source("report.css")
    used = set(re.findall(r"var\(--([\w-]+)\)", css))
    defined = set(re.findall(r"--([\w-]+):", css))
    assert used <= defined
