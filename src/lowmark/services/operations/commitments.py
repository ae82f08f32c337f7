"""Test firm purchases and onerous sales against the demand that goods on hand leave over."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, and how far demand is looked at."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-12-31")
    horizon_days: int = said("so many days of demand where there is no forecast", default=365)
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One contract."""

    side: str = said("bought or sold")
    document: str = said("the order")
    line: str = said("its line")
    item: str = said("item code")
    due_on: date = said("when it is due")
    quantity_micro: int = said("quantity not yet delivered; of a sale, what is not on hand for it")
    cost_minor: int = said("what it costs")
    value_minor: int = said("what it brings")
    loss_minor: int = said("what it will lose")
    held_minor: int = said("liability held for it, less what goes with goods that came")
    charged_minor: int = said("what would be charged")
    reversed_minor: int = said("what would be taken back")
    finding: str = said("what somebody has to look at; empty when nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Where a part of a purchase goes."""

    document: str = said("the order")
    line: str = said("its line")
    outlet: str = said("firm sale, expected, rest or none")
    quantity_micro: int = said("how much")
    cost_minor: int = said("what it costs")
    value_minor: int = said("what it brings")
    loss_minor: int = said("what it loses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """What the liability for one line of an order came to in the fiscal year, as it was posted."""

    document: str = said("the order")
    line: str = said("its line")
    opening_minor: int = said("held when the fiscal year began")
    charged_minor: int = said("charged since")
    reversed_minor: int = said("taken back since")
    used_minor: int = said("gone with goods that came")
    closing_minor: int = said("held")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A line of the entry that would be posted."""

    account: str = said("account code")
    name: str = said("account name")
    amount_minor: int = said("debit positive, credit negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The contracts, where goods go, and what would be posted."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("as of when")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    loss_minor: int = said("what all contracts will lose")
    held_minor: int = said("liability held, less what goes with goods that came")
    used_minor: int = said("of what was held, what goes with goods that came")
    charged_minor: int = said("what would be charged")
    reversed_minor: int = said("what would be taken back")
    lines: tuple[Line, ...] = said("the contracts, by item and delivery")
    pieces: tuple[Piece, ...] = said("where what is bought goes")
    entry: tuple[EntryLine, ...] = said("the entry that would be posted")
    roll_forward: tuple[Roll, ...] = said("what is posted of the fiscal year, apart from the allowance of goods")


OPERATION = Operation(
    name="commitments",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.commitments:commitments",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
