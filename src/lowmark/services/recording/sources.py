"""What goods that come back, or come into another condition, take along from the issue by which they left.

An issue of the same file is named by a link, which costing and write-downs follow. What an issue recorded earlier cost
and released is read here, and the goods come back as a receipt of that value. Before this: `pools`. After this: `plan`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lowmark.core.costing.shares import share_of
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader
from lowmark.store.subledger import read as subledger_read


@dataclass(frozen=True, slots=True)
class Sources:
    """The legs, valued where the value is known already; and the links for costing and for the allowance.

    Shapes: links and carried_links: pool, move, source_pool, source_move, quantity_micro (issued in all),
            before_micro, kind (restore, transfer); links have those whose source is in the file, carried_links all of
            them. released: what `subledger.read.issue_releases` gives, with source_pool as a code of the plan.
    """

    legs: pl.DataFrame
    links: pl.DataFrame
    carried_links: pl.DataFrame
    released: pl.DataFrame


def sources_of(reader: Reader, book: Book, moves: pl.DataFrame, legs: pl.DataFrame, pools: pl.DataFrame) -> Sources:
    """Find where the value of each leg without one comes from."""
    inside = _links_in_file(moves, legs)
    known = legs.filter((pl.col("quantity_micro") > 0) & pl.col("source_move").is_not_null())
    numbers = known["source_move"].unique().sort().to_list()
    released = subledger_read.issue_releases(reader, book.id, numbers)
    if known.is_empty():
        return Sources(legs, inside, inside, _coded(released, pools))
    costs = subledger_read.issue_costs(reader, numbers)
    said = known.join(costs, on="source_move", how="left", maintain_order="left")
    values = [
        share_of((row["cost_minor"],), row["issued_micro"], row["before_micro"], row["quantity_micro"])[0]
        for row in said.iter_rows(named=True)
    ]  # fmt: skip
    valued = said.select("pool", "move", of_source=pl.Series(values, dtype=pl.Int64))
    legs = legs.join(valued, on=["pool", "move"], how="left", maintain_order="left").with_columns(
        value_minor=pl.coalesce("value_minor", "of_source")
    ).drop("of_source")  # fmt: skip
    outside = _coded(said, pools).select(
        "pool", "move", "source_pool", "source_move", quantity_micro="issued_micro", before_micro="before_micro",
        kind=pl.lit("restore"),
    )  # fmt: skip
    return Sources(legs, inside, pl.concat([inside, outside]), _coded(released, pools))


def _links_in_file(moves: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Return the links whose source is in the file: returns of its issues, and goods that come into another condition."""
    coming = legs.filter(pl.col("quantity_micro") > 0)
    leaving = legs.filter(pl.col("quantity_micro") < 0).select(
        source_pool="pool", source_move="move", issued=-pl.col("quantity_micro")
    )
    numbers = moves.select(source_row="row", numbered="move")
    returned = coming.filter(pl.col("source_row").is_not_null()).join(numbers, on="source_row", maintain_order="left")
    moved = coming.filter(pl.col("kind") == "re_pool")
    named = pl.concat([
        returned.select("pool", "move", source_move="numbered", kind=pl.lit("restore")),
        moved.select("pool", "move", source_move="move", kind=pl.lit("transfer")),
    ])  # fmt: skip
    return named.join(leaving, on="source_move", maintain_order="left").select(
        "pool", "move", "source_pool", "source_move", quantity_micro="issued",
        before_micro=pl.lit(0, dtype=pl.Int64), kind="kind",
    )  # fmt: skip


def _coded(rows: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """Say source_pool by the plan's code: a pool that the file does not touch otherwise by the negative of its number."""
    codes: Mapping[int, int] = dict(pools.filter(pl.col("pool_id").is_not_null()).select("pool_id", "pool").iter_rows())
    return rows.with_columns(
        source_pool=pl.col("source_pool").replace_strict(codes, default=-pl.col("source_pool"), return_dtype=pl.Int64)
    )
