"""Moves complete: what moved in, out or to another condition was costed, all of it, in its own pool; the rest was not."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from lowmark.verify.brought import Link, read_brought
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, on, quantity
from lowmark.verify.reader import Row, Rows
from lowmark.verify.stock import MISSING, NOWHERE, OUTSIDE, Moves, Pool, bases, pools, read_moves, without_pool

NAME: Final = "moves_complete"
MEANING: Final = (
    "each move that changes a pool's stock has cost flows of its quantity; no more comes back than had gone"
)

_PROVISIONAL: Final = "SELECT id FROM items_location WHERE entity_id = %s AND kind = 'provisional'"


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every move, at what comes back, and at the flows of every pool."""
    faults, names = Faults(), Names(reader, entity_id)
    moves = read_moves(reader, entity_id)
    _check_forms(moves, faults, names)
    provisional = {row["id"] for row in reader.rows(_PROVISIONAL, [entity_id])}
    for link in read_brought(reader, entity_id, moves).links.values():
        for reason in _against(link, settles=link.move["to_location_id"] in provisional):
            faults.add("{} {}", names("move", link.move["id"]), reason)
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
    sides = zip(*(columns[name] for name in ("id", "left", "came", "value_minor", "returns_move_id")), strict=True)
    for place, (number, left, came, value, source) in enumerate(sides):
        owner, to_owner = moves.owners[place], moves.to_owners[place]
        passes = owner != to_owner
        is_receipt = not to_owner and (passes if left >= 0 else left == OUTSIDE and came >= 0)
        if passes and (left < 0 or columns["from_location_id"][place] != columns["to_location_id"][place]):
            faults.add("{} passes title of goods that do not stay where they are", names("move", number))
        elif source != MISSING and (owner or to_owner):
            faults.add("{} brings back goods that are not ours", names("move", number))
        elif left == NOWHERE:
            faults.add("{} moves goods from {} to {}, and neither brings nor takes stock of ours", names("move", number),
                       names("place", columns["from_location_id"][place]),
                       names("place", columns["to_location_id"][place]))  # fmt: skip
        elif is_receipt and columns["share_micro"][place] != MISSING:
            if value != MISSING or source != MISSING or columns["production_id"][place] == MISSING:
                faults.add(
                    "{} shares the cost of a production, and is not only a product of one", names("move", number)
                )
        elif is_receipt and source == MISSING and value == MISSING:
            faults.add("{} is a receipt without a value", names("move", number))
        elif is_receipt and source != MISSING and value != MISSING:
            faults.add("{} has a value of its own, and brings back what had left", names("move", number))
        elif not is_receipt and value != MISSING:
            faults.add("{} has a value of its own, and is no receipt of ours", names("move", number))


def _against(link: Link, *, settles: bool) -> Iterator[str]:
    """Yield what is wrong with a move that brings goods back, or sends them back."""
    move, source = link.move, link.source
    if source is None:
        yield "returns a move that is not there"
        return
    goes = move["left"] >= 0
    if (move["left"] >= 0) == (move["came"] >= 0):
        yield "returns goods, and neither brings nor takes any"
    if (source["left"] if goes else source["came"]) != OUTSIDE or (source["came"] if goes else source["left"]) < 0:
        yield "returns a move that went the same way"
    if (source["item_id"], source["lot_id"]) != (move["item_id"], move["lot_id"]):
        yield "returns a move of other goods"
    side, other = ("to_location_id", "from_location_id") if goes else ("from_location_id", "to_location_id")
    if move[side] != source[other]:
        yield "returns goods by another way than they went"
    if (move["accounting_on"], move["known_seq"]) <= (source["accounting_on"], source["known_seq"]):
        yield "returns goods before they left"
    if (back := link.before + move["quantity_micro"]) > source["quantity_micro"]:
        yield f"returns more than there was: {quantity(back)} of {quantity(source['quantity_micro'])} by then"
    elif goes and not settles and back < source["quantity_micro"]:
        yield "reverses a part of a receipt, which is reversed whole"


def _check_pool(pool: Pool, faults: Faults, names: Names) -> None:
    """Compare the moves of a pool with the flows of what came and went, and their adjustments, which are none by themselves."""
    flowed: defaultdict[int, int] = defaultdict(int)
    for flow in pool.flows:
        if flow["kind"] in {"receipt", "issue", "re_pool"}:
            flowed[flow["move_id"]] += flow["quantity_micro"]
    own = {move["id"] for move in pool.moves}
    for flow in pool.flows:
        if flow["kind"] == "adjust" and (flow["move_id"] in flowed or flow["move_id"] not in own):
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
