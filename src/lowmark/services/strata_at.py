"""Strata at a date as known at a sequence: one query over what is kept, or laid anew from the moves for an earlier date."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.recording.strata import Moved, laid
from lowmark.store.session import Reader
from lowmark.store.stock import strata as strata_store

STRATA: Final = {"location_id": pl.Int64, "item_id": pl.Int64, "lot": pl.String, "owner": pl.String,
                 "received_on": pl.Date, "quantity_micro": pl.Int64}  # fmt: skip


def strata_at(
    reader: Reader, entity_id: int, *, as_of: date, known_seq: int, items: Sequence[int] | None = None
) -> pl.DataFrame:
    """Return what was there (of some items): ``STRATA``, a quantity below zero where more had left a place than had come."""
    if strata_store.stands_so(reader, entity_id, as_of=as_of, known_seq=known_seq):
        return strata_store.now(reader, entity_id, items)
    moves = strata_store.moves(reader, entity_id, items, as_of=as_of, known_seq=known_seq)
    rows = [
        (place, item, lot, owner, day, quantity)
        for (place, item, lot, owner), days in laid(Moved(*each) for _, each in moves).items()
        for day, quantity in days.items()
    ]
    names = {name: pl.Int32 if name == "received_on" else kind for name, kind in STRATA.items()}
    found = pl.DataFrame(rows, schema=names, orient="row").cast(STRATA)  # type: ignore[arg-type]
    return found.sort("item_id", "location_id", "lot", "owner", "received_on")
