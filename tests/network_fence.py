"""Runs the program where every connection is seen, and none but to this machine comes about.

An audit hook of the interpreter stands at the fence; nothing of the program is replaced.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HOOK = """
import ipaddress, os, sys

def _is_here(host):
    if not host or host in ("localhost", "ip6-localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

def _watch(event, details):
    if event == "socket.connect":
        host = details[1][0] if isinstance(details[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = details[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if not _is_here(host):
        with open(os.environ["FENCE_LOG"], "a") as log:
            log.write(f"{event} {host}\\n")
        raise ConnectionRefusedError(f"the fence keeps {host} out")

sys.addaudithook(_watch)
"""


@dataclass(frozen=True)
class Ran:
    """What a run came to.

    Attributes:
        attempts: connections and look-ups beyond this machine.
        everything: all that was printed and written.
    """

    code: int
    stdout: str
    stderr: str
    attempts: list[str]
    everything: bytes


def fenced(folder: Path, *command: str, **environment: str) -> Ran:
    """Run ``python`` with these arguments behind the fence, its home in ``folder``."""
    fence, home, log = folder / "fence", folder / "home", folder / "attempts"
    fence.mkdir(exist_ok=True)
    (fence / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OPENAI_", "OLLAMA_", "INTERVIEWER_"))
    }
    place = {"PYTHONPATH": str(fence), "FENCE_LOG": str(log), "INTERVIEWER_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, *command],
        env=kept | place | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    return Ran(
        done.returncode,
        done.stdout,
        done.stderr,
        log.read_text().splitlines() if log.exists() else [],
        (done.stdout + done.stderr).encode() + written,
    )


def interviewer(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the program behind the fence."""
    return fenced(folder, "-m", "interviewer", *arguments, **environment)
