"""Say how significant the write-downs of a fiscal year to date are, and which caption is proposed for them."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Up to when, with which run, and what is known beside the ledger."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("up to which day of the fiscal year", example="2026-10-31")
    run: str = said("a run that is not posted, to be tested with what is", default="")
    covenants: str = said("covenants, separated by commas", default="", example="current_ratio >= 1.25")
    declared: str = said("circumstances that people declare, separated by commas", default="", example="intentional")
    full_year: str = said(
        "estimates of the whole year, where that is the basis; without one the year goes on as it has begun",
        default="", example="revenue=1200000.00",
    )  # fmt: skip
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Charges, or reversals, against one benchmark."""

    of: str = said("charges or reversals")
    benchmark: str = said("the figure that they are compared with")
    tested_minor: int = said("their sum, gross")
    amount_minor: int = said("the figure, before them")
    low_minor: int = said("less than this is small")
    high_minor: int = said("this or more is material")
    size: str = said("small, judgement or material; empty where the figure is no benchmark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The test, the caption that it proposes, and the one that holds."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("up to which day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    fiscal_year: int = said("the fiscal year")
    basis: str = said("the time that results are of: year_to_date or full_year")
    days: int = said("days of the fiscal year to date")
    days_of_year: int = said("days of the whole fiscal year")
    charged_minor: int = said("gross charges of the fiscal year to date")
    reversed_minor: int = said("gross reversals of the fiscal year to date")
    size: str = said("how significant the charges are")
    size_of_reversals: str = said("how significant the reversals are")
    proposed: str = said("the caption that is proposed")
    reasons: tuple[str, ...] = said("why")
    flags: tuple[str, ...] = said("circumstances that make them significant whatever their size")
    not_computed: tuple[str, ...] = said("circumstances that could be computed, had the figures been given")
    caption: str = said("the caption that was decided on; empty while nobody has")
    decided_by: str = said("who decided")
    because: str = said("why it departs from what was proposed")
    lines: tuple[Line, ...] = said("the benchmarks")


OPERATION = Operation(
    name="significance",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.significance:significance",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
