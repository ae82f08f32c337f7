"""Range of coverage: how many months the stock lasts at the pace at which it is used, and what is taken off for that.

Before this: average stock and average consumption of a month, by whatever level the entity looks at. After this:
`estimates`. The range is never divided out: stock is compared with a bound times consumption. Stock of what nobody uses
lasts for ever; where there is neither stock nor use there is nothing to say. Source: IAS 2.28; the field's practice.
"""

import polars as pl

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping
from lowmark.core.assessment.tables_of_rates import compare, kept_by
from lowmark.core.frameworks.policy import Boundary
from lowmark.core.kinds.quantity import MICRO


def _months(bound_micro: int, operator: Boundary) -> pl.Expr:
    """Compare the range with a bound, multiplied through by consumption."""
    stock = pl.col("average_stock_micro").cast(pl.Int128) * MICRO
    return compare(stock, operator, pl.col("average_consumption_micro").cast(pl.Int128) * bound_micro)


def _estimate(asked: Asked) -> Worth:
    is_known = (pl.col("average_stock_micro") > 0) | (pl.col("average_consumption_micro") > 0)
    return keeping(asked, pl.when(is_known).then(kept_by(asked.estimator, _months)))


RULE = Rule(
    name="range_of_coverage", precedence=2, reason="excess", estimate=_estimate,
    needs=("average_stock_micro", "average_consumption_micro"),
)  # fmt: skip
