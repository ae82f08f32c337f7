"""Hold an answer against what a case expects: figures within its tolerance, words and truths exactly.

The only module here that counts: adapters do not.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.cases.record import Figure


def differences(expected: Any, got: Any, tolerance: Figure, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where an answer differs: the path, what was expected, what there is."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for name in expected.keys() | got.keys():
            yield from differences(expected.get(name), got.get(name), tolerance, f"{path}.{name}" if path else name)
    elif isinstance(expected, list) and isinstance(got, list | tuple) and len(expected) == len(got):
        for place, (each, other) in enumerate(zip(expected, got, strict=True), start=1):
            yield from differences(each, other, tolerance, f"{path}.{place}")
    elif not _alike(expected, got, tolerance):
        yield path, expected, got


def _alike(expected: Any, got: Any, tolerance: Figure) -> bool:
    if isinstance(expected, Figure) and isinstance(got, Figure):
        return abs(Decimal(expected) - Decimal(got)) <= Decimal(tolerance)
    if isinstance(expected, Figure) or isinstance(got, Figure):
        return False
    if isinstance(expected, str) and isinstance(got, str):
        return expected.casefold() == got.casefold()
    return bool(expected == got) and type(expected) is type(got)
