"""The set-up script, against a Python that writes down what it is asked to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the script needs bash")

#: Makes an environment that is a copy of itself; notes what pip is asked for, and answers with
#: the text in the file `answer`, as a failure, if there is one. All else real Python does.
PYTHON = """\
#!/bin/sh
case "$*" in
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
"--version") cat version ;;
*"-m pip"*)
    echo "$*" >>installed
    if [ -f answer ]; then cat answer; exit 1; fi
    sleep 0.1 ;;
*) exec {real} "$@" ;;
esac
"""
TOO_OLD = """\
#!/bin/sh
[ "$1" = --version ] && echo "Python 3.9.2" && exit 0
exit 1
"""


@dataclass(frozen=True)
class Checkout:
    """A folder with the script, the locks and the Python above."""

    folder: Path
    python: Path

    def begin(self, goal: str = "run", **env: str) -> subprocess.Popen[str]:
        settings = {"SYSTEM": "no", "PYTHON": str(self.python), **env}
        return subprocess.Popen(
            [str(self.folder / "tools" / "setup"), goal],
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, goal: str = "run", **env: str) -> tuple[int, str]:
        """Return its exit status and what it said."""
        process = self.begin(goal, **env)
        stdout, stderr = process.communicate(timeout=60)
        assert stdout == ""
        return process.returncode, stderr

    @property
    def installed(self) -> list[str]:
        """What pip was asked for, oldest first."""
        path = self.folder / "installed"
        return path.read_text().splitlines() if path.exists() else []

    def pip_answers(self, text: str) -> None:
        (self.folder / "answer").write_text(text)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "check out"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup", folder / "tools" / "setup")
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (folder / name).write_text("first\n")
    (folder / "version").write_text("Python 3.11.2\n")
    python = tmp_path / "python"
    python.write_text(PYTHON.format(real=sys.executable))
    python.chmod(0o755)
    return Checkout(folder, python)


def test_only_what_is_locked_is_installed_and_then_the_project(checkout: Checkout) -> None:
    status, said = checkout.run()
    assert status == 0, said
    first, second = checkout.installed
    assert first.endswith("--require-hashes -r requirements.lock")
    assert second.endswith("--no-deps --no-build-isolation --editable .")


def test_the_second_call_does_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.run()
    assert checkout.run() == (0, "")
    assert len(checkout.installed) == 2


def test_the_tests_need_more_and_nothing_is_installed_twice(checkout: Checkout) -> None:
    checkout.run("test")
    assert [line.split()[-1] for line in checkout.installed] == ["requirements-dev.lock", "."]
    assert checkout.run("run") == (0, "")
    assert checkout.run("check") == (0, "")


@pytest.mark.parametrize(
    ("changed", "redone"),
    [
        ("requirements.lock", ["requirements.lock"]),
        ("pyproject.toml", ["."]),
        ("version", ["requirements.lock", "."]),
    ],
)
def test_what_has_changed_is_done_again(
    checkout: Checkout, changed: str, redone: list[str]
) -> None:
    checkout.run()
    (checkout.folder / changed).write_text("second\n")
    assert checkout.run()[0] == 0
    assert [line.split()[-1] for line in checkout.installed[2:]] == redone


def test_a_checkout_that_was_moved_gets_a_new_environment(
    checkout: Checkout, tmp_path: Path
) -> None:
    checkout.run()
    moved = Checkout(checkout.folder.rename(tmp_path / "moved"), checkout.python)
    status, said = moved.run()
    assert (status, "Python environment: .venv" in said) == (0, True)
    assert len(moved.installed) == 4


def test_two_at_once_do_it_once(checkout: Checkout) -> None:
    both = [checkout.begin(), checkout.begin()]
    said = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len(checkout.installed) == 2


@pytest.mark.parametrize(
    ("answer", "cure"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("Temporary failure in name resolution", "connect this machine to the internet"),
        ("SSL: CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "mirror"),
        ("[Errno 13] Permission denied: '/x'", "chown"),
        ("something nobody thought of", ".venv/setup.log"),
    ],
)
def test_a_failure_is_one_line_with_its_cure(checkout: Checkout, answer: str, cure: str) -> None:
    checkout.pip_answers(answer)
    status, said = checkout.run()
    assert status == 2
    assert cure in said.splitlines()[-1]
    assert not [line for line in said.splitlines() if not line.startswith("setup: ")]


def test_after_a_failure_it_goes_on_where_it_was(checkout: Checkout) -> None:
    checkout.pip_answers("Network is unreachable")
    checkout.run()
    (checkout.folder / "answer").unlink()
    status, said = checkout.run()
    assert (status, "Python environment" in said) == (0, False)


def test_a_python_that_is_too_old_is_refused(checkout: Checkout, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text(TOO_OLD)
    old.chmod(0o755)
    assert checkout.run(PYTHON=str(old)) == (
        2,
        f"setup: PYTHON={old} is not Python 3.11 or later\n",
    )


def test_an_unknown_goal_is_refused(checkout: Checkout) -> None:
    assert checkout.run("everything") == (
        2,
        "setup: unknown goal 'everything': use run, test or check\n",
    )
