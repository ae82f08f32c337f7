"""Orders: by item, what is on hand, reserved, on order and committed, and what may be promised."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, and of what."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("orders as they stand on this day", example="2026-10-31")
    item: str = said("only this item", default="", example="TENT-2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item."""

    item: str = said("item code")
    name: str = said("its name")
    on_hand_micro: int = said("sound goods of ours that are here")
    on_order_micro: int = said("bought and not yet received")
    committed_micro: int = said("sold and not yet delivered")
    in_kits_micro: int = said("sold in kits and not yet delivered, by what the kits are of when they are due")
    reserved_micro: int = said("kept for orders at their places")
    to_promise_micro: int = said(
        "on hand and on order, less what is committed by itself and in kits; of a kit: how many can be made of that"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The items that there are, or are orders for."""

    entity: str = said("entity code")
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("a line per item")


OPERATION = Operation(
    name="orders",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.orders:orders",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
