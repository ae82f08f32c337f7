"""No negative stock: nothing leaves the entity before it has come, in costing order.

Places are not added up, but conditions are: a transfer within one condition may be recorded after the goods that it moved
were sold at the other place, while goods of another condition are costed apart and cannot leave unless they are there.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import CONDITIONS, read_moves

NAME: Final = "no_negative_stock"
MEANING: Final = (
    "no item or lot of an owner, in one condition, falls below 0 in the entity at any move, in costing order"
)


def check(reader: Rows, entity_id: int) -> Checked:
    """Add up the moves of every item, lot, condition and owner in costing order."""
    faults, names = Faults(), Names(reader, entity_id)
    moves = read_moves(reader, entity_id)
    for item, lot, condition, owner, change in sorted(moves.of_goods):
        for day, below in _in_order(moves.rows([(item, lot, condition, owner, change)])):
            goods = (
                f"{names('item', item)}"
                + (f" lot {names('lot', lot)}" if lot else "")
                + (f" of {owner}" if owner else "")
            )
            goods += f" in {CONDITIONS[condition]}" if condition else ""
            faults.add("{}: {} too few in all, in costing order on {}", goods, quantity(below), on(day))
    return faults.checked(len(moves.owners))


def _in_order(rows: Iterable[Row]) -> Iterator[tuple[int, int]]:
    """Yield the first fall below zero: its day, and by how much."""
    held = 0
    for move in rows:
        held += move["change"]
        if held < 0:
            yield move["accounting_on"], -held
            return
