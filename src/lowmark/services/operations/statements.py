"""Every statement of a book: posted, beside an earlier date, and pro forma for a run."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

STATEMENTS = (
    "trial_balance", "balance_sheet", "income_statement", "cash_flow", "changes_in_equity", "income_statement_by_nature"
)  # fmt: skip
COMPARISONS = ("none", "prior_period", "prior_year", "prior_year_end", "prior_year_opening")
STAGES = ("unadjusted", "adjusted", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which book, when, as known when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    run: str = said("a run that is not posted, to show pro forma", default="")
    compare: str = said("which earlier date stands beside it", choices=COMPARISONS, default="none")
    stage: str = said("before the year's adjusting entries, with them, or after the entry that closes the year",
                      choices=STAGES, default="adjusted")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement."""

    statement: str = said("which statement", choices=STATEMENTS)
    section: str = said("section")
    caption: str = said("line of the statement, or account")
    account: str = said("account code; empty on a sum")
    posted_minor: int = said("posted: debits less credits in the trial balance, natural sign elsewhere")
    change_minor: int = said("what the run would change")
    pro_forma_minor: int = said("posted and change together")
    is_total: bool = said("whether it is a sum")
    earlier_minor: int | None = said("posted at the earlier date; null where there is none", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What the framework calls a statement."""

    statement: str = said("which statement", choices=STATEMENTS)
    title: str = said("its title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The statements."""

    entity: str = said("entity code")
    entity_name: str = said("entity name")
    book: str = said("book")
    framework: str = said("framework")
    as_of: date = said("the date")
    from_on: date = said("first day of the income statement and of the cash flows: start of the fiscal year")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    run: str = said("the run shown pro forma")
    net_income_minor: int = said("net income posted, fiscal year to date")
    net_income_pro_forma_minor: int = said("net income pro forma")
    lines: tuple[Line, ...] = said("the lines, in order; no cash flows where it is not known how the year began")
    trial_balance: str = said("the outside ledger's trial balance that they are made of; empty without one", default="")
    trial_balance_on: date | None = said("the day of that trial balance", default=None)
    compared_on: date | None = said("the earlier date", default=None)
    compared_from: date | None = said("first day of the earlier income statement and cash flows", default=None)
    is_restated: bool = said("whether the earlier figures are restated", default=False)
    restated_for: tuple[str, ...] = said(
        "what they are restated for: a material error, a change of formula", default=()
    )
    not_restated_for: tuple[str, ...] = said(
        "changes of formula that they are without: what these change is known for whole fiscal years alone", default=()
    )
    titles: tuple[Title, ...] = said("what the framework calls each statement", default=())


OPERATION = Operation(
    name="statements",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.statements:statements",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("statements",),
)
