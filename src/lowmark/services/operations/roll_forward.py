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

    name: str = said("class, item, lot or reason")
    opening_minor: int = said("held before, or taken over")
    charged_minor: int = said("charged")
    reversed_minor: int = said("reversed")
    released_on_sale_minor: int = said("released on sale, less what returns restored")
    used_on_scrap_minor: int = said("used on scrap")
    used_otherwise_minor: int = said("used otherwise")
    transferred_minor: int = said("transferred")
    other_minor: int = said("anything else")
    closing_minor: int = said("held at the end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The roll-forward, its sum, and the ledger beside it."""

    entity: str = said("entity code")
    book: str = said("book")
    first_on: date = said("first day")
    last_on: date = said("last day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    lines: tuple[Line, ...] = said("the rows")
    total: Line = said("their sum")
    held_minor: int = said("what is held on goods at the end, layer by layer: the sum's closing")


OPERATION = Operation(
    name="roll-forward",
    summary="Roll the allowance forward from the first to the last day.",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.roll_forward:roll_forward",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
)
