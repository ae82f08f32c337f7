"""Read allowances: the open state of layers now, what was held at a date, and what exits did after it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.core.kinds.day import LAST, from_day
from lowmark.store.many import frame_of_many
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


def held_at(
    reader: Reader, book_id: int, *, as_of: date, known_seq: int, pools: Sequence[int] | None = None
) -> "pl.DataFrame":
    """Return what each layer (of some pools) held at a date as known at a sequence: unit, layer, held_minor."""
    of_pools = "" if pools is None else f" AND pool_id IN ({', '.join(['%s'] * len(pools)) or 'NULL'})"
    return reader.frame(
        "SELECT pool_id, layer_move_id, CAST(sum(amount_minor) AS bigint) FROM subledger_allowance_move"  # noqa: S608
        f" WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s{of_pools}"
        " GROUP BY pool_id, layer_move_id HAVING sum(amount_minor) <> 0 ORDER BY pool_id, layer_move_id",
        [book_id, as_of, known_seq, *(pools or ())], {"unit": "id", "layer": "id", "held_minor": "minor"},
    )  # fmt: skip


def issue_costs(reader: Reader, moves: Sequence[int]) -> "pl.DataFrame":
    """Return the pool that each issue left, and its cost in all: source_move, source_pool, cost_minor."""
    return frame_of_many(
        reader,
        "SELECT move_id, pool_id, CAST(-sum(value_minor) AS bigint) FROM subledger_cost_flow"
        " WHERE move_id IN ({marks}) GROUP BY move_id, pool_id HAVING sum(quantity_micro) < 0 ORDER BY move_id",
        moves, {"source_move": "id", "source_pool": "id", "cost_minor": "minor"},
    )  # fmt: skip


def issue_releases(reader: Reader, book_id: int, moves: Sequence[int], *, as_of: date | None = None) -> "pl.DataFrame":
    """Return what issues released or used of allowance, and what of that came back with their goods, up to a day.

    What came back is less what of that was undone since; what goods could not bear where they arrived had come back.

    Shapes: source_move, source_pool, allowance_reason, fiscal_year, amount_minor, restored_minor.
    """
    return frame_of_many(
        reader,
        "SELECT a.cause_move_id, a.pool_id, a.reason, a.fiscal_year, CAST(-sum(a.amount_minor) AS bigint),"
        " CAST(coalesce((SELECT sum(b.amount_minor) FROM subledger_allowance_move b"
        "  JOIN stock_stock_move r ON r.id = b.cause_move_id LEFT JOIN ledger_entry e ON e.id = b.entry_id"
        "  WHERE r.returns_move_id = a.cause_move_id AND b.book_id = a.book_id"
        "  AND b.kind IN ('release', 'use', 'restore') AND e.event NOT IN ('release_over_cost', 'restore_over_cost')"
        "  AND b.reason = a.reason AND b.fiscal_year = a.fiscal_year AND b.accounting_on <= %s), 0) AS bigint)"
        " FROM subledger_allowance_move a WHERE a.cause_move_id IN ({marks}) AND a.book_id = %s"
        " AND a.kind IN ('release', 'use', 'restore')"
        " GROUP BY a.cause_move_id, a.pool_id, a.reason, a.fiscal_year, a.book_id"
        " ORDER BY a.cause_move_id, a.pool_id, a.reason, a.fiscal_year",
        moves,
        {"source_move": "id", "source_pool": "id", "allowance_reason": "text", "fiscal_year": "int",
         "amount_minor": "minor", "restored_minor": "minor"},
        before=(as_of or from_day(LAST),), after=(book_id,),
    )  # fmt: skip


def issue_cost(reader: Reader, move_id: int) -> Row | None:
    """Return the pool that one issue left, and its cost in all: pool_id, cost_minor; or none."""
    return reader.row(
        "SELECT pool_id, CAST(-sum(value_minor) AS bigint) AS cost_minor FROM subledger_cost_flow"
        " WHERE move_id = %s GROUP BY pool_id HAVING sum(quantity_micro) < 0", [move_id],
    )  # fmt: skip


def issue_release(reader: Reader, book_id: int, move_id: int) -> list[Row]:
    """Return what one issue released or used of allowance: reason, fiscal_year, amount_minor, restored_minor."""
    return reader.rows(
        "SELECT a.reason, a.fiscal_year, CAST(-sum(a.amount_minor) AS bigint) AS amount_minor,"
        " CAST(coalesce((SELECT sum(b.amount_minor) FROM subledger_allowance_move b"
        "  JOIN stock_stock_move r ON r.id = b.cause_move_id LEFT JOIN ledger_entry e ON e.id = b.entry_id"
        "  WHERE r.returns_move_id = %s AND b.book_id = %s"
        "  AND b.kind IN ('release', 'use', 'restore') AND e.event NOT IN ('release_over_cost', 'restore_over_cost')"
        "  AND b.reason = a.reason AND b.fiscal_year = a.fiscal_year), 0) AS bigint) AS restored_minor"
        " FROM subledger_allowance_move a WHERE a.cause_move_id = %s AND a.book_id = %s"
        " AND a.kind IN ('release', 'use', 'restore') GROUP BY a.reason, a.fiscal_year"
        " ORDER BY a.reason, a.fiscal_year",
        [move_id, book_id, move_id, book_id],
    )


SET_IN_YEAR = """
WITH changed AS (
    SELECT DISTINCT pool_id, layer_move_id FROM subledger_allowance_move
    WHERE book_id = %s AND fiscal_year = %s AND kind IN ('opening', 'charge', 'reverse') AND accounting_on <= %s AND known_seq <= %s
), placed AS (
    SELECT a.pool_id, a.layer_move_id, a.kind, a.fiscal_year, a.amount_minor, a.base_micro,
           a.accounting_on,
           row_number() OVER (PARTITION BY a.pool_id, a.layer_move_id ORDER BY a.accounting_on, a.known_seq, a.id) AS place
    FROM changed c
    JOIN subledger_allowance_move a ON a.pool_id = c.pool_id AND a.layer_move_id = c.layer_move_id
    WHERE a.book_id = %s AND a.accounting_on <= %s AND a.known_seq <= %s
), began AS (
    SELECT pool_id, layer_move_id, min(place) AS place FROM placed
    WHERE fiscal_year = %s AND kind IN ('opening', 'charge', 'reverse') GROUP BY pool_id, layer_move_id
)
SELECT p.pool_id, p.layer_move_id,
       CAST(coalesce(sum(CASE WHEN p.place < f.place THEN p.amount_minor END), 0) AS bigint),
       max(CASE WHEN p.place = f.place THEN p.base_micro END),
       max(CASE WHEN p.place = f.place THEN p.accounting_on END)
FROM placed p JOIN began f ON f.pool_id = p.pool_id AND f.layer_move_id = p.layer_move_id
GROUP BY p.pool_id, p.layer_move_id ORDER BY p.pool_id, p.layer_move_id
"""


def set_in_year(reader: Reader, book_id: int, *, fiscal_year: int, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the layers whose allowance was charged or reversed in a fiscal year, up to a date, as known at a sequence.

    Shapes: unit, layer, before_minor (held just before the first of these changes), base_micro (the quantity in the
            layer on which it was set), set_on. Within a day what was known first comes first.
    """
    known = [as_of, known_seq]
    return reader.frame(
        SET_IN_YEAR, [book_id, fiscal_year, *known, book_id, *known, fiscal_year],
        {"unit": "id", "layer": "id", "before_minor": "minor", "base_micro": "micro", "set_on": "day"},
    )  # fmt: skip


def last_opened_on(reader: Reader, book_id: int) -> date | None:
    """Return the latest day on which an allowance was taken over into a book, or none."""
    row = reader.row(
        "SELECT max(accounting_on) AS opened_on FROM subledger_allowance_move WHERE book_id = %s AND kind = 'opening'",
        [book_id], days=("opened_on",),
    )  # fmt: skip
    return None if row is None else row["opened_on"]


MOVEMENTS = """
SELECT a.accounting_on, a.kind, coalesce(e.event, ''), {by}, CAST(sum(a.amount_minor) AS bigint)
FROM subledger_allowance_move a
JOIN valuation_cost_pool p ON p.id = a.pool_id
JOIN items_item i ON i.id = p.item_id
LEFT JOIN items_lot l ON l.id = p.lot_id
LEFT JOIN ledger_entry e ON e.id = a.entry_id
WHERE a.book_id = %s AND a.accounting_on <= %s AND a.known_seq <= %s
GROUP BY a.accounting_on, a.kind, coalesce(e.event, ''), {by}, CASE WHEN a.amount_minor < 0 THEN 1 ELSE 0 END
"""
BY = {"item_class": "i.item_class", "item": "i.code", "lot": "coalesce(l.code, '')", "reason": "a.reason"}


def movements_by(reader: Reader, book_id: int, by: str, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return what moved the allowance of a book up to a day, summed by what is alike.

    Shapes: accounting_on, kind, event (of the entry), `by` (class, item, lot or reason), amount_minor (of one sign); in any order.
    """
    return reader.frame(
        MOVEMENTS.format(by=BY[by]), [book_id, as_of, known_seq],
        {"accounting_on": "day", "kind": "text", "event": "text", by: "text", "amount_minor": "minor"},
    )  # fmt: skip


def held_in_all(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> int:
    """Return what a book held at a date as known at a sequence, on whatever layers."""
    sql = (
        "SELECT CAST(coalesce(sum(amount_minor), 0) AS bigint) FROM subledger_allowance_move"
        " WHERE book_id = %s AND accounting_on <= %s AND known_seq <= %s"
    )
    return int(reader.value(sql, [book_id, as_of, known_seq]))
