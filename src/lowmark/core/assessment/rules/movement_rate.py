"""Rate of movement: goods of which little came and little went, for so many periods in a row.

Before this: receipts and issues of the period under review, average stock, and for how many periods before it goods were
slow already. After this: `estimates`, and whoever keeps the count: `slow_periods_after`. A period in which either rate
is not below its limit sets the count back to nothing. Source: IAS 2.28; the field's practice.
"""

from dataclasses import replace

import polars as pl

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping
from lowmark.core.assessment.tables_of_rates import compare, kept_by, standing
from lowmark.core.frameworks.policy import Estimator
from lowmark.core.kinds.quantity import MICRO


def slow_periods_after(estimator: Estimator) -> pl.Expr:
    """Return for how many periods in a row goods have been slow, this one included; null where that is not known.

    >>> from lowmark.core.frameworks.policy import Limit
    >>> slow = Estimator(rule="movement_rate", rank=50, issues=Limit(bound_micro=100_000, operator="<"))
    >>> goods = pl.DataFrame({"average_stock_micro": [500, 500], "receipts_micro": [0, 0], "issues_micro": [49, 50],
    ...                       "slow_periods": [2, 2]})
    >>> goods.select(slow_periods_after(slow)).to_series().to_list()
    [3, 0]
    """
    is_slow = pl.lit(value=True)
    for column, limit in (("receipts_micro", estimator.receipts), ("issues_micro", estimator.issues)):
        if limit is not None:
            moved = pl.col(column).cast(pl.Int128) * MICRO
            is_slow &= compare(moved, limit.operator, pl.col("average_stock_micro").cast(pl.Int128) * limit.bound_micro)
    return pl.when(is_slow).then(pl.col("slow_periods") + 1).when(~is_slow).then(0)


def _estimate(asked: Asked) -> Worth:
    counted = replace(asked, tiers=asked.tiers.with_columns(slow_now=slow_periods_after(asked.estimator)))
    return keeping(counted, kept_by(asked.estimator, standing("slow_now")))


RULE = Rule(
    name="movement_rate", precedence=3, reason="obsolete", estimate=_estimate,
    needs=("average_stock_micro", "receipts_micro", "issues_micro", "slow_periods"),
)  # fmt: skip
