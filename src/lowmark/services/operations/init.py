"""Set up an entity: catalogue, chart, primary book, cost basis, periods, first administrator."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.cost_bases import PERPETUAL
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
    opens_on: date = said("first day of the first period, the first of a month", example="2026-01-01")
    months: int = said("how many monthly periods to open", example="12", default=12)
    catalogue: str = said("catalogue to share; empty for one of its own", default="")
    time_zone: str = said("its zone", example="America/Toronto", default="UTC")
    fiscal_year_start_month: int = said("month its fiscal year starts in", default=1)
    mode: str = said("whether its whole ledger is kept here, or the goods alone beside an outside ledger",
                     choices=MODES, default="ledger")  # fmt: skip
    method: str = said("cost formula of items without one of their own", default="fifo", choices=PERPETUAL)
    write_downs: str = said("whether write-downs stand on an allowance account or on the inventory account itself",
                            choices=STYLES, default="allowance")  # fmt: skip
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
    summary="Set up an entity with its chart, book and periods.",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.init:init",
    policy=Policy(operator=True),
)
