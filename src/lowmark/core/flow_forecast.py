"""What joins the forecast of demand to what comes after it: one function a joint.

Before this: forecasts with their quantiles. After this: the services that show a write-down with its distribution.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lowmark.core.forecasting.at_risk import Risk, expected, in_common, risk_of

Required = Callable[[pl.DataFrame], Mapping[int, int]]
"""A test of stock by its demand: what it requires of each item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What a test may require, as demand turns out; by item: its mean, and what it is at each quantile of its demand."""

    risk: Risk
    expected: Mapping[int, int]
    by_quantile: Mapping[int, tuple[int, ...]]


def write_down_spread(
    *, required: Required, demand: pl.DataFrame, quantiles: Mapping[int, Sequence[int]],
    probabilities_micro: Sequence[int], thresholds: Sequence[int], seed: int, shock_micro: int = 0,
) -> Spread:  # fmt: skip
    """Test stock at every quantile of its demand, and say what the allowance required may come to.

    Shapes: `demand`: item, from_on, until_on, quantity_micro, as `assessment.expected_demand` takes it. `quantiles`: by item, its
            demand at each of the probabilities; the demand of other items stays what it is. `shock_micro`: how far, as a share of
            it, the demand of all items together was off in the past.
    Units:  amounts in minor units.

    >>> demand = pl.DataFrame({"item": [7], "quantity_micro": [5]})
    >>> found = write_down_spread(required=lambda given: {7: 100 - 10 * given["quantity_micro"][0]}, demand=demand,
    ...     quantiles={7: (2, 5, 8)}, probabilities_micro=(250_000, 500_000, 900_000), thresholds=(60,), seed=7)
    >>> found.by_quantile, found.expected, found.risk.low, found.risk.high
    ({7: (80, 50, 20)}, {7: 52}, 20, 80)
    """
    found: list[Mapping[int, int]] = []
    for place in range(len(probabilities_micro)):
        level = {item: each[place] for item, each in quantiles.items()}
        taken = pl.col("item").replace_strict(level, default=None, return_dtype=pl.Int64)
        found.append(required(demand.with_columns(quantity_micro=pl.coalesce(taken, "quantity_micro"))))
    items = sorted({item for each in found for item in each})
    by_quantile = {item: tuple(each.get(item, 0) for each in found) for item in items}
    amounts = np.array([by_quantile[item] for item in items], dtype=np.int64).reshape(
        len(items), len(probabilities_micro)
    )
    demanded = np.array([tuple(each) for each in quantiles.values()], dtype=np.int64).reshape(
        len(quantiles), len(probabilities_micro)
    )
    common = in_common(quantiles=demanded, probabilities_micro=probabilities_micro, shock_micro=shock_micro)
    return Spread(
        risk=risk_of(
            amounts=amounts, probabilities_micro=probabilities_micro, thresholds=thresholds, seed=seed, common=common
        ),
        expected={
            item: expected(amounts=each, probabilities_micro=probabilities_micro) for item, each in by_quantile.items()
        },
        by_quantile=by_quantile,
    )
