"""The report as JSON: the assessment as the contract says, and the turns its evidence points to."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from interviewer.assessment.result import Assessment, to_json
from interviewer.conversation import Conversation, Turn

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""What a terminal or an editor would act on, and what UTF-8 cannot hold."""


def report_data(conversation: Conversation, assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain values, followed by ``turns``; no number is infinite or NaN."""
    turns = [_turn(turn) for turn in conversation.turns]
    plain = _finite(to_json(assessment) | {"turns": turns})
    assert isinstance(plain, dict)
    return plain


def write_json(data: dict[str, Any]) -> str:
    """One document, readable, the same bytes for the same data."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "speaker": turn.speaker,
        "text": turn.text,
        "start_s": turn.start_s,
        "end_s": turn.end_s,
        "phase": turn.phase.value if turn.phase else None,
        "move": turn.move.value if turn.move else None,
    }


def _finite(value: object) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return value
