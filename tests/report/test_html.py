"""The HTML file: complete, self-contained, navigable, and true to the words."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from interviewer.assessment.result import Assessment, Evidence
from interviewer.conversation import Conversation, Turn
from interviewer.report import render_html
from interviewer.report.html import digest
from tests.report import sample
from tests.report.page import Element, plain, read

CASES = {
    "rich": lambda: (sample.conversation(), sample.assessment()),
    "minimal": sample.minimal,
    "empty": sample.empty,
}


@pytest.fixture(scope="module")
def html() -> str:
    return render_html(
        sample.conversation(), sample.assessment(), audio=sample.recordings(), date="3 March 2026"
    )


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read(html)


@pytest.mark.parametrize("name", CASES)
def test_every_link_within_leads_somewhere_and_ids_are_unique(name: str) -> None:
    page = read(render_html(*CASES[name](), audio=sample.recordings()))
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    fragments = [href for href in hrefs(page) if href.startswith("#")]
    assert len(fragments) > 5
    assert {href[1:] for href in fragments} <= set(ids)
    named = {one.attributes.get("aria-labelledby") for one in page.all()} - {None}
    assert named <= set(ids)


def hrefs(page: Element) -> list[str]:
    return [one.attributes["href"] for one in page.all() if "href" in one.attributes]


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    html = render_html(*CASES[name](), audio=sample.recordings())
    page = read(html)
    loading = {"src", "srcset", "action", "poster", "data", "xlink:href", "style"}
    assert not [one for one in page.all() if loading & set(one.attributes)]
    assert not page.tagged("link", "img", "iframe", "object", "embed", "form", "base")
    assert all(href.startswith(("#", "audio/")) for href in hrefs(page))
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#hatch\))", html)


def test_the_policy_allows_exactly_the_style_and_script_of_the_file(page: Element) -> None:
    (policy,) = [
        one.attributes["content"]
        for one in page.tagged("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (style,), (script,) = page.tagged("style"), page.tagged("script")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'{digest(style.text)}'",
        "script-src": f"'{digest(script.text)}'",
        "media-src": "'self' file: data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert len(script.text) < 4_000


def test_the_first_screen_holds_the_verdict_and_the_facts(page: Element) -> None:
    (front,) = page.tagged("header")
    text = plain(front.text)
    for expected in (
        "Lean hire at L5, Meta",
        sample.assessment().summary,
        "3.4 of 5 overall",
        "Infrastructure engineer",
        "News feed ranking",
        "3 March 2026",
    ):
        assert expected in text
    (current,) = [one for one in front.tagged("li") if "aria-current" in one.attributes]
    assert current.text == "Lean hire"


def test_landmarks_and_headings_are_in_order(page: Element) -> None:
    for tag in ("header", "nav", "main", "footer", "h1"):
        assert len(page.tagged(tag)) == 1
    levels = [int(one.tag[1]) for one in page.tagged("h1", "h2", "h3", "h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.tagged("html")[0].attributes["lang"] == "en"
    pictures = [one for one in page.tagged("svg") if "aria-hidden" not in one.attributes]
    assert all(
        "aria-label" in one.attributes or one.attributes["role"] == "group" for one in pictures
    )


def test_the_transcript_is_word_for_word_and_marks_exactly_the_quotes(page: Element) -> None:
    turns = {turn.index: turn for turn in sample.conversation().turns}
    for index, turn in turns.items():
        article = page.identified(f"turn-{index}")
        (text,) = article.with_class("text")
        for number in text.tagged("sup"):
            assert number.text.isdigit()
        assert text.text_without("sup") == turn.text
    marked = [one.text for one in page.tagged("mark")]
    for score in sample.assessment().scores:
        assert all(one.quote in "".join(marked) for one in score.evidence)


def test_overlapping_quotes_are_each_marked_in_full() -> None:
    held = replace(sample.minimal()[0], turns=(Turn(0, "candidate", "one two three four"),))
    score = sample.assessment().scores[0]
    found = tuple(Evidence(quote, 0) for quote in ("one two three", "two three four", "three"))
    judged = replace(sample.minimal()[1], scores=(replace(score, evidence=found),))
    (text,) = read(render_html(held, judged)).with_class("text")
    assert [one.text for one in text.tagged("mark")] == ["one ", "two ", "three", " four"]
    assert [one.text for one in text.tagged("sup")] == ["1", "3", "2"]
    anchors = [one.attributes["id"] for one in text.with_class("anchor")]
    assert anchors == ["turn-0-note-1", "turn-0-note-2", "turn-0-note-3"]


def test_a_quote_that_was_never_said_is_not_shown() -> None:
    invented = (
        Evidence("I built this at my last company", 1),
        Evidence("Good to meet you.", 0),
        Evidence("Great, thank you.", 999),
        Evidence("", 1),
    )
    score = replace(sample.assessment().scores[0], evidence=invented)
    judged = replace(sample.assessment(), scores=(score,))
    page = read(render_html(sample.conversation(), judged))
    section = page.identified("scores")
    assert "Problem framing" in section.text
    assert not section.with_class("quote")


def test_no_score_is_not_a_zero(page: Element) -> None:
    article = next(one for one in page.with_class("score") if "Communication" in one.text)
    assert "not enough evidence" in article.text
    assert "0" not in article.with_class("line")[0].text
    assert not article.with_class("dot")


def test_no_verdict_says_why() -> None:
    text = plain(read(render_html(*sample.minimal())).tagged("header")[0].text)
    assert "No verdict at L4" in text
    assert "Only 7 words of yours could be read" in text
    enough = replace(sample.minimal()[1], speech=replace(sample.assessment().speech, words=500))
    told = replace(enough, provenance=replace(enough.provenance, reason="Two voices, no labels."))
    assert "not enough in your words to judge" in render_html(sample.minimal()[0], enough)
    assert "Two voices, no labels." in render_html(sample.minimal()[0], told)


def test_doubtful_words_and_a_broken_interview_are_said_at_the_top() -> None:
    judged = sample.assessment()
    origin = replace(
        judged.provenance,
        low_confidence=True,
        stt="pocketsphinx",
        complete=False,
        reason="the microphone was lost",
        fallbacks=("the language model timed out; the scripted interviewer took the turn",),
    )
    page = read(render_html(sample.conversation(), replace(judged, provenance=origin)))
    banners = plain(" ".join(one.text for one in page.with_class("banner")))
    assert "recognised by pocketsphinx" in banners
    assert "incomplete. The microphone was lost." in banners
    assert "the language model timed out" in page.tagged("footer")[-1].text


def test_turns_play_their_recordings_in_order(page: Element) -> None:
    turn = next(t for t in sample.conversation().turns if t.audio and "\n" in t.audio)
    article = page.identified(f"turn-{turn.index}")
    links = [one.attributes["href"] for one in article.with_class("play")]
    assert links == (turn.audio or "").split("\n")
    assert all("aria-label" in one.attributes for one in page.with_class("play"))
    quiet = read(render_html(sample.conversation(), sample.assessment()))
    assert not quiet.with_class("play")
    assert not [one for one in quiet.all() if "data-hear" in one.attributes]


def test_the_same_input_gives_the_same_bytes(html: str) -> None:
    again = render_html(
        sample.conversation(), sample.assessment(), audio=sample.recordings(), date="3 March 2026"
    )
    assert again == html


def an_hour() -> tuple[Conversation, Assessment]:
    """Five times the sample's talk: sixty minutes of it, ten thousand words with its evidence."""
    held, judged = sample.conversation(), sample.assessment()
    size, ends_s = len(held.turns), held.turns[-1].end_s or 0.0
    turns = tuple(
        replace(
            turn,
            index=turn.index + size * lap,
            text=" ".join([turn.text] * 3),
            start_s=(turn.start_s or 0.0) + ends_s * lap,
            end_s=(turn.end_s or 0.0) + ends_s * lap,
        )
        for lap in range(5)
        for turn in held.turns
    )
    pauses = tuple(
        replace(pause, start_s=pause.start_s + ends_s * lap)
        for lap in range(5)
        for pause in judged.pauses
    )
    return replace(held, turns=turns), replace(judged, pauses=pauses)


def test_an_hour_is_quick_and_small() -> None:
    held, judged = an_hour()
    assert (held.turns[-1].end_s or 0) > 3_500
    render_html(held, judged)
    began = time.perf_counter()
    html = render_html(held, judged, audio=sample.recordings())
    assert time.perf_counter() - began < 1.0
    assert len(html.encode()) < 2_000_000


def test_the_title_and_the_company_can_be_left_out() -> None:
    page = read(render_html(*sample.minimal(), title="A try"))
    assert page.tagged("title")[0].text == "A try"
    assert "None" not in page.tagged("header")[0].text
