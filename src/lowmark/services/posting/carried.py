"""Carry a book beside the primary one up to what is known: what its allowances should have done since, it does.

Moves post in the primary book alone. Before this: the book's watermark, and whatever came to be known after it. After this:
entries in the book on the days of the exits, its allowances as they stand, and the watermark. What became known late, of
days before an allowance was last set in the book, changes what there is of the goods and not what was set: the next test
of the book sees to that.
"""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from lowmark.core.flow_late import carry_over
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.periods import share_periods
from lowmark.services.posting.since import since
from lowmark.services.posting.written import write_posting
from lowmark.services.recording.entries import new_entries
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Writer
from lowmark.store.subledger import since as since_read


@dataclass(frozen=True, slots=True)
class Carried:
    """What carrying a book posted: its entries, what it released in all, and up to which sequence it is carried."""

    entries: tuple[str, ...]
    released_minor: int
    carried_to_seq: int


def carry_book(writer: Writer, granted: Granted, book: Book) -> Carried:
    """Post what a book's allowances have done since it was last carried. The primary book is always up to date.

    Locks:  the periods from the first day concerned on, shared; the pools on which it holds something; the clock last.
    Raises: Problem `period_closed`.
    """
    known_seq = entities_read.known_seq(writer, granted.entity.id)
    pools, last_set = (
        since_read.pools_with_allowance(writer, book.id), since_read.last_set_on(writer, book.id)
    )  # fmt: skip
    first, moved = since_read.moved_after(writer, book.cost_basis_id, known_seq=book.carried_to_seq)
    if book.is_primary or last_set is None or first is None:
        set_watermark(writer, book, known_seq)
        return Carried((), 0, known_seq)
    before = max(first - timedelta(days=1), last_set)
    share_periods(writer, granted.entity.id, lambda period: period.ends_on >= before)
    writer.lock("cost_pool", pools)
    after = since(writer, book=book, as_of=before, changed=set(pools), known_seq=known_seq, stale=moved)
    posting = carry_over(
        after=after,
        roles=ledger_read.roles(writer, granted.entity.id),
        as_of=before,
        document=f"carried to {known_seq}",
    )
    _require_open(writer, granted, posting.late.differences)
    entries = new_entries(posting.journal, entity=granted.entity)
    written, _ = write_posting(writer, granted, book, posting=posting, entries=entries, changes=[])
    set_watermark(writer, book, known_seq)
    released = -int(posting.late.differences.filter(pl.col("event") != "")["amount_minor"].sum())
    return Carried(tuple(entry.name for entry in written), released, known_seq)


def require_carried(reader: Reader, granted: Granted, book: Book) -> None:
    """Refuse to work on a book that holds allowance on goods which have moved since it was carried.

    Raises: Problem `refused`.
    """
    if book.is_primary or not since_read.pools_with_allowance(reader, book.id):
        return
    if since_read.moved_after(reader, book.cost_basis_id, known_seq=book.carried_to_seq)[1]:
        raise Problem("refused", f"book {book.code} of {granted.entity.code} is carried to {book.carried_to_seq} only",
                      hint="carry-books first: goods on which it holds allowance have moved since")  # fmt: skip


def _require_open(writer: Writer, granted: Granted, differences: pl.DataFrame) -> None:
    """Refuse to post on a day whose period is closed.

    Raises: Problem `period_closed`.
    """
    days = differences["accounting_on"].unique().to_list()
    for period in entities_read.periods(writer, granted.entity.id):
        if period.state == "closed" and any(map(period.holds, days)):
            raise Problem("period_closed", f"the period of {period.ends_on} is closed", hint="reopen it first")


def set_watermark(writer: Writer, book: Book, known_seq: int) -> None:
    """Say up to which sequence a book's allowances have followed their goods."""
    writer.execute("UPDATE entities_book SET carried_to_seq = %s WHERE id = %s", [known_seq, book.id])
