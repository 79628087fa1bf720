"""A real Whisper model that knows a few sentences and no others, for the test suite only."""

from pathlib import Path

MODEL_DIR = Path(__file__).parent / "model"
"""What ``faster_whisper.WhisperModel(str(MODEL_DIR), compute_type="int8")`` loads."""

SENTENCES = tuple((Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines())
"""Everything the model can recognise, one sentence or several of them in a row."""
