"""What is held for contracts, line of an order by line, and what of it goes with goods that came.

Before this: changes that were posted. After this: `test_commitments`.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from lowmark.core.commitments.held import Change, Held, held_at, used_by
from lowmark.services.access import Granted
from lowmark.store.entities.read import Book
from lowmark.store.ledger import commitment_changes
from lowmark.store.session import Reader

OrderLine = tuple[str, str]
"""The document and line of an order."""


def held_of(reader: Reader, granted: Granted, book: Book, *, as_of: date, known_seq: int) -> dict[OrderLine, Held]:
    """Return what is held for each line of an order that anything was posted of."""
    changes: dict[OrderLine, list[Change]] = {}
    for row in commitment_changes.posted(reader, book.id, as_of=as_of, known_seq=known_seq):
        changes.setdefault((row["document"], row["line"]), []).append(Change(
            kind=row["kind"], fiscal_year=granted.entity.fiscal_year(row["as_of"]), amount_minor=row["amount_minor"],
            quantity_micro=row["quantity_micro"],
        ))  # fmt: skip
    year = granted.entity.fiscal_year(as_of)
    return {line: held_at(changes=said, fiscal_year=year) for line, said in changes.items()}


def used_of(held: Mapping[OrderLine, Held], lines: pl.DataFrame) -> dict[OrderLine, int]:
    """Return what of it goes with goods that came or contracts that ended; a sale that binds no more has ended.

    Shapes: lines: document, line, side, is_firm, quantity_micro.
    """
    binding = lines.filter((pl.col("side") == "purchase") | pl.col("is_firm"))
    there = {(a, b): quantity for a, b, quantity in binding.select("document", "line", "quantity_micro").iter_rows()}
    found = {line: used_by(held=one, open_micro=there.get(line, 0)) for line, one in held.items()}
    return {line: amount for line, amount in found.items() if amount}


def with_held(lines: pl.DataFrame, held: Mapping[OrderLine, Held], used: Mapping[OrderLine, int]) -> pl.DataFrame:
    """Add to lines of orders what is held for them after that: held_minor, and held_this_year_minor of it."""
    none = Held()
    keys = list(lines.select("document", "line").iter_rows())
    left = [held.get(key, none).held_minor - used.get(key, 0) for key in keys]
    own = [min(held.get(key, none).of_this_year_minor, amount) for key, amount in zip(keys, left, strict=True)]
    return lines.with_columns(
        pl.Series("held_minor", left, dtype=pl.Int64), pl.Series("held_this_year_minor", own, dtype=pl.Int64)
    )


def classes_of(reader: Reader, granted: Granted) -> dict[OrderLine, str]:
    """Return the class of the item of every line of an order."""
    rows = reader.rows(
        "SELECT DISTINCT o.document, o.line, i.item_class FROM stock_order_line o JOIN items_item i ON i.id = o.item_id"
        " WHERE o.entity_id = %s",
        [granted.entity.id],
    )
    return {(row["document"], row["line"]): row["item_class"] for row in rows}
