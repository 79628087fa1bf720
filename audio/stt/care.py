"""Asking an engine so that no fault of its own can hurt: retries, a time limit, tidy text."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from audio.clock import Clock, SystemClock
from audio.errors import EngineBusy, EngineError, EngineTimeout, EngineUnavailable
from audio.frames import Samples
from audio.stt.base import SpeechToText, Transcription, time_allowed_s
from audio.stt.cleaning import tidy

ATTEMPTS = 3
"""The first try and at most two more."""

LONGEST_WAIT_S = 3.0
"""An engine that wants to be left alone for longer is not asked again for this piece of speech."""

GRACE = 1.5
"""An engine that keeps time itself is given the chance to say so first."""


async def transcribe_carefully(
    stt: SpeechToText,
    samples: Samples,
    *,
    limit_s: float | None = None,
    clock: Clock | None = None,
) -> Transcription:
    """Transcribe with retries; the text comes back tidied.

    Args:
        stt: Any engine.
        samples: `(n,) float32` mono at 16 kHz.
        limit_s: Time for one attempt; by default what the duration allows.
        clock: Time to wait on where an engine is busy; the machine's by default.

    Raises:
        EngineError: Every attempt failed, or asking again cannot help; the message is that of the
            last attempt.
    """
    limit_s = GRACE * time_allowed_s(samples) if limit_s is None else limit_s
    failure = EngineError(f"{stt.name} failed")
    for left in reversed(range(ATTEMPTS)):
        try:
            async with asyncio.timeout(limit_s):
                heard = await stt.transcribe(samples)
            return replace(heard, text=tidy(heard.text))
        except TimeoutError:
            failure = EngineTimeout(f"{stt.name} did not answer within {limit_s:.0f} s")
        except EngineUnavailable:
            raise
        except EngineBusy as error:
            failure = error
            if left == 0 or error.retry_after_s > LONGEST_WAIT_S:
                break
            await (clock or SystemClock()).sleep(error.retry_after_s)
        except EngineError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - an engine may raise anything; it ends here
            reason = " ".join(str(error).split()) or type(error).__name__
            failure = EngineError(f"{stt.name} failed: {reason}")
    raise failure
