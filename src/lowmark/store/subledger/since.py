"""Read what happened to goods and their allowance around a day: what a run, or a book that is carried, has to follow."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.tables.locations import INTERNAL
from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl


def pools_with_allowance(reader: Reader, book_id: int) -> list[int]:
    """Return the pools on which a book has ever held something, in their order."""
    sql = "SELECT DISTINCT pool_id FROM subledger_allowance_move WHERE book_id = %s ORDER BY pool_id"
    return [int(row["pool_id"]) for row in reader.rows(sql, [book_id])]


def moved_after(reader: Reader, cost_basis_id: int, *, known_seq: int) -> tuple[date | None, list[int]]:
    """Return the first day on which something counts that came to be known after a sequence, and the pools concerned."""
    rows = reader.rows(
        "SELECT pool_id, min(accounting_on) AS first_on FROM subledger_cost_flow WHERE cost_basis_id = %s AND known_seq > %s"
        " GROUP BY pool_id ORDER BY pool_id", [cost_basis_id, known_seq], days=("first_on",),
    )  # fmt: skip
    return min((row["first_on"] for row in rows), default=None), [int(row["pool_id"]) for row in rows]


def last_set_on(reader: Reader, book_id: int) -> date | None:
    """Return the latest day on which an allowance of a book was taken over, charged or reversed, or none."""
    row = reader.row(
        "SELECT max(accounting_on) AS set_on FROM subledger_allowance_move"
        " WHERE book_id = %s AND kind IN ('opening', 'charge', 'reverse')",
        [book_id], days=("set_on",),
    )  # fmt: skip
    return None if row is None else row["set_on"]


FLOWS_AFTER = """
SELECT f.pool_id, f.layer_move_id, f.move_id, m.accounting_on, m.known_seq, CAST(sum(f.quantity_micro) AS bigint),
       CAST(sum(f.value_minor) AS bigint), a.kind, b.kind, m.returns_move_id, i.item_class, m.formula_change_id
FROM subledger_cost_flow f
JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
JOIN items_item i ON i.id = m.item_id
WHERE f.cost_basis_id = %s AND f.accounting_on > %s AND f.known_seq <= %s AND f.accounting_on = m.accounting_on
  AND f.kind <> 'revalue'
GROUP BY f.pool_id, f.layer_move_id, f.move_id, m.accounting_on, m.known_seq, a.kind, b.kind, m.returns_move_id, i.item_class,
         m.formula_change_id
HAVING sum(f.quantity_micro) <> 0
ORDER BY m.accounting_on, m.known_seq, min(f.id)
"""


def flows_after(reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return all flows of a basis after a day, with where their moves went from and to, and what they bring back.

    Shapes: one row for a move and layer, with the adjustments of its own day; known_seq is the move's own.
    """
    return reader.frame(
        FLOWS_AFTER, [cost_basis_id, as_of, known_seq],
        {"pool": "id", "layer": "id", "move": "id", "accounting_on": "day", "known_seq": "int",
         "quantity_micro": "micro", "value_minor": "minor", "from_kind": "text", "to_kind": "text",
         "returns_move": "id", "item_class": "text", "formula_change_id": "id"},
    )  # fmt: skip


STOOD_AFTER = """
WITH changed AS (
    SELECT DISTINCT f.pool_id, f.layer_move_id, f.accounting_on
    FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.move_id
    WHERE f.cost_basis_id = %s AND f.accounting_on > %s AND f.known_seq <= %s AND m.accounting_on < f.accounting_on
      AND f.kind <> 'revalue'
)
SELECT c.pool_id, c.layer_move_id, c.accounting_on, CAST(sum(f.value_minor) AS bigint), i.item_class
FROM changed c
JOIN subledger_cost_flow f ON f.pool_id = c.pool_id AND f.layer_move_id = c.layer_move_id AND f.accounting_on <= c.accounting_on
JOIN stock_stock_move m ON m.id = f.move_id AND m.accounting_on < c.accounting_on
JOIN valuation_cost_pool p ON p.id = c.pool_id
JOIN items_item i ON i.id = p.item_id
WHERE f.known_seq <= %s
GROUP BY c.pool_id, c.layer_move_id, c.accounting_on, i.item_class
HAVING sum(f.quantity_micro) <> 0
ORDER BY c.accounting_on, c.pool_id, c.layer_move_id
"""


def stood_after(reader: Reader, cost_basis_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what layers cost from the start of each day after one on which that changed: the days of changes of cost.

    Shapes: pool, layer, accounting_on, cost_minor, item_class.
    """
    return reader.frame(
        STOOD_AFTER, [cost_basis_id, as_of, known_seq, known_seq],
        {"pool": "id", "layer": "id", "accounting_on": "day", "cost_minor": "minor", "item_class": "text"},
    )  # fmt: skip


HELD_LAYERS = """
SELECT f.pool_id, f.layer_move_id, f.move_id, m.accounting_on, m.known_seq, CAST(sum(f.quantity_micro) AS bigint),
       CASE WHEN a.kind IN ({ours}) AND b.kind IN ({ours}) AND m.owner = m.to_owner THEN 're_pool' ELSE '' END
FROM subledger_cost_flow f
JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location a ON a.id = m.from_location_id
JOIN items_location b ON b.id = m.to_location_id
JOIN (SELECT pool_id, layer_move_id, min(accounting_on) AS first_on FROM subledger_allowance_move
      WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s GROUP BY pool_id, layer_move_id) h
  ON h.pool_id = f.pool_id AND h.layer_move_id = f.layer_move_id
WHERE f.cost_basis_id = %s AND f.accounting_on <= %s AND f.known_seq <= %s {joined}
GROUP BY f.pool_id, f.layer_move_id, f.move_id, m.accounting_on, m.known_seq, a.kind, b.kind, m.owner, m.to_owner
HAVING sum(f.quantity_micro) <> 0
ORDER BY m.accounting_on, m.known_seq, min(f.id)
"""
JOINED = """
AND EXISTS (SELECT 1 FROM subledger_cost_flow n
            WHERE n.cost_basis_id = f.cost_basis_id AND n.pool_id = f.pool_id AND n.layer_move_id = f.layer_move_id
              AND n.accounting_on > h.first_on AND n.quantity_micro > 0)
"""


def flows_of_held_layers(
    reader: Reader, book_id: int, cost_basis_id: int, *, as_of: date, known_seq: int, joined: bool = False
) -> "pl.DataFrame":
    """Return the flows up to a day of every layer whose allowance had moved by then, by move, adjustments included.

    Domain: `joined` leaves out layers into which nothing has come since the day that first moved their allowance: most.
    """
    ours = ", ".join(f"'{kind}'" for kind in INTERNAL)
    return reader.frame(
        HELD_LAYERS.format(ours=ours, joined=JOINED if joined else ""),
        [book_id, as_of, known_seq, cost_basis_id, as_of, known_seq],
        {"pool": "id", "layer": "id", "move": "id", "accounting_on": "day", "known_seq": "int",
         "quantity_micro": "micro", "kind": "text"},
    )  # fmt: skip


def movements_until(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the allowance moves of a book up to a day, in the order in which they were made."""
    return reader.frame(
        "SELECT pool_id, layer_move_id, cause_move_id, accounting_on, known_seq, kind, reason, fiscal_year, amount_minor"
        " FROM subledger_allowance_move WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s ORDER BY id",
        [book_id, as_of, known_seq],
        {"pool": "id", "layer": "id", "move": "id", "accounting_on": "day", "known_seq": "int", "kind": "text",
         "allowance_reason": "text", "fiscal_year": "int", "amount_minor": "minor"},
    )  # fmt: skip


def caused_after(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what moves of stock, and changes of cost, did to allowance after a day.

    Shapes: pool, layer, move (null for a change of cost), accounting_on, event, allowance_reason, fiscal_year, amount_minor.
    """
    return reader.frame(
        "SELECT a.pool_id, a.layer_move_id, a.cause_move_id, a.accounting_on, coalesce(e.event, ''), a.reason, a.fiscal_year,"
        " a.amount_minor FROM subledger_allowance_move a LEFT JOIN ledger_entry e ON e.id = a.entry_id"
        " WHERE a.book_id = %s AND a.accounting_on > %s AND a.known_seq <= %s AND a.kind NOT IN ('opening', 'charge', 'reverse')"
        " ORDER BY a.id",
        [book_id, as_of, known_seq],
        {"pool": "id", "layer": "id", "move": "id", "accounting_on": "day", "event": "text",
         "allowance_reason": "text", "fiscal_year": "int",
         "amount_minor": "minor"},
    )  # fmt: skip
