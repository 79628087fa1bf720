"""The report in a real browser: no error, no request, sound on a click."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.report import render_html
from tests.report import sample
from tests.report.page import Element, read
from tests.report.test_inert import both

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

Browse = Callable[..., tuple[Element, list[str]]]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    def opened(html: str, *flags: str) -> tuple[Element, list[str]]:
        """The document after its scripts have run, and what stood in the console."""
        file = tmp_path / "report.html"
        file.write_text(html, encoding="utf-8")
        done = subprocess.run(
            [
                str(CHROMIUM),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--enable-logging=stderr",
                f"--user-data-dir={tmp_path / 'profile'}",
                "--virtual-time-budget=4000",
                *flags,
                "--dump-dom",
                file.as_uri(),
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )
        console = [
            line
            for line in done.stderr.decode("utf-8", "replace").splitlines()
            if "CONSOLE" in line
        ]
        return read(done.stdout.decode("utf-8")), console

    return opened


def test_the_page_opens_without_a_word_in_the_console(browse: Browse) -> None:
    html = render_html(sample.conversation(), sample.assessment(), audio=sample.recordings())
    page, console = browse(html)
    assert console == []
    assert "js" in page.tagged("html")[0].classes
    assert len(page.with_class("turn")) == len(sample.conversation().turns)


@pytest.mark.parametrize("case", [sample.minimal, sample.empty])
def test_next_to_nothing_opens_as_well(browse: Browse, case: Callable[[], object]) -> None:
    page, console = browse(render_html(*case()))  # type: ignore[misc]
    assert console == []
    assert "No verdict" in page.tagged("h1")[0].text


def test_the_policy_stops_what_does_not_belong_there(browse: Browse) -> None:
    html = render_html(sample.conversation(), sample.assessment())
    foreign = '<script>document.title = "taken"</script><img src="https://example.org/x.png">'
    page, console = browse(html.replace("</main>", foreign + "</main>"))
    assert page.tagged("title")[0].text != "taken"
    assert len(console) == 2
    assert all("Content Security Policy" in line for line in console)


def test_spoken_markup_stays_words(browse: Browse) -> None:
    attack = (
        "</p><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
    )
    held, judged = both(attack)
    page, console = browse(render_html(held, judged, title="untouched"))
    assert console == []
    assert page.tagged("title")[0].text == "untouched"
    assert len(page.tagged("script")) == 1
    assert not page.tagged("img")


def silence(seconds: float) -> str:
    """A recording without sound, as a link."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * int(8000 * seconds)))
    return "data:audio/wav;base64," + base64.b64encode(buffer.getvalue()).decode()


def pressed(html: str, selector: str) -> str:
    """The page without its policy, with a script that presses something and notes what follows."""
    note = f"""<script>
      const status = document.getElementById("player");
      const seen = [];
      new MutationObserver(() => seen.push(status.hidden ? "-" : status.textContent))
        .observe(status, {{ attributes: true, childList: true }});
      document.querySelector('{selector}')
        .dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true }}));
      setTimeout(() => document.documentElement.setAttribute("data-seen", seen.join("|")), 3000);
    </script>"""
    without = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    return without.replace("</body>", note + "</body>")


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        (".mark.mistake[data-hear]", "Playing: You, 0:16"),
        (".quote .moment.heard", "Playing: You, 1:55"),
        (".play", "Playing: You, 0:16"),
    ],
)
def test_a_click_plays_the_moment(browse: Browse, selector: str, said: str) -> None:
    audio = dict.fromkeys(sample.recordings(), silence(0.2))
    html = render_html(sample.conversation(), sample.assessment(), audio=audio)
    page, console = browse(pressed(html, selector), "--autoplay-policy=no-user-gesture-required")
    seen = page.tagged("html")[0].attributes["data-seen"].split("|")
    assert console == []
    assert any(one.startswith(said) for one in seen)
    assert not any("cannot" in one for one in seen)


LOUDSPEAKER = """<script>
  window.heard = [];
  window.Audio = class extends EventTarget {
    set src(link) { this.link = link.split("/").pop(); this.currentTime = 0; }
    play() {
      const link = this.link;
      return new Promise((resolve, reject) => {
        this.giveUp = () => reject(new DOMException("stopped", "AbortError"));
        this.timer = setTimeout(() => {
          this.dispatchEvent(new Event("loadedmetadata"));
          window.heard.push(`${link}@${this.currentTime.toFixed(1)}`);
          resolve();
          this.timer = setTimeout(() => this.dispatchEvent(new Event("ended")), 100);
        }, 50);
      });
    }
    pause() { clearTimeout(this.timer); if (this.giveUp) this.giveUp(); }
  };
</script>"""
"""A loudspeaker that notes what it plays and from where, as slow to load as a real one."""


def heard(browse: Browse, selector: str, *, then: str = "") -> tuple[list[str], list[str]]:
    """What was played after a press on the selector, and what the page said meanwhile."""
    html = render_html(sample.conversation(), sample.assessment(), audio=sample.recordings())
    html = pressed(html, selector).replace("<script>", LOUDSPEAKER + "<script>", 1)
    note = f"""{then}
      setTimeout(() => document.documentElement.setAttribute("data-heard", heard.join("|")), 2900);
      setTimeout("""
    head, _, tail = html.rpartition("setTimeout(")
    page, console = browse(head + note + tail)
    assert console == []
    attributes = page.tagged("html")[0].attributes
    return attributes["data-heard"].split("|"), attributes["data-seen"].split("|")


def test_the_recordings_of_a_turn_play_one_after_the_other(browse: Browse) -> None:
    turn = next(t for t in sample.conversation().turns if t.audio and "\n" in t.audio)
    played, seen = heard(browse, f"#turn-{turn.index} .play")
    assert played == [f"{turn.index:04}-0.flac@0.0", f"{turn.index:04}-1.flac@0.0"]
    assert seen[-1] == "-"


def test_a_quote_plays_from_where_it_was_said(browse: Browse) -> None:
    first = sample.find("A click followed by a hide is a very different event")
    turn = sample.conversation().turns[first.turn]
    offset = (first.start_s or 0) - (turn.start_s or 0)
    played, _ = heard(browse, f".quote .moment[data-hear='{first.turn}']".replace("'", '"'))
    assert played == [f"{first.turn:04}-0.flac@{offset:.1f}"]


def test_choosing_another_moment_while_one_is_loading(browse: Browse) -> None:
    other = 'document.querySelectorAll(".play")[3].click();'
    played, seen = heard(browse, ".play", then=other)
    assert [one[:4] for one in played] == ["0007"]
    assert seen[-1] == "-"
    assert not any("cannot" in one for one in seen)


def test_escape_stops(browse: Browse) -> None:
    escape = 'document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));'
    played, seen = heard(browse, ".play", then=escape)
    assert played == [""]
    assert seen[-1] == "-"


def test_a_recording_that_is_gone_is_said(browse: Browse) -> None:
    html = render_html(sample.conversation(), sample.assessment(), audio=sample.recordings())
    page, _ = browse(pressed(html, ".play"), "--autoplay-policy=no-user-gesture-required")
    assert "cannot be played" in page.tagged("html")[0].attributes["data-seen"]
