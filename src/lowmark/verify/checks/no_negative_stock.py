"""No negative stock: nothing leaves before it has come, in costing order over the entity and by the day at each place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import INSIDE, change, item_spans, moves

NAME: Final = "no_negative_stock"
MEANING: Final = "no item or lot falls below 0, in the entity at any move, or at a place at the end of any day"

_Key = tuple[int, int, str]
"""Place (zero for the whole entity), lot, owner."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Add up every item's moves: in costing order, and by the day on which they happened."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for span in item_spans(reader, entity_id):
        found = moves(reader, entity_id, span)
        for item, own in groupby(found, key=lambda move: int(move["item_id"])):
            rows = list(own)
            for words, key, day, below in (*_in_order(rows), *_by_day(rows)):
                place, lot, owner = key
                what = names("lot", lot) if lot else ""
                faults.add("{}{}{}: {} too few {} on {}{}", names("item", item), f" lot {what}" if lot else "",
                           f" of {owner}" if owner else "", quantity(below), f"at {names('place', place)}" if place else
                           "in all", on(day), words)  # fmt: skip
        examined += len(found)
    return faults.checked(examined)


def _in_order(rows: Iterable[Row]) -> Iterator[tuple[str, _Key, int, int]]:
    """Yield the first fall below zero of each lot and owner, in costing order."""
    held: defaultdict[_Key, int] = defaultdict(int)
    fallen: set[_Key] = set()
    for move in rows:
        key = 0, move["lot_id"], move["owner"]
        held[key] += change(move) or 0
        if held[key] < 0 and key not in fallen:
            fallen.add(key)
            yield ", in costing order", key, move["accounting_on"], -held[key]


def _by_day(rows: Iterable[Row]) -> Iterator[tuple[str, _Key, int, int]]:
    """Yield the first fall below zero of each place, lot and owner, at the end of a day on which things happened."""
    changes: defaultdict[_Key, list[tuple[int, int]]] = defaultdict(list)
    for move in rows:
        lot, owner, day = move["lot_id"], move["owner"], move["effective_on"]
        if move["from_kind"] in INSIDE:
            changes[move["from_location_id"], lot, owner].append((day, -move["quantity_micro"]))
        if move["to_kind"] in INSIDE:
            changes[move["to_location_id"], lot, owner].append((day, move["quantity_micro"]))
    for key, own in changes.items():
        held = 0
        for day, of_day in groupby(sorted(own), key=lambda each: each[0]):
            held += sum(moved for _, moved in of_day)
            if held < 0:
                yield "", key, day, -held
                break
