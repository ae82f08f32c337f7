"""Read balances by a dimension: the class on the line itself, or what stands beside it."""

from datetime import date

from lowmark.store.entities.read import Book
from lowmark.store.ledger.read import YEAR_END_CLOSE, of_book
from lowmark.store.session import Reader, Row

_BY = """
SELECT {value} AS value, a.code, a.name, a.section, CAST(sum(l.amount_minor) AS bigint) AS posted_minor,
  CAST(sum(CASE WHEN e.accounting_on >= %s THEN l.amount_minor ELSE 0 END) AS bigint) AS year_minor
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id {beside}
WHERE {book} AND e.accounting_on <= %s AND e.known_seq <= %s AND NOT (e.event = '{close}' AND e.accounting_on >= %s)
GROUP BY {value}, a.code, a.name, a.section ORDER BY {value}, a.code
"""
_BESIDE = """LEFT JOIN (
    SELECT d.entry_id, d.line_no, v.code FROM ledger_line_dimension d JOIN ledger_dimension_value v ON v.id = d.value_id
    WHERE d.dimension = %s
) n ON n.entry_id = l.entry_id AND n.line_no = l.line_no"""


def balances_by(
    reader: Reader, book: Book, *, dimension: str | None, as_of: date, known_seq: int, year_from: date
) -> list[Row]:
    """Return balances by the values of a dimension: value, code, name, section, posted_minor, year_minor.

    Domain: without a dimension, by the class of goods; what names no value has an empty one.
    """
    value, beside = ("l.item_class", "") if dimension is None else ("coalesce(n.code, '')", _BESIDE)
    named = [] if dimension is None else [dimension]
    sql = _BY.format(value=value, beside=beside, book=of_book(book), close=YEAR_END_CLOSE)
    return reader.rows(sql, [year_from, *named, book.id, as_of, known_seq, year_from])
