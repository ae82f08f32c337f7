"""Which event a move is, by the kinds of the places that it joins: a closed table, one source for frames and for one.

Before this: the places of a document. After this: `record` and `record_one`, then costing and the journal.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from lowmark.core.tables.locations import CONDITIONS, INTERNAL

COMES_WITH: Final = "release_over_cost"
"""What goods release whose cost, where they arrive, bears no more of what they carry."""

Direction = Literal["in", "out", "within", "between", "title"]

COMING_IN: Final[Mapping[str, str]] = MappingProxyType({
    "opening": "opening", "vendor": "receipt", "production": "production_receipt", "adjustment": "adjustment_in",
    "customer": "sales_return", "scrap": "scrap_return", "provisional": "provisional_receipt",
})  # fmt: skip
"""Where goods come from, and the event that it is."""

GOING_OUT: Final[Mapping[str, str]] = MappingProxyType({
    "customer": "sale", "scrap": "scrap", "production": "production_issue", "vendor": "vendor_return",
    "adjustment": "adjustment_out", "provisional": "provisional_settled",
})  # fmt: skip
"""Where goods go to, and the event that it is."""

RELEASES: Final[Mapping[str, str]] = MappingProxyType({
    "sale": "release_on_sale", "scrap": "use_on_scrap", "vendor_return": "use_on_vendor_return",
    "production_issue": "use_on_production_issue", "adjustment_out": "use_on_adjustment_out",
    "receipt_reversed": "use_on_receipt_reversed", "provisional_settled": "use_on_provisional_settled",
})  # fmt: skip
"""By which event an exit takes allowance along: a sale releases it to cost of sales, every other exit uses it where its
own cost was debited."""

RESTORES: Final[Mapping[str, str]] = MappingProxyType({
    "sales_return": "restore_release", "scrap_return": "restore_use",
    "receipt": "restore_use_on_vendor_return", "production_receipt": "restore_use_on_production_issue",
    "adjustment_in": "restore_use_on_adjustment_out",
})  # fmt: skip
"""By which event goods that come back bring allowance with them."""

RE_POOL: Final = "re_pool"
"""Goods of ours that come into another condition: an event of the subledger, which changes no account."""


def direction(*, from_kind: str, to_kind: str) -> tuple[Direction, str] | None:
    """Return which way the stock goes and the event that it is; none for a move that Lowmark cannot record.

    Domain: `within` changes neither cost nor condition; `between` takes goods into another condition, and with them
            their cost from one pool into another. `title` is no matter of places: see `owners`.

    >>> direction(from_kind="vendor", to_kind="stock")
    ('in', 'receipt')
    >>> direction(from_kind="stock", to_kind="in_transit")
    ('within', '')
    >>> direction(from_kind="stock", to_kind="quarantine")
    ('between', 're_pool')
    >>> direction(from_kind="vendor", to_kind="customer") is None
    True
    """
    inside_from, inside_to = from_kind in INTERNAL, to_kind in INTERNAL
    if inside_from and inside_to:
        return ("within", "") if CONDITIONS[from_kind] == CONDITIONS[to_kind] else ("between", RE_POOL)
    if inside_to and from_kind in COMING_IN:
        return "in", COMING_IN[from_kind]
    if inside_from and to_kind in GOING_OUT:
        return "out", GOING_OUT[to_kind]
    return None


def allowance_event(event: str) -> str:
    """Return the event by which what a move does to goods takes allowance or brings it back; empty where neither.

    A sale releases it, every other exit uses it; what comes back brings back what its issue had taken.

    >>> allowance_event("sale"), allowance_event("sales_return"), allowance_event("opening"), allowance_event("re_pool")
    ('release_on_sale', 'restore_release', '', '')
    """
    return RELEASES.get(event, RESTORES.get(event, ""))
