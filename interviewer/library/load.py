"""Reads the library from the shipped and the user's own folders; reports every fault at once.

A user's file with the id of a shipped one replaces it. Only what is asked for is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import ValidationError

from interviewer.errors import LibraryError
from interviewer.library import likeness
from interviewer.library.base import Record
from interviewer.library.guides import MistakeGuide, Rubric, TimelineGuide
from interviewer.library.people import Company, Interviewer, LevelGuide
from interviewer.library.question import GenericQuestion, Question
from interviewer.library.yaml_source import Located, read_yaml
from interviewer.vocabulary import Level

R = TypeVar("R", bound=Record)

FOLDERS: Final[dict[str, type[Record]]] = {
    "interviewers": Interviewer,
    "companies": Company,
    "levels": LevelGuide,
    "questions": Question,
}


@cache
def shipped_folder() -> Path:
    """The library's folder: inside the installed package, else beside it in a checkout.

    Raises:
        LibraryError: neither is there; the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_personas", package.parent / "personas"):
        if (folder / "questions").is_dir():
            return folder
    raise LibraryError("the library is missing from this installation; install the program again")


class Library:
    """The records by kind and id, parsed when first asked for.

    Args:
        own: the user's folders, later ones winning; each has the shipped folder's layout.
    """

    def __init__(self, own: Sequence[Path] = (), shipped: Path | None = None) -> None:
        self._folders = (shipped or shipped_folder(), *own)
        self._records: dict[tuple[str, str], Record] = {}
        self._open: list[str] = []

    def question(self, name: str) -> Question:
        """The card with this id, or the one in the file of this path."""
        return self._get("questions", name, Question)

    def generic_question(self) -> GenericQuestion:
        """The card for a problem that is not in the library."""
        return parse_file(self._folders[0] / "generic_question.yaml", GenericQuestion)

    def company(self, name: str) -> Company:
        """The company with this id, or the one in the file of this path."""
        return self._get("companies", name, Company)

    def interviewer(self, name: str) -> Interviewer:
        """The interviewer with this id, or the one in the file of this path."""
        return self._get("interviewers", name, Interviewer)

    def level(self, level: Level) -> LevelGuide:
        """What this level must show."""
        return self._get("levels", level.value, LevelGuide)

    def rubric(self) -> Rubric:
        """The dimensions with their anchors."""
        return parse_file(self._folders[0] / "rubric.yaml", Rubric)

    def timeline(self) -> TimelineGuide:
        """The interview minute by minute."""
        return parse_file(self._folders[0] / "timeline.yaml", TimelineGuide)

    def mistakes(self) -> tuple[MistakeGuide, ...]:
        """The eight classic mistakes."""
        return parse_list(self._folders[0] / "mistakes.yaml", MistakeGuide)

    def names(self, kind: str) -> list[str]:
        """The ids of a kind ("questions", "companies", "interviewers", "levels"), sorted."""
        return sorted(self._paths(kind))

    def read(self, path: Path, kind: str) -> Record:
        """The record in a file; one that is ``like`` another takes what it does not say from there.

        Raises:
            LibraryError: the file is not valid; ``problems`` lists every fault.
        """
        located = read_yaml(path)
        own, schema = located.value, FOLDERS[kind]
        if isinstance(own, dict) and likeness.KEY in own:
            other = self._other(path, located, kind).model_dump(exclude={"id"})
            located = replace(located, value=likeness.filled_in(own, other))
        return _validate(path, located, schema)

    def _other(self, path: Path, located: Located, kind: str) -> Record:
        name = located.value[likeness.KEY]
        where = f"{path}:{located.line_of((likeness.KEY,))}: {likeness.KEY}"
        if not isinstance(name, str) or name in (path.stem, *self._open):
            raise LibraryError(f"{where}: the id of another of the {kind} was expected")
        self._open.append(path.stem)
        try:
            return self._get(kind, name, FOLDERS[kind])
        except LibraryError as error:
            raise LibraryError(f"{where}: {error}") from error
        finally:
            self._open.pop()

    def _get(self, kind: str, name: str, schema: type[R]) -> R:
        key = (kind, name)
        if key not in self._records:
            self._records[key] = self.read(self._find(kind, name), kind)
        record = self._records[key]
        if not isinstance(record, schema):
            raise LibraryError(f"{name} is not one of the {kind}")
        return record

    def _find(self, kind: str, name: str) -> Path:
        if name.endswith((".yaml", ".yml")):
            return Path(name).expanduser()
        paths = self._paths(kind)
        if name not in paths:
            raise LibraryError(unknown(kind, name, sorted(paths)))
        return paths[name]

    def _paths(self, kind: str) -> dict[str, Path]:
        return {path.stem: path for folder in self._folders for path in _files(folder, kind)}


def _files(folder: Path, kind: str) -> Iterator[Path]:
    yield from sorted((folder / kind).glob("*.yaml"))


def unknown(kind: str, name: str, known: Sequence[str]) -> str:
    """One line that says a name is unknown and offers the nearest."""
    from rapidfuzz import process

    best = process.extractOne(name, known, score_cutoff=60)
    guess = f"did you mean {best[0]}?" if best else f"known: {', '.join(known)}"
    return f"no {name!r} among the {kind}; {guess}"


def parse_file(path: Path, schema: type[R]) -> R:
    """Read one record.

    Raises:
        LibraryError: the file cannot be read or is not valid; ``problems`` lists every fault.
    """
    return _validate(path, read_yaml(path), schema)


def parse_list(path: Path, schema: type[R]) -> tuple[R, ...]:
    """Read a file that holds a list of records."""
    located = read_yaml(path)
    if not isinstance(located.value, list):
        raise LibraryError(f"{path}: a list was expected")
    items = [Located(value, located.lines, (i,)) for i, value in enumerate(located.value)]
    return tuple(_validate(path, item, schema) for item in items)


def _validate(path: Path, located: Located, schema: type[R]) -> R:
    try:
        return schema.model_validate(located.value)
    except ValidationError as error:
        problems = tuple(_problem(path, located, fault) for fault in error.errors())
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise LibraryError(problems[0] + more, problems) from error


def _problem(path: Path, located: Located, fault: Any) -> str:
    where = tuple(fault["loc"])
    line = located.line_of(where)
    key = ".".join(str(part) for part in where) or "the file"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{path}:{line}: {key}: {message}"


def check_file(path: Path, kind: str) -> list[str]:
    """Every problem of one file of a kind; empty when there is none."""
    try:
        Library().read(path, kind)
    except LibraryError as error:
        return list(error.problems or (str(error),))
    except yaml.YAMLError as error:  # a safety net: read_yaml translates what it knows
        return [f"{path}: {error}"]
    return []
