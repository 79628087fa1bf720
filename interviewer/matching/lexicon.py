"""The domain lexicon: what counts as the same thing said another way. Read once, from YAML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from interviewer.matching.stem import stem
from interviewer.vocabulary import Area

_FILE: Final = Path(__file__).with_name("lexicon.yaml")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexicon as read; words are lower case, not yet stemmed.

    Attributes:
        concepts: ways of saying each concept.
        sounds: a word to the one that stands for all words of its sound or its meaning.
        spelling: British spelling to American.
        stop: words that carry no content.
        generic: stems so common in such interviews that alone they show nothing.
        area_of: the area a concept is about, where it is about one.
    """

    concepts: dict[str, tuple[str, ...]]
    model_families: frozenset[str]
    complex_models: frozenset[str]
    sounds: dict[str, str]
    spelling: dict[str, str]
    fillers: frozenset[str]
    filler_pairs: frozenset[tuple[str, str]]
    stop: frozenset[str]
    generic: frozenset[str]
    area_of: dict[str, Area]


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    fillers = [str(word) for word in raw["fillers"]]
    spelling = _with_endings(raw["spelling"])
    return Lexicon(
        concepts={name: tuple(map(str, ways)) for name, ways in raw["concepts"].items()},
        model_families=frozenset(raw["model_families"]),
        complex_models=frozenset(raw["complex_models"]),
        sounds={
            word: group[0]
            for kind in ("homophones", "synonyms")
            for group in raw[kind]
            for word in group
        },
        spelling=spelling,
        fillers=frozenset(word for word in fillers if " " not in word),
        filler_pairs=frozenset(
            (pair[0], pair[1]) for pair in (word.split() for word in fillers) if len(pair) == 2
        ),
        stop=frozenset(str(raw["stop"]).split()),
        generic=frozenset(stem(word) for word in str(raw["generic"]).split()),
        area_of={one: Area(area) for area, ones in raw["areas"].items() for one in ones},
    )


def _with_endings(pairs: dict[str, str]) -> dict[str, str]:
    """Add the plural, past and -ing forms of verbs spelt in -ise and the like."""
    result = dict(pairs)
    for british, american in pairs.items():
        if british.endswith(("ise", "yse")):
            for ending in ("d", "s", "r"):
                result[british + ending] = american + ending
            for ending in ("ing", "ation", "ations"):
                result[british[:-1] + ending] = american[:-1] + ending
        else:
            result[british + "s"] = american + "s"
    return result
