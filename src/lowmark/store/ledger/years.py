"""Read what a fiscal year's results come to, book by book."""

from datetime import date

from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger.read import of_book
from lowmark.store.session import Reader


def books(reader: Reader, entity_id: int) -> list[Book]:
    """Return the books of an entity, the primary one first."""
    rows = reader.rows(
        "SELECT code FROM entities_book WHERE entity_id = %s ORDER BY is_primary DESC, code", [entity_id]
    )
    found = (entities_read.book(reader, entity_id, row["code"]) for row in rows)
    return [book for book in found if book is not None]


def results(reader: Reader, book: Book, *, entity_id: int, first: date, last: date) -> list[tuple[int, int]]:
    """Return what is left in each account of income and expenses of a year: account and debits less credits, not zero."""
    rows = reader.rows(
        "SELECT a.id, CAST(sum(l.amount_minor) AS bigint) AS amount_minor FROM ledger_entry e"  # noqa: S608 -- our own words
        " JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id"
        f" WHERE {of_book(book)} AND e.entity_id = %s AND e.accounting_on BETWEEN %s AND %s"
        " AND a.section IN ('income', 'expense') GROUP BY a.id, a.code HAVING sum(l.amount_minor) <> 0 ORDER BY a.code",
        [book.id, entity_id, first, last],
    )
    return [(row["id"], row["amount_minor"]) for row in rows]
