"""What happened to stock, item by item: moves as facts, and the cost flows and layers that posting made of them.

Before this: the tables. After this: the checks of stock, which take the items in spans of numbers, so that a million
moves are never held at once. Which way a move goes follows from the kinds of the two places that it joins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lowmark.verify.reader import Row, Rows, spans

INSIDE: Final = frozenset({"stock", "quarantine", "in_transit"})
IN_FROM: Final = frozenset({"opening", "vendor", "production", "adjustment"})
OUT_TO: Final = frozenset({"customer", "scrap", "production", "vendor", "adjustment"})

_COUNTS: Final = """
SELECT item_id AS n, count(*) AS rows FROM stock_stock_move WHERE entity_id = %s GROUP BY item_id ORDER BY item_id
"""
# CROSS JOIN has SQLite go by the items, whose moves an index gives in order, and not through the whole entity each time.
_MOVES: Final = """
SELECT m.id, m.item_id, coalesce(m.lot_id, 0) AS lot_id, m.owner, m.quantity_micro, m.value_minor, m.effective_on,
  m.accounting_on, m.received_on, m.known_seq, m.from_location_id, m.to_location_id, a.kind AS from_kind,
  b.kind AS to_kind
FROM items_item i CROSS JOIN stock_stock_move m
LEFT JOIN items_location a ON a.id = m.from_location_id
LEFT JOIN items_location b ON b.id = m.to_location_id
WHERE m.item_id = i.id AND m.entity_id = %s AND i.id BETWEEN %s AND %s
ORDER BY m.item_id, m.accounting_on, m.known_seq, m.id
"""
_STRANGE: Final = """
SELECT m.id FROM stock_stock_move m LEFT JOIN items_item i ON i.id = m.item_id
WHERE m.entity_id = %s AND i.id IS NULL ORDER BY m.id
"""
_POOLS: Final = """
SELECT id, cost_basis_id, item_id, coalesce(lot_id, 0) AS lot_id FROM valuation_cost_pool
WHERE entity_id = %s AND item_id BETWEEN %s AND %s ORDER BY id
"""
_FLOWS: Final = """
SELECT f.pool_id, f.layer_move_id, f.move_id, f.kind, f.accounting_on, f.known_seq, f.quantity_micro, f.value_minor
FROM valuation_cost_pool p CROSS JOIN subledger_cost_flow f
WHERE f.pool_id = p.id AND p.entity_id = %s AND p.item_id BETWEEN %s AND %s ORDER BY f.id
"""
_LAYERS: Final = """
SELECT l.pool_id, l.layer_move_id, l.opened_on, l.received_on, l.known_seq, l.quantity_micro, l.value_minor,
  l.consumed_micro
FROM valuation_cost_pool p CROSS JOIN valuation_layer l
WHERE l.pool_id = p.id AND p.entity_id = %s AND p.item_id BETWEEN %s AND %s
"""
_BASES: Final = """
SELECT id, code, method FROM entities_cost_basis
WHERE id IN (SELECT cost_basis_id FROM entities_book WHERE entity_id = %s) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Span:
    """All items of a span of numbers: their moves, pools, flows and layers, as rows."""

    moves: list[Row]
    pools: list[Row]
    flows: list[Row]
    layers: list[Row]

    def pool_of(self) -> "PoolOf":
        """Return how to find the pool of a move in a basis."""
        return PoolOf({(pool["cost_basis_id"], pool["item_id"], pool["lot_id"]): pool["id"] for pool in self.pools})


@dataclass(frozen=True, slots=True)
class PoolOf:
    """Finds pools by basis, item and lot; a pool without a lot takes every lot of its item."""

    found: dict[tuple[int, int, int], int]

    def __call__(self, basis: int, move: Row) -> int | None:
        """Return the pool of a move in a basis, or none."""
        own = self.found.get((basis, move["item_id"], move["lot_id"]))
        return own if own is not None else self.found.get((basis, move["item_id"], 0))


def bases(reader: Rows, entity_id: int) -> list[Row]:
    """Return the bases that the entity's books cost by: id, code, method."""
    return reader.rows(_BASES, [entity_id])


def item_spans(reader: Rows, entity_id: int) -> list[tuple[int, int]]:
    """Return spans of item numbers, all together every number there can be."""
    return spans(reader.rows(_COUNTS, [entity_id]))


def moves(reader: Rows, entity_id: int, span: tuple[int, int]) -> list[Row]:
    """Return the moves of a span of items, by item and in costing order."""
    return reader.rows(_MOVES, [entity_id, *span])


def strange_moves(reader: Rows, entity_id: int) -> list[int]:
    """Return the numbers of moves of what is no item of the entity's catalogue: they are in no span."""
    return [row["id"] for row in reader.rows(_STRANGE, [entity_id])]


def stock(reader: Rows, entity_id: int) -> Iterator[Span]:
    """Yield everything that happened to stock, a span of items at a time."""
    for span in item_spans(reader, entity_id):
        asked = [entity_id, *span]
        yield Span(
            moves(reader, entity_id, span), reader.rows(_POOLS, asked), reader.rows(_FLOWS, asked),
            reader.rows(_LAYERS, asked),
        )  # fmt: skip


def change(move: Row) -> int | None:
    """Return the change of stock that a move makes: its quantity, negative when it leaves, zero within; none when it
    joins no places that stock moves between.

    >>> change({"from_kind": "vendor", "to_kind": "stock", "quantity_micro": 5})
    5
    >>> change({"from_kind": "stock", "to_kind": "customer", "quantity_micro": 5})
    -5
    """
    inside = move["from_kind"] in INSIDE, move["to_kind"] in INSIDE
    quantity: int = move["quantity_micro"]
    if inside == (True, True):
        return 0
    if inside == (False, True) and move["from_kind"] in IN_FROM:
        return quantity
    if inside == (True, False) and move["to_kind"] in OUT_TO:
        return -quantity
    return None


def is_costed(move: Row) -> bool:
    """Say whether a move changes the entity's own stock."""
    return move["owner"] == "" and bool(change(move))
