"""The facts that a plan adds beside its entries: lots and pools that are new, productions, moves, changes of cost.

Before this: `plan`. After this: `write`, which puts what they did to cost and allowance beside them.
"""

import polars as pl

from lowmark.core.tables.noun import HASH_COLUMNS
from lowmark.core.tables.registry import BY_NAME
from lowmark.services.recording.formulas import GOING_OVER, RESTATED
from lowmark.services.recording.planned import Plan
from lowmark.store.entities.read import Entity, Period
from lowmark.store.items.write import add_lots
from lowmark.store.session import Writer
from lowmark.store.valuation.write import NewPool, add_pools

NEW_POOL = ("item_id", "lot_id", "condition", "owner", "change_id", "method")


def columns_of(name: str) -> list[str]:
    """Return the columns of a noun that are written from a frame."""
    return [column for column in BY_NAME[name].columns if column not in HASH_COLUMNS]


def lots_of(writer: Writer, planned: Plan, marks: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return item_id, lot and lot_id of every lot that the moves name, adding the new ones.

    Shapes: marks: row, best_before_on, potency_micro of the moves that say them.
    """
    moves = planned.moves if marks is None else planned.moves.join(marks, on="row", how="left", maintain_order="left")
    said = [] if marks is None else [pl.col("best_before_on", "potency_micro").drop_nulls().first()]
    named = moves.filter(pl.col("lot") != "").group_by("item_id", "lot", maintain_order=True).agg(
        pl.col("made_on").drop_nulls().first(), pl.col("expires_on").drop_nulls().first(), *said
    )  # fmt: skip
    return add_lots(writer, entity_id=planned.entity.id, named=named)


def pools_of(writer: Writer, planned: Plan, lots: pl.DataFrame) -> pl.DataFrame:
    """Return pool (code), pool_id; adding the pools that are new."""
    pools = planned.pools.join(lots, on=["item_id", "lot"], how="left", maintain_order="left")
    # In the order of their keys: two that make the same pools wait for each other one way only.
    new = pools.filter(pl.col("pool_id").is_null()).sort("item_id", "lot_id", "condition", "owner", "change_id")
    numbers = add_pools(
        writer, entity_id=planned.entity.id, cost_basis_id=planned.book.cost_basis_id,
        pools=[NewPool(**row) for row in new.select(NEW_POOL).iter_rows(named=True)],
    )  # fmt: skip
    made = pl.DataFrame({"pool": new["pool"], "made_id": numbers}, schema={"pool": pl.Int64, "made_id": pl.Int64})
    return pools.join(made, on="pool", how="left", maintain_order="left").select(
        "pool", pool_id=pl.coalesce("pool_id", "made_id")
    )  # fmt: skip


def moves_of(
    writer: Writer, planned: Plan, lots: pl.DataFrame, productions: pl.DataFrame, sequences: range, recorded_at: int
) -> pl.DataFrame:
    """Return the moves with their numbers, as the noun has them."""
    n = planned.moves.height
    ids = list(writer.take_ids("stock_move", n))
    moves = planned.moves.join(lots, on=["item_id", "lot"], how="left", maintain_order="left").with_columns(
        pl.Series("id", ids, dtype=pl.Int64), pl.Series("known_seq", sequences[:n], dtype=pl.Int64),
        entity_id=pl.lit(planned.entity.id, dtype=pl.Int64),
        recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
    )  # fmt: skip
    none = pl.lit(None, dtype=pl.Int64)
    moves = moves.with_columns(none.alias(name) for name in (GOING_OVER, RESTATED) if name not in moves.columns)
    moves = moves.join(productions, on="document", how="left", maintain_order="left")
    sources = moves.select(source_row="row", source_id="id")
    return moves.join(sources, on="source_row", how="left", maintain_order="left").with_columns(
        returns_move_id=pl.coalesce("source_move", "source_id")
    )


def write_changes(writer: Writer, entity: Entity, changes: pl.DataFrame, sequences: range, recorded_at: int) -> None:
    """Write the changes of what receipts cost."""
    writer.insert_frame("cost_change", changes.with_columns(
        pl.Series("id", list(writer.take_ids("cost_change", changes.height)), dtype=pl.Int64),
        pl.Series("known_seq", sequences[: changes.height], dtype=pl.Int64), move_id="move",
        entity_id=pl.lit(entity.id, dtype=pl.Int64), recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
    ).select(columns_of("cost_change")))  # fmt: skip


def write_true_up(
    writer: Writer, entity: Entity, period: Period, because: str, user_id: int, known: tuple[int, int]
) -> None:
    """Write that the averages of a period have been said."""
    writer.insert("period_event", [{
        "id": writer.take_ids("period_event", 1)[0], "entity_id": entity.id, "period_id": period.id, "event": "trued_up",
        "by_user": user_id, "because": because, "statement_hash": None, "known_seq": known[0], "recorded_at": known[1],
    }])  # fmt: skip


def write_productions(writer: Writer, planned: Plan, sequences: range, recorded_at: int) -> pl.DataFrame:
    """Write the productions; return document and production_id of each."""
    made = planned.productions
    numbers = pl.Series("production_id", list(writer.take_ids("production", made.height)), dtype=pl.Int64)
    writer.insert_frame("production", made.with_columns(
        numbers.alias("id"), pl.Series("known_seq", sequences, dtype=pl.Int64),
        entity_id=pl.lit(planned.entity.id, dtype=pl.Int64), recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
    ).select(columns_of("production")))  # fmt: skip
    return made.select("document", numbers)
