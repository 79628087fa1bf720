"""What a server offers: the one question that is asked before a model has been named."""

from __future__ import annotations

import asyncio
from typing import Final

from interviewer.endpoints.endpoint import Endpoint

WITHIN_S: Final = 2.0
NO_CHAT: Final = ("embed", "whisper", "tts", "rerank", "transcribe")
"""Models whose names hold one of these do not chat."""


async def served_models(server: Endpoint, within_s: float = WITHIN_S) -> tuple[str, ...] | None:
    """The chat models a server offers, in its own order; None where none answers.

    Args:
        server: whom to ask; its model counts for nothing.
        within_s: the longest wait, all in all.
    """
    import openai

    from interviewer.endpoints.client import openai_client

    client = openai_client(server, within_s)
    try:
        async with asyncio.timeout(within_s):
            listed = await client.models.list()
    except (openai.OpenAIError, TimeoutError, ValueError):
        return None
    finally:
        await client.close()
    names = [str(model.id) for model in listed.data or ()]
    return tuple(n for n in names if not any(word in n.lower() for word in NO_CHAT))
