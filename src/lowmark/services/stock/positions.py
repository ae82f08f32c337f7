"""Positions at a date: what lies where, whose and since when, with its share of cost and allowance.

Before this: an open reader. After this: queries of stock by place, lot, serial number, expiry and age.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.recording.positions import Held, spread
from lowmark.core.tables.locations import CONDITIONS
from lowmark.services.strata_at import strata_at
from lowmark.services.testing import layers_at
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader
from lowmark.store.valuation import read as valuation_read

BY_RECEIPT: Final = ("fifo", "lifo", "lifo_periodic", "specific_identification")
"""Cost formulas by which a layer is what one receipt brought; in all others every unit of a pool costs the same."""

Goods = tuple[int, str, str, str]
"""Item, lot, condition and owner: what one pool holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A stratum with its share of its pool's cost and allowance."""

    item_id: int
    item: str
    name: str
    location: str
    kind: str
    condition: str
    lot: str
    owner: str
    received_on: date
    made_on: date | None
    expires_on: date | None
    best_before_on: date | None
    potency_micro: int | None
    quantity_micro: int
    value_minor: int
    allowance_minor: int


def positions_at(reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int) -> list[Position]:
    """Return every position, by item, lot and place, the oldest first."""
    there = _named(reader, entity, strata_at(reader, entity.id, as_of=as_of, known_seq=known_seq))
    layers, averaged = _layers(reader, entity, book, as_of=as_of, known_seq=known_seq)
    pools: defaultdict[Goods, list[dict[str, object]]] = defaultdict(list)
    for row in there.sort("received_on", "location", maintain_order=True).iter_rows(named=True):
        pools[row["item_id"], row["lot"], row["condition"], row["owner"]].append(row)
    found = []
    for goods, rows in pools.items():
        held = [max(int(str(row["quantity_micro"])), 0) for row in rows]
        parts = spread(strata=held, layers=layers.get(goods, []), averaged=goods in averaged)
        found += [Position(**row, value_minor=cost, allowance_minor=allowance)  # type: ignore[arg-type]
                  for row, (cost, allowance) in zip(rows, parts, strict=True)]  # fmt: skip
    return sorted(found, key=lambda one: (one.item, one.lot, one.location, one.owner, one.received_on))


def _named(reader: Reader, entity: Entity, strata: pl.DataFrame) -> pl.DataFrame:
    """Give strata their names: items, places with their condition, lots with their dates."""
    items = items_read.items(reader, entity.catalogue_id).select("item_id", "item", "name")
    places = items_read.locations(reader, entity.id).with_columns(
        condition=pl.col("kind").replace_strict(CONDITIONS, default="", return_dtype=pl.String)
    )
    lots = items_read.lots(reader, entity.id).select(
        "item_id", "lot", "made_on", "expires_on", "best_before_on", "potency_micro"
    )
    return (
        strata.join(items, on="item_id", maintain_order="left")
        .join(places, on="location_id", maintain_order="left")
        .join(lots, on=["item_id", "lot"], how="left", maintain_order="left")
        .drop("location_id")
    )


def _layers(
    reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int
) -> tuple[dict[Goods, list[Held]], set[Goods]]:
    """Return the layers of ours by goods, oldest first, and the goods whose units all cost the same."""
    open_ = layers_at(reader, book, as_of=as_of, known_seq=known_seq).sort("received_on", "opened_on", "layer")
    codes = dict(items_read.lots(reader, entity.id).select("lot_id", "lot").iter_rows())
    found: defaultdict[Goods, list[Held]] = defaultdict(list)
    for row in open_.filter(pl.col("remaining_micro") > 0).iter_rows(named=True):
        goods = row["item"], codes.get(row["lot"], ""), row["condition"], ""
        found[goods].append(Held(row["remaining_micro"], row["cost_minor"], row["held_minor"]))
    pools = valuation_read.pools(reader, book.cost_basis_id).filter(~pl.col("method").is_in(BY_RECEIPT))
    averaged = set(pools.select("item_id", "lot", "condition", "owner").iter_rows())
    return found, averaged
