"""What productions lost abnormally, costed anew: by how much the expense differs from what is recorded of it, day by day.

Before this: costing by epochs. After this: the journal posts the differences. What is recorded follows from the recorded
cost of the inputs, as what should be follows from what they cost now. Sources: IAS 2.16(a); ASC 330-10-30-7.
"""

from typing import Final

import polars as pl

from lowmark.core.costing.epochs import Epochs, by_day, decoded, made_in_every
from lowmark.core.costing.production import abnormal_waste

NONE_WASTED: Final = pl.DataFrame(schema={
    "pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "value_minor": pl.Int64, "is_adjusted": pl.Boolean,
})  # fmt: skip
_KEY: Final = ("pool", "move")


def wasted_besides(
    flows: pl.DataFrame, moves: pl.DataFrame, made: pl.DataFrame, recorded: pl.DataFrame, epochs: Epochs
) -> pl.DataFrame:
    """Return what is lost abnormally besides what is recorded: pool, move, accounting_on, value_minor, is_adjusted.

    Shapes: flows: as costed, a pool for each pool and epoch where there are several; moves, made and recorded: as `recost`
            takes them.
    """
    if made.filter(pl.col("lost_micro") > 0).is_empty():
        return NONE_WASTED
    now = _by_day(flows, moves, made, epochs)
    old = moves.filter(~pl.col("is_new"))
    was = _by_day(_told(recorded, epochs), old, made, epochs)
    new = moves.filter("is_new").select(*_KEY, own="accounting_on")
    both = pl.concat([now, was.with_columns(-pl.col("value_minor"))])
    differs = both.group_by(*_KEY, "accounting_on").agg(pl.col("value_minor").sum()).filter(pl.col("value_minor") != 0)
    return (
        differs.join(new, on=list(_KEY), how="left")
        .with_columns(is_adjusted=pl.col("own").is_null() | (pl.col("own") != pl.col("accounting_on")))
        .drop("own").sort("accounting_on", *_KEY)
    )  # fmt: skip


def _by_day(flows: pl.DataFrame, moves: pl.DataFrame, made: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Return what productions with a product among the moves lost, by the day on which that counts."""
    products = made.filter(pl.col("share_micro").is_not_null()).join(moves, on=list(_KEY), how="semi")
    own = made.join(products, on="production", how="semi").drop("epoch", strict=False) if epochs.n == 1 else None
    legs = own if own is not None else made_in_every(made.join(products, on="production", how="semi"), moves, epochs)
    found = decoded(abnormal_waste(flows=flows, made=legs).drop("production"), epochs)
    dated = found.join(moves.select(*_KEY, "accounting_on"), on=list(_KEY), maintain_order="left")
    return by_day(dated, epochs, _KEY, ("value_minor",))


def _told(recorded: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Return what is recorded of each pool in each epoch: what counts up to its end."""
    if epochs.n == 1:
        return recorded
    every = pl.DataFrame({"epoch": range(epochs.n)}, schema={"epoch": pl.Int64})
    placed = recorded.with_columns(own=epochs.of(recorded["accounting_on"])).join(every, how="cross")
    return placed.filter(pl.col("epoch") >= pl.col("own")).with_columns(
        pool=pl.col("pool") * epochs.n + pl.col("epoch")
    )
