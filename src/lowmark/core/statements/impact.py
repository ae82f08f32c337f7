"""What a write-down or its reversal does to the figures of an entity: position, result, and that cash is what it was.

Before this: the figures as posted, the change that is proposed, its tax (`core.tax` works that out). After this:
`ratios` and `significance`. What is posted and what would be are two sets of figures, and never one. Sources: IAS 2.34;
IAS 7.20(b) and ASC 230-10-45-28 (a write-down is no cash flow); IAS 12.58.
"""

from dataclasses import dataclass, fields, replace
from typing import Self

from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one entity and book that ratios are made of.

    Units:  minor units of the book's currency; ``days`` are those that revenue and cost of sales are of.
    Domain: quick assets are current assets that are neither inventories nor prepaid; ``opening_inventory_minor`` is null
            where it is not known, and then no average is taken.
    """

    inventory_minor: int = 0
    opening_inventory_minor: int | None = None
    quick_assets_minor: int = 0
    current_assets_minor: int = 0
    total_assets_minor: int = 0
    current_liabilities_minor: int = 0
    total_liabilities_minor: int = 0
    equity_minor: int = 0
    revenue_minor: int = 0
    cost_of_sales_minor: int = 0
    profit_before_tax_minor: int = 0
    net_income_minor: int = 0
    days: int = 365

    @property
    def gross_profit_minor(self) -> int:
        """Revenue less cost of sales."""
        return self.revenue_minor - self.cost_of_sales_minor

    def plus(self, change: "Change") -> Self:
        """Return the figures with a change in them; what is not part of it stays."""
        return replace(self, **{
            field.name: getattr(self, field.name) + getattr(change, field.name) for field in fields(change)
        })  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What each figure changes by.

    Domain: total assets change by liabilities and equity together.
    """

    inventory_minor: int
    current_assets_minor: int
    total_assets_minor: int
    current_liabilities_minor: int
    total_liabilities_minor: int
    equity_minor: int
    cost_of_sales_minor: int
    profit_before_tax_minor: int
    net_income_minor: int

    def __post_init__(self) -> None:
        """Hold the domain."""
        assert self.total_assets_minor == self.total_liabilities_minor + self.equity_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFlowEffect:
    """The lines of the indirect method that change; together they are nothing but the tax that is saved and paid."""

    net_income_minor: int
    add_back_minor: int
    deferred_tax_minor: int
    tax_payable_minor: int

    @property
    def cash_minor(self) -> int:
        """What cash changes by before the tax saved is settled: nothing."""
        return self.net_income_minor + self.add_back_minor + self.deferred_tax_minor + self.tax_payable_minor


def impact(
    *, charge_minor: int, current_tax_minor: int = 0, deferred_tax_minor: int = 0, in_cost_of_sales: bool = True
) -> Change:
    """Return what a charge (or, negative, its reversal) changes the figures by.

    Domain: the taxes are what is saved now and what later, of the same sign as the charge and together no more than it;
            what is saved now lowers the tax payable, what is saved later is a non-current asset.
    Raises: Problem ``tax_beyond_charge``.
    Source: IAS 2.34; IAS 12.58.

    >>> change = impact(charge_minor=100, deferred_tax_minor=30)
    >>> change.inventory_minor, change.total_assets_minor, change.net_income_minor, change.equity_minor
    (-100, -70, -70, -70)
    """
    tax_minor = current_tax_minor + deferred_tax_minor
    if not min(0, charge_minor) <= min(current_tax_minor, deferred_tax_minor, tax_minor) or not (
        max(current_tax_minor, deferred_tax_minor, tax_minor) <= max(0, charge_minor)
    ):
        raise Problem("tax_beyond_charge", f"tax of {tax_minor} does not belong to a charge of {charge_minor}",
                      hint="give the tax that is saved now and that saved later, with the sign of the charge")  # fmt: skip
    after_tax = charge_minor - tax_minor
    return Change(
        inventory_minor=-charge_minor, current_assets_minor=-charge_minor,
        total_assets_minor=deferred_tax_minor - charge_minor, current_liabilities_minor=-current_tax_minor,
        total_liabilities_minor=-current_tax_minor, equity_minor=-after_tax,
        cost_of_sales_minor=charge_minor if in_cost_of_sales else 0, profit_before_tax_minor=-charge_minor,
        net_income_minor=-after_tax,
    )  # fmt: skip


def cash_flow_effect(change: Change) -> CashFlowEffect:
    """Return what the lines of the indirect method change by: a write-down is added back, and cash is what it was.

    >>> cash_flow_effect(impact(charge_minor=100, current_tax_minor=10, deferred_tax_minor=20)).cash_minor
    0
    """
    deferred_minor = change.total_assets_minor - change.inventory_minor
    effect = CashFlowEffect(
        net_income_minor=change.net_income_minor, add_back_minor=-change.profit_before_tax_minor,
        deferred_tax_minor=-deferred_minor, tax_payable_minor=change.current_liabilities_minor,
    )  # fmt: skip

    assert effect.cash_minor == 0
    return effect
