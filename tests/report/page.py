"""Reads a report as a browser would: its elements, their attributes and their text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})
SELF_CLOSED = frozenset({"line", "circle", "rect", "polygon", "polyline"})


@dataclass
class Element:
    """An element with what is inside it."""

    tag: str
    attributes: dict[str, str]
    content: list[str | Element] = field(default_factory=list)

    @property
    def inside(self) -> list[Element]:
        return [one for one in self.content if isinstance(one, Element)]

    @property
    def text(self) -> str:
        return self.text_without()

    def text_without(self, *tags: str) -> str:
        """The text, leaving out what stands in such elements."""
        pieces = (
            one if isinstance(one, str) else "" if one.tag in tags else one.text_without(*tags)
            for one in self.content
        )
        return "".join(pieces)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, wanted: Callable[[Element], bool] = lambda _: True) -> list[Element]:
        """Every element below this one that is wanted, in the order of the document."""
        found = []
        for one in self.inside:
            found += [one] if wanted(one) else []
            found += one.all(wanted)
        return found

    def with_class(self, name: str) -> list[Element]:
        return self.all(lambda one: name in one.classes)

    def identified(self, name: str) -> Element:
        """The one element with this id."""
        (found,) = self.all(lambda one: one.attributes.get("id") == name)
        return found

    def tagged(self, *tags: str) -> list[Element]:
        return self.all(lambda one: one.tag in tags)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.open = [self.root]
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"an attribute twice in <{tag}>")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        return element

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes <{self.open[-1].tag}>")
        if any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """The document; its elements must be properly nested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.problems, reader.problems
    assert len(reader.open) == 1, [one.tag for one in reader.open]
    return reader.root


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Tags and names of attributes in order: what markup there is, whatever the text."""
    return [(one.tag, tuple(one.attributes)) for one in read(html).all()]


def plain(text: str) -> str:
    """Text with its white space made even."""
    return " ".join(text.split())
