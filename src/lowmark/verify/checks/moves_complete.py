"""Moves complete: what moved in or out was costed, all of it, in its own pool; what moved within was not."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import MISSING, Moves, Pool, bases, pools, read_moves, without_pool

NAME: Final = "moves_complete"
MEANING: Final = "each move that changes stock has cost flows of its quantity, and no transfer has any"


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every move, and at the flows of receipts and issues in every pool."""
    faults, names = Faults(), Names(reader, entity_id)
    moves = read_moves(reader, entity_id)
    _check_forms(moves, faults, names)
    for pool in pools(reader, entity_id, moves):
        _check_pool(pool, faults, names)
    for basis in bases(reader, entity_id):
        for move in without_pool(reader, entity_id, moves, basis["id"]):
            faults.add("{} of {} changes the stock of {}, which has no pool in {}", names("move", move["id"]),
                       on(move["accounting_on"]), names("item", move["item_id"]), basis["code"])  # fmt: skip
    return faults.checked(len(moves.owners))


def _check_forms(moves: Moves, faults: Faults, names: Names) -> None:
    """Look at moves by themselves: the places that they join, and whether receipts alone have values."""
    columns = moves.columns
    for place, (number, change, value) in enumerate(
        zip(columns["id"], columns["change"], columns["value_minor"], strict=True)
    ):
        if change == MISSING:
            faults.add("{} moves goods from {} to {}, and neither brings nor takes stock of ours", names("move", number),
                       names("place", columns["from_location_id"][place]),
                       names("place", columns["to_location_id"][place]))  # fmt: skip
        elif change > 0 and value == MISSING:
            faults.add("{} is a receipt without a value", names("move", number))
        elif change <= 0 and value != MISSING:
            faults.add("{} has a value of its own, and is no receipt", names("move", number))


def _check_pool(pool: Pool, faults: Faults, names: Names) -> None:
    """Compare the moves of a pool with the flows of its receipts and issues."""
    flowed: defaultdict[int, int] = defaultdict(int)
    for flow in pool.flows:
        if flow["kind"] in {"receipt", "issue"}:
            flowed[flow["move_id"]] += flow["quantity_micro"]
    for move in pool.moves:
        _compare(move, flowed.pop(move["id"], 0), pool, faults, names)
    for move_id, strange in flowed.items():  # What moves have not taken belongs to none of them.
        faults.add("{} of {} flow for {}, which does not move that stock", quantity(strange), names("pool", pool.id),
                   names("move", move_id))  # fmt: skip


def _compare(move: Row, flowed: int, pool: Pool, faults: Faults, names: Names) -> None:
    """Compare one move with what flows for it."""
    moved = move["change"]
    if flowed != moved:
        faults.add("{} of {} changes the stock of {} by {}, and its cost flows in {} by {}", names("move", move["id"]),
                   on(move["accounting_on"]), names("item", move["item_id"]), quantity(moved),
                   names("basis", pool.basis), quantity(flowed))  # fmt: skip
