"""Write the assortment and the plan as the files of the import format: items, places, opening layers, stock moves."""

import numpy as np
import polars as pl

from lowmark.sample.assortment import Assortment, Ints
from lowmark.sample.cycles import RECEIPT, SALE, SCRAP, TRANSFER, Cycles, Moves
from lowmark.sample.entities import EntityFacts
from lowmark.sample.text import amounts, chosen, days, empty_unless, numbered, tenths
from lowmark.sample.working_days import DAYS, FIRST_DAY

_LINES_PER_ORDER = 4


def items_table(items: Assortment) -> pl.DataFrame:
    """Return the file of items."""
    goods = [items.goods[good] for good in items.good.tolist()]
    variants = items.variant.tolist()
    return pl.DataFrame({
        "item": item_codes(items),
        "name": [one.name + (f", series {v}" if v else "") for one, v in zip(goods, variants, strict=True)],
        "item_class": ["merchandise"] * items.n,
        "category": [one.category for one in goods],
        "base_unit": [one.base_unit for one in goods],
        "tracking": [one.tracking for one in goods],
        "shelf_life_days": [str(one.shelf_life_days or "") for one in goods],
    })  # fmt: skip


def item_codes(items: Assortment) -> list[str]:
    """Return the code of each item: its good's, and the number of the variant."""
    pairs = zip(items.good.tolist(), items.variant.tolist(), strict=True)
    return [items.goods[good].code + (f"-{variant:04d}" if variant else "") for good, variant in pairs]


def locations_table(entity: EntityFacts) -> pl.DataFrame:
    """Return the file of locations: ours; those outside are there from the start."""
    return pl.DataFrame({
        "location": [entity.store_room, entity.counter, entity.quarantine],
        "kind": ["stock", "stock", "quarantine"],
    })  # fmt: skip


def opening_layers_table(
    *, rng: np.random.Generator, entity: EntityFacts, items: Assortment, cycles: Cycles
) -> pl.DataFrame:
    """Return the file of opening layers: one of each item, received in the last months of the year before."""
    n = items.n
    is_lot = items.is_lot
    received = np.datetime64("2025-09-01") + rng.integers(0, 111, size=n)
    made, expires = lot_days(rng, items, np.arange(n), received)
    return pl.DataFrame({
        "document": ["OPENING-2026"] * n,
        "line": [str(number) for number in range(1, n + 1)],
        "item": item_codes(items),
        "lot": empty_unless(is_lot, lot_codes(np.arange(n))),
        "made_on": empty_unless(is_lot, days(made)),
        "expires_on": empty_unless(is_lot, days(expires)),
        "location": [entity.store_room] * n,
        "quantity": tenths(cycles.quantity[:n]),
        "value": amounts(cycles.value_minor[:n]),
        "received_on": days(received),
        "opening_on": [str(FIRST_DAY)] * n,
    })  # fmt: skip


def lot_codes(cycle: Ints) -> pl.Series:
    """Return the lot of each cycle."""
    return numbered("L", cycle)


def lot_days(
    rng: np.random.Generator, items: Assortment, item: Ints, received: np.ndarray[tuple[int], np.dtype[np.datetime64]]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.datetime64]], np.ndarray[tuple[int], np.dtype[np.datetime64]]]:
    """Return when the lots were made, some weeks before they came, and the last days of their life."""
    made = received - rng.integers(20, 90, size=len(item))
    life = np.array([one.shelf_life_days or 0 for one in items.goods])[items.good[item]]
    return made, made + life


def stock_moves_table(
    *, rng: np.random.Generator, entity: EntityFacts, items: Assortment, cycles: Cycles, moves: Moves
) -> pl.DataFrame:
    """Return the file of stock moves, in an order in which nothing goes below zero."""
    item = cycles.item[moves.cycle]
    is_receipt, is_lot = moves.kind == RECEIPT, items.is_lot[item]
    document, line = documents(moves)
    made, expires = lot_days(rng, items, cycles.item, DAYS[cycles.starts])
    dated = is_receipt & is_lot
    # Places, by their number: where each kind of move leaves, and where it goes.
    places = [entity.store_room, entity.counter, "vendor", "customer", "scrap"]
    leaves = np.where(is_receipt, 2, np.where(moves.at_counter, 1, 0))
    goes = np.array([0, 1, 3, 4])[moves.kind]
    return pl.DataFrame({
        "document": document,
        "line": line,
        "item": chosen(item_codes(items), item),
        "lot": empty_unless(is_lot, lot_codes(moves.cycle)),
        "made_on": empty_unless(dated, days(made[moves.cycle])),
        "expires_on": empty_unless(dated, days(expires[moves.cycle])),
        "from_location": chosen(places, leaves),
        "to_location": chosen(places, goes),
        "reason": chosen(["receipt", "transfer", "sale", "scrap"], moves.kind),
        "quantity": tenths(moves.quantity),
        "value": empty_unless(is_receipt, amounts(cycles.value_minor[moves.cycle])),
        "effective_on": days(DAYS[moves.day]),
    })  # fmt: skip


def documents(moves: Moves) -> tuple[pl.Series, pl.Series]:
    """Number the documents of each kind in the order of the days; a sales order has up to four lines of one day."""
    number = np.zeros(len(moves.kind), dtype=np.int64)
    line = np.ones(len(moves.kind), dtype=np.int64)
    for kind in (RECEIPT, TRANSFER, SCRAP):
        of_kind = moves.kind == kind
        number[of_kind] = np.arange(1, int(of_kind.sum()) + 1)
    sold = np.flatnonzero(moves.kind == SALE)
    day = moves.day[sold]
    of_day = np.arange(len(sold)) - np.searchsorted(day, day)
    opens_order = of_day % _LINES_PER_ORDER == 0
    number[sold] = np.cumsum(opens_order)
    line[sold] = of_day % _LINES_PER_ORDER + 1

    numbers = [numbered(prefix, number) for prefix in ("GR-", "TR-", "SO-", "SC-")]
    written = pl.select(pl.coalesce(
        pl.when(pl.Series(moves.kind == kind)).then(texts) for kind, texts in enumerate(numbers)
    )).to_series()  # fmt: skip
    return written, pl.Series(line).cast(pl.String)
