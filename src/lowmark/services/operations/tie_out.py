"""Tie out: our inventories and allowance beside the outside ledger's own balances of the same accounts."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which book, when, as known when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the latest trial balance up to this day is compared", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One account in both ledgers; debits less credits."""

    account: str = said("account code")
    name: str = said("account name")
    ours_minor: int = said("what we have of it")
    theirs_minor: int = said("what the trial balance says of it")
    difference_minor: int = said("ours less theirs: zero when the two ledgers agree")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The comparison."""

    entity: str = said("entity code")
    book: str = said("book")
    mode: str = said("whether the whole ledger is kept here, or the goods alone", choices=("ledger", "subledger"))
    as_of: date = said("the day asked for")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    trial_balance: str = said("the trial balance; empty when there is none")
    trial_balance_on: date | None = said("its day")
    includes_seq: int = said("it includes our exported entries up to this sequence")
    difference_minor: int = said("all differences, each without its sign; zero when the two ledgers agree")
    lines: tuple[Line, ...] = said("the accounts")


OPERATION = Operation(
    name="tie-out",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.tie_out:tie_out",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("tie-out",),
)
