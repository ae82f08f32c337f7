"""Units exact: a move whose document says another unit than the item's base unit moved exactly what that comes to."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, quantity
from lowmark.verify.reader import Rows, pages

NAME: Final = "units_exact"
MEANING: Final = "each quantity written in a unit of its own is, by the unit's factor, the quantity that moved"

_ALL: Final = "SELECT count(*) AS n FROM stock_stock_move WHERE entity_id = %s"
_MOVES: Final = """
SELECT m.id, m.known_seq, m.quantity_micro, m.unit, m.unit_quantity_micro, i.base_unit, u.numerator, u.denominator
FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id
LEFT JOIN items_item_unit u ON u.item_id = m.item_id AND u.unit = m.unit
WHERE m.entity_id = %s AND (m.unit <> '' OR m.unit_quantity_micro IS NOT NULL)
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Convert what was written of every move that has a unit."""
    faults, names = Faults(), Names(reader, entity_id)
    for page in pages(reader, _MOVES, [entity_id], key="known_seq"):
        for move in page:
            written, unit = move["unit_quantity_micro"], move["unit"]
            factor = (1, 1) if unit == move["base_unit"] else (move["numerator"], move["denominator"])
            if written is None or not unit:
                faults.add("{} says a unit or a quantity in it, and not both", names("move", move["id"]))
            elif factor[0] is None:
                faults.add("{} is written in {}, which its item does not have", names("move", move["id"]), unit)
            elif written * factor[0] != move["quantity_micro"] * factor[1]:
                faults.add("{} moved {} {}, and {} {} is written of it", names("move", move["id"]),
                           quantity(move["quantity_micro"]), move["base_unit"], quantity(written), unit)  # fmt: skip
    return faults.checked(reader.rows(_ALL, [entity_id])[0]["n"])
