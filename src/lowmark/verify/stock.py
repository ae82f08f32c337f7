"""What happened to stock, pool by pool: moves as facts, and the cost flows and layers that posting made of them.

Before this: the tables. After this: the checks of stock. Moves are read in the order in which they came to be known, and
held as columns, for a pool's moves lie apart in that order; flows and layers are read a span of pools at a
time. Which way a move goes, and which conditions of goods it joins, follows from the kinds of its two places.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Final

from lowmark.verify.reader import Row, Rows, pages, spans

CONDITION: Final = MappingProxyType({
    "stock": "", "in_transit": "", "consignment": "", "quarantine": "quarantine", "damaged": "damaged",
    "consignment_in": "", "site": "", "warehouse": "", "zone": "", "bin": "", "supply_room": "", "truck": "", "unit": "",
    "room": "", "cabinet": "",
})  # fmt: skip
"""In which condition goods are that lie in a place of ours, by its kind; each condition is costed in a pool apart."""

IN_FROM: Final = frozenset({"opening", "vendor", "production", "adjustment", "customer", "scrap", "provisional"})
OUT_TO: Final = frozenset({"customer", "scrap", "production", "vendor", "adjustment", "provisional"})

CONDITIONS: Final = ("", "quarantine", "damaged")
OUTSIDE: Final = -1
NOWHERE: Final = -2
"""A side of a move by number: a condition, outside, or nowhere, when it joins no places that stock moves between."""

_NUMBERS: Final = (
    "id", "item_id", "lot_id", "quantity_micro", "value_minor", "effective_on", "accounting_on", "received_on", "known_seq",
    "from_location_id", "to_location_id", "returns_move_id",
    "production_id", "share_micro", "formula_change_id", "restated_minor",
)  # fmt: skip
_NULLABLE: Final = (
    "value_minor",
    "received_on",
    "returns_move_id",
    "production_id",
    "share_micro",
    "formula_change_id",
    "restated_minor",
)
_COLUMNS: Final = (*_NUMBERS, "left", "came")
MISSING: Final = -(2**63)

_MOVES: Final = f"SELECT {', '.join(_NUMBERS)}, owner, to_owner FROM stock_stock_move WHERE entity_id = %s"  # noqa: S608
_PLACES: Final = "SELECT id, kind FROM items_location WHERE entity_id = %s"
_POOLS: Final = """
SELECT id, cost_basis_id, item_id, lot_id, condition, owner, formula_change_id, method FROM valuation_cost_pool
WHERE entity_id = %s ORDER BY id
"""
# CROSS JOIN has SQLite go from the pools of the entity to their flows.
_COUNTS: Final = """
SELECT p.id AS n, count(*) AS rows FROM valuation_cost_pool p CROSS JOIN subledger_cost_flow f
WHERE f.pool_id = p.id AND p.entity_id = %s GROUP BY p.id ORDER BY p.id
"""
_FLOWS: Final = """
SELECT f.pool_id, f.layer_move_id, f.move_id, f.kind, f.accounting_on, f.known_seq, f.quantity_micro, f.value_minor,
  f.cost_basis_id
FROM valuation_cost_pool p CROSS JOIN subledger_cost_flow f
WHERE f.pool_id = p.id AND p.entity_id = %s AND p.id BETWEEN %s AND %s
ORDER BY f.pool_id, f.accounting_on, f.known_seq, f.id
"""
_LAYERS: Final = """
SELECT pool_id, layer_move_id, opened_on, received_on, known_seq, quantity_micro, value_minor, consumed_micro
FROM valuation_layer WHERE entity_id = %s AND pool_id BETWEEN %s AND %s ORDER BY pool_id, layer_move_id
"""
_BASES: Final = """
SELECT id, code, method FROM entities_cost_basis
WHERE id IN (SELECT cost_basis_id FROM entities_book WHERE entity_id = %s) ORDER BY id
"""

_OVER: Final = """
SELECT item_id, formula_change_id, begins_on FROM stock_formula_change_item WHERE entity_id = %s ORDER BY begins_on
"""

Goods = tuple[int, int, int, str, int]
"""Item, lot (zero without one), condition by number, owner (empty for the entity itself), and the change of formula by which they
are where they are (zero without one)."""

Over = dict[int, list[tuple[int, int]]]
"""By item: the days from which on our goods of it are costed by another formula, each with the change."""


@dataclass(slots=True)
class Moves:
    """All moves of an entity, column by column, and where those of each item, lot and condition are.

    Domain: beside the table's columns, `left` and `came` are the two sides by number; a move within one condition
            and owner changes the stock of none. A value that is missing is the least number there is.
    """

    columns: dict[str, "array[int]"] = field(default_factory=lambda: {name: array("q") for name in _COLUMNS})
    owners: list[str] = field(default_factory=list)
    to_owners: list[str] = field(default_factory=list)
    of_goods: defaultdict[Goods, "array[int]"] = field(default_factory=lambda: defaultdict(lambda: array("q")))

    def rows(self, goods: Iterable[Goods]) -> list[Row]:
        """Return the moves that change the stock of some goods, in costing order: by day, then as they came to be known.

        Shapes: the table's columns and `change`, signed.
        """
        days, seqs, ids = (self.columns[name] for name in ("accounting_on", "known_seq", "id"))
        found = [(place, each[2:]) for each in goods for place in self.of_goods.get(each, ())]
        found.sort(key=lambda each: (days[each[0]], seqs[each[0]], ids[each[0]]))
        return [self._row(place, side) for place, side in found]

    def in_order(self, places: Iterable[int]) -> list[Row]:
        """Return moves by their places, in costing order."""
        rows = [self._row(place, (OUTSIDE, "", 0)) for place in places]
        return sorted(rows, key=lambda row: (row["accounting_on"], row["known_seq"], row["id"]))

    def _row(self, place: int, side: tuple[int, str, int]) -> Row:
        """Return one move as a row, seen from goods of a condition and owner."""
        row: Row = {name: column[place] for name, column in self.columns.items()}
        row["owner"], row["to_owner"] = self.owners[place], self.to_owners[place]
        comes = (row["came"], row["to_owner"]) == side[:2] and row["formula_change_id"] in {MISSING, side[2]}
        row["change"] = row["quantity_micro"] if comes else -row["quantity_micro"]
        re_pools = min(row["left"], row["came"]) >= 0 and row["owner"] == row["to_owner"]
        row["kind"] = "re_pool" if re_pools else "receipt" if row["change"] > 0 else "issue"
        for name in _NULLABLE:
            if row[name] == MISSING:
                row[name] = None
        return row


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool: its number, basis, item and method, the moves that change it in costing order, its flows, its layers."""

    id: int
    basis: int | None
    item: int | None
    owner: str
    change: int
    method: str
    moves: list[Row]
    flows: list[Row]
    layers: list[Row]


def read_moves(reader: Rows, entity_id: int) -> Moves:
    """Read every move of an entity."""
    moves, known = Moves(), dict[str, str]()
    kinds = {row["id"]: row["kind"] for row in reader.rows(_PLACES, [entity_id])}
    over: Over = defaultdict(list)
    for row in reader.rows(_OVER, [entity_id]):
        over[row["item_id"]].append((row["begins_on"], row["formula_change_id"]))
    for page in pages(reader, _MOVES, [entity_id], key="known_seq"):
        start = len(moves.owners)
        for place, row in enumerate(page, start):
            left, came = sides(kinds.get(row["from_location_id"]), kinds.get(row["to_location_id"]))
            row["lot_id"], row["left"], row["came"] = row["lot_id"] or 0, left, came
            owner, to_owner = (known.setdefault(row[name], row[name]) for name in ("owner", "to_owner"))
            moves.owners.append(owner)
            moves.to_owners.append(to_owner)
            of_goods, item, lot, day = moves.of_goods, row["item_id"], row["lot_id"], row["accounting_on"]
            goes_over = row["formula_change_id"]
            if goes_over is not None:
                of_goods[item, lot, left, owner, _since(over, item, owner, day - 1)].append(place)
                of_goods[item, lot, came, owner, goes_over].append(place)
            elif (left, owner) != (came, to_owner):
                for condition, whose in ((left, owner), (came, to_owner)):
                    if condition >= 0:
                        of_goods[item, lot, condition, whose, _since(over, item, whose, day)].append(place)
        for name, column in moves.columns.items():
            column.extend([MISSING if row[name] is None else row[name] for row in page])
    return moves


def _since(over: Over, item: int, owner: str, day: int) -> int:
    """Return by which change of formula goods are where they are on a day; zero by none, as goods of others always are."""
    found = 0
    for begins_on, change in () if owner else over.get(item, ()):
        if begins_on <= day:
            found = change
    return found


def bases(reader: Rows, entity_id: int) -> list[Row]:
    """Return the bases that the entity's books cost by: id, code, method."""
    return reader.rows(_BASES, [entity_id])


def pools(reader: Rows, entity_id: int, moves: Moves) -> Iterator[Pool]:
    """Yield every pool that is there, or that a layer says is there."""
    known = {pool["id"]: pool for pool in reader.rows(_POOLS, [entity_id])}
    goods_of = _goods_of(known, moves)
    for first, last in spans(reader.rows(_COUNTS, [entity_id])):
        flows, layers = (_by_pool(reader.rows(sql, [entity_id, first, last])) for sql in (_FLOWS, _LAYERS))
        here = {pool for pool in known if first <= pool <= last}
        for number in sorted(here | flows.keys() | layers.keys()):
            costed = moves.rows(goods_of.get(number, ()))
            pool = known.get(
                number, {"cost_basis_id": None, "item_id": None, "owner": "", "formula_change_id": 0, "method": ""}
            )
            yield Pool(number, pool["cost_basis_id"], pool["item_id"], pool["owner"], pool["formula_change_id"] or 0,
                       pool["method"], costed, flows.get(number, []), layers.get(number, []))  # fmt: skip


def without_pool(reader: Rows, entity_id: int, moves: Moves, basis: int) -> Iterator[Row]:
    """Yield the moves that change stock and have no pool in a basis."""
    known = {pool["id"]: pool for pool in reader.rows(_POOLS, [entity_id]) if pool["cost_basis_id"] == basis}
    pooled = {goods for own in _goods_of(known, moves).values() for goods in own}
    yield from moves.rows(moves.of_goods.keys() - pooled)


def _goods_of(known: dict[int, Row], moves: Moves) -> dict[int, list[Goods]]:
    """Return what lies in each pool: its item, lot, condition and owner, or all lots of its item without a pool of their own."""
    own = {
        (
            pool["cost_basis_id"],
            pool["item_id"],
            pool["lot_id"] or 0,
            pool["condition"],
            pool["owner"],
            pool["formula_change_id"] or 0,
        ): number
        for number, pool in known.items()
    }
    found: dict[int, list[Goods]] = {number: [] for number in known}
    for basis in {pool["cost_basis_id"] for pool in known.values()}:
        for item, lot, condition, owner, change in moves.of_goods:
            rest = (CONDITIONS[condition], owner, change)
            pool = own.get((basis, item, lot, *rest), own.get((basis, item, 0, *rest)))
            if pool is not None:
                found[pool].append((item, lot, condition, owner, change))
    return found


def _by_pool(rows: list[Row]) -> dict[int, list[Row]]:
    """Return rows by pool, in whose order they come."""
    return {pool: list(own) for pool, own in groupby(rows, key=lambda row: int(row["pool_id"]))}


def sides(from_kind: str | None, to_kind: str | None) -> tuple[int, int]:
    """Return the two sides of a move: the condition that goods leave and the one that they come into, or outside.

    >>> sides("vendor", "stock"), sides("damaged", "scrap"), sides("stock", "quarantine"), sides("stock", "in_transit")
    ((-1, 0), (2, -1), (0, 1), (0, 0))
    >>> sides("vendor", "customer") == (NOWHERE, NOWHERE)
    True
    """
    left, came = CONDITION.get(from_kind or ""), CONDITION.get(to_kind or "")
    if left is None and came is None:
        return NOWHERE, NOWHERE
    if (left is None and from_kind not in IN_FROM) or (came is None and to_kind not in OUT_TO):
        return NOWHERE, NOWHERE
    return tuple(OUTSIDE if word is None else CONDITIONS.index(word) for word in (left, came))  # type: ignore[return-value]
