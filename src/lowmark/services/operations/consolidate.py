"""Consolidate a group at a date, and keep the entries."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The date, and what only people can say."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    as_of: date = said("the date", example="2026-10-31")
    tax_rates: str = said("tax rate of each member, with semicolons between them", default="",
                          example="MAPLE 26.5 %; RIDGE 21 %")  # fmt: skip
    figures_of: str = said("members whose figures are of another day", default="", example="THAMES 2026-09-30")
    events: str = said("significant events between those days and the date", default="",
                       example="THAMES 2026-10-12 fire in the warehouse")  # fmt: skip
    accept_late: bool = said("whether to take the last known figures of members whose period is open", default=False)
    because: str = said("why", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement of the group."""

    statement: str = said("which statement")
    section: str = said("section")
    caption: str = said("line of the statement")
    amount_minor: int = said("the amount, on the side on which it usually stands")
    is_total: bool = said("whether it adds up others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The consolidation: its name, its hash, and the group's statements."""

    entity: str = said("entity code")
    consolidation: str = said("its name")
    as_of: date = said("the date")
    framework: str = said("framework of the group")
    currency: str = said("currency of the group")
    run_hash: str = said("SHA-256 of the members' days and of every line, hex")
    members: int = said("entities consolidated")
    listed: int = said("entities listed by equity")
    late: tuple[str, ...] = said("members taken with their last known figures")
    entries: int = said("entries of the consolidation book")
    profit_in_stock_minor: int = said("profit within the group that was taken out of stock")
    lines: tuple[Line, ...] = said("the statements of the group")


OPERATION = Operation(
    name="consolidate",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.consolidate:consolidate",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster")),
    pages=("record",),
)
