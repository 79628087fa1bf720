"""The repository's own housekeeping: locks, sizes, what must be executable."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIMIT_BYTES = 5_000_000
LOCKS = ("requirements.lock", "requirements-dev.lock")
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def tracked_files() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def locked(name: str) -> set[tuple[str, str]]:
    return set(REQUIREMENT.findall((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(blocks) == len(REQUIREMENT.findall(text))
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_for_the_tests_holds_everything_in_the_other() -> None:
    assert locked("requirements.lock") <= locked("requirements-dev.lock")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {name.lower().replace("_", "-") for name, _ in locked("requirements.lock")}
    wanted = {re.split(r"[<>=!~;\[ ]", line)[0].lower() for line in project["dependencies"]}
    assert wanted <= names


def test_no_file_is_large() -> None:
    large = [path.name for path in tracked_files() if path.stat().st_size > LIMIT_BYTES]
    assert not large


def test_no_generated_file_is_kept() -> None:
    unwanted = (".pyc", ".db", ".flac", ".whl", ".log", ".stamp")
    assert not [path for path in tracked_files() if path.suffix in unwanted]


@pytest.mark.parametrize("name", ["tools/setup", ".ci/run"])
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    assert (ROOT / name).read_text(encoding="utf-8").startswith("#!/usr/bin/env ")
