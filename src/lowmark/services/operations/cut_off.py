"""Cut-off: at a date, the goods that are here and not ours, those that are ours and not here, and those not yet received."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

WHAT = ("here_not_ours", "ours_not_here", "issued_not_received")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, as known when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("at the end of this day", example="2026-10-31")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item (lot) in one place, of one owner."""

    what: str = said("here and not ours; ours and not here; or issued before it was received", choices=WHAT)
    item: str = said("item code")
    lot: str = said("lot code; empty where the item is not tracked")
    location: str = said("where the goods are; where they were issued, if not received yet")
    kind: str = said("kind of the place")
    owner: str = said("whose they are; empty for ours")
    quantity_micro: int = said("how much, in millionths of the base unit")
    value_minor: int = said("what it cost; nothing for goods of others; what was assumed, if not received yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Every such quantity, and what ours among them cost."""

    entity: str = said("entity code")
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    away_minor: int = said("cost of goods that are ours and not here")
    provisional_minor: int = said("what was assumed of goods issued before they were received, and not settled")
    lines: tuple[Line, ...] = said("the quantities")


OPERATION = Operation(
    name="cut-off",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.cut_off:cut_off",
    policy=Policy(roles=("warehouse", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
