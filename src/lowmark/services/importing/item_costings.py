"""Import cost formulas of items and their standard costs, in the basis of the primary book.

A pool keeps the formula by which it began. Once goods of an item have been costed by one formula, another is a change of
method, which restates what was reported, and does not come in a file. Another standard is a roll: what is on hand on its day
is revalued, and moves from that day on use it.
"""

from typing import Any

import polars as pl

from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.services.access import Granted
from lowmark.services.formulas import cited, why_not
from lowmark.services.importing.alike import apart
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import NONE, problems, unknown_items
from lowmark.services.importing.standard_rolls import against, lock_rolled, rolls_among, write_rolls
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.formulas import now
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Writer, reading
from lowmark.store.valuation import read as valuation_read


def import_item_costing(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan cost formulas and standards; a row that says what holds already has no effect."""
    with reading(granted.scope()) as reader:
        refused = _look_up(reader, frame, granted, _book(reader, granted))[1]
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        book = _book(writer, granted)
        basis_id = book.cost_basis_id
        lock_rolled(writer, granted, book, _look_up(writer, frame, granted, book)[0])
        writer.tick(granted.entity.id, 0)  # The clock is held: nobody else's goods begin, or move, from here on.
        found, refused = _look_up(writer, frame, granted, book)
        if not refused.is_empty():
            return Refusal(refused)
        _write_methods(writer, granted, basis_id, found)
        new = _write_standards(writer, granted, basis_id, found)
        rolls = rolls_among(found).join(new, on="item_id", maintain_order="left")
        if not rolls.is_empty():
            write_rolls(writer, granted, book, rolls, document)
        return None

    return Outcome(write)


def _book(reader: Reader, granted: Granted) -> Book:
    """Return the primary book, whose basis it is."""
    book = entities_read.book(reader, granted.entity.id)
    assert book is not None  # An entity has its primary book from its first day.
    return book


def _not_allowed(reader: Reader, frame: pl.DataFrame, granted: Granted, book: Book) -> pl.DataFrame:
    """Return a problem for each row whose formula the framework of the book does not have today."""
    policy = _policy(reader, granted, book)
    refused = {method: why for method in frame["method"].unique().sort() if (why := why_not(policy, method))}
    return pl.concat([NONE, *(
        problems(frame, "method", "formula_not_allowed", message, hint, mark=pl.col("method") == method)
        for method, (message, hint) in refused.items()
    )])  # fmt: skip


def _policy(reader: Reader, granted: Granted, book: Book) -> InventoriesPolicy:
    """Return the policy in force at the end of the last period."""
    last = max(period.ends_on for period in entities_read.periods(reader, granted.entity.id))
    return policy_in_force(
        reader, entity_id=granted.entity.id, framework=book.framework, on=last,
        known_seq=entities_read.known_seq(reader, granted.entity.id),
    ).policy  # fmt: skip


def _unlike_others(reader: Reader, frame: pl.DataFrame, granted: Granted, book: Book) -> pl.DataFrame:
    """Return a problem for each row by which goods would be costed by another formula than those like them."""
    policy = _policy(reader, granted, book)
    if not policy.one_formula:
        return NONE
    goods = (
        items_read.items_with_category(reader, granted.entity.catalogue_id)
        .join(frame.select("item", said="method"), on="item", how="left", maintain_order="left")
        .join(valuation_read.item_methods(reader, book.cost_basis_id), on="item_id", how="left", maintain_order="left")
        .with_columns(method=pl.coalesce("said", "own_method", pl.lit(book.method)))
    )
    others, why = apart(goods), cited(policy, "inventories/one_formula")
    return pl.concat([NONE, *(
        problems(frame, "method", "formula_differs", f"goods like it are costed otherwise: {other}{why}",
                 "cost goods of one class and category by one formula, or put what is not alike into another category",
                 mark=pl.col("item") == item)
        for item, other in others.items() if item in set(frame["item"])
    )])  # fmt: skip


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted, book: Book) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items, their pools, formulas and standards; return the rows and what is wrong with them."""
    basis_id = book.cost_basis_id
    ours = now(
        valuation_read.pools(reader, basis_id).filter(pl.col("owner") == ""),
        valuation_read.formula_items(reader, basis_id),
    )
    pools = ours.group_by("item_id").agg(pl.col("method").unique().alias("begun"))
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
    return found, pl.concat([
        unknown_items(found), _not_allowed(reader, frame, granted, book), _unlike_others(reader, frame, granted, book),
        problems(found, "method", "method_in_use", "goods of this item are costed by another method already",
                 "a change of method is retrospective and restates what was reported: it is no file", mark=other_method),
        against(reader, granted, book, found.with_columns(standard_cost=_decimal("standard_cost_micro"))),
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


def _write_standards(writer: Writer, granted: Granted, basis_id: int, found: pl.DataFrame) -> pl.DataFrame:
    """Write the standards that are not in force already; return item_id and known_seq of each."""
    new = found.filter(pl.col("standard_cost_micro").is_not_null()).filter(
        pl.col("standard_cost_micro").ne_missing(pl.col("standard_micro"))
    )
    if new.is_empty():
        return pl.DataFrame(schema={"item_id": pl.Int64, "known_seq": pl.Int64})
    sequences, recorded_at = writer.tick(granted.entity.id, new.height)
    writer.insert_frame("standard_cost", new.select(
        pl.Series("id", list(writer.take_ids("standard_cost", new.height)), dtype=pl.Int64),
        "item_id", "valid_from", pl.Series("known_seq", sequences, dtype=pl.Int64),
        price_micro="standard_cost_micro", entity_id=pl.lit(granted.entity.id, dtype=pl.Int64),
        cost_basis_id=pl.lit(basis_id, dtype=pl.Int64), set_by=pl.lit(granted.user_id, dtype=pl.Int64),
        recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
    ))  # fmt: skip
    return new.select("item_id", pl.Series("known_seq", sequences, dtype=pl.Int64))
