"""What the members of a group report, and what else a consolidation takes: the shapes that go in, one row each.

Before this: trial balances mapped to the group's chart, rates, matched sales, profit in stock. After this: `consolidate`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from lowmark.core.consolidation.translation import RateKind, Rates
from lowmark.core.kinds.problems import Problem

Section = Literal["asset", "liability", "equity", "income", "expense"]
ROLES: Final = (
    "inventory",
    "revenue",
    "cost_of_sales",
    "retained_earnings",
    "translation_difference",
    "non_controlling",
    "attributed_income",
    "deferred_tax",
    "tax_expense",
    "difference_of_balances",
    "difference_of_acquisition",
    "write_down",
    "allowance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAccount:
    """One account of the group's chart."""

    code: str
    name: str
    section: Section
    caption: str
    sort_order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The group's accounts, and the parts that some of them play."""

    accounts: Mapping[str, GroupAccount]
    roles: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse a chart that lacks a part, or names an account that it has not."""
        missing = [role for role in ROLES if self.roles.get(role) not in self.accounts]
        if missing:
            raise Problem("no_group_account", f"the group's chart has no account for {', '.join(missing)}",
                          hint="say which account plays each part", where={"role": missing[0]})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLine:
    """One account of one member, mapped to the group's, debits less credits in the member's currency.

    Domain: `counterparty` is the member of the group that it is with, or empty; `is_investment` says that it is what the
            counterparty was bought for, `is_capital` that it is what its owners put in.
    """

    account: str
    amount_minor: int
    at: RateKind
    counterparty: str = ""
    historical_minor: int | None = None
    is_investment: bool = False
    is_capital: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one member reports.

    Units:  the tax rate in millionths.
    Domain: `as_of` is the day of its figures; one that is late reports those it had last.
    """

    entity: str
    currency: str
    rates: Rates
    lines: tuple[ReportedLine, ...]
    as_of: date
    tax_rate_micro: int = 0
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldWithin:
    """What one member sold to another in the period, in the currency of the seller."""

    seller: str
    buyer: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitInStock:
    """The margins of one seller in the goods of one holder, in the currency of the group, at both ends of the period."""

    seller: str
    buyer: str
    opening_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetestedStock:
    """What the test at the level of the group changes of one holder's write-downs, in the currency of the group."""

    holder: str
    undone_minor: int
    charged_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A significant event between the day of a member's figures and that of the group."""

    entity: str
    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What happened within the group."""

    sold: tuple[SoldWithin, ...] = ()
    profits: tuple[ProfitInStock, ...] = ()
    retested: tuple[RetestedStock, ...] = ()
    events: tuple[Event, ...] = field(default=())
