"""Read what was taken over with opening layers: the layers themselves, and the margins that others of the group had put on them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.many import marks
from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl


def opening_layers(reader: Reader, entity_id: int, *, book_id: int, cost_basis_id: int) -> "pl.DataFrame":
    """Return the layers that were taken over: document, line, move_id, item_id, taken_on, method, cost_minor, held_minor.

    `held_minor` is what was taken over of the book's allowance on them; `method` that by which their pool is costed.
    """
    return reader.frame(
        "SELECT m.document, m.line, m.id, m.item_id, m.accounting_on, p.method, m.value_minor,"
        " CAST((SELECT coalesce(sum(a.amount_minor), 0) FROM subledger_allowance_move a WHERE a.book_id = %s"
        " AND a.kind = 'opening' AND a.pool_id = f.pool_id AND a.layer_move_id = m.id) AS bigint)"
        " FROM stock_stock_move m JOIN items_location o ON o.id = m.from_location_id AND o.kind = 'opening'"
        " JOIN subledger_cost_flow f ON f.move_id = m.id AND f.cost_basis_id = %s AND f.quantity_micro > 0"
        " JOIN valuation_cost_pool p ON p.id = f.pool_id WHERE m.entity_id = %s ORDER BY m.id",
        [book_id, cost_basis_id, entity_id],
        {"document": "text", "line": "text", "move_id": "id", "item_id": "id", "taken_on": "day", "method": "text",
         "cost_minor": "minor", "held_minor": "minor"},
    )  # fmt: skip


def margins(reader: Reader, entity_id: int, *, known_seq: int) -> list[Row]:
    """Return the margins that were taken over with an entity's layers, in the order in which they came."""
    return reader.rows(
        "SELECT o.move_id, o.seller, o.sold_on, o.currency, o.margin_minor, o.opening_on, m.item_id, m.quantity_micro"
        " FROM stock_opening_margin o JOIN stock_stock_move m ON m.id = o.move_id"
        " WHERE o.entity_id = %s AND o.known_seq <= %s ORDER BY o.move_id, o.known_seq",
        [entity_id, known_seq], days=("sold_on", "opening_on"),
    )  # fmt: skip


def taken_over(reader: Reader, entity_id: int, moves: Sequence[int]) -> "pl.DataFrame":
    """Return the margins that some layers have already: move_id, seller, sold_on, known."""
    return reader.frame(
        "SELECT move_id, seller, sold_on, known_seq FROM stock_opening_margin"  # noqa: S608
        f" WHERE entity_id = %s AND move_id IN ({marks(moves) or 'NULL'})",
        [entity_id, *moves], {"move_id": "id", "seller": "text", "sold_on": "day", "known": "int"},
    )  # fmt: skip


def tax_bases(
    reader: Reader, book_id: int, tax_book: str, *, as_of: date, known_seq: int
) -> "pl.DataFrame":  # fmt: skip
    """Return the tax bases that were taken over: layer, opening_base_minor, of_micro."""
    return reader.frame(
        "SELECT o.move_id, o.base_minor, m.quantity_micro FROM subledger_opening_tax_base o"
        " JOIN stock_stock_move m ON m.id = o.move_id"
        " WHERE o.book_id = %s AND o.tax_book = %s AND o.opening_on <= %s AND o.known_seq <= %s ORDER BY o.move_id",
        [book_id, tax_book, as_of, known_seq], {"layer": "id", "opening_base_minor": "minor", "of_micro": "micro"},
    )  # fmt: skip


def tax_books_taken_over(reader: Reader, book_id: int) -> set[str]:
    """Return the tax books whose bases were taken over in a book."""
    sql = "SELECT DISTINCT tax_book FROM subledger_opening_tax_base WHERE book_id = %s"
    return {str(row["tax_book"]) for row in reader.rows(sql, [book_id])}


def departments_taken_over(reader: Reader, book_id: int) -> set[str]:
    """Return the departments whose totals were taken over in a book."""
    rows = reader.rows("SELECT pool FROM subledger_opening_retail WHERE book_id = %s", [book_id])
    return {str(row["pool"]) for row in rows}


def retail_totals(reader: Reader, book_id: int, pool: str) -> Row | None:
    """Return the totals of the year that were taken over for a department; none where there are none."""
    return reader.row("SELECT * FROM subledger_opening_retail WHERE book_id = %s AND pool = %s", [book_id, pool],
                      days=("opening_on",))  # fmt: skip
