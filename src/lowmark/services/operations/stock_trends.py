"""Stock trends, period by period: turnover, days on hand, ages, slow and dead stock, what expires, write-downs by cause."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Up to when, over how many months, and what is slow."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the last day; each period is the month that ends then", example="2026-10-31")
    months: int = said("so many months, 1 to 36", default=6)
    slow_days: int = said("an item is slow when nothing of it went for longer than so many days", default=90)
    dead_days: int = said("and dead after so many", default=365)
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One period: what stood at its end, and what went in it, at cost."""

    ends_on: date = said("its last day")
    cost_minor: int = said("what stock cost at its end")
    sold_minor: int = said("what was sold in it, less what came back")
    turnover_micro: int = said("how often stock would turn in a year at that rate; of the mean of its two ends")
    days_on_hand: int | None = said("days that stock would last at that rate; empty where nothing went")
    to_90_minor: int = said("here for up to 90 days, by cost layers; of an averaged pool, since its last receipt")
    to_180_minor: int = said("for 91 to 180")
    to_365_minor: int = said("for 181 to 365")
    older_minor: int = said("for longer")
    slow_minor: int = said("of slow items")
    dead_minor: int = said("of dead items")
    expired_minor: int = said("past its last day")
    expiring_30_minor: int = said("expires within 30 days")
    expiring_60_minor: int = said("within 60, those of 30 among them")
    expiring_90_minor: int = said("within 90")
    charged_minor: int = said("written down in it")
    reversed_minor: int = said("reversed in it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Write-downs of one period for one cause."""

    ends_on: date = said("the last day of the period")
    reason: str = said("the cause")
    charged_minor: int = said("written down")
    reversed_minor: int = said("reversed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The periods, oldest first, a column for each figure."""

    entity: str = said("entity code")
    as_of: date = said("the last day")
    known_seq: int = said("what was known")
    currency: str = said("currency of the values")
    lines: tuple[Line, ...] = said("the periods")
    causes: tuple[Cause, ...] = said("their write-downs by cause")


OPERATION = Operation(
    name="stock-trends",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.stock_trends:stock_trends",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
