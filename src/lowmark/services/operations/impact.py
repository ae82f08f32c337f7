"""Show what a run does to position, result and ratios, after tax; and that it moves no cash."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.ratios import Kept
from lowmark.services.operations.ratios import Line as RatioLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which run, and how it is taxed."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("a run that is not posted", example="2026-10-31/1")
    tax_rate: str = said("tax rate", default="0", example="26.5 %")
    deductible_now: str = said("of the charge, what tax law lets be deducted now; the rest on disposal", default="0")
    covenants: str = said("covenants, separated by commas", default="", example="current_ratio >= 1.25")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure; what is posted and what would be are never one figure."""

    statement: str = said("balance sheet, income statement or cash flow")
    figure: str = said("the figure")
    posted_minor: int = said("as posted")
    change_minor: int = said("what the run changes it by, with its tax")
    pro_forma_minor: int = said("with the run")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One line of a statement, with the run and its tax."""

    statement: str = said("which statement")
    section: str = said("section")
    caption: str = said("line of the statement")
    posted_minor: int = said("as posted, in the section's natural sign")
    change_minor: int = said("what the run changes it by, with its tax")
    pro_forma_minor: int = said("with the run")
    is_total: bool = said("whether it is a sum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a run does."""

    entity: str = said("entity code")
    book: str = said("book")
    run: str = said("the run")
    state: str = said("where it is in its life; one that is posted changes nothing more")
    as_of: date = said("its date")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    charge_minor: int = said("what it takes off the profit before tax; negative for a reversal")
    current_tax_minor: int = said("tax that is saved now")
    deferred_tax_minor: int = said("tax that is saved on disposal")
    lines: tuple[Line, ...] = said("the figures")
    ratios: tuple[RatioLine, ...] = said("the ratios")
    covenants: tuple[Kept, ...] = said("the covenants")
    statements: tuple[StatementLine, ...] = said("every line of every statement, before and after", default=())


OPERATION = Operation(
    name="impact",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.impact:impact",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
