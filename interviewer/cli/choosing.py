"""The short dialogue before a first interview: at most five questions, each with a default.

What is chosen is remembered in the configuration file; the next interview begins at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import typer

from interviewer.choices import ANY_COMPANY, Choices, fitting_interviewer
from interviewer.cli.console import err, is_dialogue, note
from interviewer.errors import ConfigError
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.settings import LONGEST_MIN, SHORTEST_MIN, change_settings, path_of
from interviewer.vocabulary import Level

SURPRISE = "surprise"
COLUMNS = 5
LIKE_ENOUGH = 60
"""A likeness (0-100) from which an answer may be a misspelling of a name."""

Ask = Callable[[str, Sequence[str]], str]
"""Shows a prompt and returns the line typed; the names are offered for completion."""

Tell = Callable[[str], None]


CHOSEN = ("company", "level", "minutes", "interviewer", "question")
"""What the dialogue asks for."""


def settle(
    choices: Choices, library: Library, home: Home, sources: Mapping[str, str], *, again: bool
) -> Choices:
    """Ask what the interview shall be like, or say what is remembered.

    Somebody at a terminal who gave no option, and chose nothing before, is asked.

    Args:
        choices: what is in force.
        library: what there is to choose from.
        home: where the choice is remembered.
        sources: where each option came from, as the command line tells it.
        again: asked for: ask in any case.

    Raises:
        ConfigError: the dialogue was asked for, and there is no terminal.
        typer.Exit: it was broken off.
    """
    if again and not is_dialogue():
        raise ConfigError("--choose asks questions and needs a terminal; give options instead")
    given = set(sources.values()) & {"COMMANDLINE"}
    if again or (is_dialogue() and not given and _nothing_chosen(sources)):
        return _ask(choices, library, home)
    if any(sources.get(name) == "DEFAULT_MAP" for name in CHOSEN):
        note(f"{summary(choices, library)}, as you chose (interviewer start --choose asks again)")
    return choices


def _nothing_chosen(sources: Mapping[str, str]) -> bool:
    return all(sources.get(name) == "DEFAULT" for name in (*CHOSEN, "drill"))


def _ask(choices: Choices, library: Library, home: Home) -> Choices:
    def tell(line: str) -> None:
        err().print(line, markup=False, no_wrap=True, overflow="ellipsis", crop=True)

    try:
        chosen = Dialogue(library, choices, ask_in_terminal, tell).choose()
    except (EOFError, KeyboardInterrupt):
        note("\nNothing was begun, and nothing was changed.")
        raise typer.Exit(130) from None
    change_settings(home, chosen)
    note(f"Remembered in {path_of(home)}; interviewer start --choose asks again.")
    return replace(choices, **chosen)


def summary(choices: Choices, library: Library) -> str:
    """What the interview will be, in a few words."""
    company = library.company(choices.company or ANY_COMPANY)
    minutes = choices.minutes or float(company.minutes)
    who = choices.interviewer or fitting_interviewer(company, library)
    question = choices.question or "a surprise question"
    return f"{company.name}, {choices.level}, {minutes:g} minutes, {who}, {question}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: the name that is chosen and what it stands for."""

    id: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What an answer means: a name, or None with those it may have meant."""

    name: str | None
    guesses: tuple[str, ...] = ()


def understand(answer: str, names: Sequence[str], default: str) -> Understood:
    """Find the name that is meant: by number from 1, whole, by a part of it, or misspelt.

    A misspelt name is only a guess, to be asked about, and so are several that fit.
    """
    text = _plain(answer)
    if not text:
        return Understood(default)
    if text.isdecimal() and 1 <= int(text) <= len(names):
        return Understood(names[int(text) - 1])
    by_text = {_plain(name): name for name in names}
    if text in by_text:
        return Understood(by_text[text])
    for test in (str.startswith, str.__contains__):
        found = [name for key, name in by_text.items() if test(key, text)]
        if found:
            return Understood(found[0]) if len(found) == 1 else Understood(None, tuple(found))
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, list(by_text), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return Understood(None, (by_text[best[0]],) if best else ())


def _plain(text: str) -> str:
    return text.strip().casefold().replace(" ", "-").replace("_", "-")


class Dialogue:
    """Asks the five questions.

    Args:
        library: what there is to choose from.
        now: what is in force; offered as defaults.
        ask: how a line is asked for.
        tell: how a line is shown.
    """

    def __init__(self, library: Library, now: Choices, ask: Ask, tell: Tell) -> None:
        self._library = library
        self._now = now
        self._ask = ask
        self._tell = tell

    def choose(self) -> dict[str, Any]:
        """Ask everything; the choices by setting, None where the company's own way is taken."""
        self._tell("Five short questions. Enter takes what stands in brackets.")
        company = self._company()
        chosen = self._library.company(company)
        own = fitting_interviewer(chosen, self._library)
        level = self._level()
        minutes = self._minutes(float(chosen.minutes))
        interviewer = self._interviewer(own)
        question = self._question(chosen.questions)
        return {
            "company": company,
            "level": level,
            "minutes": None if minutes == chosen.minutes else minutes,
            "interviewer": None if interviewer == own else interviewer,
            "question": None if question == SURPRISE else question,
        }

    def _company(self) -> str:
        names = self._library.names("companies")
        width = max(len(name) for name in names)
        cells = [f"  {number:2} {name:{width}}" for number, name in enumerate(names, 1)]
        for row in range(0, len(cells), COLUMNS):
            self._tell("".join(cells[row : row + COLUMNS]))
        return self._one_of("Company", names, self._now.company or ANY_COMPANY)

    def _level(self) -> str:
        for level in Level:
            guide = self._library.level(level)
            self._tell(f"  {level.value:4} {guide.title}, {guide.years}")
        while True:
            answer = self._ask(_prompt("Level", self._now.level), list(Level)).strip()
            try:
                return Level.parse(answer or self._now.level).value
            except ValueError:
                self._tell(f"  {answer!r} is no level; choose {', '.join(Level)}")

    def _minutes(self, usual: float) -> float:
        default = self._now.minutes or usual
        while True:
            answer = self._ask(_prompt("Minutes", f"{default:g}"), ()).strip()
            with contextlib.suppress(ValueError):
                minutes = float(answer.removesuffix("min") or default)
                if SHORTEST_MIN <= minutes <= LONGEST_MIN:
                    return minutes
            self._tell(f"  {answer!r} is no length; from {SHORTEST_MIN:g} to {LONGEST_MIN:g}")

    def _interviewer(self, own: str) -> str:
        people = [self._library.interviewer(n) for n in self._library.names("interviewers")]
        entries = [Entry(person.id, person.role) for person in people]
        return self._listed("Interviewer", entries, self._now.interviewer or own)

    def _question(self, favourites: Sequence[str]) -> str:
        known = self._library.names("questions")
        listed = [name for name in favourites if name in known]
        entries = [Entry(SURPRISE, "one you have not had lately")]
        entries += [Entry(name, self._library.question(name).title) for name in listed]
        others = [name for name in known if name not in listed]
        return self._listed("Question", entries, self._now.question or SURPRISE, others)

    def _listed(
        self, what: str, entries: Sequence[Entry], default: str, unlisted: Sequence[str] = ()
    ) -> str:
        width = max(len(entry.id) for entry in entries)
        for number, entry in enumerate(entries, 1):
            self._tell(f"  {number:2} {entry.id:{width}}  {entry.label}")
        if unlisted:
            self._tell(f"     or another: interviewer {what.lower()}s lists them")
        return self._one_of(what, [*(entry.id for entry in entries), *unlisted], default)

    def _one_of(self, what: str, names: Sequence[str], default: str) -> str:
        while True:
            answer = self._ask(_prompt(what, default), names)
            found = understand(answer, names, default)
            if found.name is not None:
                return found.name
            if len(found.guesses) == 1:
                self._tell(f"  {answer.strip()!r} is not here; did you mean {found.guesses[0]}?")
                default = found.guesses[0]
            elif found.guesses:
                self._tell(f"  which one: {', '.join(found.guesses)}?")
            else:
                self._tell(f"  {answer.strip()!r} is not here; give a number or a name")


def _prompt(what: str, default: str) -> str:
    return f"{what} [{default}]: "


@contextlib.contextmanager
def completing(names: Sequence[str]) -> Iterator[None]:
    """Let the tab key complete these names, where the system can."""
    try:
        import readline
    except ImportError:  # Windows
        yield
        return

    def complete(text: str, state: int) -> str | None:
        found = [name for name in names if name.startswith(text)]
        return found[state] if state < len(found) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    readline.set_completer(complete)
    readline.set_completer_delims(" ")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)


def ask_in_terminal(prompt: str, names: Sequence[str]) -> str:
    """Ask for one line in the terminal.

    Raises:
        EOFError: Ctrl-D.
        KeyboardInterrupt: Ctrl-C.
    """
    with completing(names):
        return input(prompt)
