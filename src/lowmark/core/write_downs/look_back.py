"""Look back: what earlier runs estimated of goods, against what these goods fetched since; error and bias by rule and class.

Before this: assessments of earlier runs, how much of each has been sold and scrapped since, what a unit sold fetched.
After this: a report; people who set new percentages. Only what has gone is judged: of the rest nothing is known yet.
Sources: IAS 8.32-38 (estimates are revised by new information); ASC 250-10-45-17; ISA 540 (retrospective review).
"""

from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent

MICRO: Final = 1_000_000
JUDGED: Final = {
    "run": pl.String, "unit": pl.Int64, "reason": pl.String, "item_class": pl.String, "cost_minor": pl.Int64,
    "estimated_minor": pl.Int64, "needed_minor": pl.Int64, "left_minor": pl.Int64, "unknown_minor": pl.Int64,
}  # fmt: skip
BY: Final = ("reason", "item_class")


def judge(*, estimates: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Say of each unit of a run what was estimated on what has gone since, and what was needed, as it turned out.

    Shapes: estimates: run, unit, reason (empty where nothing was charged), item_class, quantity_micro, cost_minor,
            required_minor (the allowance estimated), sold_micro and scrapped_micro (since, of these goods),
            price_micro (what a unit sold fetched, net; null where nobody says). Out: ``JUDGED``: cost, estimate and
            need of what has gone; left is the cost of what is on hand still, unknown that of what was sold for a price
            that nobody has told.
    Domain: no more has gone than there was; what is scrapped has fetched nothing.

    >>> estimates = pl.DataFrame({"run": ["1"], "unit": [7], "reason": ["price_decline"], "item_class": ["merchandise"],
    ...     "quantity_micro": [10_000_000], "cost_minor": [1_000], "required_minor": [300], "sold_micro": [4_000_000],
    ...     "scrapped_micro": [1_000_000], "price_micro": [800_000]})
    >>> judge(estimates=estimates, currency="EUR").select(list(JUDGED)[4:]).row(0)
    (500, 150, 180, 500, 0)
    """
    rows = []
    scale = 10 ** exponent(currency)
    for row in estimates.iter_rows(named=True):
        whole, cost = row["quantity_micro"], row["cost_minor"]
        known = row["price_micro"] is not None
        sold, scrapped = (row["sold_micro"] if known else 0), row["scrapped_micro"]
        gone_cost, unknown, estimated = (
            multiply_divide_round(amount, part, whole)
            for amount, part in ((cost, sold + scrapped), (cost, row["sold_micro"] - sold),
                                 (row["required_minor"], sold + scrapped))
        )  # fmt: skip
        sold_cost = multiply_divide_round(cost, sold, whole)
        fetched = multiply_divide_round(sold * (row["price_micro"] or 0), scale, MICRO * MICRO)
        needed = max(0, sold_cost - fetched) + gone_cost - sold_cost
        rows.append((row["run"], row["unit"], row["reason"], row["item_class"], gone_cost, estimated, needed,
                     cost - gone_cost - unknown, unknown))  # fmt: skip
    return pl.DataFrame(rows, schema=JUDGED, orient="row")


def bias(*, judged: pl.DataFrame) -> pl.DataFrame:
    """Add what was judged up by rule and class: error (positive: too much was charged), bias and the rate that was needed.

    Shapes: ``BY``, the amounts of ``JUDGED``, n, error_minor, applied_micro, needed_micro (shares of cost; null where
            nothing has gone), bias_micro (their difference).

    >>> judged = pl.DataFrame([("1", 7, "excess", "supplies", 500, 150, 180, 500, 0)], schema=JUDGED, orient="row")
    >>> bias(judged=judged).select("error_minor", "applied_micro", "needed_micro", "bias_micro").row(0)
    (-30, 300000, 360000, -60000)
    """
    amounts = list(JUDGED)[4:]
    sums = (
        judged.group_by(BY).agg(pl.len().cast(pl.Int64).alias("n"), *(pl.col(name).sum() for name in amounts)).sort(BY)
    )
    rates = {
        name: [_share(part, whole) for part, whole in sums.select(f"{amount}_minor", "cost_minor").iter_rows()]
        for name, amount in (("applied_micro", "estimated"), ("needed_micro", "needed"))
    }
    found = sums.with_columns(
        pl.Series("applied_micro", rates["applied_micro"], dtype=pl.Int64),
        pl.Series("needed_micro", rates["needed_micro"], dtype=pl.Int64),
        error_minor=pl.col("estimated_minor") - pl.col("needed_minor"),
    )
    return found.with_columns(bias_micro=pl.col("applied_micro") - pl.col("needed_micro"))


def _share(part: int, whole: int) -> int | None:
    return multiply_divide_round(part, MICRO, whole) if whole > 0 else None
