"""Show what the stock cost: layers and value at a date, as known at a moment; or what one move cost, layer by layer."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from lowmark.services.operation import Operation, Policy, said

PER_PAGE: Final = 200
"""Items of one page: enough to scroll through, few enough to lay out at once."""

ORDERS: Final = ("item", "lots", "layers", "set_apart", "oldest_on", "quantity_micro", "value_minor", "allowance_minor",
                 "net_minor")  # fmt: skip
"""By what items are put in order; `net_minor` is what is carried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when, as known when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date | None = said("the date; empty for the last day of its periods", example="2026-10-31", default=None)
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    item: str = said("only this item", default="")
    explain: str = said("the move whose cost to explain, as DOCUMENT/LINE; the layers are then those that it touched",
                        default="")  # fmt: skip
    by: str = said("what to list: each layer, what each item has of them, or nothing but the sums",
                   choices=("layer", "item", "sum"), default="layer")  # fmt: skip
    words: str = said("by item: only items whose code, condition or oldest day has these words", default="")
    order: str = said("by item: the figure to order by, - before it for the largest first; empty for the code", default="",
                      example="-value_minor")  # fmt: skip
    page: int = said(f"by item: the page, of {PER_PAGE} items; 0 for all of them", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfItem:
    """What there is of one item, in whatever lots, conditions and layers."""

    item: str = said("item code")
    lots: int = said("how many lots it lies in")
    layers: int = said("in how many layers")
    set_apart: str = said("the conditions of goods that are set apart; empty where all are sound")
    oldest_on: date = said("when the oldest of it was first received")
    quantity_micro: int = said("quantity left, in millionths")
    value_minor: int = said("cost left")
    allowance_minor: int = said("written down and not yet released")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How much of what there is by item has the words that were asked for, on whatever page."""

    items: int = said("how many items")
    whole: int = said("of how many")
    layers: int = said("in how many layers")
    quantity_micro: int = said("their quantity, in millionths")
    value_minor: int = said("their cost")
    allowance_minor: int = said("their allowance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer still open at the date."""

    item: str = said("item code")
    lot: str = said("lot code")
    condition: str = said("condition of goods that are set apart; empty for sound ones")
    document: str = said("receipt that brought it; the first, where costs are averaged")
    received_on: date = said("when the goods were first received")
    quantity_micro: int = said("quantity left, in millionths")
    value_minor: int = said("cost left")
    allowance_minor: int = said("written down and not yet released")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one move took from one layer, or brought into it."""

    item: str = said("item code")
    lot: str = said("lot code")
    condition: str = said("condition of goods that are set apart; empty for sound ones")
    kind: str = said("what it is", choices=("receipt", "issue", "re_pool", "adjust", "revalue"))
    document: str = said("receipt that brought the layer; the first, where costs are averaged", example="PO-1207/1")
    received_on: date = said("when the goods were first received")
    brought_micro: int = said("quantity that receipt brought, in millionths")
    brought_minor: int = said("cost that it brought, with what came to be known since")
    moved_micro: int = said("quantity that the move took or brought; negative when it left")
    posted_minor: int = said("cost as it was first posted; negative when it left")
    adjusted_minor: int = said("what came to be posted besides, for what came to be known since")
    cost_minor: int = said("cost now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The layers and their sum."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    quantity_micro: int = said("total quantity")
    value_minor: int = said("total cost")
    allowance_minor: int = said("total allowance")
    layers_open: int = said("how many layers are open")
    positions: int = said("how many positions they are of: items, lots and conditions")
    layers: tuple[Layer, ...] = said("the layers, oldest first within an item; none where something else is listed")
    parts: tuple[Part, ...] = said("what the move that is explained did, layer by layer", default=())
    items: tuple[OfItem, ...] = said("what there is by item, where that is asked for", default=())
    found: Found | None = said(
        "what of it has the words that were asked for; empty where it is not listed by item", default=None
    )


OPERATION = Operation(
    name="cost",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.cost:cost",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("stock",),
)
