"""What our own code adds between a model's tokens and the first sentence, and what streaming gains.

    python -m benchmarks.llm_latency [--turns 40]

A model server on loopback answers at a fixed pace: the first token after 200 ms, then fifty a
second. Three ways to the first sentence are timed in the same run: the bare stream of the client
library (the floor), the mind as the interview uses it, and a plain loop that waits for the whole
answer. Speech synthesis is left out of all three.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

from interviewer.minds.llm.answering import Bounds
from interviewer.minds.llm.client import LangChainWire, Message
from interviewer.minds.llm.endpoint import choose_endpoint
from tests.llm_server import Answer, LlmServer
from tests.minds.table import PROBE, allowed, seated, situation

ANSWER = (
    "1\nBoosted trees on trip summaries are a fair place to start with this one. Before we go on, "
    "I want to hear about the data behind them. So where would your labels come from, and when?"
)
PACE = Answer(ANSWER, first_s=0.2, token_s=0.02)
WORDS_TO_FIRST = ANSWER.index(". ") + 2


async def bare(server: LlmServer, *, whole: bool) -> Callable[[], Awaitable[float]]:
    """Time to the first sentence, or to the whole answer, with the client library alone."""
    wire = LangChainWire(choose_endpoint("m", {"OPENAI_BASE_URL": server.base_url}))

    async def once() -> float:
        began, text = time.perf_counter(), ""
        async for piece in wire.stream([Message("user", "go")], first_s=5.0, stall_s=5.0):
            text += piece
            if not whole and len(text) >= WORDS_TO_FIRST:
                break
        return time.perf_counter() - began

    return once


async def measure(turns: int) -> dict[str, list[float]]:
    """Seconds to the first sentence, by way of getting there; the first turn is dropped."""
    found: dict[str, list[float]] = {"bare stream": [], "the mind": [], "whole answer": []}
    async with seated([PACE], bounds=Bounds()) as (mind, server):
        stream, loop = await bare(server, whole=False), await bare(server, whole=True)
        now, guidance = situation(), allowed(PROBE)
        for _ in range(turns + 1):
            found["bare stream"].append(await stream())
            began = time.perf_counter()
            reply = await mind.reply(now, guidance)
            await anext(reply.sentences)
            found["the mind"].append(time.perf_counter() - began)
            await reply.sentences.aclose()
            found["whole answer"].append(await loop())
    return {name: times[1:] for name, times in found.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=40)
    found = asyncio.run(measure(parser.parse_args().turns))
    print(f"{'to the first sentence':24}{'median':>10}{'p95':>10}")
    for name, times in found.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:24}{statistics.median(times) * 1e3:8.0f} ms{p95 * 1e3:7.0f} ms")
    medians = {name: statistics.median(times) for name, times in found.items()}
    print(f"our overhead: {(medians['the mind'] - medians['bare stream']) * 1e3:.1f} ms")
    print(f"gain over waiting: {(medians['whole answer'] - medians['the mind']) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
