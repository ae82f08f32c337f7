"""Trial balance and result of a book by a dimension: each account, value by value, and what names none."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which dimension, when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date", example="2026-10-31")
    dimension: str = said("which dimension; item_class for the class of goods", example="department")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One account and one value of the dimension."""

    value: str = said("value of the dimension; empty for lines that name none")
    account: str = said("account code")
    name: str = said("account name")
    section: str = said("section of the statements")
    posted_minor: int = said("debits less credits since the beginning")
    year_minor: int = said("of it, in the fiscal year to date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of one value."""

    value: str = said("value of the dimension; empty for lines that name none")
    income_minor: int = said("income of the fiscal year to date")
    expense_minor: int = said("expenses of the fiscal year to date")
    result_minor: int = said("what is left")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The accounts by value; all values of an account come to its balance."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("the date")
    from_on: date = said("first day of the fiscal year")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    dimension: str = said("which dimension")
    results: tuple[Result, ...] = said("income and expenses by value")
    lines: tuple[Line, ...] = said("accounts by value")


OPERATION = Operation(
    name="by-dimension",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.by_dimension:by_dimension",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
)
