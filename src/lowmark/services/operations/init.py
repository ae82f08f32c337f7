"""Set up an entity: catalogue, chart, primary book, cost basis, periods, first administrator."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.kinds.calendars import MONTHS, PATTERNS, WEEKDAYS, YEAR_ENDS
from lowmark.core.tables.cost_bases import METHODS
from lowmark.services.operation import Operation, Policy, said

SUBLEDGER = "subledger"
LEDGER = "ledger"
MODES = (LEDGER, SUBLEDGER)
STYLES = ("allowance", "direct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The entity to set up."""

    entity: str = said("its code", example="MAPLE")
    name: str = said("its name", example="Maple Distribution")
    currency: str = said("functional currency, ISO 4217", example="CAD")
    framework: str = said("reporting framework of the primary book", example="ifrs", default="ifrs")
    opens_on: date = said(
        "first day of the first period: the first of a month, where periods are months", example="2026-01-01"
    )
    months: int = said("how many periods to open, twelve a year", example="12", default=12)
    catalogue: str = said("catalogue to share; empty for one of its own", default="")
    time_zone: str = said("its zone", example="America/Toronto", default="UTC")
    fiscal_year_start_month: int = said("month its fiscal year starts in", default=1)
    fiscal_pattern: str = said("how its fiscal year is divided: months, or quarters of weeks", choices=PATTERNS,
                               default=MONTHS)  # fmt: skip
    week_ends_on: str = said("of a year of weeks: the day on which weeks end", choices=WEEKDAYS, default="saturday")
    year_ends: str = said("of a year of weeks: on the last such day of its last month, or the nearest to its end",
                          choices=YEAR_ENDS, default="last")  # fmt: skip
    mode: str = said("whether its whole ledger is kept here, or the goods alone beside an outside ledger",
                     choices=MODES, default="ledger")  # fmt: skip
    method: str = said("cost formula of items without one of their own", default="fifo", choices=METHODS)
    write_downs: str = said("whether write-downs stand on an allowance account or on the inventory account itself",
                            choices=STYLES, default="allowance")  # fmt: skip
    industry: str = said("industry whose pack it begins with; empty for none", example="healthcare", default="")
    head: str = said("entity at its head, whose policies hold for it too; empty for none", default="")
    administrator: str = said("user who becomes its administrator; made without a password if new", example="ada")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was set up."""

    entity: str = said("its code")
    book: str = said("its primary book")
    accounts: int = said("accounts in its chart")
    periods: int = said("periods opened")
    administrator: str = said("its administrator")


OPERATION = Operation(
    name="init",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.init:init",
    policy=Policy(operator=True),
)
