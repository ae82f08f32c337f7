"""Read what was posted to accounts over time: the journal is gone through once, however many days are asked about."""

from collections.abc import Sequence
from datetime import date

from lowmark.store.entities.read import Book
from lowmark.store.ledger.read import of_book
from lowmark.store.session import Reader


def sums_between(
    reader: Reader, *, book: Book, accounts: Sequence[int], days: Sequence[date], known_seq: int
) -> list[int]:
    """Return what was posted to some accounts after each day and up to the next, the first from the beginning: one pass.

    Domain: `days` ascend. Debits less credits.
    """
    if not accounts:
        return [0] * len(days)
    cases = " ".join("WHEN e.accounting_on <= %s THEN %s" for _ in days)
    which = ", ".join("%s" for _ in accounts)
    rows = reader.rows(
        f"SELECT CASE {cases} END AS place, CAST(sum(l.amount_minor) AS bigint) AS amount_minor FROM ledger_line l"  # noqa: S608
        f" JOIN ledger_entry e ON e.id = l.entry_id WHERE l.account_id IN ({which}) AND {of_book(book)}"
        " AND e.accounting_on <= %s AND e.known_seq <= %s GROUP BY place",
        [*(one for place, day in enumerate(days) for one in (day, place)), *accounts, book.id, days[-1], known_seq],
    )
    sums = {row["place"]: row["amount_minor"] for row in rows}
    return [sums.get(place, 0) for place in range(len(days))]
