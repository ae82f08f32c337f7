"""Entries: every line of a book's journal, in the order in which entries came to be known."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose lines, of which book, from which on."""

    entity: str = said("entity code", example="MAPLE")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    after: str = said("go on after this row: `next_after` of the page before; empty for the first", default="")
    limit: int = said("rows at most, up to 10,000", default=1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an entry."""

    known_seq: int = said("its entry's place in the entity's commit order")
    entry: str = said("journal, fiscal year and number", example="stock/2026/17")
    line_no: int = said("its place in the entry")
    accounting_on: date = said("the day in which it counts")
    event: str = said("the event that the posting rule is for")
    document: str = said("the source document or run")
    account: str = said("account code")
    account_name: str = said("account name")
    amount_minor: int = said("debit positive, credit negative")
    reason: str = said("reason code; empty where there is none")
    item_class: str = said("class of the goods; empty where there is none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The rows, in the order in which they came to be known."""

    entity: str = said("entity code")
    book: str = said("book")
    currency: str = said("currency of the book")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("the rows")
    next_after: str = said("where to go on; empty after the last row")


OPERATION = Operation(
    name="entries",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.entries:entries",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    keyset=True,
    pages=("reports",),
)
