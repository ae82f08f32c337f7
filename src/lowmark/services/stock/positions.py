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

Goods = tuple[int, str, str, str]
"""Item, lot, condition and owner: what one pool holds."""

IN_ONE_QUERY: Final = 200
"""Of so few items the layers are sought by item; of more, all are read. So few strata are spread one by one."""

GOODS: Final = ("item_id", "lot", "condition", "owner")
PARTS: Final = ("remaining_micro", "cost_minor", "held_minor")


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
    items = items_read.numbers_of(reader, entity.catalogue_id, item) if item else None
    return _named(reader, entity, strata_at(reader, entity.id, as_of=as_of, known_seq=known_seq, items=items), items)


def placed_at(reader: Reader, entity: Entity, *, as_of: date, known_seq: int, item: str = "") -> pl.DataFrame:
    """Return what lies where, by numbers: of what is summed afterwards, nobody reads the names and dates."""
    items = items_read.numbers_of(reader, entity.catalogue_id, item) if item else None
    return _placed(reader, entity, strata_at(reader, entity.id, as_of=as_of, known_seq=known_seq, items=items))


def valued(
    reader: Reader, entity: Entity, book: Book, there: pl.DataFrame, *, as_of: date, known_seq: int
) -> pl.DataFrame:
    """Return what lies where with its share of cost and allowance, by item, lot and place, the oldest first.

    Domain: of an item all is in `there`, or nothing.
    """
    found = with_shares(reader, entity, book, there, as_of=as_of, known_seq=known_seq)
    return found.sort("item", "lot", "location", "owner", "received_on")


def with_shares(
    reader: Reader, entity: Entity, book: Book, there: pl.DataFrame, *, as_of: date, known_seq: int
) -> pl.DataFrame:
    """Add to what lies where, named or not, its share of cost and allowance, in no order.

    Domain: of an item all is in `there`, or nothing.
    """
    items = there["item_id"].unique().sort().to_list()
    there = there.sort("received_on", "location", maintain_order=True)
    layers = _layers(reader, entity, book, as_of=as_of, known_seq=known_seq,
                     items=items if len(items) <= IN_ONE_QUERY else None)  # fmt: skip
    return shared(there, layers)


def shared(there: pl.DataFrame, layers: pl.DataFrame, *, few: int = IN_ONE_QUERY) -> pl.DataFrame:
    """Add to strata, the oldest first, their shares of cost and allowance of the layers of the same goods, the oldest first.

    Goods mostly leave shelf and layer alike: where a pool's strata are as large as its layers, one after the other, each takes
    its own, all at once. What is left, or so little that it is not worth a join, is spread pool by pool.
    """
    there = there.with_columns(held_micro=pl.col("quantity_micro").clip(lower_bound=0))
    if there.height <= few:
        return _spread(there, layers).drop("held_micro")
    place = pl.int_range(pl.len()).over(GOODS)
    both = (
        there.with_columns(place=place)
        .join(layers.with_columns(place=place), on=[*GOODS, "place"], how="left", maintain_order="left")
        .with_columns(alike=(pl.col("held_micro") == pl.col("remaining_micro")).fill_null(True).all().over(GOODS))
    )
    plain = both.filter("alike").with_columns(
        value_minor=pl.col("cost_minor").fill_null(0), allowance_minor=pl.col("held_minor").fill_null(0)
    )
    return pl.concat([plain, _spread(both.filter(~pl.col("alike")), layers)]).drop(
        "held_micro", "place", "alike", *PARTS
    )


def _spread(there: pl.DataFrame, layers: pl.DataFrame) -> pl.DataFrame:
    """Spread layers over strata of the same goods, one pool after the other."""
    pools: defaultdict[Goods, list[int]] = defaultdict(list)
    for row, goods in enumerate(there.select(GOODS).iter_rows()):
        pools[goods].append(row)
    held: defaultdict[Goods, list[Held]] = defaultdict(list)
    for item, lot, condition, owner, *parts in layers.select(*GOODS, *PARTS).iter_rows() if pools else ():
        held[item, lot, condition, owner].append(Held(*parts))
    shares, quantities = [(0, 0)] * there.height, there["held_micro"].to_list()
    for goods, rows in pools.items():
        for row, share in zip(rows, spread(strata=[quantities[row] for row in rows], layers=held[goods]), strict=True):
            shares[row] = share
    return there.with_columns(
        value_minor=pl.Series([cost for cost, _ in shares], dtype=pl.Int64),
        allowance_minor=pl.Series([allowance for _, allowance in shares], dtype=pl.Int64),
    )


def _named(reader: Reader, entity: Entity, strata: pl.DataFrame, numbers: Sequence[int] | None) -> pl.DataFrame:
    """Give strata (of some items) their names: items, places with their condition, lots with their dates."""
    items = items_read.names(reader, entity.catalogue_id, numbers)
    lots = items_read.lots(reader, entity.id, numbers).select(
        "item_id", "lot", "made_on", "expires_on", "best_before_on", "potency_micro"
    )
    return _placed(reader, entity, strata.join(items, on="item_id", maintain_order="left")).join(
        lots, on=["item_id", "lot"], how="left", maintain_order="left"
    )


def _placed(reader: Reader, entity: Entity, strata: pl.DataFrame) -> pl.DataFrame:
    """Give strata their places, with the condition of what lies there."""
    places = items_read.locations(reader, entity.id).with_columns(
        condition=pl.col("kind").replace_strict(CONDITIONS, default="", return_dtype=pl.String)
    )
    return strata.join(places, on="location_id", maintain_order="left").drop("location_id")


def _layers(
    reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int, items: Sequence[int] | None
) -> pl.DataFrame:
    """Return the layers of ours by goods, oldest first; of goods whose units all cost the same, one that is all of them."""
    open_ = layers_at(reader, book, as_of=as_of, known_seq=known_seq, items=items)
    lots = items_read.lots(reader, entity.id, items).select("lot_id", lot_code="lot")
    pools = valuation_read.averaged_goods(reader, book.cost_basis_id, items)
    ours = (
        open_.sort("received_on", "opened_on", "layer").filter(pl.col("remaining_micro") > 0)
        .join(lots, left_on="lot", right_on="lot_id", how="left", maintain_order="left")
        .select("condition", *PARTS, item_id="item", lot=pl.col("lot_code").fill_null(""), owner=pl.lit(""))
    )  # fmt: skip
    if pools.is_empty():
        return ours
    averaged = ours.join(pools, on=GOODS, how="semi").group_by(GOODS).agg(pl.col(PARTS).sum())
    by_receipt = ours.join(pools, on=GOODS, how="anti", maintain_order="left")
    return pl.concat([by_receipt, averaged.select(by_receipt.columns)])
