"""Where goods came from whose pools are costed again: from moves that are costed again too, or from what is recorded.

Before this: the legs of late goods, new and old. After this: `late` puts together what the flow takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.costing.shares import share_of
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read

OVER_COST = ("release_over_cost", "restore_over_cost")
"""What goods release when they arrive for want of cost was restored before."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The legs, valued where their source is not costed again; the links among them; and all links, for allowances."""

    legs: pl.DataFrame
    inside: pl.DataFrame
    all_links: pl.DataFrame


def arrivals_of(
    reader: Reader, legs: pl.DataFrame, *, since: date, known_seq: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what came from where, in costing order: goods that came back, those that came into another condition.

    Shapes: pool, move, accounting_on, known_seq, quantity_micro, source_move, kind, source_pool and source_on (null where
            the source is earlier than the legs), issued_micro (that the source issued in all), before_micro (what had come
            back of it before). And beside that what came back before the legs: source_move, move.
    """
    leaving = legs.filter(pl.col("quantity_micro") < 0).select(
        source_move="move", source_pool="pool", source_on="accounting_on", gone=-pl.col("quantity_micro")
    )
    moves_on = (pl.col("kind") == "re_pool").fill_null(value=False)
    some = legs.filter(pl.col("quantity_micro") > 0, pl.col("source").is_not_null() | moves_on).select(
        "pool", "move", "accounting_on", "known_seq", "quantity_micro",
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
) -> Mapping[int, tuple[int, int]]:  # fmt: skip
    """Return of each source that is not costed again the pool that it left, and its cost."""
    inside = counted.select(source_pool="pool", source_move="move")
    wanted = arrivals.join(counted, on=["pool", "move"], how="semi").join(
        inside, on=["source_pool", "source_move"], how="anti"
    )
    near = (
        flows.filter(pl.col("move").is_in(wanted["source_move"].to_list()))
        .group_by("pool", "move").agg(pl.col("quantity_micro", "value_minor").sum()).filter(pl.col("quantity_micro") < 0)
    )  # fmt: skip
    costs = {move: (pool, -value) for pool, move, value in near.select("pool", "move", "value_minor").iter_rows()}
    far = [move for move in wanted["source_move"].unique().sort().to_list() if move not in costs]
    if far:
        numbers: dict[int, int] = dict(codes.select("pool_id", "pool").iter_rows())
        found = history_read.costs_of(reader, list(numbers), far, known_seq=known_seq)
        costs |= {move: (numbers[pool_id], cost) for pool_id, move, cost in found.iter_rows()}
    return costs


def linked(counted: pl.DataFrame, arrivals: pl.DataFrame, costs: Mapping[int, tuple[int, int]]) -> Linked:
    """Link what is costed again to what is; and value the rest by what is recorded."""
    counting = arrivals.join(counted, on=["pool", "move"], how="semi", maintain_order="left")
    inside, outside, values = [], [], []
    first_before: dict[int, int] = {}
    for row in counting.iter_rows(named=True):
        pool, move, source, whole = row["pool"], row["move"], row["source_move"], row["issued_micro"]
        if source not in costs:
            inside.append((pool, move, row["source_pool"], source, whole, 0, row["kind"]))
            continue
        left, cost = costs[source]
        before = first_before.setdefault(source, row["before_micro"])
        outside.append((pool, move, left, source, whole, before, row["kind"]))
        values.append((pool, move, share_of((cost,), whole, row["before_micro"], row["quantity_micro"])[0]))
    own = {"pool": pl.Int64, "move": pl.Int64, "of_source": pl.Int64}
    legs = counted.join(pl.DataFrame(values, schema=own, orient="row"), on=["pool", "move"], how="left",
                        maintain_order="left")  # fmt: skip
    return Linked(
        legs=legs.with_columns(value_minor=pl.coalesce("value_minor", "of_source")).drop("of_source"),
        inside=pl.DataFrame(inside, schema=LINKS, orient="row"),
        all_links=pl.DataFrame([*inside, *outside], schema=LINKS, orient="row"),
    )


def released_before(
    movements: pl.DataFrame, links: pl.DataFrame, earlier: pl.DataFrame, arrivals: pl.DataFrame, counted: pl.DataFrame
) -> pl.DataFrame:
    """Return what sources that are not costed again took of allowance, and what had been restored of it before.

    Shapes: movements: of all pools of the goods; earlier: what came back before all legs; arrivals and counted: what came
            back since, and which of that is costed again.
    """
    label = ["allowance_reason", "fiscal_year"]
    sources = (
        links.select("source_pool", "source_move")
        .unique()
        .join(counted.select(source_pool="pool", source_move="move"), on=["source_pool", "source_move"], how="anti")
    )
    taken = movements.rename({"pool": "source_pool", "move": "source_move"}).join(
        sources, on=["source_pool", "source_move"], how="semi"
    ).group_by("source_pool", "source_move", *label).agg(amount_minor=-pl.col("amount_minor").sum())  # fmt: skip
    before = pl.concat([
        earlier, arrivals.filter(pl.col("kind") == "restore").join(counted, on=["pool", "move"], how="anti").select(
            "source_move", "move"),
    ])  # fmt: skip
    came = movements.filter(pl.col("event") != "", ~pl.col("event").is_in(OVER_COST)).join(before, on="move")
    restored = came.group_by("source_move", *label).agg(restored_minor=pl.col("amount_minor").sum())
    return taken.join(restored, on=["source_move", *label], how="left").with_columns(
        pl.col("restored_minor").fill_null(0)
    ).select(list(RELEASED_BEFORE)).cast(RELEASED_BEFORE)  # type: ignore[arg-type]  # fmt: skip
