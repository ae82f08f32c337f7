"""No negative stock: nothing leaves before it has come, in costing order over the entity and by the day at each place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import places_inside, read_moves

NAME: Final = "no_negative_stock"
MEANING: Final = "no item or lot falls below 0, in the entity at any move, or at a place at the end of any day"

_Key = tuple[int, str]
"""Place (zero for the whole entity) and owner."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Add up the moves of every item and lot: in costing order, and by the day on which they happened."""
    faults, names = Faults(), Names(reader, entity_id)
    moves, inside = read_moves(reader, entity_id), places_inside(reader, entity_id)
    for item, lot in sorted(moves.of_goods):
        rows = moves.rows([(item, lot)])
        found = [("in all, in costing order", *fall) for fall in _in_order(rows)]
        found += [("", *fall) for fall in _by_day(rows, inside)]
        for words, (place, owner), day, below in found:
            goods = (f"{names('item', item)}" + (f" lot {names('lot', lot)}" if lot else "")) + (
                owner and f" of {owner}"
            )
            where = words or f"at {names('place', place)}"
            faults.add("{}: {} too few {} on {}", goods, quantity(below), where, on(day))
    return faults.checked(len(moves.owners))


def _in_order(rows: Iterable[Row]) -> Iterator[tuple[_Key, int, int]]:
    """Yield the first fall below zero of each owner's goods, in costing order."""
    held: defaultdict[_Key, int] = defaultdict(int)
    fallen: set[_Key] = set()
    for move in rows:
        key = 0, move["owner"]
        held[key] += move["change"] or 0
        if held[key] < 0 and key not in fallen:
            fallen.add(key)
            yield key, move["accounting_on"], -held[key]


def _by_day(rows: Iterable[Row], inside: frozenset[int]) -> Iterator[tuple[_Key, int, int]]:
    """Yield the first fall below zero at each place, at the end of a day on which things happened."""
    changes: defaultdict[_Key, list[tuple[int, int]]] = defaultdict(list)
    for move in rows:
        owner, day = move["owner"], move["effective_on"]
        if move["from_location_id"] in inside:
            changes[move["from_location_id"], owner].append((day, -move["quantity_micro"]))
        if move["to_location_id"] in inside:
            changes[move["to_location_id"], owner].append((day, move["quantity_micro"]))
    for key, own in changes.items():
        held = 0
        for day, of_day in groupby(sorted(own), key=lambda each: each[0]):
            held += sum(moved for _, moved in of_day)
            if held < 0:
                yield key, day, -held
                break
