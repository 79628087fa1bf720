"""``key``: into the system's keyring and out again, with the real library and a safe of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KEY = "sk-SENTINEL-51"
BACKEND = """
import json, os, pathlib
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

class Safe(KeyringBackend):
    priority = 1
    path = pathlib.Path(os.environ["SAFE"])
    def kept(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}
    def get_password(self, service, username):
        return self.kept().get(service + "/" + username)
    def set_password(self, service, username, password):
        self.path.write_text(json.dumps(self.kept() | {service + "/" + username: password}))
    def delete_password(self, service, username):
        kept = self.kept()
        if kept.pop(service + "/" + username, None) is None:
            raise PasswordDeleteError("not found")
        self.path.write_text(json.dumps(kept))
"""


def key(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "safe_backend.py").write_text(BACKEND, encoding="utf-8")
    place = {
        "PYTHONPATH": str(folder), "PYTHON_KEYRING_BACKEND": "safe_backend.Safe",
        "SAFE": str(folder / "safe.json"), "INTERVIEWER_HOME": str(folder / "home"),
    }  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")}
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        env=kept | place, input=stdin, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_key_goes_in_and_is_used_and_goes_out(tmp_path: Path) -> None:
    wanted = ("privacy", "--stt", "openai", "--mode", "voice", "--json")
    assert "api.openai.com" not in key(tmp_path, *wanted).stdout
    put = key(tmp_path, "key", "set", "openai", stdin=f"{KEY}\n")
    assert put.returncode == 0, put.stderr
    assert KEY in (tmp_path / "safe.json").read_text()
    there = key(tmp_path, *wanted)
    assert "api.openai.com" in there.stdout
    dropped = key(tmp_path, "key", "delete", "openai")
    assert dropped.returncode == 0
    assert "api.openai.com" not in key(tmp_path, *wanted).stdout
    again = key(tmp_path, "key", "delete", "openai")
    assert again.returncode == 2
    assert KEY not in "".join(r.stdout + r.stderr for r in (put, there, dropped, again))
    assert not any(KEY in p.read_text() for p in (tmp_path / "home").rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [(("set", KEY), ""), (("set", "ollama"), KEY), (("set", "openai"), "\n"),
     (("set", "openai"), ""), (("set", "openai"), f"{KEY} {KEY}\n"), (("delete", KEY), "")],
)  # fmt: skip
def test_what_is_no_service_or_no_key_is_refused_and_not_quoted(
    arguments: tuple[str, ...], stdin: str, tmp_path: Path
) -> None:
    done = key(tmp_path, "key", *arguments, stdin=stdin)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "SENTINEL" not in done.stdout + done.stderr
    assert not (tmp_path / "safe.json").exists()
