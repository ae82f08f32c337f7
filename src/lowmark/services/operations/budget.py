"""Budget against actual: each account of a budget, in the fiscal year up to a period's end."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which budget, up to when."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("which budget: the name of its file", example="budget-2026")
    as_of: date = said("a period's last day", example="2026-10-31")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One account, debits less credits: of results in the year to date, of others at the date."""

    account: str = said("account code")
    name: str = said("account name")
    section: str = said("section of the statements")
    budget_minor: int = said("what was planned")
    actual_minor: int = said("what was posted")
    difference_minor: int = said("actual less budget")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The comparison."""

    entity: str = said("entity code")
    book: str = said("book")
    document: str = said("which budget")
    as_of: date = said("the date")
    from_on: date = said("first day of the fiscal year")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    lines: tuple[Line, ...] = said("the accounts of the budget")


OPERATION = Operation(
    name="budget",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.budget:budget",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
)
