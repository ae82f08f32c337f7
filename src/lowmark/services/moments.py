"""Moments of an entity's clock, and of a machine's, in words."""

from datetime import UTC, datetime, timedelta
from typing import Final

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def moment(micro: int) -> str:
    """Write a moment that is counted in microseconds.

    >>> moment(1_767_225_600_000_001)
    '2026-01-01T00:00:00.000001+00:00'
    """
    return (BEGINNING + timedelta(microseconds=micro)).isoformat()
