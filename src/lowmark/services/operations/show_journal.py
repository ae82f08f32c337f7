"""Show a drafted journal: what would be posted, what was decided, what was posted."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which journal."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("its name", example="JV-17")
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One account of the journal."""

    account: str = said("account code")
    name: str = said("account name")
    debit_minor: int = said("debit")
    credit_minor: int = said("credit")
    item_class: str = said("class of the goods")
    dimensions: str = said("other dimensions")
    tx_currency: str = said("transaction currency; empty for the book's")
    tx_amount_minor: int | None = said("amount in the transaction currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One entry that it was posted as."""

    entry: str = said("the entry")
    accounting_on: date = said("the day on which it counts")
    leg: str = said("whether it was posted, or reversed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The journal."""

    entity: str = said("entity code")
    book: str = said("book")
    document: str = said("its name")
    kind: str = said("how often it is posted")
    purpose: str = said("what it is for")
    state: str = said("where it is in its life")
    first_on: date = said("the day on which it counts, the first time")
    until_on: date | None = said("of a recurring one: its last day")
    because: str = said("why")
    drafted_by: str = said("who drafted it")
    decided_by: str = said("who decided; empty for nobody yet")
    comment: str = said("in the approver's words")
    currency: str = said("currency of the book")
    journal_hash: str = said("hash of what is decided on, hex")
    lines: tuple[Line, ...] = said("the lines")
    entries: tuple[Posted, ...] = said("the entries that it was posted as")


OPERATION = Operation(
    name="show-journal",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.show_journal:show_journal",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    shows="journal",
)
