"""What happened to stock, pool by pool: moves as facts, and the cost flows and layers that posting made of them.

Before this: the tables. After this: the checks of stock. Moves are read in the order in which they came to be known, and
held as columns of numbers, for a pool's moves lie apart in that order; flows and layers are read a span of pools at a
time. Which way a move goes follows from the kinds of the two places that it joins.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from lowmark.verify.reader import Row, Rows, pages, spans

INSIDE: Final = frozenset({"stock", "quarantine", "in_transit"})
IN_FROM: Final = frozenset({"opening", "vendor", "production", "adjustment"})
OUT_TO: Final = frozenset({"customer", "scrap", "production", "vendor", "adjustment"})

_NUMBERS: Final = (
    "id", "item_id", "lot_id", "quantity_micro", "value_minor", "effective_on", "accounting_on", "received_on", "known_seq",
    "from_location_id", "to_location_id",
)  # fmt: skip
_NULLABLE: Final = ("value_minor", "received_on", "change")
_COLUMNS: Final = (*_NUMBERS, "change", "costed")
MISSING: Final = -(2**63)

_MOVES: Final = f"SELECT {', '.join(_NUMBERS)}, owner FROM stock_stock_move WHERE entity_id = %s"  # noqa: S608
_PLACES: Final = "SELECT id, kind FROM items_location WHERE entity_id = %s"
_POOLS: Final = "SELECT id, cost_basis_id, item_id, lot_id FROM valuation_cost_pool WHERE entity_id = %s ORDER BY id"
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

Goods = tuple[int, int]
"""Item and lot; zero without a lot."""


@dataclass(slots=True)
class Moves:
    """All moves of an entity, column by column, and where those of each item and lot are.

    Domain: beside the table's columns, `change` is the change of stock that a move makes, and `costed` one where that
            stock is the entity's own. A value that is missing is the least number there is.
    """

    columns: dict[str, "array[int]"] = field(default_factory=lambda: {name: array("q") for name in _COLUMNS})
    owners: list[str] = field(default_factory=list)
    of_goods: defaultdict[Goods, "array[int]"] = field(default_factory=lambda: defaultdict(lambda: array("q")))

    def rows(self, goods: Iterable[Goods], *, costed: bool = False) -> list[Row]:
        """Return the moves of some items and lots in costing order: by day, then as they came to be known."""
        days, seqs, ids = (self.columns[name] for name in ("accounting_on", "known_seq", "id"))
        found = [place for each in goods for place in self.of_goods.get(each, ())]
        if costed:
            found = [place for place in found if self.columns["costed"][place]]
        found.sort(key=lambda place: (days[place], seqs[place], ids[place]))
        picked = [[column[place] for place in found] for column in self.columns.values()]
        rows: list[Row] = [dict(zip(_COLUMNS, values, strict=True)) for values in zip(*picked, strict=True)]
        for place, row in zip(found, rows, strict=True):
            row["owner"] = self.owners[place]
            for name in _NULLABLE:
                if row[name] == MISSING:
                    row[name] = None
        return rows


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool: its number and basis, the moves that change it in costing order, its flows and its open layers."""

    id: int
    basis: int | None
    moves: list[Row]
    flows: list[Row]
    layers: list[Row]


def read_moves(reader: Rows, entity_id: int) -> Moves:
    """Read every move of an entity."""
    moves, known = Moves(), dict[str, str]()
    kinds = {row["id"]: row["kind"] for row in reader.rows(_PLACES, [entity_id])}
    for page in pages(reader, _MOVES, [entity_id], key="known_seq"):
        start = len(moves.owners)
        for place, row in enumerate(page, start):
            changed = change(
                kinds.get(row["from_location_id"]), kinds.get(row["to_location_id"]), row["quantity_micro"]
            )
            row["lot_id"] = row["lot_id"] or 0
            row["change"], row["costed"] = changed, int(bool(changed) and row["owner"] == "")
            moves.owners.append(known.setdefault(row["owner"], row["owner"]))
            moves.of_goods[row["item_id"], row["lot_id"]].append(place)
        for name, column in moves.columns.items():
            column.extend([MISSING if row[name] is None else row[name] for row in page])
    return moves


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
        for pool in sorted(here | flows.keys() | layers.keys()):
            costed = moves.rows(goods_of.get(pool, ()), costed=True)
            basis = known[pool]["cost_basis_id"] if pool in known else None
            yield Pool(pool, basis, costed, flows.get(pool, []), layers.get(pool, []))


def without_pool(reader: Rows, entity_id: int, moves: Moves, basis: int) -> Iterator[Row]:
    """Yield the moves that change stock and have no pool in a basis."""
    known = {pool["id"]: pool for pool in reader.rows(_POOLS, [entity_id]) if pool["cost_basis_id"] == basis}
    pooled = {goods for own in _goods_of(known, moves).values() for goods in own}
    yield from moves.rows(moves.of_goods.keys() - pooled, costed=True)


def _goods_of(known: dict[int, Row], moves: Moves) -> dict[int, list[Goods]]:
    """Return what lies in each pool: its item and lot, or all lots of its item that have no pool of their own."""
    own = {(pool["cost_basis_id"], pool["item_id"], pool["lot_id"] or 0): number for number, pool in known.items()}
    found: dict[int, list[Goods]] = {number: [] for number in known}
    for basis in {pool["cost_basis_id"] for pool in known.values()}:
        for item, lot in moves.of_goods:
            pool = own.get((basis, item, lot), own.get((basis, item, 0)))
            if pool is not None:
                found[pool].append((item, lot))
    return found


def _by_pool(rows: list[Row]) -> dict[int, list[Row]]:
    """Return rows by pool, in whose order they come."""
    return {pool: list(own) for pool, own in groupby(rows, key=lambda row: int(row["pool_id"]))}


def change(from_kind: str | None, to_kind: str | None, quantity: int) -> int | None:
    """Return the change of stock that a move makes: its quantity, negative when it leaves, zero within; none when it
    joins no places that stock moves between.

    >>> change("vendor", "stock", 5), change("stock", "customer", 5), change("stock", "quarantine", 5)
    (5, -5, 0)
    >>> change("vendor", "customer", 5) is None
    True
    """
    if from_kind in INSIDE:
        return 0 if to_kind in INSIDE else -quantity if to_kind in OUT_TO else None
    return quantity if to_kind in INSIDE and from_kind in IN_FROM else None
