"""Weights foot: in the order of recording no shelf gives out more weight than lay there, and an empty one weighs nothing."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, quantity
from lowmark.verify.reader import Rows, pages

NAME: Final = "weights_foot"
MEANING: Final = (
    "each catch weight is in its item's unit, no shelf gives out more than lay there, and an empty one weighs nothing"
)

_OUTSIDE: Final = ("vendor", "customer", "production", "scrap", "opening", "adjustment", "provisional")
_MOVES: Final = """
SELECT m.id, m.known_seq, m.item_id, m.lot_id, m.from_location_id, m.to_location_id, m.quantity_micro, i.catch_unit,
       a.kind AS from_kind, b.kind AS to_kind, w.unit, w.quantity_micro AS weight_micro
FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id
JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
LEFT JOIN stock_catch_weight w ON w.move_id = m.id
WHERE m.entity_id = %s AND (i.catch_unit IS NOT NULL OR w.id IS NOT NULL)
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Move the weights from shelf to shelf, as they were recorded."""
    faults, names, seen = Faults(), Names(reader, entity_id), 0
    there: defaultdict[tuple[int, int | None, int], list[int]] = defaultdict(lambda: [0, 0])
    for page in pages(reader, _MOVES, [entity_id], key="known_seq"):
        for move in page:
            seen += 1
            weight = move["weight_micro"] or 0
            if move["unit"] is not None and move["unit"] != move["catch_unit"]:
                faults.add("{} is weighed in {}, and its item in {}", names("move", move["id"]), move["unit"],
                           move["catch_unit"] or "nothing")  # fmt: skip
            if move["from_location_id"] == move["to_location_id"]:
                continue
            for sign, place, kind in (
                (-1, move["from_location_id"], move["from_kind"]),
                (1, move["to_location_id"], move["to_kind"]),
            ):
                if kind in _OUTSIDE:
                    continue
                shelf = there[move["item_id"], move["lot_id"], place]
                shelf[0] += sign * move["quantity_micro"]
                shelf[1] += sign * weight
                if shelf[1] < 0 or (shelf[0] == 0 and shelf[1]):
                    faults.add("{} leaves {} of weight at {} with {} of its goods", names("move", move["id"]), quantity(shelf[1]),
                               names("place", place), quantity(shelf[0]))  # fmt: skip
    return faults.checked(max(seen, 1))  # Of an entity without any it was seen that nothing is weighed.
