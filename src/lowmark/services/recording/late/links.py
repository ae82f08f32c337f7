"""Where goods came from whose pools are costed again: from moves that are costed again too, or from what is recorded.

Before this: the legs of late goods, new and old. After this: `late` puts together what the flow takes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.epochs import VALUES, Epochs
from lowmark.core.costing.shares import below_nothing, share_of
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE
from lowmark.store.session import Reader, Row
from lowmark.store.subledger import history as history_read

COSTS: Final = {"source_pool": pl.Int64, "source_move": pl.Int64, "accounting_on": pl.Date, "cost_minor": pl.Int64}
OVER_COST = ("release_over_cost", "restore_over_cost")
"""What goods release when they arrive for want of cost was restored before."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The legs, valued where their source is not costed again; the links among them; those of legs whose allowance is
    replayed; and by epoch what goods are worth whose source is not costed again (``VALUES``).
    """

    legs: pl.DataFrame
    inside: pl.DataFrame
    carried: pl.DataFrame
    values: pl.DataFrame


def arrivals_of(
    reader: Reader, legs: pl.DataFrame, *, since: date, known_seq: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what came from where, in costing order: goods that came back, those that came into another condition.

    Shapes: pool, move, accounting_on, known_seq, quantity_micro, value_minor (what goods that go over are worth besides; null
            on all others), source_move, kind, source_pool and source_on (null where
            the source is earlier than the legs), issued_micro (that the source issued in all), before_micro (what had come
            back of it before). And beside that what came back before the legs: source_move, move.
    """
    leaving = legs.filter(pl.col("quantity_micro") < 0).select(
        source_move="move", source_pool="pool", source_on="accounting_on", gone=-pl.col("quantity_micro")
    )
    moves_on = (pl.col("kind") == "re_pool").fill_null(value=False)
    some = legs.filter(pl.col("quantity_micro") > 0, pl.col("source").is_not_null() | moves_on).select(
        "pool", "move", "accounting_on", "known_seq", "quantity_micro", "value_minor",
        source_move=pl.when(moves_on).then("move").otherwise("source"),
        kind=pl.when(moves_on).then(pl.lit("transfer")).otherwise(pl.lit("restore")),
    )  # fmt: skip
    joined = some.join(leaving, on="source_move", how="left")
    far = joined.filter(pl.col("source_pool").is_null())["source_move"].unique().sort().to_list()
    issued = history_read.quantities_of(reader, far)
    earlier = history_read.returns_of(reader, far, known_seq=known_seq).filter(pl.col("accounting_on") < since)
    returned = earlier.group_by("source_move").agg(earlier_micro=pl.col("quantity_micro").sum())
    order = ["accounting_on", "known_seq"]
    came_by_then = pl.col("quantity_micro").cum_sum().over("source_move", order_by=order)
    return joined.join(issued, on="source_move", how="left").join(returned, on="source_move", how="left").sort(
        order
    ).with_columns(
        issued_micro=pl.coalesce("gone", "issued_micro"),
        before_micro=pl.col("earlier_micro").fill_null(0) + came_by_then - pl.col("quantity_micro"),
    ).drop("gone", "earlier_micro"), earlier.select("source_move", "move")  # fmt: skip


def source_costs(
    reader: Reader, arrivals: pl.DataFrame, counted: pl.DataFrame, flows: pl.DataFrame, codes: pl.DataFrame, *,
    known_seq: int,
) -> pl.DataFrame:  # fmt: skip
    """Return of each source that is not costed again the pool that it left, and its cost, by the day on which that counts.

    Shapes: source_pool, source_move, accounting_on, cost_minor.
    """
    inside = counted.select(source_pool="pool", source_move="move")
    wanted = arrivals.join(counted, on=["pool", "move"], how="semi").join(
        inside, on=["source_pool", "source_move"], how="anti"
    )
    among_legs = wanted.filter(pl.col("source_on").is_not_null())["source_move"].unique().implode()
    near = flows.filter(pl.col("move").is_in(among_legs)).select(
        source_pool="pool", source_move="move", accounting_on="accounting_on", gone_micro=-pl.col("quantity_micro"),
        cost_minor=-pl.col("value_minor"),
    )  # fmt: skip
    far = wanted.join(near, on="source_move", how="anti")["source_move"].unique().sort().to_list()
    found = history_read.costs_of(reader, codes["pool_id"].to_list(), far, known_seq=known_seq).join(
        codes, left_on="source_pool_id", right_on="pool_id"
    )
    both = pl.concat([near, found.rename({"pool": "source_pool"}).select(near.columns)])
    left = both.filter(pl.col("gone_micro").sum().over("source_pool", "source_move") > 0)
    key = ("source_pool", "source_move", "accounting_on")
    return left.group_by(key).agg(pl.col("cost_minor").sum()).sort(key)


def linked(
    counted: pl.DataFrame, arrivals: pl.DataFrame, costs: pl.DataFrame, differs: pl.DataFrame, epochs: Epochs
) -> Linked:
    """Link what is costed again to what is; and value the rest by what is recorded.

    Shapes: costs: as `source_costs` returns them; differs: pool, differs_on, from which the allowances are replayed.
    """
    known = _costs_by_epoch(costs, epochs)
    counting = arrivals.join(counted, on=["pool", "move"], how="semi", maintain_order="left").join(
        differs, on="pool", how="left", maintain_order="left"
    )
    inside, carried, values = [], [], []
    firsts: dict[int, int] = {}
    for row in counting.iter_rows(named=True):
        pool, move, source, whole = row["pool"], row["move"], row["source_move"], row["issued_micro"]
        left, by_epoch = known.get(source, (row["source_pool"], None))
        if by_epoch is None:
            inside.append((pool, move, left, source, whole, 0, row["kind"]))
        else:
            values += [(move, epoch, *(_worth(row, cost),) * 2) for epoch, cost in enumerate(by_epoch)]
        if row["accounting_on"] >= row["differs_on"]:
            before = firsts.setdefault(source, row["before_micro"])
            carried.append((pool, move, left, source, whole, before, row["kind"]))
    worth = pl.DataFrame(values, schema=VALUES, orient="row")
    legs = counted.join(worth.unique("move", keep="first").select("move", of_source="value_minor"), on="move", how="left",
                        maintain_order="left")  # fmt: skip
    comes = pl.col("quantity_micro") > 0
    return Linked(
        legs=legs.with_columns(value_minor=pl.coalesce(pl.when(comes).then("of_source"), "value_minor")).drop("of_source"),
        inside=pl.DataFrame(inside, schema=LINKS, orient="row"),
        carried=pl.DataFrame(carried, schema=LINKS, orient="row"), values=worth if epochs.n > 1 else worth.clear(),
    )  # fmt: skip


def _worth(arrived: Row, cost_minor: int) -> int:
    """Return what goods that came from an issue are worth: their share of what it cost, and what they are worth besides.

    Raises: Problem ``below_nothing``.
    """
    share = share_of((cost_minor,), arrived["issued_micro"], arrived["before_micro"], arrived["quantity_micro"])[0]
    value = share + (arrived["value_minor"] or 0)
    if value < 0:
        raise below_nothing({"move": arrived["move"]})
    return value


def _costs_by_epoch(costs: pl.DataFrame, epochs: Epochs) -> dict[int, tuple[int, list[int]]]:
    """Return by source the pool that it left, and what it cost in each epoch."""
    found: dict[int, tuple[int, list[int]]] = {}
    numbered = costs.with_columns(epoch=epochs.of(costs["accounting_on"]))
    for pool, move, epoch, cost in numbered.select("source_pool", "source_move", "epoch", "cost_minor").iter_rows():
        by_epoch = found.setdefault(move, (pool, [0] * epochs.n))[1]
        for later in range(epoch, epochs.n):
            by_epoch[later] += cost
    return found


def released_before(
    movements: pl.DataFrame, links: pl.DataFrame, earlier: pl.DataFrame, arrivals: pl.DataFrame, replayed: pl.DataFrame
) -> pl.DataFrame:
    """Return what sources that are not replayed took of allowance, and what had been restored of it before.

    Shapes: movements: of all pools of the goods; links: of what is replayed; earlier: what came back before all legs;
            arrivals and replayed: what came back since, and the legs whose allowance is replayed.
    """
    label = ["allowance_reason", "fiscal_year"]
    sources = (
        links.select("source_pool", "source_move")
        .unique()
        .join(replayed.select(source_pool="pool", source_move="move"), on=["source_pool", "source_move"], how="anti")
    )
    taken = movements.rename({"pool": "source_pool", "move": "source_move"}).join(
        sources, on=["source_pool", "source_move"], how="semi"
    ).group_by("source_pool", "source_move", *label).agg(amount_minor=-pl.col("amount_minor").sum())  # fmt: skip
    before = pl.concat([
        earlier, arrivals.filter(pl.col("kind") == "restore").join(replayed, on=["pool", "move"], how="anti").select(
            "source_move", "move"),
    ])  # fmt: skip
    came = movements.filter(pl.col("event") != "", ~pl.col("event").is_in(OVER_COST)).join(before, on="move")
    restored = came.group_by("source_move", *label).agg(restored_minor=pl.col("amount_minor").sum())
    return taken.join(restored, on=["source_move", *label], how="left").with_columns(
        pl.col("restored_minor").fill_null(0)
    ).select(list(RELEASED_BEFORE)).cast(RELEASED_BEFORE)  # type: ignore[arg-type]  # fmt: skip
