"""Whatever was said, written or invented stays text in every rendering."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from interviewer.assessment.result import Assessment
from interviewer.conversation import Conversation
from interviewer.report import render_html, render_json, render_markdown
from interviewer.report.links import safe_link
from interviewer.report.text import inert
from tests.report import sample
from tests.report.page import read, shape

ATTACKS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><style>*{background:url(http://example.org/x)}</style>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://example.org/pixel.png'>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "<!-- --><b>",
    "--><script>alert(1)</script>",
    "</title></p></article></main>",
    "{{ 7 * 7 }} {% include 'report.css' %}",
    "&lt;script&gt; &amp; &#60;b&#62;",
    "![x](https://example.org/pixel.png)",
    "[click](javascript:alert(1))",
    "<https://example.org>",
    "https://example.org www.example.org",
    "# heading\n\n---\n\n| a | b |",
    "```\ncode\n```",
    "~~~html",
    "1. one\n2. two",
    "- item",
    "===",
    "`` ` ``",
    "*a* _b_ **c** ~~d~~ $e$",
    "\\[x\\](y)",
    "\x1b[31mred\x1b[0m\x07\x00",
    "\x9b31m",
    "user\u202etxt.exe\u2066\u2069\u2028",
    "\ud800 lone",
    "=cmd|' /C calc'!A0",
    "​zero\u200bwidth\ufeff",
]


def poisoned(value: Any, text: str) -> Any:
    """The same object with every free text in it replaced, quotes included.

    The attributes that are looked up or matched against a fixed set stay as they are.
    """
    fixed = {"speaker", "audio", "kind", "drill", "question", "point_id", "id", "target"}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: poisoned(getattr(value, one.name), text)
            for one in fields(value)
            if one.name not in fixed
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(poisoned(one, text) for one in value)
    if isinstance(value, dict):
        return {key: poisoned(one, text) for key, one in value.items()}
    return text if type(value) is str else value


def both(text: str) -> tuple[Conversation, Assessment]:
    """A conversation and an assessment in which everything that can be is this text."""
    held = replace(
        sample.conversation(),
        turns=poisoned(sample.conversation().turns, text),
        silences=poisoned(sample.conversation().silences, text),
        company=text,
        interviewer=text,
    )
    judged: Assessment = poisoned(sample.assessment(), text)
    return held, judged


def page(text: str) -> str:
    held, judged = both(text)
    return render_html(held, judged, audio=sample.recordings(), title=text, date=text)


NEUTRAL = shape(page("neutral"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_markup_is_the_same_as_for_neutral_words(attack: str) -> None:
    html = page(attack)
    html.encode("utf-8")
    assert shape(html) == NEUTRAL
    title = read(html).tagged("title")[0]
    assert " ".join(title.text.split()) == " ".join(inert(attack).split())


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), min_size=1).filter(str.strip))
def test_no_text_changes_the_markup(text: str) -> None:
    html = page(text)
    html.encode("utf-8")
    assert shape(html) == NEUTRAL


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_invisible_is_left_in_html_or_markdown(attack: str) -> None:
    for out in (page(attack), render_markdown(*both(attack))):
        assert out == "".join(inert(line) for line in out.splitlines(keepends=True))


PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_shows_the_text_and_does_nothing(attack: str) -> None:
    neutral, spoilt = (PARSER.parse(render_markdown(*both(text))) for text in ("word", attack))
    assert [token.type for token in spoilt] == [token.type for token in neutral]
    kinds = {child.type for token in spoilt for child in token.children or []}
    assert not kinds & {"link_open", "image", "html_inline", "s_open"}
    shown = "".join(
        child.content for token in spoilt for child in token.children or [] if child.content
    )
    assert " ".join(inert(attack).split()) in shown


@pytest.mark.parametrize("attack", ATTACKS)
def test_json_keeps_the_text_and_writes_nothing_a_terminal_obeys(attack: str) -> None:
    held, judged = both(attack)
    out = render_json(held, judged)
    out.encode("utf-8")
    assert out.replace("\n", "").isprintable() or "\u200b" in attack
    assert json.loads(out)["turns"][0]["text"] == attack


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "https://example.org/a.flac",
        "//example.org/a.flac",
        "\\\\host\\share",
        "/etc/passwd",
        "file:///etc/passwd",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:audio/wav;base64,AAAA\n<script>",
        "data:audio/svg+xml,<svg>",
        "blob:x",
        "",
        "  ",
        "#turn-1",
    ],
)
def test_links_that_lead_elsewhere_are_left_out(link: str) -> None:
    assert safe_link(link) is None


def test_links_beside_the_report_are_kept() -> None:
    assert safe_link("audio/0001 a.flac") == "audio/0001%20a.flac"
    assert safe_link("../recordings/ü.flac") == "../recordings/%C3%BC.flac"
    assert safe_link('a".flac') == "a%22.flac"
    assert safe_link("data:audio/flac;base64,AAAA") == "data:audio/flac;base64,AAAA"
