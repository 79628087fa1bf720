"""Progress as one JSON document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from interviewer.progress.row import SessionRow
from interviewer.progress.shelf import Skipped
from interviewer.progress.trends import Progress

SCHEMA = 1
DECIMALS = 3


def document_of(progress: Progress, skipped: tuple[Skipped, ...]) -> dict[str, Any]:
    """Every session that was read, which of them count, and what they say together."""
    rows = sorted([*progress.rows, *progress.left_out], key=lambda row: row.session)
    counted = {row.session for row in progress.rows}
    plain = {
        "schema": SCHEMA,
        "only_rehearsed": progress.only_rehearsed,
        "sessions": [_row(row, counted=row.session in counted) for row in rows],
        "dimensions": [asdict(one) for one in progress.dimensions],
        "areas": [asdict(one) for one in progress.areas],
        "mistakes": [asdict(one) for one in progress.mistakes],
        "skipped": [asdict(one) for one in skipped],
    }
    rounded = _rounded(plain)
    assert isinstance(rounded, dict)
    return rounded


def _row(row: SessionRow, *, counted: bool) -> dict[str, Any]:
    return asdict(row) | {"counted": counted}


def _rounded(value: object) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {str(key): _rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    return value
