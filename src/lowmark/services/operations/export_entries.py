"""Export entries to an outside ledger: every entry once, whatever the order in which it came to be known."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

FORMATS = ("csv", "json", "hledger", "beancount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which book, up to which day, in which form."""

    entity: str = said("entity code", example="MAPLE")
    up_to: date = said("entries that count up to this day", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    format: str = said("form of the file", choices=FORMATS, default="csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file and its control totals."""

    entity: str = said("entity code")
    book: str = said("book")
    up_to: date = said("entries that count up to this day")
    from_seq: int = said("the export before went up to this known sequence; 0 for the first")
    to_seq: int = said("entries known up to this sequence")
    currency: str = said("currency of the book")
    n_entries: int = said("control total: entries in the file")
    n_lines: int = said("control total: lines in the file")
    debit_minor: int = said("control total: all debits")
    credit_minor: int = said("control total: all credits, which are as much")
    name: str = said("a name for the file")
    content: str = said("the file, UTF-8")
    content_sha256: str = said("SHA-256 of the file, hex")


OPERATION = Operation(
    name="export-entries",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.export_entries:export_entries",
    policy=Policy(roles=("poster", "administrator")),
    pages=("export-entries",),
)
