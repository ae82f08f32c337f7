"""Import cost formulas of items and their standard costs, in the basis of the primary book.

A pool keeps the formula by which it began. Once goods of an item have been costed by one formula, another is a change of
method, which restates what was reported; and another standard is a roll, which revalues what is on hand. Neither comes
in a file.
"""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import read as evidence_read
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Writer, reading
from lowmark.store.valuation import read as valuation_read


def import_item_costing(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan cost formulas and standards; a row that says what holds already has no effect."""
    with reading(granted.scope()) as reader:
        refused = _look_up(reader, frame, granted, _basis(reader, granted))[1]
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        basis_id = _basis(writer, granted)
        found, refused = _look_up(writer, frame, granted, basis_id)
        if not refused.is_empty():
            return Refusal(refused)
        _write_methods(writer, granted, basis_id, found)
        _write_standards(writer, granted, basis_id, found)
        return None

    return Outcome(write)


def _basis(reader: Reader, granted: Granted) -> int:
    """Return the basis that costs the primary book."""
    book = entities_read.book(reader, granted.entity.id)
    assert book is not None  # An entity has its primary book from its first day.
    return book.cost_basis_id


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted, basis_id: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items, their pools, formulas and standards; return the rows and what is wrong with them."""
    pools = valuation_read.pools(reader, basis_id).group_by("item_id").agg(pl.col("method").unique().alias("begun"))
    found = (
        frame.join(items_read.items(reader, granted.entity.catalogue_id).select("item", "item_id"), on="item",
                   how="left", maintain_order="left")
        .join(valuation_read.item_methods(reader, basis_id), on="item_id", how="left", maintain_order="left")
        .join(evidence_read.standards(reader, basis_id).rename({"price_micro": "standard_micro"}), on="item_id",
              how="left", maintain_order="left")
        .join(pools, on="item_id", how="left", maintain_order="left")
    )  # fmt: skip
    is_begun = pl.col("begun").is_not_null()
    other_method = is_begun & (pl.col("begun").list.set_difference(pl.concat_list("method")).list.len() > 0)
    other_standard = is_begun & (pl.col("standard_cost_micro") != pl.col("standard_micro"))
    return found, pl.concat([
        unknown_items(found),
        problems(found, "method", "method_in_use", "goods of this item are costed by another method already",
                 "a change of method is retrospective and restates what was reported: it is no file", mark=other_method),
        problems(found.with_columns(standard_cost=_decimal("standard_cost_micro")), "standard_cost", "standard_in_use",
                 "goods of this item are costed at another standard already",
                 "roll the standard: what is on hand is revalued then", mark=other_standard),
    ]).sort("row")  # fmt: skip


def _decimal(column: str) -> pl.Expr:
    """Write millionths as the decimal that was in the file."""
    whole, part = pl.col(column) // 1_000_000, pl.col(column) % 1_000_000
    parts = part.cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    return pl.when(parts == "").then(whole.cast(pl.String)).otherwise(pl.format("{}.{}", whole, parts))


def _write_methods(writer: Writer, granted: Granted, basis_id: int, found: pl.DataFrame) -> None:
    """Write the formulas that are new, and change those of items which no goods have come of yet."""
    new = found.filter(pl.col("own_method").is_null())
    writer.insert_frame("item_costing", new.select(
        pl.Series("id", list(writer.take_ids("item_costing", new.height)), dtype=pl.Int64),
        "item_id", "method", entity_id=pl.lit(granted.entity.id, dtype=pl.Int64),
        cost_basis_id=pl.lit(basis_id, dtype=pl.Int64),
    ).select("id", "entity_id", "cost_basis_id", "item_id", "method"))  # fmt: skip
    changed = found.filter(pl.col("own_method") != pl.col("method"))
    writer.execute_many(
        "UPDATE valuation_item_costing SET method = %s WHERE cost_basis_id = %s AND item_id = %s",
        [(method, basis_id, item_id) for method, item_id in changed.select("method", "item_id").iter_rows()],
    )


def _write_standards(writer: Writer, granted: Granted, basis_id: int, found: pl.DataFrame) -> None:
    """Write the standards that are not in force already."""
    new = found.filter(pl.col("standard_cost_micro").is_not_null()).filter(
        pl.col("standard_cost_micro").ne_missing(pl.col("standard_micro"))
    )
    if new.is_empty():
        return
    sequences, recorded_at = writer.tick(granted.entity.id, new.height)
    writer.insert_frame("standard_cost", new.select(
        pl.Series("id", list(writer.take_ids("standard_cost", new.height)), dtype=pl.Int64),
        "item_id", "valid_from", pl.Series("known_seq", sequences, dtype=pl.Int64),
        price_micro="standard_cost_micro", entity_id=pl.lit(granted.entity.id, dtype=pl.Int64),
        cost_basis_id=pl.lit(basis_id, dtype=pl.Int64), set_by=pl.lit(granted.user_id, dtype=pl.Int64),
        recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
    ))  # fmt: skip
