"""Tables of discounts: which table holds for goods, and which of its rows.

Before this: an entity's tables. After this: rules that measure something and look it up. Of the rows that hold, the one
furthest out counts: the greatest bound where more is worse, the least where less is. Where none holds the table says
nothing, and a row with a discount of zero says that nothing is to be taken off. At the level of an area its own table
comes first: of its class, then of any; then those of the company. A table found is the table used, whatever it says.
"""

from collections.abc import Callable

import polars as pl

from lowmark.core.frameworks.estimators import FALLING
from lowmark.core.frameworks.policy import Boundary, Estimator, RateTable

Holds = Callable[[int, Boundary], pl.Expr]
"""Given a bound in millionths and an operator, say whether what is measured stands so to it."""


def kept_by(estimator: Estimator, holds: Holds) -> pl.Expr:
    """Return the millionths of their base that goods keep, null where no table or no row says anything.

    Shapes: columns area and item_class of the goods.

    >>> from lowmark.core.frameworks.policy import RateRow
    >>> rows = (RateRow(bound_micro=4_000_000, operator=">=", kept_micro=930_000),)
    >>> asked = Estimator(rule="no_movement", rank=50, tables=(RateTable(item_class="ROH", rows=rows),))
    >>> goods = pl.DataFrame({"area": ["", ""], "item_class": ["ROH", "FERT"], "months": [4, 4]})
    >>> goods.select(kept_by(asked, standing("months"))).to_series().to_list()
    [930000, None]
    """
    found = [table for table in estimator.tables if estimator.level == "area" or not table.area]
    found.sort(key=lambda table: (not table.area, not table.item_class))
    kept = pl.lit(None, pl.Int64)
    for table in reversed(found):
        kept = pl.when(_is_of(table)).then(_row_of(table, holds)).otherwise(kept)
    return kept


def standing(column: str) -> Holds:
    """Compare a column of whole numbers with bounds."""
    return lambda bound_micro, operator: compare(pl.col(column) * 1_000_000, operator, pl.lit(bound_micro, pl.Int64))


def compare(left: pl.Expr, operator: Boundary, right: pl.Expr) -> pl.Expr:
    """Say how two columns stand to each other."""
    comparisons = {
        "<": pl.Expr.__lt__, "<=": pl.Expr.__le__, ">": pl.Expr.__gt__, ">=": pl.Expr.__ge__,
    }  # fmt: skip
    return comparisons[operator](left, right)


def _is_of(table: RateTable) -> pl.Expr:
    named = {"area": table.area, "item_class": table.item_class}
    return pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == word for name, word in named.items() if word))


def _row_of(table: RateTable, holds: Holds) -> pl.Expr:
    """Return what the row furthest out says; rows come by bound, so that the one to be asked first goes on last."""
    is_falling = table.rows[0].operator in FALLING
    kept = pl.lit(None, pl.Int64)
    for row in reversed(table.rows) if is_falling else table.rows:
        kept = pl.when(holds(row.bound_micro, row.operator)).then(row.kept_micro).otherwise(kept)
    return kept
