"""Import a trial balance of an outside ledger: its lines, by account, as facts.

Before this: interchange has read the file, which is of one day and balances. After this: statements and tie-out, which
say what a trial balance means; `store.ledger.read.includes_seq` says which of our own entries are in it. An entity that
keeps its whole ledger here begins it with one, which is posted at once.
"""

from datetime import date
from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import of_file, problems
from lowmark.services.ledgers.opening_trial_balance import EVENT, post_opening
from lowmark.services.operations.init import LEDGER
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Writer, reading

COLUMNS = [
    "id", "entity_id", "book_id", "document", "as_of", "account_id", "amount_minor", "includes_seq", "known_seq",
    "recorded_at",
]  # fmt: skip


def import_trial_balance(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan the lines of a trial balance of the primary book; its document is the file's name without its ending."""
    name = document.rpartition(".")[0] or document
    with reading(granted.scope()) as reader:
        refused = _look_up(reader, frame, granted, name)[1]
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        found, refused = _look_up(writer, frame, granted, name)
        if not refused.is_empty():
            return Refusal(refused)
        n, book = found.height, _book(writer, granted)
        if granted.entity.mode == LEDGER and not _is_earlier(
            writer, book, found["as_of"][0]
        ):  # Our ledger begins with it.
            lines = found.select("account_id", "amount_minor", "as_of", document=pl.lit(name)).rows(named=True)
            post_opening(writer, granted, book, lines)
        book_id = book.id
        includes = ledger_read.includes_seq(writer, book_id, found["as_of"][0])
        sequences, recorded_at = writer.tick(granted.entity.id, n)
        writer.insert_frame("trial_balance_line", found.with_columns(
            pl.Series("id", list(writer.take_ids("trial_balance_line", n)), dtype=pl.Int64),
            pl.Series("known_seq", sequences, dtype=pl.Int64),
            entity_id=pl.lit(granted.entity.id, dtype=pl.Int64), book_id=pl.lit(book_id, dtype=pl.Int64),
            document=pl.lit(name), includes_seq=pl.lit(includes, dtype=pl.Int64),
            recorded_at=pl.lit(recorded_at, dtype=pl.Int64),
        ).select(COLUMNS))  # fmt: skip
        return None

    return Outcome(write)


def _is_earlier(reader: Reader, book: Book, as_of: date) -> bool:
    """Say whether our own ledger has begun and a trial balance is of before: what earlier statements are made of, no entry."""
    has_begun = ledger_read.has_entry_of(reader, book.id, EVENT)
    return has_begun and not ledger_read.has_entry_up_to(reader, book.id, as_of)


def _book(reader: Reader, granted: Granted) -> Book:
    """Return the primary book."""
    book = entities_read.book(reader, granted.entity.id)
    assert book is not None  # An entity has its primary book from its first day.
    return book


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted, document: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join the chart; return the rows and what is wrong with them."""
    sql = "SELECT 1 FROM ledger_trial_balance_line WHERE book_id = %s AND document = %s LIMIT 1"
    if reader.value(sql, [_book(reader, granted).id, document]) is not None:
        return frame, of_file("already_recorded", f"a trial balance called {document[:60]} is in already",
                              "give the file another name: a corrected one of the same day takes its place")  # fmt: skip
    chart = pl.DataFrame(
        [(account["code"], account["id"]) for account in ledger_read.accounts(reader, granted.entity.id)],
        schema={"account": pl.String, "account_id": pl.Int64}, orient="row",
    )  # fmt: skip
    found = frame.join(chart, on="account", how="left", maintain_order="left")
    return found, problems(found, "account", "unknown_account", "the chart has no account of this code",
                           "add it to the chart: import it with the table accounts",
                           mark=pl.col("account_id").is_null())  # fmt: skip
