"""Return to the vendor, donate, sell to a liquidator, scrap, cancel or defer an order: so much a unit, and no more to it.

What a unit brings is the term's amount, or its rate of what the action is measured by: of cost where the vendor takes goods
back (less its restocking fee), where a charity's certificate lowers tax, and where an order is cancelled or deferred; of the
selling price where a liquidator buys. An order can be changed, goods on hand can be moved: never the other way round.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.prevention.actions import option_rows
from lowmark.core.prevention.terms import WHOLE, covered

MEASURED_BY: Final = {
    "vendor_return": "unit_cost_micro", "donate": "unit_cost_micro", "liquidate": "price_micro",
    "scrap": "unit_cost_micro", "cancel": "unit_cost_micro", "defer": "unit_cost_micro",
}  # fmt: skip
OF_ORDERS: Final = ("cancel", "defer")


def options(*, risks: pl.DataFrame, terms: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the options of these actions.

    Shapes: risks as `choices.Situation` describes them.
    Domain: an option whose lead takes longer than there is time is none.
    """
    parts = []
    for action, basis in MEASURED_BY.items():
        of_orders = pl.col("cause") == "ordered"
        some = risks.filter(of_orders if action in OF_ORDERS else ~of_orders)
        found = covered(some, terms, action)
        in_time = pl.col("by_on") >= pl.lit(as_of) + pl.duration(days=pl.col("lead_days"))
        by_rate = pl.col(basis).fill_null(0).cast(pl.Int128) * pl.col("rate_micro").fill_null(0) // WHOLE
        parts.append(option_rows(found.filter(in_time).with_columns(
            recovery_micro=pl.coalesce("amount_micro", by_rate.cast(pl.Int64)), action=pl.lit(action),
            limit_micro=pl.min_horizontal("quantity_micro", "limit_micro"), to_location=pl.lit(""), to_entity=pl.lit(""),
        )))  # fmt: skip
    return pl.concat(parts)
