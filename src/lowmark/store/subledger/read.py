"""Read allowances: the open state of layers now, what was held at a date, and what exits did after it."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

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


SET_IN_YEAR = """
WITH changed AS (
    SELECT DISTINCT pool_id, layer_move_id FROM subledger_allowance_move
    WHERE book_id = %s AND fiscal_year = %s AND kind IN ('charge', 'reverse') AND accounting_on <= %s AND known_seq <= %s
), placed AS (
    SELECT a.pool_id, a.layer_move_id, a.kind, a.fiscal_year, a.amount_minor, a.base_micro,
           row_number() OVER (PARTITION BY a.pool_id, a.layer_move_id ORDER BY a.accounting_on, a.known_seq, a.id) AS place
    FROM changed c
    JOIN subledger_allowance_move a ON a.pool_id = c.pool_id AND a.layer_move_id = c.layer_move_id
    WHERE a.book_id = %s AND a.accounting_on <= %s AND a.known_seq <= %s
), began AS (
    SELECT pool_id, layer_move_id, min(place) AS place FROM placed
    WHERE fiscal_year = %s AND kind IN ('charge', 'reverse') GROUP BY pool_id, layer_move_id
)
SELECT p.pool_id, p.layer_move_id,
       CAST(coalesce(sum(CASE WHEN p.place < f.place THEN p.amount_minor END), 0) AS bigint),
       max(CASE WHEN p.place = f.place THEN p.base_micro END)
FROM placed p JOIN began f ON f.pool_id = p.pool_id AND f.layer_move_id = p.layer_move_id
GROUP BY p.pool_id, p.layer_move_id ORDER BY p.pool_id, p.layer_move_id
"""


def set_in_year(reader: Reader, book_id: int, *, fiscal_year: int, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the layers whose allowance was charged or reversed in a fiscal year, up to a date, as known at a sequence.

    Shapes: unit, layer, before_minor (held just before the first of these changes), base_micro (the quantity in the
            layer on which it was set). Within a day what was known first comes first.
    """
    known = [as_of, known_seq]
    return reader.frame(
        SET_IN_YEAR, [book_id, fiscal_year, *known, book_id, *known, fiscal_year],
        {"unit": "id", "layer": "id", "before_minor": "minor", "base_micro": "micro"},
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
