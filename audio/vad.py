"""Voice activity: is somebody speaking in this frame?

The Silero v6 network that lies inside faster-whisper, run frame by frame with onnxruntime.
It takes the last 64 samples of the previous frame as context before the 512 new ones; without
them it raises no error and its scores are wrong (by up to 0.3 on single frames of clean speech).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from audio.errors import EngineError, ModelMissing
from audio.frames import FRAME_SAMPLES, Samples
from audio.resample import sane

if TYPE_CHECKING:
    import onnxruntime

CONTEXT_SAMPLES = 64
STATE_SHAPE = (1, 1, 128)
MODEL_FILE = "silero_vad_v6.onnx"

DC_SMOOTHING = 0.1
"""Weight of a new frame in the running mean that is taken off: settles in about 0.3 s."""


class VoiceActivity(Protocol):
    """Scores one frame after the other."""

    def probability(self, samples: Samples) -> float:
        """Return the probability (0-1) of voice in `(512,) float32`."""

    def reset(self) -> None:
        """Forget what was heard: the next frame does not follow the last one."""


class SileroVoiceActivity:
    """The Silero network with its state; one instance per stream."""

    def __init__(self) -> None:
        self._session = _load()
        self.reset()

    def reset(self) -> None:
        """Forget what was heard: the next frame does not follow the last one."""
        self._h = np.zeros(STATE_SHAPE, np.float32)
        self._c = np.zeros(STATE_SHAPE, np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, np.float32)
        self._offset = 0.0

    def probability(self, samples: Samples) -> float:
        """Return the probability (0-1) of voice in `(512,) float32`.

        Frames that are not sound (not finite) count as silence, and a state that
        has gone astray is dropped, so one bad block never deafens the stream.
        """
        if samples.shape != (FRAME_SAMPLES,):
            msg = f"voice activity takes frames of {FRAME_SAMPLES} samples, not {samples.shape}"
            raise EngineError(msg)
        clean = self._centred(sane(samples))
        padded = np.concatenate([self._context, clean])[np.newaxis]
        score, h, c = self._session.run(None, {"input": padded, "h": self._h, "c": self._c})
        probability = float(np.asarray(score).reshape(-1)[0])
        if not (np.isfinite(probability) and np.isfinite(h).all() and np.isfinite(c).all()):
            self.reset()
            return 0.0
        self._h, self._c, self._context = h, c, clean[-CONTEXT_SAMPLES:]
        return probability

    def _centred(self, samples: Samples) -> Samples:
        before = self._offset
        self._offset += DC_SMOOTHING * (float(samples.mean()) - before)
        ramp = np.linspace(before, self._offset, len(samples), dtype=np.float32)
        return samples - ramp


def _load() -> onnxruntime.InferenceSession:
    """Open the network with one thread.

    Raises:
        ModelMissing: faster-whisper is installed without its assets.
    """
    import onnxruntime
    from faster_whisper.utils import get_assets_path

    path = Path(get_assets_path()) / MODEL_FILE
    if not path.is_file():
        msg = f"the voice-activity model {path} is missing: reinstall faster-whisper"
        raise ModelMissing(msg)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )
