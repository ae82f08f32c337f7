"""Expected demand: how much of each unit is expected to be sold before the horizon, and before it can no longer be sold.

Before this: `firm_contracts` (what contracts take is demand met), demand by stretches of days. After this: `tiers`, which
split what is left. Demand is a quantity and is consumed once: by contracts first, then by the lots of an item, the first to
expire first. A stretch of days that ends after a lot's last saleable day, or after the horizon, counts by its share of
days, rounded down. Source: IAS 2.31.
"""

from collections.abc import MutableSequence, Sequence
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from lowmark.core.assessment.identified import SOUND
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX

_FOREVER: Final = date(9999, 12, 31)
SUPPORTED: Final = {"unit": pl.Int64, "sold_micro": pl.Int64}


def supported(
    *, units: pl.DataFrame, demand: pl.DataFrame, allocated: pl.DataFrame, policy: InventoriesPolicy, as_of: date
) -> pl.DataFrame:
    """Return how much of each sound unit is expected to be sold, of the items of which demand is known.

    Shapes: `units` with item, identified_as, expires_on, last_saleable_on, quantity_micro; `allocated` as `firm_contracts`
            returns it. Out: unit, sold_micro, of units of items in `demand` alone.
    Domain: demand supported is never more than demand, nor more than a unit has.

    >>> units = pl.DataFrame({"unit": [1, 2], "item": [7, 7], "identified_as": ["", ""], "quantity_micro": [60, 60],
    ...                       "expires_on": [date(2027, 1, 10), None], "last_saleable_on": [None, None]},
    ...                      schema_overrides={"last_saleable_on": pl.Date})
    >>> demand = pl.DataFrame({"item": [7], "from_on": [date(2027, 1, 1)], "until_on": [date(2027, 1, 20)],
    ...                        "quantity_micro": [100]})
    >>> policy = InventoriesPolicy(framework="ours", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=(), evidence_ranks=(), asserted_rank_penalty=0, units_of_account=())
    >>> allocated = pl.DataFrame(schema={"unit": pl.Int64, "quantity_micro": pl.Int64})
    >>> supported(units=units, demand=demand, allocated=allocated, policy=policy, as_of=date(2026, 12, 31)).rows()
    [(1, 50), (2, 50)]
    """
    if demand.is_empty():
        return pl.DataFrame(schema=SUPPORTED)
    sound = (
        units.filter(pl.col("identified_as") == SOUND)
        .select("unit", "item", "quantity_micro", last_on=_last_saleable(policy), taken_micro=pl.lit(0, pl.Int64))
        .join(demand.select("item").unique(), on="item", how="semi", maintain_order="left")
    )
    if not allocated.is_empty():
        taken = allocated.group_by("unit").agg(taken_micro=pl.col("quantity_micro").sum())
        sound = sound.drop("taken_micro").join(taken, on="unit", how="left", maintain_order="left")
        sound = sound.with_columns(pl.col("taken_micro").fill_null(0))
    ordered = _with_demand(sound.sort("item", "last_on", "unit"), demand, policy, as_of).with_columns(
        open_micro=pl.col("quantity_micro") - pl.col("taken_micro"),
        met_micro=pl.lit(0) if allocated.is_empty() else pl.col("taken_micro").cast(pl.Int128).sum().over("item"),
    )
    # More demand than 64 bits hold supports whatever there is.
    left = (pl.col("until_micro") - pl.col("met_micro")).clip(0, INT64_MAX).cast(pl.Int64)
    found = ordered.select("unit", sold_micro=_consumed(ordered.select("item", "open_micro", left_micro=left)))

    assert found["sold_micro"].is_between(0, ordered["open_micro"]).all()
    return found


def kernel(item: Sequence[int], there: Sequence[int], left: Sequence[int], sold: MutableSequence[int]) -> None:
    """Let the lots of each item take what is left of the demand until their last day, in their order.

    Domain: rows come by item, and within it by last day, so that what is left until then, before any lot takes of it, does
            not fall. No lot takes more than there is of it.

    >>> sold = [0, 0, 0]
    >>> kernel([7, 7, 8], [60, 60, 5], [50, 100, 0], sold)
    >>> sold
    [50, 50, 0]
    """
    total = 0
    for row in range(len(item)):
        if row == 0 or item[row] != item[row - 1]:
            total = 0
        some = left[row] - total
        some = min(some, there[row])
        sold[row] = some
        total += some


def _consumed(ordered: pl.DataFrame) -> pl.Series:
    import numpy as np

    run = compiled.for_size(kernel, ordered.height)
    is_plain = run is kernel
    columns: list[Any] = [column.to_list() if is_plain else column.to_numpy() for column in ordered.get_columns()]
    sold: Any = [0] * ordered.height if is_plain else np.zeros(ordered.height, dtype=np.int64)
    run(*columns, sold)
    return pl.Series("sold_micro", sold, dtype=pl.Int64)


def _last_saleable(policy: InventoriesPolicy) -> pl.Expr:
    """Return the last day on which goods can be sold: one that is known, or that before they are expired."""
    before = timedelta(days=0 if policy.expired_when == "<" else 1)
    return pl.coalesce("last_saleable_on", pl.col("expires_on") - before, pl.lit(_FOREVER))


def _with_demand(
    sound: pl.DataFrame, demand: pl.DataFrame, policy: InventoriesPolicy, as_of: date
) -> pl.DataFrame:  # fmt: skip
    """Return units with the demand for their item from after the date tested until their last day; they keep their order."""
    days = next((one.horizon_days for one in policy.estimators if one.rule == "excess"), 0)
    horizon = min(as_of.toordinal() + days, _FOREVER.toordinal()) if days else _FOREVER.toordinal()
    until = pl.min_horizontal("until_on", "last_on", pl.lit(date.fromordinal(horizon)))
    since = pl.max_horizontal("from_on", pl.lit(as_of + timedelta(days=1)))
    counted = pl.max_horizontal((until - since).dt.total_days() + 1, pl.lit(0))
    of_days = (pl.col("until_on") - pl.col("from_on")).dt.total_days() + 1
    share = pl.col("demand_micro").cast(pl.Int128) * counted // of_days
    stretches = demand.rename({"quantity_micro": "demand_micro"})
    if stretches["item"].n_unique() == stretches.height:
        return sound.join(stretches, on="item", maintain_order="left").with_columns(until_micro=share)
    ends = sound.select("item", "last_on").unique()
    sums = ends.join(stretches, on="item").group_by("item", "last_on").agg(until_micro=share.sum())
    return sound.join(sums, on=["item", "last_on"], maintain_order="left")
