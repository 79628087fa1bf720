"""The wheel, installed in an environment of its own and run from another folder.

The environment borrows the libraries that are installed here, so that the test needs no network;
the project itself it gets from the wheel alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("interviewer", "audio", "personas", "pyproject.toml", "README.md", "LICENSE")
LEFT_OUT = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it from a copy, so that nothing but the sources can get in."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run(
        [*command, str(source)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@dataclass(frozen=True)
class Installed:
    """The product in its own environment, with a home of its own."""

    scripts: Path
    folder: Path
    home: Path

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return subprocess.run(
            [str(self.scripts / command[0]), *command[1:]],
            cwd=self.folder,
            env={**kept, "INTERVIEWER_HOME": str(self.home)},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", with_pip=False)
    scripts = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", f"--python={python}", "--disable-pip-version-check"),
            *("install", "--no-index", "--no-deps", "--quiet", str(wheel)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([str(python), "-c", where], capture_output=True, text=True, check=True)
    # A path file is read in this environment only; those in the folder it names are not, and
    # so the editable install that is there stays out.
    borrowed = Path(found.stdout.strip()) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (place / "elsewhere").mkdir()
    yield Installed(scripts, place / "elsewhere", place / "home")
    shutil.rmtree(place)


def test_it_holds_every_source_and_every_persona(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in (
        ("interviewer", "interviewer"),
        ("audio", "audio"),
        ("personas", "interviewer/_personas"),
    ):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                assert f"{place}/{path.relative_to(ROOT / folder).as_posix()}" in inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)


def test_it_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"interviewer", "audio"}


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    code = "import audio, interviewer; print(audio.__file__); print(interviewer.__file__)"
    done = installed.run("python", "-c", code)
    paths = [Path(line) for line in done.stdout.split()]
    assert len(paths) == 2, done.stderr
    assert all(path.is_relative_to(installed.scripts.parent) for path in paths)


def test_it_tells_its_version(installed: Installed) -> None:
    done = installed.run("interviewer", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, "0.1.0"), done.stderr


def test_it_finds_its_own_personas(installed: Installed) -> None:
    done = installed.run("interviewer", "questions", "--json")
    assert done.returncode == 0, done.stderr
    here = {path.stem for path in (ROOT / "personas" / "questions").glob("*.yaml")}
    assert here
    assert here <= {question["id"] for question in json.loads(done.stdout)}


def test_it_holds_an_interview_and_writes_its_report(installed: Installed) -> None:
    done = installed.run(
        *("interviewer", "rehearse", "--no-voice", "--candidate", "good"),
        *("--minutes", "30", "--question", "ride-eta", "--seed", "7", "--json"),
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["assessment"]["question"] == "ride-eta"
    report = Path(result["report_html"])
    assert report.is_relative_to(installed.home)
    assert "</html>" in report.read_text(encoding="utf-8")
    assert not list(installed.folder.iterdir())
