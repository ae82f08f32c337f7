"""Which event a move is, by the kinds of the places that it joins: a closed table, one source for frames and for one.

Before this: the places of a document. After this: `record` and `record_one`, then costing and the journal.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from lowmark.core.tables.locations import INTERNAL

Direction = Literal["in", "out", "within"]

COMING_IN: Final[Mapping[str, str]] = MappingProxyType({
    "opening": "opening", "vendor": "receipt", "production": "production_receipt", "adjustment": "adjustment_in",
})  # fmt: skip
"""Where goods come from, and the event that it is."""

GOING_OUT: Final[Mapping[str, str]] = MappingProxyType({
    "customer": "sale", "scrap": "scrap", "production": "production_issue", "vendor": "vendor_return",
    "adjustment": "adjustment_out",
})  # fmt: skip
"""Where goods go to, and the event that it is."""

RELEASES: Final[Mapping[str, str]] = MappingProxyType({"sale": "release_on_sale"})
"""Exits that release allowance to cost of sales; every other exit uses it."""

USE: Final = "use_on_scrap"


def direction(*, from_kind: str, to_kind: str) -> tuple[Direction, str] | None:
    """Return which way the stock goes and the event that it is; none for a move that Lowmark cannot record.

    >>> direction(from_kind="vendor", to_kind="stock")
    ('in', 'receipt')
    >>> direction(from_kind="stock", to_kind="quarantine")
    ('within', '')
    >>> direction(from_kind="vendor", to_kind="customer") is None
    True
    """
    inside_from, inside_to = from_kind in INTERNAL, to_kind in INTERNAL
    if inside_from and inside_to:
        return "within", ""
    if inside_to and from_kind in COMING_IN:
        return "in", COMING_IN[from_kind]
    if inside_from and to_kind in GOING_OUT:
        return "out", GOING_OUT[to_kind]
    return None


def release_event(event: str) -> str:
    """Return the event by which an exit takes its allowance along: released on a sale, used by everything else.

    >>> release_event("sale"), release_event("scrap")
    ('release_on_sale', 'use_on_scrap')
    """
    return RELEASES.get(event, USE)
