"""Positions at a date: what lies where, whose and since when, with its share of cost and allowance.

Before this: an open reader. After this: queries of stock by place, lot, serial number, expiry and age.
"""

from collections import defaultdict
from collections.abc import Sequence
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

IN_ONE_QUERY: Final = 200
"""Of so few items the layers are sought by item; of more, all are read."""

GOODS: Final = ("item_id", "lot", "condition", "owner")


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
    return told(frame_at(reader, entity, book, as_of=as_of, known_seq=known_seq))


def told(positions: pl.DataFrame) -> list[Position]:
    """Return the rows of `frame_at`, or some of them, as positions."""
    return [Position(**row) for row in positions.iter_rows(named=True)]


def frame_at(
    reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int, item: str = ""
) -> pl.DataFrame:
    """Return every position, or those of one item: the fields of `Position`, by item, lot and place, the oldest first.

    What a page shows is picked from the frame, for a position that nobody sees is not worth an object.
    """
    there = lying_at(reader, entity, as_of=as_of, known_seq=known_seq, item=item)
    return valued(reader, entity, book, there, as_of=as_of, known_seq=known_seq)


def lying_at(reader: Reader, entity: Entity, *, as_of: date, known_seq: int, item: str = "") -> pl.DataFrame:
    """Return what lies where, all of it or one item's, without what it cost."""
    items = _numbers(reader, entity, item) if item else None
    return _named(reader, entity, strata_at(reader, entity.id, as_of=as_of, known_seq=known_seq, items=items))


def valued(
    reader: Reader, entity: Entity, book: Book, there: pl.DataFrame, *, as_of: date, known_seq: int
) -> pl.DataFrame:
    """Return what lies where with its share of cost and allowance. Domain: of an item all is in `there`, or nothing."""
    items = there["item_id"].unique().sort().to_list()
    there = there.sort("received_on", "location", maintain_order=True)
    layers, averaged = _layers(reader, entity, book, as_of=as_of, known_seq=known_seq,
                               items=items if len(items) <= IN_ONE_QUERY else None)  # fmt: skip
    held = [max(quantity, 0) for quantity in there["quantity_micro"].to_list()]
    pools: defaultdict[Goods, list[int]] = defaultdict(list)
    for place, goods in enumerate(zip(*(there[name].to_list() for name in GOODS), strict=True)):
        pools[goods].append(place)
    parts = [(0, 0)] * there.height
    for goods, places in pools.items():
        shares = spread(
            strata=[held[place] for place in places], layers=layers.get(goods, []), averaged=goods in averaged
        )
        for place, share in zip(places, shares, strict=True):
            parts[place] = share
    return there.with_columns(
        value_minor=pl.Series([cost for cost, _ in parts], dtype=pl.Int64),
        allowance_minor=pl.Series([allowance for _, allowance in parts], dtype=pl.Int64),
    ).sort("item", "lot", "location", "owner", "received_on")


def _numbers(reader: Reader, entity: Entity, item: str) -> list[int]:
    """Return the number of an item, alone, or nothing where there is none of that code."""
    found = items_read.item_by_code(reader, entity.catalogue_id, item)
    return [] if found is None else [int(str(found["id"]))]


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
    reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int, items: Sequence[int] | None
) -> tuple[dict[Goods, list[Held]], set[Goods]]:
    """Return the layers of ours by goods, oldest first, and the goods whose units all cost the same."""
    open_ = layers_at(reader, book, as_of=as_of, known_seq=known_seq, items=items)
    open_ = open_.sort("received_on", "opened_on", "layer").filter(pl.col("remaining_micro") > 0)
    codes = dict(items_read.lots(reader, entity.id).select("lot_id", "lot").iter_rows())
    found: defaultdict[Goods, list[Held]] = defaultdict(list)
    of_layers = ("item", "lot", "condition", "remaining_micro", "cost_minor", "held_minor")
    for item, lot, condition, *held in zip(*(open_[name].to_list() for name in of_layers), strict=True):
        found[item, codes.get(lot, ""), condition, ""].append(Held(*held))
    pools = valuation_read.pools_of_goods(reader, book.cost_basis_id).filter(~pl.col("method").is_in(BY_RECEIPT))
    averaged = set(zip(*(pools[name].to_list() for name in GOODS), strict=True))
    return found, averaged
