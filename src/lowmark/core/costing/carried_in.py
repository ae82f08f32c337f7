"""Begin another formula with what goods are carried at on a day: one layer a pool, whatever layers or averages there were.

So a formula begins that is adopted from a day on, as last in, first out is, and one that can be applied no further back. What
receipts before the day cost may change later: then the layer stands otherwise in each epoch. Before this: what is recorded.
After this: `recosting`, on the moves from the day on. Sources: IAS 8.25; ASC 250-10-45-7.
"""

from datetime import date, timedelta
from typing import Final

import polars as pl

from lowmark.core.costing.epochs import Epochs

CARRIED: Final = {"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Date, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
                  "consumed_micro": pl.Int64, "value_minor": pl.Int64, "epoch": pl.Int64}  # fmt: skip


def carried_in(*, flows: pl.DataFrame, on: date, epochs: Epochs) -> pl.DataFrame:
    """Return the layer with which each pool that has goods begins on a day: ``CARRIED``, a row for each epoch.

    Shapes: flows: pool, layer, accounting_on, quantity_micro, value_minor: all that moves before the day did, whenever that counts.
    Domain: the layer has the name of the last of those that it stands for.

    >>> days = [date(2026, 1, 5), date(2026, 1, 9), date(2026, 2, 3)]
    >>> flows = pl.DataFrame({"pool": [1, 1, 1], "layer": [4, 6, 6], "accounting_on": days, "quantity_micro": [2, 3, 0],
    ...                       "value_minor": [10, 20, 5]})
    >>> found = carried_in(flows=flows, on=date(2026, 2, 1), epochs=Epochs((date(2026, 2, 3),)))
    >>> found.select("layer", "quantity_micro", "value_minor", "epoch").rows()
    [(6, 5, 30, 0), (6, 5, 35, 1)]
    """
    by_layer = flows.group_by("pool", "layer").agg(pl.col("quantity_micro").sum()).filter(pl.col("quantity_micro") != 0)
    held = by_layer.group_by("pool").agg(pl.col("layer").max(), pl.col("quantity_micro").sum())
    every = pl.DataFrame({"epoch": range(epochs.n)}, schema={"epoch": pl.Int64})
    numbered = flows.select("pool", "value_minor", counts=epochs.of(flows["accounting_on"]))
    values = numbered.join(every, how="cross").filter(pl.col("counts") <= pl.col("epoch")).group_by("pool", "epoch").agg(
        pl.col("value_minor").sum()
    )  # fmt: skip
    return (
        held.join(every, how="cross").join(values, on=["pool", "epoch"], how="left").sort("pool", "epoch")
        .with_columns(
            pl.col("value_minor").fill_null(0), opened_on=pl.lit(on - timedelta(days=1)),
            known_seq=pl.lit(0, dtype=pl.Int64), consumed_micro=pl.lit(0, dtype=pl.Int64),
        )
        .select(list(CARRIED)).cast(CARRIED)  # type: ignore[arg-type]
    )  # fmt: skip
