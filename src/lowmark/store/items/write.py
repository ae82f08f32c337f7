"""Write items, places and lots."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.items.read import lots
from lowmark.store.session import Writer

if TYPE_CHECKING:
    import polars as pl


def add_lots(writer: Writer, *, entity_id: int, named: "pl.DataFrame") -> "pl.DataFrame":
    """Add the lots that are new; return item_id, lot, lot_id of all that were named.

    Shapes: named: item_id, lot, made_on, expires_on; best_before_on and potency_micro where they are said.
    """
    import polars as pl

    if named.is_empty():
        return pl.DataFrame(schema={"item_id": pl.Int64, "lot": pl.String, "lot_id": pl.Int64})
    there = lots(writer, entity_id).select("item_id", "lot", "lot_id")
    new = named.join(there, on=["item_id", "lot"], how="anti").sort("item_id", "lot")
    numbers = pl.Series("lot_id", list(writer.take_ids("lot", new.height)), dtype=pl.Int64)
    writer.insert_frame("lot", new.select(
        id=numbers, entity_id=pl.lit(entity_id, dtype=pl.Int64), item_id="item_id", code="lot", made_on="made_on",
        expires_on="expires_on", best_before_on=_said(new, "best_before_on", pl.Date),
        potency_micro=_said(new, "potency_micro", pl.Int64),
    ))  # fmt: skip
    return pl.concat([there, new.select("item_id", "lot").with_columns(numbers)])


def add_lot(
    writer: Writer, entity_id: int, item_id: int, code: str, *, made_on: date | None, expires_on: date | None,
    best_before_on: date | None = None, potency_micro: int | None = None,
) -> int:  # fmt: skip
    """Add one lot; return its number."""
    number = writer.take_ids("lot", 1)[0]
    writer.insert("lot", [{
        "id": number, "entity_id": entity_id, "item_id": item_id, "code": code, "made_on": made_on,
        "expires_on": expires_on, "best_before_on": best_before_on, "potency_micro": potency_micro,
    }])  # fmt: skip
    return int(number)


def _said(new: "pl.DataFrame", name: str, kind: "type[pl.DataType]") -> "pl.Series":
    """Return a column of lots, or nothing for each where nobody says it."""
    import polars as pl

    return new[name] if name in new.columns else pl.Series(name, [None] * new.height, dtype=kind)
