"""Write a year as the files of the import format: items, places, opening layers, stock moves."""

import numpy as np
import polars as pl

from lowmark.sample.assortment import Assortment, Ints
from lowmark.sample.entities import EntityFacts
from lowmark.sample.plans import KINDS, RECEIPT, RETURN
from lowmark.sample.text import amounts, chosen, days, empty_unless, numbered, tenths
from lowmark.sample.working_days import DAYS, FIRST_DAY
from lowmark.sample.years import Year

Days = np.ndarray[tuple[int], np.dtype[np.datetime64]]


def items_table(year: Year) -> pl.DataFrame:
    """Return the file of items."""
    goods = [year.items.goods[good] for good in year.items.good.tolist()]
    variants = year.items.variant.tolist()
    return pl.DataFrame({
        "item": year.codes,
        "name": [one.name + (f", series {v}" if v else "") for one, v in zip(goods, variants, strict=True)],
        "item_class": [one.item_class for one in goods],
        "category": [one.category for one in goods],
        "base_unit": [one.base_unit for one in goods],
        "tracking": [one.tracking for one in goods],
        "shelf_life_days": [str(one.shelf_life_days or "") for one in goods],
    })  # fmt: skip


def locations_table(entity: EntityFacts) -> pl.DataFrame:
    """Return the file of locations: ours; those outside are there from the start."""
    return pl.DataFrame({
        "location": [entity.store_room, entity.counter, entity.quarantine, entity.damaged],
        "kind": ["stock", "stock", "quarantine", "damaged"],
    })  # fmt: skip


def opening_layers_table(rng: np.random.Generator, year: Year) -> pl.DataFrame:
    """Return the file of opening layers: one of each item, a unit of each device, received in the months before."""
    cycle = np.flatnonzero(year.cycles.is_opening)
    item, n = year.cycles.item[cycle], len(cycle)
    is_lot, is_tracked = year.items.is_lot[item], (year.items.is_lot | year.items.is_serial)[item]
    received = np.datetime64("2025-07-01") + rng.integers(0, 111, size=n)
    made, expires = _lot_days(rng, year.items, item, received)
    return pl.DataFrame({
        "document": ["OPENING-2026"] * n,
        "line": [str(number) for number in range(1, n + 1)],
        "item": chosen(year.codes, item),
        "lot": empty_unless(is_tracked, lot_codes(year, cycle)),
        "made_on": empty_unless(is_lot, days(made)),
        "expires_on": empty_unless(is_lot, days(expires)),
        "location": [year.entity.store_room] * n,
        "quantity": tenths(year.cycles.quantity[cycle]),
        "value": amounts(year.cycles.value_minor[cycle]),
        "received_on": days(received),
        "opening_on": [str(FIRST_DAY)] * n,
    })  # fmt: skip


def lot_codes(year: Year, cycle: Ints) -> pl.Series:
    """Return the lot of each cycle, or the serial number of a device."""
    is_serial = pl.Series(year.items.is_serial[year.cycles.item[cycle]])
    return pl.select(pl.when(is_serial).then(numbered("SN", cycle)).otherwise(numbered("L", cycle))).to_series()


def _lot_days(rng: np.random.Generator, items: Assortment, item: Ints, received: Days) -> tuple[Days, Days]:
    """Return when the lots were made, some weeks before they came, and the last days of their life."""
    made = received - rng.integers(20, 90, size=len(item))
    life = np.array([one.shelf_life_days or 0 for one in items.goods])[items.good[item]]
    return made, made + life


def stock_moves_table(rng: np.random.Generator, year: Year) -> pl.DataFrame:
    """Return the file of stock moves, in an order in which nothing goes below zero."""
    moves, entity, items = year.moves, year.entity, year.items
    is_receipt, is_return = moves.kind == RECEIPT, moves.kind == RETURN
    is_lot, is_tracked = items.is_lot[moves.item], (items.is_lot | items.is_serial)[moves.item]
    made, expires = _lot_days(rng, items, year.cycles.item, DAYS[year.cycles.starts])
    dated = is_receipt & is_lot
    # Places, by their number: where each kind of move leaves, and where it goes.
    places = [entity.store_room, entity.counter, entity.damaged, entity.quarantine, "vendor", "customer", "scrap",
              "production"]  # fmt: skip
    leaves = np.array([4, 0, 0, 0, 0, 0, 0, 0, 5])[moves.kind] + moves.at_counter
    leaves = np.where(year.is_made, 7, leaves)
    goes = np.array([0, 1, 5, 6, 2, 3, 4, 7, 0])[moves.kind]
    reasons = [*KINDS, "production_receipt"]
    return pl.DataFrame({
        "document": year.document,
        "line": year.line,
        "item": chosen(year.codes, moves.item),
        "lot": empty_unless(is_tracked, lot_codes(year, moves.cycle)),
        "made_on": empty_unless(dated, days(made[moves.cycle])),
        "expires_on": empty_unless(dated, days(expires[moves.cycle])),
        "from_location": chosen(places, leaves),
        "to_location": chosen(places, goes),
        "reason": chosen(reasons, np.where(year.is_made, len(KINDS), moves.kind)),
        "quantity": tenths(moves.quantity),
        "value": empty_unless(is_receipt, amounts(year.cycles.value_minor[moves.cycle])),
        "effective_on": days(DAYS[moves.day]),
        "returns_document": empty_unless(is_return, year.document.gather(np.maximum(moves.source, 0))),
        "returns_line": empty_unless(is_return, year.line.gather(np.maximum(moves.source, 0))),
    })  # fmt: skip
