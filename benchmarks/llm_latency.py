"""How soon a language model's first sentence is spoken; what thinking ahead gains and wastes.

    python -m benchmarks.llm_latency [--turns 40]

A model server on loopback answers at a fixed pace, quick or slow: the first token after 200 or
800 ms, then fifty a second. In the same run, on the same request, are timed: the bare stream of the
client library (the floor), the mind as the interview uses it, the mind when it could think ahead
from half of the candidate's patience on, and a straightforward LangChain loop that awaits the whole
answer before anything is spoken. Speech synthesis is left out everywhere.

What thinking ahead wastes is counted on the made-up answers of the endpointing benchmark, with
their pauses, by the policy that decides on turn ends.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from audio.endpointing import EndTurn, Silence, decide, probably_over_s
from benchmarks.endpointing import ANSWERS, PAUSES_S
from benchmarks.figures import Figure, milliseconds
from interviewer.director import Guidance, Situation
from interviewer.library.prompts import interviewer_prompt
from interviewer.minds.llm.answering import Bounds
from interviewer.minds.llm.client import LangChainWire, Message
from interviewer.minds.llm.endpoint import choose_endpoint
from interviewer.minds.llm.mind import LlmMind
from interviewer.minds.llm.prompting import messages, offered
from tests.llm_server import Answer, LlmServer
from tests.minds.table import PROBE, allowed, seated, situation

ANSWER = (
    "1\nBoosted trees on trip summaries are a fair place to start with this one. Before we go on, "
    "I want to hear about the data behind them. So where would your labels come from, and when?"
)
FIRST_TOKEN_S = {"quick": 0.2, "slow": 0.8}
TOKEN_S = 0.02
CHARACTERS_TO_FIRST = ANSWER.index(". ") + 2
TURNS = 20
WORDS_PER_S = 2.5

Once = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the turn policy lets a mind send ahead on a set of answers.

    Attributes:
        turns: answers.
        sent: requests sent ahead.
        in_vain: of these, the ones after which the candidate went on.
        head_starts_s: how long before the turn's end the others were sent.
    """

    turns: int
    sent: int
    in_vain: int
    head_starts_s: tuple[float, ...]


def count_ahead(rounds: int = 50, seed: int = 1) -> Ahead:
    """Let the policy listen to the made-up answers, with pauses drawn anew each round."""
    chance, most = random.Random(seed), Bounds().ahead
    sent = in_vain = 0
    head_starts_s = []
    for answer in ANSWERS * rounds:
        text, in_turn = "", 0
        for words, kind in answer:
            text = f"{text} {words}".strip()
            pause_s = chance.uniform(*PAUSES_S[kind])
            probable_s, wait_s = patience_s(text)
            if probable_s is None or pause_s <= probable_s or in_turn == most:
                continue
            in_turn += 1
            sent += 1
            if pause_s < wait_s:
                in_vain += 1
            else:
                head_starts_s.append(wait_s - probable_s)
                text, in_turn = "", 0
    return Ahead(len(ANSWERS) * rounds, sent, in_vain, tuple(head_starts_s))


def patience_s(text: str) -> tuple[float | None, float]:
    """After how much silence a turn with these words is probably over, if at all, and over."""
    silence_s, probable_s = 0.0, None
    speech_s = len(text.split()) / WORDS_PER_S
    while not isinstance(decision := decide(Silence(silence_s, text, speech_s)), EndTurn):
        probable_s = probable_s or probably_over_s(decision)
        silence_s = max(decision.until_silence_s, silence_s + 0.01)
    return probable_s, silence_s


@asynccontextmanager
async def ways(first_token_s: float, head_start_s: float) -> AsyncIterator[dict[str, Once]]:
    """The ways to the first sentence, each to be timed once at a call."""
    now, guidance = situation(), allowed(PROBE)
    script = [Answer(ANSWER, first_s=first_token_s, token_s=TOKEN_S)]
    async with seated(script, bounds=Bounds()) as (mind, server):
        wire = LangChainWire(choose_endpoint("m", {"OPENAI_BASE_URL": server.base_url}))
        request = messages(
            interviewer_prompt(), now, offered(now, guidance), mark="none", fence="fence"
        )
        loop = langchain_loop(server, request)
        yield {
            "bare stream": lambda: _bare(wire, request),
            "the mind": lambda: _minded(mind, now, guidance),
            "the mind, thinking ahead": lambda: _ahead(mind, now, guidance, head_start_s),
            "a LangChain loop": loop,
        }
        await wire.close()


def langchain_loop(server: LlmServer, request: list[Message]) -> Once:
    """What one would write first: ask, await the whole answer, speak."""
    from langchain.chat_models import init_chat_model

    model = init_chat_model(
        "m", model_provider="openai", base_url=server.base_url, api_key="none", streaming=True
    )
    pairs = [(message.role, message.text) for message in request]

    async def once() -> float:
        began = time.perf_counter()
        answer = await model.ainvoke(pairs)
        assert answer.text
        return time.perf_counter() - began

    return once


async def _bare(wire: LangChainWire, request: list[Message]) -> float:
    began, read = time.perf_counter(), 0
    async for piece in wire.stream(request, first_s=5.0, stall_s=5.0):
        read += len(piece)
        if read >= CHARACTERS_TO_FIRST:
            break
    return time.perf_counter() - began


async def _minded(mind: LlmMind, now: Situation, guidance: Guidance) -> float:
    began = time.perf_counter()
    reply = await mind.reply(now, guidance)
    await anext(reply.sentences)
    taken = time.perf_counter() - began
    await reply.sentences.aclose()
    return taken


async def _ahead(mind: LlmMind, now: Situation, guidance: Guidance, head_start_s: float) -> float:
    again = now.supposing()
    again.answers = [*now.answers, *now.answers]  # another turn, so that its bound is anew
    now.answers = again.answers
    await mind.prepare(again, guidance)
    await asyncio.sleep(head_start_s)
    return await _minded(mind, again, guidance)


async def measure(pace: str, turns: int, head_start_s: float) -> dict[str, list[float]]:
    """Seconds to the first sentence, by way of getting there; the first turn is dropped."""
    async with ways(FIRST_TOKEN_S[pace], head_start_s) as by_name:
        found: dict[str, list[float]] = {name: [] for name in by_name}
        for _ in range(turns + 1):
            for name, once in by_name.items():
                found[name].append(await once())
    return {name: times[1:] for name, times in found.items()}


def figures(turns: int = TURNS) -> Iterator[Figure]:
    """What was measured, for the table of all benchmarks."""
    ahead = count_ahead()
    head_start_s = statistics.median(ahead.head_starts_s)
    for pace in FIRST_TOKEN_S:
        found = asyncio.run(measure(pace, turns, head_start_s))
        middle = {name: statistics.median(times) for name, times in found.items()}
        loop_s, bare_s = middle["a LangChain loop"], middle["bare stream"]
        for name, median_s in middle.items():
            beside = f"a LangChain loop: {milliseconds(loop_s)}"
            yield Figure(
                f"to the first sentence, {pace} server, {name}",
                f"{milliseconds(median_s)} (p95 {milliseconds(_p95(found[name]))})",
                "" if name == "a LangChain loop" else beside,
                median_s / loop_s,
            )
        ours_s = middle["the mind"] - bare_s
        yield Figure(f"our own code, {pace} server", f"{ours_s * 1e3:.1f} ms over the bare stream")
    yield Figure("requests thought ahead, a turn", f"{ahead.sent / ahead.turns:.2f}")
    yield Figure("of these in vain", f"{ahead.in_vain / ahead.sent:.0%}")
    yield Figure("their head start, median", milliseconds(head_start_s))


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=TURNS)
    for one in figures(parser.parse_args().turns):
        print(f"{one.what:58}{one.value}")


if __name__ == "__main__":
    main()
