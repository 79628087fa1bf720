"""What starts quickly stays quick: no audio, model or language-model library is loaded for it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    *("sounddevice", "soundfile", "soxr", "pocketsphinx", "pyttsx3"),
    *("faster_whisper", "ctranslate2", "onnxruntime", "av", "huggingface_hub", "tokenizers"),
    *("langchain", "langchain_core", "langchain_openai", "langgraph", "openai", "numpy", "pint"),
}

COMMAND_LINE = """
import contextlib, io
sys.argv = ["interviewer", *{arguments!r}]
from interviewer.cli.app import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
"""
REPORT = """
import json
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded_by(code: str, folder: Path) -> set[str]:
    """Run code in a fresh interpreter and return the top-level modules it leaves loaded."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{REPORT}"],
        cwd=folder,
        env={**os.environ, "INTERVIEWER_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout))


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded = loaded_by("import interviewer", tmp_path)
    assert "interviewer" in loaded
    assert not loaded & (HEAVY | {"audio"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["start", "--help"],
        ["rehearse", "--help"],
        ["questions"],
        ["sessions"],
        ["config"],
    ],
    ids=" ".join,
)
def test_help_and_listings_load_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    loaded = loaded_by(COMMAND_LINE.format(arguments=arguments), tmp_path)
    assert "interviewer" in loaded
    assert not loaded & HEAVY


def test_the_probe_sees_a_heavy_library_when_there_is_one(tmp_path: Path) -> None:
    assert "numpy" in loaded_by("import audio.frames", tmp_path)


def test_audio_knows_nothing_of_interviews() -> None:
    for path in sorted((ROOT / "audio").rglob("*.py")):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name in _imported(node)
        }
        assert not any(name.split(".")[0] == "interviewer" for name in imported), path


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
