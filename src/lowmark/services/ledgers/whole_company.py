"""The accounts of the whole company, from our entries and an outside ledger's trial balances, and what a run adds to them.

Before this: sealed entries, imported trial balances, a run. After this: `statements`, figures and ratios, significance.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.core.tables.runs import POSTED
from lowmark.services.access import Granted
from lowmark.services.finding import find_run
from lowmark.services.operations.init import SUBLEDGER
from lowmark.services.posting.proposed import journal_of
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.read import TrialBalance
from lowmark.store.session import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Every account of a book as `statements` takes them, the fiscal year's first day, and the trial balance beneath."""

    accounts: pl.DataFrame
    year_from: date
    outside: TrialBalance | None


def whole_book(
    reader: Reader, granted: Granted, book: Book, *, as_of: date, known_seq: int, run: str = "", stage: str = "adjusted"
) -> Whole:
    """Return every account at a date as known at a sequence, with what a run that is not posted would add.

    Raises: Problem `not_found` for an unknown run.
    """
    entity = granted.entity
    year_from = entity.year_from(as_of)
    outside = outside_of(reader, entity, book, as_of=as_of, known_seq=known_seq)
    accounts = whole_company(
        reader, entity, book, as_of=as_of, known_seq=known_seq, year_from=year_from, outside=outside, stage=stage
    )
    changes = _changes(reader, granted, book, run, as_of) if run else {}
    change = (
        pl.col("account_id").replace_strict(changes, default=0, return_dtype=pl.Int64)
        if changes else pl.lit(0, dtype=pl.Int64)
    )  # fmt: skip
    return Whole(accounts=accounts.with_columns(change_minor=change), year_from=year_from, outside=outside)


def whole_company(
    reader: Reader,
    entity: Entity,
    book: Book,
    *,
    as_of: date,
    known_seq: int,
    year_from: date,
    outside: TrialBalance | None,
    stage: str = "adjusted",
) -> pl.DataFrame:
    """Return every account as `statements` takes them, without changes: from our entries, and the outside ledger's.

    The result of the fiscal year in which a trial balance is, is in its result accounts, and earlier ones in its equity;
    so a trial balance of an earlier year brings its results into retained earnings, as those of our own entries are.
    How the year began is told by the trial balance before it, with what restates earlier years; where there is none, it is not
    known.
    """  # fmt: skip
    ours = ledger_read.balances(
        reader, entity_id=entity.id, book=book, as_of=as_of, known_seq=known_seq, year_from=year_from,
        beside=outside, stage=stage,
    )  # fmt: skip
    if outside is None:
        return ours
    theirs = _amounts(outside)
    is_this_year = outside.as_of >= year_from
    stated = ours.with_columns(
        posted_minor=pl.col("posted_minor") + theirs,
        posted_year_minor=pl.col("posted_year_minor") + (theirs if is_this_year else 0),
    )
    ended = year_from - timedelta(days=1)
    before = outside_of(reader, entity, book, as_of=ended, known_seq=known_seq)
    if before is None:
        return stated.with_columns(opening_minor=pl.lit(None, dtype=pl.Int64))
    began = ledger_read.balances(
        reader, entity_id=entity.id, book=book, as_of=ended, known_seq=known_seq, year_from=year_from,
        beside=before,
    ).select("account_id", stood_minor=pl.col("posted_minor") + _amounts(before))  # fmt: skip
    retained = ledger_read.roles(reader, entity.id)["retained_earnings", ""]
    opened = _opened(stated.join(began, on="account_id", maintain_order="left", how="left"), retained)
    restated = ledger_read.restated_in(
        reader, book=book, entity_id=entity.id, as_of=as_of, known_seq=known_seq, year_from=year_from
    )
    if not restated:
        return opened
    brought = pl.col("account_id").replace_strict(restated, default=0, return_dtype=pl.Int64)
    return opened.with_columns(opening_minor=pl.col("opening_minor") + brought)


def _amounts(outside: TrialBalance) -> pl.Expr:
    """Return the trial balance's amount of each account, zero where it has none."""
    return pl.col("account_id").replace_strict(outside.amounts, default=0, return_dtype=pl.Int64)


def _opened(stated: pl.DataFrame, retained: int) -> pl.DataFrame:
    """Say what each account stood at when the year began; results closed since are in retained earnings already then."""
    is_result = pl.col("section").is_in(RESULT_SECTIONS)
    kept = pl.col("posted_minor") - pl.col("posted_year_minor")
    opened = stated.with_columns(opening_minor=pl.when(is_result).then(kept).otherwise("stood_minor"))
    closed = int(opened.filter(is_result).select((pl.col("stood_minor") - pl.col("opening_minor")).sum()).item())
    is_retained = pl.col("account_id") == retained
    return opened.with_columns(
        opening_minor=pl.when(is_retained).then(pl.col("opening_minor") + closed).otherwise("opening_minor")
    ).drop("stood_minor")


def outside_of(reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int) -> TrialBalance | None:
    """Return the outside ledger's latest trial balance of an entity that keeps its goods alone here, or none.

    Of one that keeps its whole ledger here, for days before it began: comparatives of the ledger left behind.
    """
    if entity.mode != SUBLEDGER and ledger_read.has_entry_up_to(reader, book.id, as_of):
        return None
    return ledger_read.trial_balance(reader, book_id=book.id, as_of=as_of, known_seq=known_seq)


def _changes(reader: Reader, granted: Granted, book: Book, code: str, as_of: date) -> dict[int, int]:
    """Return what a run would add to each account at its date; nothing once it is posted.

    Raises: Problem `not_found`.
    """
    run = find_run(reader, granted, code)
    if run["state"] in POSTED or run["book_id"] != book.id or run["as_of"] > as_of:
        return {}
    journal = journal_of(reader, granted.entity, book, run)
    counted = journal.entries.filter(pl.col("accounting_on") <= as_of)
    sums = journal.lines.join(counted, on="entry", how="semi").group_by("account_id").agg(
        pl.col("amount_minor").sum()
    )  # fmt: skip
    return dict(sums.rows())
