"""Read the chart, its roles, balances and entries."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

BALANCES = """
SELECT a.id, a.code, a.name, a.section, a.caption, a.sort_order,
       CAST(coalesce(sum(b.amount_minor), 0) AS bigint),
       CAST(coalesce(sum(CASE WHEN b.accounting_on >= %s THEN b.amount_minor ELSE 0 END), 0) AS bigint)
FROM ledger_account a
LEFT JOIN (
    SELECT l.account_id, l.amount_minor, e.accounting_on FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
    WHERE e.book_id = %s AND e.accounting_on <= %s AND e.known_seq <= %s
) b ON b.account_id = a.id
WHERE a.entity_id = %s
GROUP BY a.id, a.code, a.name, a.section, a.caption, a.sort_order
ORDER BY a.sort_order, a.code
"""


def roles(reader: Reader, entity_id: int) -> dict[tuple[str, str], int]:
    """Return the accounts that play roles: (role, reason) to account."""
    sql = "SELECT role, reason, account_id FROM ledger_account_role WHERE entity_id = %s"
    return {(row["role"], row["reason"]): row["account_id"] for row in reader.rows(sql, [entity_id])}


def balances(
    reader: Reader, *, entity_id: int, book_id: int, as_of: date, known_seq: int, year_from: date
) -> "pl.DataFrame":
    """Return every account with its balance at a date as known at a sequence, and its part of the fiscal year."""
    return reader.frame(
        BALANCES, [year_from, book_id, as_of, known_seq, entity_id],
        {"account_id": "id", "code": "text", "name": "text", "section": "text", "caption": "text", "sort_order": "int",
         "posted_minor": "minor", "posted_year_minor": "minor"},
    )  # fmt: skip


def lines_of_account(reader: Reader, *, account_id: int, book_id: int, as_of: date, known_seq: int) -> list[Row]:
    """Return what went through an account, newest first: entry and amount."""
    return reader.rows(
        "SELECT e.journal, e.fiscal_year, e.number, e.event, e.document, e.accounting_on,"
        " CAST(sum(l.amount_minor) AS bigint) AS amount_minor"
        " FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id WHERE l.account_id = %s AND e.book_id = %s"
        " AND e.accounting_on <= %s AND e.known_seq <= %s"
        " GROUP BY e.id, e.journal, e.fiscal_year, e.number, e.event, e.document, e.accounting_on"
        " ORDER BY e.accounting_on DESC, e.id DESC LIMIT 200",
        [account_id, book_id, as_of, known_seq], days=("accounting_on",),
    )  # fmt: skip


def account_by_code(reader: Reader, entity_id: int, code: str) -> Row | None:
    """Return an account: id, code, name, caption; or none."""
    return reader.row(
        "SELECT id, code, name, caption FROM ledger_account WHERE entity_id = %s AND code = %s", [entity_id, code]
    )


def entry_by_number(reader: Reader, book_id: int, journal: str, fiscal_year: int, number: int) -> Row | None:
    """Return an entry's header, or none."""
    return reader.row(
        "SELECT e.id, e.journal, e.fiscal_year, e.number, e.accounting_on, e.event, e.document, e.run_id,"
        " e.approval_id, e.known_seq, u.username AS posted_by FROM ledger_entry e LEFT JOIN people_user u ON u.id = e.posted_by"
        " WHERE e.book_id = %s AND e.journal = %s AND e.fiscal_year = %s AND e.number = %s",
        [book_id, journal, fiscal_year, number], days=("accounting_on",),
    )  # fmt: skip


def lines_of_entry(reader: Reader, entry_id: int) -> list[Row]:
    """Return the lines of an entry with their accounts."""
    return reader.rows(
        "SELECT l.line_no, a.code, a.name, l.reason, l.item_class, l.amount_minor FROM ledger_line l"
        " JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = %s ORDER BY l.line_no",
        [entry_id],
    )


def book_balances(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the balances that are not zero: book, code, amount_minor."""
    return reader.rows(
        "SELECT b.code AS book, a.code, CAST(sum(l.amount_minor) AS bigint) AS amount_minor FROM ledger_entry e"
        " JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id"
        " JOIN entities_book b ON b.id = e.book_id"
        " WHERE e.entity_id = %s AND e.accounting_on <= %s AND e.known_seq <= %s"
        " GROUP BY b.code, a.code HAVING sum(l.amount_minor) <> 0",
        [entity_id, as_of, known_seq],
    )
