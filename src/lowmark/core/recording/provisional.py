"""Issue what has not come yet, where policy allows it: goods assumed to be there come first, and go back when they have come.

No quantity is ever below zero, and nothing is averaged through it. A sale of more than there is takes the missing quantity
from a place called `provisional`, at the last unit cost that is known, against a liability; the next receipts give as much
back, at what they really cost, and the difference follows the sale to cost of sales. Before this: `record` has found the
moves. After this: costing, to which they are moves like any other. Sources: IAS 2.34 (cost of sales in the period of the
sale); IAS 8.32-38 (an estimate is trued up when what it was made of is known).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from lowmark.core.kinds.arithmetic import multiply_divide_round

Goods = tuple[int, str, str]
"""Item, lot and condition: what one pool of ours holds."""

Row = dict[str, Any]

COMES: Final = "provisional_receipt"
SETTLES: Final = "provisional_settled"
LACKING: Final = "no_known_cost"


@dataclass(slots=True)
class Assumed:
    """Goods that were assumed to be there: the move that brought them (its row, where it is new), and how much is settled."""

    source_move: int | None
    source_row: int | None
    quantity_micro: int
    value_minor: int
    settled_micro: int = 0


@dataclass(slots=True)
class Standing:
    """How a pool stands before the moves: what is there, what is assumed, and the last unit cost (value, of a quantity).

    Domain: where something comes late, `settles_on` is the day after all others on which what is assumed is settled.
    """

    held_micro: int = 0
    assumed: list[Assumed] = field(default_factory=list)
    last_cost: tuple[int, int] | None = None
    standard: bool = False
    settles_on: date | None = None


@dataclass(frozen=True, slots=True)
class Provided:
    """All moves, those put in among them, and the rows of which no unit cost is known.

    Domain: a move that is put in has a row below zero. One that gives goods back says `credited_minor`: what was assumed of
            them.
    """

    moves: list[Row]
    lacking: list[int]


def with_provisional(
    *, moves: Iterable[Row], standing: Mapping[Goods, Standing], allowed: Callable[[date], bool], place_id: int
) -> Provided:
    """Put in what sales of more than there is take from the provisional place, and what receipts give back to it.

    Shapes: moves: as `record` returns them, in the order of the document; standing: of the pools of ours that they touch. Of
            pools that are not there, moves stay as they are.
    Domain: `standing` is used up. Of goods of which something comes late nothing is assumed, and settled at last.

    >>> sale = {"row": 2, "document": "SO-1", "line": "1", "item_id": 7, "lot": "", "direction": "out", "event": "sale",
    ...         "from_condition": "", "to_condition": None, "owner": "", "to_owner": "", "quantity_micro": 5,
    ...         "value_minor": None, "accounting_on": date(2026, 11, 5), "from_location_id": 1, "to_location_id": 2}
    >>> there = {(7, "", ""): Standing(held_micro=3, last_cost=(100, 10))}
    >>> given = with_provisional(moves=[sale], standing=there, allowed=lambda _: True, place_id=9)
    >>> [(row["event"], row["quantity_micro"], row["value_minor"]) for row in given.moves]
    [('provisional_receipt', 2, 20), ('sale', 5, None)]
    """
    rows = list(moves)
    before: dict[int, list[Row]] = {}
    after: dict[int, list[Row]] = {}
    last: dict[Goods, Row] = {}
    together_at_last: list[Row] = []
    lacking: list[int] = []
    numbers = iter(range(-1, -(2**62), -1))
    for place in sorted(range(len(rows)), key=lambda place: rows[place]["accounting_on"]):
        row = rows[place]
        for goods, change in _changes(row):
            pool = standing.get(goods)
            if pool is None:
                continue
            missing = -change - pool.held_micro
            if missing > 0 and pool.settles_on is None and row["event"] == "sale" and allowed(row["accounting_on"]):
                if pool.last_cost is None:
                    lacking.append(row["row"])
                    continue
                before[place] = [_assume(row, pool, missing, next(numbers), place_id)]
            pool.held_micro += change
            if change > 0:
                _remember(row, pool, change)
                if pool.settles_on is None:
                    after[place] = list(_settle(row, pool, numbers, place_id))
                else:
                    last[goods] = row
    for goods, row in last.items():
        on = {"accounting_on": standing[goods].settles_on, "effective_on": standing[goods].settles_on, "is_late": False}
        together_at_last += [settled | on for settled in _settle(row, standing[goods], numbers, place_id)]
    together = [each for place, row in enumerate(rows)
                for each in (*before.get(place, ()), _plain(row), *after.get(place, ()))]  # fmt: skip
    return Provided([*together, *together_at_last], lacking)


def _changes(row: Row) -> Iterator[tuple[Goods, int]]:
    """Yield by how much a move changes each pool of ours: what leaves, then what comes."""
    way, quantity = row["direction"], row["quantity_micro"]
    if way in {"out", "between", "title"} and row["owner"] == "":
        yield (row["item_id"], row["lot"], row["from_condition"]), -quantity
    if way in {"in", "between", "title"} and row["to_owner"] == "":
        yield (row["item_id"], row["lot"], row["to_condition"]), quantity


def _remember(row: Row, pool: Standing, quantity: int) -> None:
    """Keep the unit cost of a receipt that says one; a standard stays what it is."""
    if row["value_minor"] is not None and not pool.standard:
        pool.last_cost = row["value_minor"], quantity


def _assume(row: Row, pool: Standing, missing: int, number: int, place_id: int) -> Row:
    """Return the move that brings what is missing, at the last unit cost."""
    assert pool.last_cost is not None
    value = multiply_divide_round(pool.last_cost[0], missing, pool.last_cost[1])
    pool.assumed.append(Assumed(None, number, missing, value))
    pool.held_micro += missing
    return _beside(row) | {
        "row": number, "document": f"{row['document']}:provisional", "from_location_id": place_id,
        "to_location_id": row["from_location_id"], "from_condition": None, "to_condition": row["from_condition"],
        "direction": "in", "event": COMES, "reason": "provisional", "quantity_micro": missing, "value_minor": value,
        "source_move": None, "source_row": None,
    }  # fmt: skip


def _settle(row: Row, pool: Standing, numbers: Iterator[int], place_id: int) -> Iterator[Row]:
    """Yield the moves that give back what was assumed, oldest first, as far as there is something to give."""
    for place, each in enumerate(pool.assumed):
        left = min(each.quantity_micro - each.settled_micro, pool.held_micro)
        if left <= 0:
            continue
        credited = -multiply_divide_round(each.value_minor, each.settled_micro, each.quantity_micro)
        each.settled_micro += left
        credited += multiply_divide_round(each.value_minor, each.settled_micro, each.quantity_micro)
        pool.held_micro -= left
        yield _beside(row) | {
            "row": next(numbers), "document": f"{row['document']}:settles", "line": f"{row['line']}:{place + 1}",
            "from_location_id": row["to_location_id"], "to_location_id": place_id,
            "from_condition": row["to_condition"], "to_condition": None, "direction": "out", "event": SETTLES,
            "reason": "provisional", "quantity_micro": left, "value_minor": None,
            "source_move": each.source_move, "source_row": each.source_row, "credited_minor": credited,
            "received_on": None, "owner": "",
        }  # fmt: skip
    pool.assumed[:] = [each for each in pool.assumed if each.settled_micro < each.quantity_micro]


def _plain(row: Row) -> Row:
    return {"credited_minor": None, **row}


def _beside(row: Row) -> Row:
    """Return what a move that is put in has of the one that it stands beside: not its unit, its terms, its share of a product."""
    own = {"unit": "", "unit_quantity_micro": None, "terms": ""}
    return _plain(row) | own | ({"share_micro": None} if "share_micro" in row else {})
