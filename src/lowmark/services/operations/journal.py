"""The journal of a book as a file: every entry up to a day, whether or not it has been exported; nothing is recorded."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.export_entries import FORMATS


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which book, up to which day, as known when, in which form."""

    entity: str = said("entity code", example="MAPLE")
    up_to: date = said("entries that count up to this day", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    format: str = said("form of the file", choices=FORMATS, default="csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file and its control totals."""

    entity: str = said("entity code")
    book: str = said("book")
    up_to: date = said("entries that count up to this day")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    n_entries: int = said("control total: entries in the file")
    debit_minor: int = said("control total: all debits, and all credits")
    name: str = said("a name for the file")
    content: str = said("the file, UTF-8")


OPERATION = Operation(
    name="journal",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.journal:journal",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
)
