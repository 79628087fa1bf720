"""Every command that the README and the documents show exists, and most of them are run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
#: These need a network, a device or a minute; that they are understood is tested all the same.
NOT_RUN = ("download", "start --company", "start --model", "rehearse --voice")
TRANSCRIPT = """\
Interviewer: Design a system that predicts ride ETAs.
Candidate: How many trips per day are there?
Interviewer: Twenty-five million.
Candidate: I would start with the historical average per segment as a baseline, because it is cheap.
"""


def commands(document: Path) -> list[str]:
    text = "\n".join(BLOCK.findall(document.read_text(encoding="utf-8")))
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


README = commands(ROOT / "README.md")
SHOWN = sorted({line for document in DOCUMENTS for line in commands(document)})
PRODUCT = [line for line in SHOWN if line.startswith("interviewer ")]
RUN = [line for line in README if line in PRODUCT and not line[12:].startswith(NOT_RUN)]


def test_the_readme_shows_both_commands() -> None:
    assert {"make interview", "make test"} <= set(README)


@pytest.mark.parametrize("line", [line for line in SHOWN if line.startswith("make ")])
def test_make_targets_exist(line: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert shlex.split(line)[1] in targets


@pytest.mark.parametrize("line", [line for line in PRODUCT if line not in RUN])
def test_commands_that_are_not_run_are_understood(line: str) -> None:
    # With --help everything before it is read, and refused if it is wrong; nothing is run.
    done = run([*shlex.split(line)[1:], "--help"], ROOT, ROOT)
    assert done.returncode == 0, done.stderr
    assert f"interviewer {shlex.split(line)[1]}" in done.stdout


def test_an_option_that_is_not_there_is_noticed() -> None:
    done = run(["start", "--no-such-option", "--help"], ROOT, ROOT)
    assert done.returncode == 2


def run(arguments: list[str], folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        cwd=folder,
        env={**os.environ, "INTERVIEWER_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1"},
        input="How many trips per day are there?\nI'm done.\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the files that the commands name."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "mock.md").write_text(TRANSCRIPT, encoding="utf-8")
    say(TRANSCRIPT.splitlines()[1], folder / "mock.wav")
    yield folder
    shutil.rmtree(folder)


def say(text: str, path: Path) -> None:
    """Speak into a WAV file; a second of silence where there is no voice."""
    if shutil.which("flite"):
        subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
        return
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(32000))


@pytest.mark.parametrize("line", RUN)
def test_the_readmes_commands_run(line: str, desk: Path) -> None:
    """In the README's order, because a report needs an interview before it."""
    done = run(shlex.split(line)[1:], desk, desk / "home")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() or done.stderr.strip()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
