"""Show a consolidation: its worksheet, its entries, its statements, and whether its figures still stand."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which consolidation."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    consolidation: str = said("its name; the latest where nothing is said", default="", example="2026-10-31/1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Whose figures, of which day, and whether they still stand."""

    member: str = said("entity code")
    method: str = said("consolidated whole, or listed by equity")
    share: str = said("the part of it that is the parent's, exactly")
    figures_of: date = said("the day of its figures")
    late: bool = said("whether its period was still open")
    changed: bool = said("whether it reports other figures now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One account of the worksheet: debits less credits."""

    account: str = said("account of the group's chart")
    name: str = said("its name")
    section: str = said("where it stands")
    members_minor: int = said("members together, translated")
    balances_minor: int = said("what members owe one another")
    sales_minor: int = said("what members sold one another")
    profit_minor: int = said("profit in the opening and the closing stock, and the tax on it")
    retest_minor: int = said("stock tested again on what it cost the group")
    investment_minor: int = said("investments against the capital that they bought")
    non_controlling_minor: int = said("what other owners have")
    group_minor: int = said("the group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of one entry beside the members' own figures."""

    entry: int = said("number of the entry")
    kind: str = said("what the entry is")
    member: str = said("whom it is about")
    counterparty: str = said("and with whom")
    account: str = said("account of the group's chart")
    amount_minor: int = said("debit positive, credit negative")
    because: str = said("why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profit:
    """The profit of one seller in the goods of one holder, from the beginning of the year to the date."""

    seller: str = said("who made it")
    holder: str = said("who has the goods")
    opening_minor: int = said("in the opening stock")
    realised_minor: int = said("made since by selling those goods; negative")
    added_minor: int = said("in goods that came since")
    closing_minor: int = said("in the closing stock")


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
    """A consolidation as it was made, beside what its members report now."""

    entity: str = said("entity code")
    consolidation: str = said("its name")
    as_of: date = said("the date")
    framework: str = said("framework of the group")
    currency: str = said("currency of the group")
    run_hash: str = said("SHA-256 of everything that it says, hex")
    stale: bool = said("whether it would be another one now")
    stale_because: str = said("why; empty where it stands")
    prepared_by: str = said("who prepared it")
    members: tuple[Member, ...] = said("its members")
    worksheet: tuple[Row, ...] = said("a row an account")
    entries: tuple[Entry, ...] = said("eliminations and attributions")
    profits: tuple[Profit, ...] = said("profit in stock, from the opening to the closing one")
    lines: tuple[Line, ...] = said("the statements of the group")
    events: tuple[str, ...] = said("significant events between members' days and the date")


OPERATION = Operation(
    name="show-consolidation",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.show_consolidation:show_consolidation",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
