"""Trial balance, balance sheet and income statement: posted, and pro forma for a run that is not."""

from datetime import date

import polars as pl

from lowmark.core import flow
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_run
from lowmark.services.operations.statements import Line, Request, Response
from lowmark.services.testing import find_book
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, reading

NO_EXITS = pl.DataFrame(schema={
    "pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "event": pl.String,
    "quantity_micro": pl.Int64, "released_minor": pl.Int64,
})  # fmt: skip


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
        accounts = ledger_read.balances(
            reader, entity_id=entity.id, book_id=book.id, as_of=request.as_of, known_seq=known_seq, year_from=year_from
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
        net_income_minor=found.net_income_minor, net_income_pro_forma_minor=found.net_income_pro_forma_minor,
        lines=tuple(Line(**row) for row in found.lines.select(
            "statement", "section", "caption", "account", "posted_minor", "change_minor", "pro_forma_minor",
            "is_total",
        ).iter_rows(named=True)),
    )  # fmt: skip


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
    posting = flow.post_run(
        shares=runs_read.shares(reader, run["id"]), exits=NO_EXITS, roles=ledger_read.roles(reader, granted.entity.id),
        as_of=run["as_of"], document=f"run {run['code']}",
    )  # fmt: skip
    sums = posting.journal.lines.group_by("account_id").agg(pl.col("amount_minor").sum())
    return dict(sums.rows())
