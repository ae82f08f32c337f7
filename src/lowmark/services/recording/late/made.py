"""What is made of goods that are costed again is costed again too: which goods that reaches, and what is known of the rest.

Before this: the goods that come late. After this: `among` puts products among the goods that are costed again. What went
into a production and is not costed again has the cost, and carried the allowance, that is recorded of it.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.epochs import Epochs
from lowmark.core.costing.production_checks import IS_INPUT
from lowmark.core.write_downs.carry import RELEASED_BEFORE
from lowmark.services.recording.late.links import COSTS
from lowmark.services.recording.made import recorded_made
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read
from lowmark.store.subledger import made as made_read

OF: Final = ("item_id", "lot")
LEG: Final = ("production", "place", "pool", "move", "accounting_on", "share_micro", "own_minor", "lost_micro", "value_minor",
              "pool_id")  # fmt: skip


def goods_made_of(reader: Reader, book: Book, goods: pl.DataFrame, *, since: date, known_seq: int) -> pl.DataFrame:
    """Return goods, and all that was made of them from a day on, and of that, and so on: item_id, lot."""
    legs = made_read.legs_since(reader, book.cost_basis_id, since=since, known_seq=known_seq)
    inputs = legs.filter(IS_INPUT).select("production", *OF)
    products = legs.filter(pl.col("share_micro").is_not_null()).select("production", *OF)
    found, before = goods.select(OF).unique(maintain_order=True), -1
    while found.height > before:
        before = found.height
        some = inputs.join(found, on=OF, how="semi").select("production").unique()
        found = pl.concat([found, products.join(some, on="production", how="semi").select(OF)]).unique(
            maintain_order=True
        )
    return found


def made_among(
    reader: Reader, book: Book, legs: pl.DataFrame, pools: pl.DataFrame, making: pl.DataFrame | None, *, since: date,
    known_seq: int,
) -> pl.DataFrame:  # fmt: skip
    """Return the legs of recorded productions from a day on, and those of new ones: ``LEG``.

    Shapes: legs: pool, move, accounting_on; making: as costing takes productions, null where there are none.
    """
    recorded = recorded_made(reader, book, pools, since=since, known_seq=known_seq).select(LEG)
    if making is None or making.is_empty():
        return recorded
    days = legs.select("pool", "move", "accounting_on")
    new = (
        making.join(days, on=["pool", "move"], how="left")
        .with_columns(pl.col("accounting_on").max().over("production"), pool_id=pl.lit(None, dtype=pl.Int64))
        .filter(pl.col("accounting_on").is_not_null())
    )  # Those of goods that are not costed again concern none here.
    return pl.concat([recorded, new.select(LEG)])


def with_products(arrivals: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """Return arrivals as `reached` takes them, products among them: they come from each input of their production."""
    inputs = made.filter(IS_INPUT).select("production", source_pool="pool", source_on="accounting_on")
    products = made.filter(pl.col("share_micro").is_not_null()).join(inputs, on="production").select(
        "pool", "accounting_on", "source_pool", "source_on", source_move="move", known_seq="place"
    )  # fmt: skip
    own = arrivals.select("pool", "accounting_on", "source_pool", "source_on", "source_move", "known_seq")
    return pl.concat([own, products.select(own.columns)]).sort("accounting_on", "known_seq", maintain_order=True)


def input_costs(reader: Reader, made: pl.DataFrame, counted: pl.DataFrame, *, known_seq: int) -> pl.DataFrame:
    """Return what inputs that are not costed again left at, by the day on which that counts: ``COSTS``."""
    far = made.filter(IS_INPUT).join(counted, on=["pool", "move"], how="anti")
    if far.is_empty():
        return pl.DataFrame(schema=COSTS)
    pools, moves = far["pool_id"].unique().sort().to_list(), far["move"].unique().sort().to_list()
    found = history_read.costs_of(reader, pools, moves, known_seq=known_seq)
    codes = far.select("pool", source_pool_id="pool_id", source_move="move")
    return found.join(codes, on=["source_pool_id", "source_move"]).select(
        "source_move", "accounting_on", "cost_minor", source_pool="pool"
    ).select(list(COSTS)).sort("source_move", "accounting_on")  # fmt: skip


def by_epoch(made: pl.DataFrame, costs: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Return the legs of productions with epoch: inputs whose cost changes, one for each; null for all others."""
    legs = made.select("production", "place", "pool", "move", "share_micro", "own_minor", "lost_micro", "value_minor",
                       epoch=pl.lit(None, dtype=pl.Int64))  # fmt: skip
    if epochs.n == 1 or costs.is_empty():
        return legs
    every = pl.DataFrame({"epoch": range(epochs.n)}, schema={"epoch": pl.Int64})
    placed = costs.with_columns(begins=epochs.of(costs["accounting_on"])).join(every, how="cross")
    each = placed.filter(pl.col("begins") <= pl.col("epoch")).group_by(pool="source_pool", move="source_move", epoch="epoch").agg(
        cost=pl.col("cost_minor").sum()
    )  # fmt: skip
    told = legs.drop("epoch").join(each, on=["pool", "move"], maintain_order="left").with_columns(value_minor="cost")
    return pl.concat([legs.join(each, on=["pool", "move"], how="anti"), told.select(legs.columns)])


def carried_by_inputs(
    reader: Reader, book: Book, made: pl.DataFrame, replayed: pl.DataFrame, *, known_seq: int
) -> pl.DataFrame:
    """Return what inputs whose allowance is not replayed took along: as `carry` takes what was released before."""
    far = (
        made.filter(IS_INPUT)
        .join(replayed, on=["pool", "move"], how="anti")
        .select(source_pool="pool", source_move="move")
    )
    found = made_read.transferred(reader, book.id, far["source_move"].unique().sort().to_list(), known_seq=known_seq)
    return found.join(far, on="source_move").with_columns(restored_minor=pl.lit(0, dtype=pl.Int64)).select(
        list(RELEASED_BEFORE)
    )  # fmt: skip
