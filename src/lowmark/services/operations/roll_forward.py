"""Roll the allowance forward: from what was held to what is held, by cause."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

BY = ("class", "item", "lot", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which time, and a row for each what."""

    entity: str = said("entity code", example="MAPLE")
    first_on: date = said("first day", example="2026-01-01")
    last_on: date = said("last day", example="2026-10-31")
    by: str = said("a row for each", default="class", choices=BY)
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row; what takes allowance away is negative."""

    name: str = said("class, item, lot or reason; of an overlay its class or reason")
    is_overlay: bool = said("whether it is of overlays, which have no lots")
    opening_minor: int = said("held before, or taken over")
    charged_minor: int = said("charged")
    reversed_minor: int = said("reversed")
    released_on_sale_minor: int = said("released on sale, less what returns restored")
    used_on_scrap_minor: int = said("used on scrap")
    used_otherwise_minor: int = said("used otherwise")
    transferred_minor: int = said("transferred")
    fx_minor: int = said("translated at another rate")
    acquired_minor: int = said("acquired with a business")
    disposed_minor: int = said("disposed of with a business")
    held_for_sale_minor: int = said("put among assets held for sale, or taken back from there")
    restated_minor: int = said("restated")
    other_minor: int = said("anything else")
    closing_minor: int = said("held at the end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """An overlay that was posted, with what it rests on."""

    run: str = said("the run that proposed it")
    item_class: str = said("class of goods")
    accounting_on: date = said("the day in which it counts")
    kind: str = said("column of the roll-forward")
    reason: str = said("reason code")
    amount_minor: int = said("change of allowance")
    author: str = said("who prepared it")
    because: str = said("why, in the author's words")
    evidence: str = said("the document that it rests on")
    expires_on: date | None = said("the day by which it is decided again")
    is_expired: bool = said("whether that day has come")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The roll-forward, its sum, and the ledger beside it."""

    entity: str = said("entity code")
    book: str = said("book")
    first_on: date = said("first day")
    last_on: date = said("last day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    lines: tuple[Line, ...] = said("the rows: lots first, then overlays")
    total: Line = said("their sum")
    ledger: Line = said("the same from the journal: what its lines on the allowance's account come to, by event")
    difference_minor: int = said("by how much the two differ, column by column, added up without signs")
    held_minor: int = said("what is held on goods at the end, layer by layer")
    overlay_minor: int = said("what overlays hold at the end; with what is held on goods, the sum's closing")
    overlays: tuple[Overlay, ...] = said("the overlays up to the last day, oldest first")


OPERATION = Operation(
    name="roll-forward",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.roll_forward:roll_forward",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
