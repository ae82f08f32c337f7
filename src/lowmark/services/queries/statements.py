"""The statements of a book: posted, and pro forma for a run that is not.

An entity that keeps its whole ledger here is stated from its entries. One that keeps the goods alone is stated from the
latest trial balance of its outside ledger, with those of our entries that are not in it.
"""

from datetime import date, timedelta

import polars as pl

from lowmark.core import flow
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.periods import fiscal_year
from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.frameworks.read import read_chart
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_run
from lowmark.services.operations.init import SUBLEDGER
from lowmark.services.operations.statements import Line, Request, Response, Title
from lowmark.services.posting.since import since
from lowmark.services.testing import find_book
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.read import TrialBalance
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, reading


def statements(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the statements of a book at a date as known at a sequence.

    Raises: Problem `not_found` for an unknown book or run.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        year_from = fiscal_year_start(entity, request.as_of)
        outside = _outside(reader, entity, book, as_of=request.as_of, known_seq=known_seq)
        accounts = whole_company(
            reader, entity, book, as_of=request.as_of, known_seq=known_seq, year_from=year_from, outside=outside
        )
        changes = _changes(reader, granted, book, request) if request.run else {}
    accounts = accounts.with_columns(
        change_minor=pl.col("account_id").replace_strict(changes, default=0, return_dtype=pl.Int64)
        if changes else pl.lit(0, dtype=pl.Int64)
    )  # fmt: skip
    found = flow.statements(accounts=accounts, currency=book.currency)
    return Response(
        entity=entity.code, entity_name=entity.name, book=book.code, framework=book.framework, as_of=request.as_of,
        from_on=year_from, known_seq=known_seq, currency=book.currency, run=request.run,
        trial_balance="" if outside is None else outside.document,
        trial_balance_on=None if outside is None else outside.as_of,
        titles=tuple(Title(statement=code, title=title) for code, title in read_chart(book.framework).titles.items()),
        net_income_minor=found.net_income_minor, net_income_pro_forma_minor=found.net_income_pro_forma_minor,
        lines=tuple(Line(**row) for row in found.lines.select(
            "statement", "section", "caption", "account", "posted_minor", "change_minor", "pro_forma_minor",
            "is_total",
        ).iter_rows(named=True)),
    )  # fmt: skip


def whole_company(
    reader: Reader,
    entity: Entity,
    book: Book,
    *,
    as_of: date,
    known_seq: int,
    year_from: date,
    outside: TrialBalance | None,
) -> pl.DataFrame:
    """Return every account as `statements` takes them, without changes: from our entries, and the outside ledger's.

    The result of the fiscal year in which a trial balance is, is in its result accounts, and earlier ones in its equity;
    so a trial balance of an earlier year brings its results into retained earnings, as those of our own entries are.
    How the year began is told by the trial balance before it; where there is none, it is not known.
    """  # fmt: skip
    ours = ledger_read.balances(
        reader, entity_id=entity.id, book_id=book.id, as_of=as_of, known_seq=known_seq, year_from=year_from,
        beside=outside,
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
    before = _outside(reader, entity, book, as_of=ended, known_seq=known_seq)
    if before is None:
        return stated.with_columns(opening_minor=pl.lit(None, dtype=pl.Int64))
    began = ledger_read.balances(
        reader, entity_id=entity.id, book_id=book.id, as_of=ended, known_seq=known_seq, year_from=year_from,
        beside=before,
    ).select("account_id", stood_minor=pl.col("posted_minor") + _amounts(before))  # fmt: skip
    retained = ledger_read.roles(reader, entity.id)["retained_earnings", ""]
    return _opened(stated.join(began, on="account_id", maintain_order="left", how="left"), retained)


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


def _outside(reader: Reader, entity: Entity, book: Book, *, as_of: date, known_seq: int) -> TrialBalance | None:
    """Return the outside ledger's latest trial balance of an entity that keeps its goods alone here, or none."""
    if entity.mode != SUBLEDGER:
        return None
    return ledger_read.trial_balance(reader, book_id=book.id, as_of=as_of, known_seq=known_seq)


def fiscal_year_start(entity: Entity, day: date) -> date:
    """Return the first day of the fiscal year that a day is in."""
    month = entity.fiscal_year_start_month
    return date(day.year if day.month >= month else day.year - 1, month, 1)


def _changes(reader: Reader, granted: Granted, book: Book, request: Request) -> dict[int, int]:
    """Return what a run would add to each account at its date; nothing once it is posted.

    Raises: Problem `not_found`.
    """
    run = find_run(reader, granted, request.run)
    if run["state"] == "posted" or run["book_id"] != book.id or run["as_of"] > request.as_of:
        return {}
    shares = runs_read.shares(reader, run["id"])
    entity = granted.entity
    known_seq = entities_read.known_seq(reader, entity.id)
    posting = flow.post_run(
        shares=shares, after=since(reader, book=book, as_of=run["as_of"], shares=shares, known_seq=known_seq),
        roles=ledger_read.roles(reader, entity.id), as_of=run["as_of"], document=f"run {run['code']}",
        fiscal_year=fiscal_year(to_day(run["as_of"]), entity.fiscal_year_start_month),
        kinds=runs_read.kinds(reader, run["id"]),
    )  # fmt: skip
    counted = posting.journal.entries.filter(pl.col("accounting_on") <= request.as_of)
    sums = posting.journal.lines.join(counted, on="entry", how="semi").group_by("account_id").agg(
        pl.col("amount_minor").sum()
    )  # fmt: skip
    return dict(sums.rows())
