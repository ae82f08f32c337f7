"""Strata replay: where goods lie and since when is what the moves say, laid in the order in which they happened."""

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows, pages
from lowmark.verify.stock import CONDITION

NAME: Final = "strata_replay"
MEANING: Final = "what lies at each place, whose and since when, is what the moves brought there and left, oldest first"

_MOVES: Final = """
SELECT id, item_id, coalesce(lot_id, 0) AS lot_id, from_location_id, to_location_id, owner, to_owner, quantity_micro,
       coalesce(received_on, effective_on) AS since, effective_on, known_seq
FROM stock_stock_move WHERE entity_id = %s AND formula_change_id IS NULL
"""
_PLACES: Final = "SELECT id, kind FROM items_location WHERE entity_id = %s"
_STRATA: Final = """
SELECT location_id, item_id, lot_key, lot_id, owner, received_on, quantity_micro FROM stock_stratum WHERE entity_id = %s
"""

ITEMS: Final = 200
"""So many items are laid at a time."""

Where = tuple[int, int, int, str]
"""Place, item, lot (0 without one), owner."""


class Heap:
    """What lies in one place: by the day since when; below zero is what left before it had come."""

    def __init__(self) -> None:
        self.there: defaultdict[int, int] = defaultdict(int)
        self.owed: deque[list[int]] = deque()

    def give(self, wanted: int, day: int) -> Iterator[tuple[int, int]]:
        """Yield the oldest, day by day; owe what is lacking."""
        while wanted and self.there:
            oldest = min(self.there)
            gives = min(wanted, self.there[oldest])
            self.there[oldest] -= gives
            if self.there[oldest] == 0:
                del self.there[oldest]
            wanted -= gives
            yield oldest, gives
        if wanted:
            self.owed.append([day, wanted])
            yield day, wanted

    def get(self, day: int, comes: int) -> None:
        """Take in goods; pay first what is owed."""
        while comes and self.owed:
            pays = min(comes, self.owed[0][1])
            self.owed[0][1] -= pays
            comes -= pays
            if self.owed[0][1] == 0:
                self.owed.popleft()
        if comes:
            self.there[day] += comes


def check(reader: Rows, entity_id: int) -> Checked:
    """Lay all moves of the entity, and hold the strata that are kept against what is left."""
    faults, names = Faults(), Names(reader, entity_id)
    expected = _laid(reader, entity_id)
    kept: dict[tuple[Where, int], int] = {}
    for row in reader.rows(_STRATA, [entity_id]):
        if row["lot_key"] != (row["lot_id"] or 0):
            faults.add("a stratum of {} is under another lot than its own", names("item", row["item_id"]))
        where = (row["location_id"], row["item_id"], row["lot_key"], row["owner"])
        kept[where, row["received_on"]] = row["quantity_micro"]
    for where, day in sorted(expected.keys() | kept.keys()):
        is_there, should = kept.get((where, day), 0), expected.get((where, day), 0)
        if is_there != should:
            faults.add("{}: {} received on {} lie there by the strata, and {} by the moves",
                       _named(names, where), quantity(is_there), on(day), quantity(should))  # fmt: skip
    return faults.checked(len(expected))


def _laid(reader: Rows, entity_id: int) -> dict[tuple[Where, int], int]:
    """Return what the moves leave, by where it lies and since when."""
    ours = {row["id"] for row in reader.rows(_PLACES, [entity_id]) if row["kind"] in CONDITION}
    heaps: defaultdict[Where, Heap] = defaultdict(Heap)
    for page in pages(reader, _MOVES, [entity_id], key="item_id", stretch=ITEMS):  # No item has to do with another.
        page.sort(key=lambda row: (row["effective_on"], row["known_seq"], row["id"]))
        for row in page:
            _lay(heaps, row, ours)
    left = {(where, day): quantity for where, heap in heaps.items() for day, quantity in heap.there.items()}
    return left | {(where, day): -lacking for where, heap in heaps.items() for day, lacking in heap.owed}


def _lay(heaps: defaultdict[Where, Heap], row: Row, ours: set[int]) -> None:
    """Carry one move out."""
    goods = row["item_id"], row["lot_id"]
    parts = [(row["since"], row["quantity_micro"])]
    if row["from_location_id"] in ours:
        parts = list(heaps[row["from_location_id"], *goods, row["owner"]].give(row["quantity_micro"], row["since"]))
    if row["to_location_id"] in ours:
        for day, part in parts:
            heaps[row["to_location_id"], *goods, row["to_owner"]].get(day, part)


def _named(names: Names, where: Where) -> str:
    """Say which goods lie where."""
    place, item, lot, owner = where
    words = f"{names('item', item)}" + (f" lot {names('lot', lot)}" if lot else "") + (f" of {owner}" if owner else "")
    return f"{words} at {names('place', place)}"
