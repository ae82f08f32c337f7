"""Moves complete: what moved in or out was costed, all of it, in its own pool; what moved within was not."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import PoolOf, Span, bases, change, is_costed, stock, strange_moves

NAME: Final = "moves_complete"
MEANING: Final = "each move that changes stock has cost flows of its quantity, and no transfer has any"

_Sums = dict[tuple[int, int], int]
"""Move and pool to the quantity that its receipts and issues flow."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every move and at every flow of a receipt or issue."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    costed_by = [basis["id"] for basis in bases(reader, entity_id)]
    for span in stock(reader, entity_id):
        sums, pool_of = _sums(span), span.pool_of()
        for move in span.moves:
            _check_move(move, costed_by, sums, pool_of, faults, names)
        for (move_id, pool_id), flowed in sums.items():  # What moves have not taken belongs to none of them.
            faults.add("{} of {} flow for {}, which does not move that stock", quantity(flowed), names("pool", pool_id),
                       names("move", move_id))  # fmt: skip
        examined += len(span.moves)
    for strange in strange_moves(reader, entity_id):
        faults.add("{} moves what is no item of the entity", names("move", strange))
    return faults.checked(examined)


def _sums(span: Span) -> _Sums:
    """Sum the flows of receipts and issues by move and pool."""
    sums: defaultdict[tuple[int, int], int] = defaultdict(int)
    for flow in span.flows:
        if flow["kind"] in {"receipt", "issue"}:
            sums[flow["move_id"], flow["pool_id"]] += flow["quantity_micro"]
    return dict(sums)


def _check_move(move: Row, costed_by: list[int], sums: _Sums, pool_of: PoolOf, faults: Faults, names: Names) -> None:
    """Compare a move with its flows in every basis, and take those flows away."""
    moved, named = change(move), names("move", move["id"])
    if moved is None:
        faults.add("{} moves goods from {} to {}, and neither brings nor takes stock of ours", named,
                   names("place", move["from_location_id"]), names("place", move["to_location_id"]))  # fmt: skip
        return
    if not is_costed(move):
        return
    if (move["value_minor"] is None) != (moved < 0):
        faults.add("{} is {}", named, "a receipt without a value" if moved > 0 else "an issue with a value of its own")
    for basis in costed_by:
        pool = pool_of(basis, move)
        flowed = 0 if pool is None else sums.pop((move["id"], pool), 0)
        if flowed != moved:
            faults.add("{} of {} changes the stock of {} by {}, and its cost flows in {} by {}", named,
                       on(move["accounting_on"]), names("item", move["item_id"]), quantity(moved),
                       names("basis", basis), quantity(flowed))  # fmt: skip
