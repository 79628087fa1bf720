"""The scripted mind: an offline interviewer, deterministic for a seed.

It takes the director's most fitting move and words it with the interviewer's phrasebook and the
words of the card, never the same line twice while there is another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from interviewer.director import Guidance, Option, Situation
from interviewer.director.requests import spoken_minutes
from interviewer.events import Event
from interviewer.minds.base import Reply, as_sentences, split_sentences
from interviewer.vocabulary import Move, Phase

SILENT_TURNS = frozenset({"take_your_time"})
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SPOKEN_PHASE = {
    Phase.PROBLEM: "the problem",
    Phase.CLARIFICATION: "scoping",
    Phase.SOLUTION_DESIGN: "the design",
    Phase.DEEP_DIVE: "the deep dive",
    Phase.CANDIDATE_QUESTIONS: "your questions",
}
LEADS = frozenset({"acknowledge", "good_answer", "answer_lead", "hint_lead"})
"""Phrase lists that only lead into something; now and then they are left out, as people do."""

KINDRED = ("probe_tradeoff", "probe_reason", "probe_failure", "probe_numbers", "follow_up")
"""Phrase lists that may stand in for one another when all lines of one were spoken."""

LEAD_SHARE = 0.6


class ScriptedMind:
    """Words moves from data.

    Args:
        seed: the same seed and the same answers give the same interview.
    """

    name = "scripted"

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._used: dict[str, list[str]] = {}

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        """Take the best move and word it."""
        option, text = self.choose(situation, guidance.allowed)
        return Reply(option, as_sentences(text), self.name)

    def choose(self, situation: Situation, options: Sequence[Option]) -> tuple[Option, str]:
        """The first move that there are fresh words for, with them; else the first move."""
        for option in options:
            text = self._unsaid(situation, option)
            if text or option.move is Move.LISTEN:
                return option, text
        return options[0], self.fresh_words(situation, options[0])

    def fresh_words(self, situation: Situation, option: Option) -> str:
        """The words of a move; where all of its lines were spoken, those of a kindred list."""
        kindred = KINDRED if option.phrases in KINDRED else ()
        for name in (option.phrases, *kindred):
            text = self._unsaid(situation, replace(option, phrases=name))
            if text:
                return text
        return self.word(situation, option)

    def _unsaid(self, situation: Situation, option: Option) -> str:
        """The words of a move, unless they would be a line that was spoken before."""
        text = self.word(situation, option)
        asked = {one for one in split_sentences(text) if one.endswith("?")} or {text}
        said = any(one in spoken for one in asked for spoken in situation.said)
        return text if option.repeatable or not said else ""

    async def prepare(self, situation: Situation, guidance: Guidance) -> None:
        """It needs no time."""

    async def study(self, situation: Situation, saying: str) -> None:
        """It knows nothing better to do."""

    def news(self, now_s: float) -> list[Event]:  # noqa: ARG002  (as the Protocol has it)
        """There is none."""
        return []

    async def settle(self, now_s: float) -> list[Event]:  # noqa: ARG002  (as the Protocol has it)
        """It costs nothing."""
        return []

    async def close(self) -> None:
        """Nothing is open."""

    def word(self, situation: Situation, option: Option) -> str:
        """The words of a move; empty for silence."""
        if option.move is Move.LISTEN and option.phrases not in SILENT_TURNS:
            return ""
        if option.move is Move.REPEAT and option.say:
            return f"Sure. {option.say}"
        lead = self._lead(situation, option)
        return " ".join(part for part in (lead, option.say) if part)

    def _lead(self, situation: Situation, option: Option) -> str:
        if option.phrases is None:
            return self._acknowledgement(situation, option)
        skippable = option.phrases in LEADS and option.say
        if skippable and self._random.random() > LEAD_SHARE:
            return ""
        return self._draw(situation, option, option.phrases)

    def _acknowledgement(self, situation: Situation, option: Option) -> str:
        """A short word before a question of the card, so that it does not fall from the sky."""
        asks = option.move in (Move.PROBE, Move.CURVEBALL)
        answer = situation.answer
        earned = answer is not None and bool(answer.new_points) and situation.listened == 0
        if asks and earned and self._random.random() < LEAD_SHARE:
            return self._draw(situation, option, "acknowledge")
        return ""

    def _draw(self, situation: Situation, option: Option, name: str) -> str:
        """Draw a line that fits and was not used yet; all but the last return when all were."""
        values = _values(situation, option)
        lines = [
            line
            for line in getattr(situation.setting.interviewer.phrases, name)
            if all(values.get(hole) for hole in PLACEHOLDER.findall(line))
            and not ("?" in option.say and "?" in line)
        ]
        wanted = (
            "{minutes}" if option.move is Move.TIME_CHECK else "{words}" if option.words else ""
        )
        fitting = [line for line in lines if wanted in line]
        used = self._used.setdefault(name, [])
        fresh = [line for line in fitting if line not in used]
        fresh = fresh or [line for line in lines if line not in used]
        if not fresh:
            del used[:-1]
            fresh = [line for line in fitting or lines if line not in used] or lines
        if not fresh:
            return ""
        line: str = self._random.choice(fresh)
        used.append(line)
        return PLACEHOLDER.sub(lambda hole: values[hole[1]] or "", line)


def _values(situation: Situation, option: Option) -> dict[str, str | None]:
    setting = situation.setting
    minutes = option.topic if option.move is Move.TIME_CHECK else None
    return {
        "words": option.words,
        "topic": option.topic or None,
        "minutes": minutes or spoken_minutes(setting.plan.total_s),
        "company": setting.company.name if setting.company.id != "generic" else None,
        "phase": SPOKEN_PHASE[option.enters or situation.phase],
    }
