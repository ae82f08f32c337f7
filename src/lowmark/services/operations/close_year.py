"""Close a fiscal year: what its income and expenses come to goes to retained earnings, in each book, by one entry."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which year."""

    entity: str = said("entity code", example="MAPLE")
    year: int = said("fiscal year, by the calendar year in which its last month ends", example="2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What one book's year came to."""

    book: str = said("book")
    entry: str = said("the entry; empty where nothing was left to close")
    profit_minor: int = said("what went to retained earnings by it: profit positive")
    currency: str = said("currency of the book")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The year as it was closed."""

    entity: str = said("entity code")
    year: int = said("fiscal year")
    ends_on: date = said("its last day, on which the entries count")
    books: tuple[Closed, ...] = said("each book")


OPERATION = Operation(
    name="close-year",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.close_year:close_year",
    policy=Policy(roles=("poster", "administrator")),
)
