"""Test stock at the lower of cost and net realisable value, without keeping the answer."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when, on which evidence."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date tested", example="2026-10-31")
    book: str = said("book; empty for the primary one; several with commas between them, or all, stand side by side",
                     default="")  # fmt: skip
    channel: str = said("only evidence of this channel; empty for all", default="")
    authorised_on: date | None = said("when the statements were authorised: nothing later is evidence; empty while they "
                                      "are not", default=None)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of account."""

    item: str = said("item code")
    lot: str = said("lot code")
    quantity_micro: int = said("quantity on hand")
    cost_minor: int = said("its cost")
    value_minor: int | None = said("what it will fetch; null without evidence")
    carrying_minor: int = said("carrying amount")
    required_minor: int = said("allowance required")
    held_minor: int = said("allowance held before")
    change_minor: int = said("charge (positive) or reversal (negative)")
    evidence_kind: str = said("the kind of evidence that binds")
    reason: str = said("reason code")
    finding: str = said("what somebody has to look at")
    basis: str = said("what it is measured at", default="")
    demand_micro: int | None = said("what is expected to be sold of the item; null where no rule asks", default=None)
    demand_method: str = said("who says so", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What the stock comes to by one unit of account."""

    level: str = said("the unit of account", example="category")
    group: str = said("the group at that level; empty for what is in none")
    is_allowed: bool = said("whether the framework lets it be chosen")
    is_chosen: bool = said("whether the test is by it")
    cost_minor: int = said("cost")
    carrying_minor: int = said("carrying amount")
    required_minor: int = said("allowance required")


@dataclass(frozen=True, slots=True, kw_only=True)
class FairValue:
    """A unit at fair value less costs: it is no lower of anything, and no allowance is made on it."""

    item: str = said("item code")
    lot: str = said("lot code")
    quantity_micro: int = said("quantity on hand")
    cost_minor: int = said("its cost")
    value_minor: int | None = said("fair value less costs to sell; null without evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class InBook:
    """One unit of account in one of several books."""

    item: str = said("item code")
    lot: str = said("lot code")
    book: str = said("book")
    cost_minor: int = said("its cost")
    value_minor: int | None = said("what it will fetch")
    carrying_minor: int = said("carrying amount")
    required_minor: int = said("allowance required")
    held_minor: int = said("allowance held before")
    change_minor: int = said("charge (positive) or reversal (negative)")
    basis: str = said("what it is measured at")
    evidence_kind: str = said("the kind of evidence, or the rule, that binds")
    reason: str = said("reason code")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBook:
    """The sums of one of several books."""

    book: str = said("book")
    framework: str = said("framework")
    currency: str = said("currency")
    unit_of_account: str = said("the unit of account")
    cost_minor: int = said("total cost")
    carrying_minor: int = said("total carrying amount")
    required_minor: int = said("total allowance required")
    held_minor: int = said("total allowance held")
    change_minor: int = said("total change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The lines and their sums."""

    entity: str = said("entity code")
    book: str = said("book")
    framework: str = said("framework")
    as_of: date = said("the date")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    cost_minor: int = said("total cost")
    carrying_minor: int = said("total carrying amount")
    required_minor: int = said("total allowance required")
    held_minor: int = said("total allowance held")
    change_minor: int = said("total change")
    lines: tuple[Line, ...] = said("a line per unit of account, largest change first; of the first book")
    levels: tuple[Level, ...] = said("what each unit of account comes to, where they differ", default=())
    fair_values: tuple[FairValue, ...] = said("units at fair value less costs, which are not in the lines", default=())
    books: tuple[OfBook, ...] = said("the sums of each book, where several are asked for", default=())
    in_books: tuple[InBook, ...] = said("each unit in each book, where several are asked for", default=())


OPERATION = Operation(
    name="assess",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.assess:assess",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
)
