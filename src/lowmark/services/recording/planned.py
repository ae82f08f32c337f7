"""A plan of recording: what documents would do, before anything is written.

Before this: `plan`, and `late` for moves that come late. After this: `write`, the pen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from lowmark.core import flow
from lowmark.core.kinds.problems import Problem
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.recording.strata import Days, Shelf
from lowmark.store.entities.read import Book, Entity, Period

SHOWN: Final = 10
"""So many problems of a plan are said at once."""

RECEIVED: Final = {"layer": pl.Int64, "received_on": pl.Date}
PRODUCTIONS: Final = {
    "document": pl.String, "effective_on": pl.Date, "accounting_on": pl.Date, "labour_minor": pl.Int64,
    "depreciation_minor": pl.Int64, "other_overhead_minor": pl.Int64, "at_normal_capacity": pl.Boolean,
    "idle_minor": pl.Int64, "abnormal_micro": pl.Int64,
}  # fmt: skip
"""What a document says of a production besides its moves, which have the same document."""

LEG: Final = ("pool", "method", "move", "known_seq", "accounting_on", "quantity_micro", "value_minor", "kind", "event",
              "reason", "item_class")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """Shelves before and after the moves; the numbers of the lots that were there; and what places are short of."""

    before: Mapping[Shelf, Days] = field(default_factory=dict)
    after: Mapping[Shelf, Days] = field(default_factory=dict)
    lots: Mapping[tuple[int, str], int] = field(default_factory=dict)
    problems: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROBLEM))


@dataclass(frozen=True, slots=True)
class Plan:
    """What the documents would do, or every problem with them.

    Shapes: moves: as `record` returns them with move and known_seq; pools: pool (dense code), item_id, lot, condition,
            method, pool_id (null when new); notes: as problems, of rows that count on another day than they say; received:
            layer, received_on, of layers that are costed again and are in no cache; productions: ``PRODUCTIONS``;
            changes: of what receipts cost, as `core.recording.cost_changes` returns them; true_up: the period whose averages
            are said. Then there are no moves.
    """

    entity: Entity
    book: Book
    document: str
    watermark: int
    moves: pl.DataFrame
    pools: pl.DataFrame
    layers_before: pl.DataFrame
    posting: flow.Posting | None
    problems: pl.DataFrame
    notes: pl.DataFrame
    received: pl.DataFrame
    productions: pl.DataFrame
    changes: pl.DataFrame | None = None
    true_up: Period | None = None
    strata: Laid = field(default_factory=Laid)


def late_of_rolls(moves: pl.DataFrame, rolls: pl.DataFrame) -> pl.DataFrame:
    """Mark as late what counts before the standard of its item was rolled: what was on hand then is revalued again.

    Shapes: moves: item_id, direction, accounting_on, is_late; rolls: item_id, valid_from.
    """
    last = rolls.group_by("item_id").agg(rolled_on=pl.col("valid_from").max())
    return moves.join(last, on="item_id", how="left", maintain_order="left").with_columns(
        is_late=pl.col("is_late")
        | ((pl.col("direction") != "within") & (pl.col("accounting_on") < pl.col("rolled_on"))).fill_null(value=False)
    ).drop("rolled_on")  # fmt: skip


def late_of_true_ups(moves: pl.DataFrame, trued_up_to: date | None) -> pl.DataFrame:
    """Mark as late what counts in a period whose averages have been said: they are another with it."""
    if trued_up_to is None:
        return moves
    return moves.with_columns(
        is_late=pl.col("is_late") | ((pl.col("direction") != "within") & (pl.col("accounting_on") <= trued_up_to))
    )


def of_pools(rows: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows of the pools that the documents touch, under their codes."""
    touched = pools.filter(pl.col("pool_id").is_not_null()).select("pool", "pool_id")
    return rows.join(touched, on="pool_id", how="inner", maintain_order="left")


def short(posting: flow.Posting, legs: pl.DataFrame) -> pl.DataFrame:
    """Return a problem for each issue of more than there is; what follows one in its pool is not counted again."""
    rows = legs.select("pool", "move", "row")
    refused = posting.costed.refused.filter(pl.col("code") == "short").join(rows, on=["pool", "move"])
    missing = in_words("short_micro")
    return refused.sort("row").select(
        "row", column=pl.lit("quantity"), value=missing, code=pl.lit("short"),
        message=pl.format("{} more than there is on {}", missing, "accounting_on"),
        hint=pl.lit("record the receipt first, or correct the quantity"),
    ).cast(PROBLEM)  # fmt: skip


def require_sound(problems: pl.DataFrame) -> None:
    """Raise all problems of a plan at once, each in words once, up to ten.

    Raises: Problem `refused`.
    """
    if problems.is_empty():
        return
    said = list(dict.fromkeys(problems["message"]))
    more = f"; and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    raise Problem("refused", "; ".join(said[:SHOWN]) + more, hint="; ".join(dict.fromkeys(problems["hint"][:SHOWN])))


def in_words(column: str) -> pl.Expr:
    """Return a quantity of millionths as people write it."""
    whole, part = pl.col(column) // 1_000_000, pl.col(column) % 1_000_000
    decimals = pl.lit(".") + part.cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    return whole.cast(pl.String) + pl.when(part != 0).then(decimals).otherwise(pl.lit(""))
