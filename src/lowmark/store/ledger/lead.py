"""Read how a fiscal year moved an account: what it began with, and what each event brought and took."""

from datetime import date

from lowmark.store.entities.read import Book
from lowmark.store.ledger.read import STAGES, of_book
from lowmark.store.session import Reader, Row


def movement(
    reader: Reader, *, account_id: int, book: Book, as_of: date, known_seq: int, year_from: date
) -> list[Row]:  # fmt: skip
    """Return what went through an account up to a date as known at a sequence, by event.

    Shapes: event, before_minor (of the years before), entries, debit_minor, credit_minor (of this one).
    Domain: without the entry that closes the year, as the statements have it.
    """
    which = "".join(STAGES["adjusted"])
    return reader.rows(
        "SELECT e.event,"  # noqa: S608 -- our own words
        " CAST(sum(CASE WHEN e.accounting_on < %s THEN l.amount_minor ELSE 0 END) AS bigint) AS before_minor,"
        " count(DISTINCT CASE WHEN e.accounting_on >= %s THEN e.id END) AS entries,"
        " CAST(sum(CASE WHEN e.accounting_on >= %s AND l.amount_minor > 0 THEN l.amount_minor ELSE 0 END) AS bigint)"
        " AS debit_minor,"
        " CAST(sum(CASE WHEN e.accounting_on >= %s AND l.amount_minor < 0 THEN -l.amount_minor ELSE 0 END) AS bigint)"
        " AS credit_minor"
        f" FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id WHERE l.account_id = %s AND {of_book(book)}"
        f" AND e.accounting_on <= %s AND e.known_seq <= %s{which} GROUP BY e.event ORDER BY min(e.id)",
        [year_from] * 4 + [account_id, book.id, as_of, known_seq, year_from],
    )
