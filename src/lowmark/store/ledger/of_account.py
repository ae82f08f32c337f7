"""Read one account: what went through it, and what of that stands beside an outside ledger's trial balance.

An entry is in a trial balance as `ledger.read` has it: it took over what the trial balance holds anyway, or counts up to its
day and went out in an export that it includes.
"""

from datetime import date
from typing import Any

from lowmark.store.entities.read import Book
from lowmark.store.ledger.read import IN_TRIAL_BALANCE, TrialBalance, of_book
from lowmark.store.session import Reader, Row


def lines_of_account(
    reader: Reader, *, account_id: int, book: Book, as_of: date, known_seq: int, beside: TrialBalance | None = None
) -> list[Row]:
    """Return what went through an account, newest first: entry, amount, and whether it is in a trial balance (`is_within`)."""
    within, parameters = _within(beside)
    return reader.rows(
        "SELECT e.journal, e.fiscal_year, e.number, e.event, e.document, e.accounting_on,"  # noqa: S608 -- our own words
        f" CAST(sum(l.amount_minor) AS bigint) AS amount_minor, max({within}) AS is_within"
        f" FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id WHERE l.account_id = %s AND {of_book(book)}"
        " AND e.accounting_on <= %s AND e.known_seq <= %s"
        " GROUP BY e.id, e.journal, e.fiscal_year, e.number, e.event, e.document, e.accounting_on"
        " ORDER BY e.accounting_on DESC, e.id DESC LIMIT 200",
        [*parameters, account_id, book.id, as_of, known_seq], days=("accounting_on",),
    )  # fmt: skip


def posted_to_account(
    reader: Reader, *, account_id: int, book: Book, as_of: date, known_seq: int, beside: TrialBalance | None = None
) -> int:
    """Return what our entries come to in an account: of those that are not in a trial balance, where one stands beside."""
    within, parameters = _within(beside)
    return int(reader.value(
        f"SELECT CAST(coalesce(sum(CASE WHEN {within} = 0 THEN l.amount_minor ELSE 0 END), 0) AS bigint)"  # noqa: S608
        f" FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id WHERE l.account_id = %s AND {of_book(book)}"
        " AND e.accounting_on <= %s AND e.known_seq <= %s",
        [*parameters, account_id, book.id, as_of, known_seq],
    ))  # fmt: skip


def _within(beside: TrialBalance | None) -> tuple[str, list[Any]]:
    """Return 1 for an entry `e` that is in a trial balance and else 0, as SQL, and its parameters."""
    if beside is None:
        return "0", []
    return f"CASE WHEN {IN_TRIAL_BALANCE} THEN 1 ELSE 0 END", [beside.as_of, beside.includes_seq]


def account_by_code(reader: Reader, entity_id: int, code: str) -> Row | None:
    """Return an account: id, code, name, section, caption; or none."""
    return reader.row(
        "SELECT id, code, name, section, caption FROM ledger_account WHERE entity_id = %s AND code = %s",
        [entity_id, code],
    )
