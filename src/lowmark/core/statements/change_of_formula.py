"""A change of the formula by which goods are costed, as the note says it: what differs at each opening, and in each year.

Whatever inventories differ by has been, or will be, an expense; so the difference of inventories at the beginning of a year is what
the change does to retained earnings there, before tax. Before this: what each move's goods came to by the one formula and by the
other, and the expense that bears the difference. After this: people, who decide on the change. Sources: IAS 8.22 and 8.29;
ASC 250-10-45-5 and 250-10-50-1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round

WHOLE: Final = 1_000_000
COST_OF_SALES: Final = "cost_of_sales"
COUNTS: Final = {"accounting_on": pl.Date, "borne_by": pl.String, "value_minor": pl.Int64, "new_minor": pl.Int64}
"""What changes inventories on a day by the old formula and by the new one, and the expense that bears the difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A fiscal year that is shown, up to the date."""

    year: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEffect:
    """What a change does to one year.

    Units: minor units. Effects on earnings and on profit are before tax; a tax is what goes off them.
    """

    of: Year
    opening_minor: int
    opening_new_minor: int
    cost_of_sales_minor: int
    cost_of_sales_new_minor: int
    other_minor: int
    closing_minor: int
    closing_new_minor: int
    opening_tax_minor: int
    closing_tax_minor: int

    @property
    def opening_effect_minor(self) -> int:
        """What retained earnings at the beginning of the year differ by."""
        return self.opening_new_minor - self.opening_minor

    @property
    def profit_minor(self) -> int:
        """What the profit of the year differs by."""
        return self.closing_new_minor - self.closing_minor - self.opening_effect_minor

    @property
    def profit_tax_minor(self) -> int:
        """The tax on that; with that of the beginning it is the tax at the end, to the cent."""
        return self.closing_tax_minor - self.opening_tax_minor


def effects_by_year(*, counts: pl.DataFrame, years: Sequence[Year], tax_rate_micro: int) -> tuple[YearEffect, ...]:
    """Return what a change does to each year.

    Shapes: counts: ``COUNTS``, from the first day that there is.

    >>> counts = pl.DataFrame([(date(2025, 3, 1), "purchase_variance", 100, 100), (date(2025, 4, 1), "cost_of_sales", -40, -46),
    ...                        (date(2026, 4, 1), "cost_of_sales", -30, -27)], schema=COUNTS, orient="row")
    >>> year = Year(year=2026, first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    >>> (found,) = effects_by_year(counts=counts, years=[year], tax_rate_micro=250_000)
    >>> found.opening_effect_minor, found.opening_tax_minor, found.profit_minor, found.profit_tax_minor
    (-6, -2, 3, 1)
    >>> found.cost_of_sales_minor, found.cost_of_sales_new_minor, found.closing_minor, found.closing_new_minor
    (30, 27, 30, 27)
    """
    return tuple(_effect(counts, year, tax_rate_micro) for year in years)


def effects_by_expense(*, counts: pl.DataFrame, years: Sequence[Year]) -> Iterator[tuple[int, str, int]]:
    """Yield by year each expense that bears a difference, and how much more of it there is.

    Shapes: counts: ``COUNTS``.

    >>> counts = pl.DataFrame([(date(2026, 4, 1), "scrap_loss", -40, -46)], schema=COUNTS, orient="row")
    >>> list(effects_by_expense(counts=counts, years=[Year(year=2026, first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))]))
    [(2026, 'scrap_loss', 6)]
    """
    for year in years:
        within = counts.filter(pl.col("accounting_on").is_between(year.first_on, year.last_on))
        by = within.group_by("borne_by").agg(more=(pl.col("value_minor") - pl.col("new_minor")).sum()).sort("borne_by")
        for name, more in by.filter(pl.col("more") != 0).iter_rows():
            yield year.year, name, more


def _effect(counts: pl.DataFrame, year: Year, tax_rate_micro: int) -> YearEffect:
    opening, opening_new = _sums(counts.filter(pl.col("accounting_on") < year.first_on))
    closing, closing_new = _sums(counts.filter(pl.col("accounting_on") <= year.last_on))
    within = counts.filter(pl.col("accounting_on").is_between(year.first_on, year.last_on))
    sold, sold_new = _sums(within.filter(pl.col("borne_by") == COST_OF_SALES))
    others, others_new = _sums(within.filter(pl.col("borne_by") != COST_OF_SALES))
    found = YearEffect(
        of=year, opening_minor=opening, opening_new_minor=opening_new, cost_of_sales_minor=-sold,
        cost_of_sales_new_minor=-sold_new, other_minor=others - others_new, closing_minor=closing,
        closing_new_minor=closing_new, opening_tax_minor=_tax(opening_new - opening, tax_rate_micro),
        closing_tax_minor=_tax(closing_new - closing, tax_rate_micro),
    )  # fmt: skip
    assert found.profit_minor == sold_new - sold - found.other_minor
    return found


def _sums(counts: pl.DataFrame) -> tuple[int, int]:
    return int(counts["value_minor"].sum()), int(counts["new_minor"].sum())


def _tax(effect_minor: int, rate_micro: int) -> int:
    return multiply_divide_round(effect_minor, rate_micro, WHOLE)
