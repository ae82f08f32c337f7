"""Read allowances: the open state of layers now, what was held at a date, and what exits did after it."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def current_allowances(reader: Reader, book_id: int) -> "pl.DataFrame":
    """Return the allowance state of every layer that has one: its reason, fiscal year, amount, base and what is gone."""
    return reader.frame(
        "SELECT pool_id, layer_move_id, reason, fiscal_year, amount_minor, base_micro, released_micro"
        " FROM subledger_layer_allowance WHERE book_id = %s ORDER BY pool_id, layer_move_id",
        [book_id],
        {"pool_id": "id", "layer": "id", "allowance_reason": "text", "fiscal_year": "int", "amount_minor": "minor",
         "base_micro": "micro", "released_micro": "micro"},
    )  # fmt: skip


def held_at(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what each layer held at a date as known at a sequence: unit, layer, held_minor."""
    return reader.frame(
        "SELECT pool_id, layer_move_id, CAST(sum(amount_minor) AS bigint) FROM subledger_allowance_move"
        " WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s GROUP BY pool_id, layer_move_id"
        " HAVING sum(amount_minor) <> 0 ORDER BY pool_id, layer_move_id",
        [book_id, as_of, known_seq], {"unit": "id", "layer": "id", "held_minor": "minor"},
    )  # fmt: skip


EXITS = """
SELECT f.pool_id, f.layer_move_id, f.move_id, f.accounting_on, p.kind, -f.quantity_micro, CAST(coalesce((
    SELECT -sum(a.amount_minor) FROM subledger_allowance_move a
    WHERE a.book_id = %s AND a.pool_id = f.pool_id AND a.layer_move_id = f.layer_move_id AND a.cause_move_id = f.move_id
), 0) AS bigint)
FROM subledger_cost_flow f
JOIN runs_proposal_layer s ON s.run_id = %s AND s.pool_id = f.pool_id AND s.layer_move_id = f.layer_move_id
JOIN stock_stock_move m ON m.id = f.move_id
JOIN items_location p ON p.id = m.to_location_id
WHERE f.accounting_on > %s AND f.quantity_micro < 0
ORDER BY f.pool_id, f.layer_move_id, f.accounting_on, f.known_seq, f.id
"""


def exits_after(reader: Reader, *, book_id: int, run_id: int, as_of: date) -> "pl.DataFrame":
    """Return the exits after a date of the layers that a run changes, with what each released."""
    return reader.frame(
        EXITS, [book_id, run_id, as_of],
        {"pool": "id", "layer": "id", "move": "id", "accounting_on": "day", "to_kind": "text",
         "quantity_micro": "micro", "released_minor": "minor"},
    )  # fmt: skip


def allowances_of_pool(reader: Reader, book_id: int, pool_id: int) -> list[Row]:
    """Return the allowance states of one pool's layers, as they stand now."""
    return reader.rows(
        "SELECT layer_move_id, reason, fiscal_year, amount_minor, base_micro, released_micro"
        " FROM subledger_layer_allowance WHERE book_id = %s AND pool_id = %s",
        [book_id, pool_id],
    )
