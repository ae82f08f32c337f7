"""The statements of a book: posted, beside an earlier date, and pro forma for a run that is not posted.

An entity that keeps its whole ledger here is stated from its entries. One that keeps the goods alone is stated from the
latest trial balance of its outside ledger, with those of our entries that are not in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core import flow
from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.statements.comparatives import with_comparatives
from lowmark.core.statements.statements import Statements
from lowmark.frameworks.read import read_chart
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.captions import with_captions
from lowmark.services.ledgers.restating import Restated, restated
from lowmark.services.ledgers.whole_company import Whole, whole_book
from lowmark.services.operations.statements import Line, Request, Response, Title
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, reading

COLUMNS = (
    "statement", "section", "caption", "account", "posted_minor", "change_minor", "pro_forma_minor", "is_total",
    "earlier_minor",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A book's statements at one date."""

    found: Statements
    whole: Whole
    restated: Restated


def statements(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the statements of a book at a date as known at a sequence.

    Raises: Problem `not_found` for an unknown book or run.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        now = _stated(reader, granted, book, request, known_seq)
        compared_on = earlier_date(entity, request.as_of, request.compare)
        then = None if compared_on is None else _stated(reader, granted, book, request, known_seq, compared_on)
    found, outside = now.found, now.whole.outside
    lines = found.lines.with_columns(earlier_minor=pl.lit(None, dtype=pl.Int64))
    if then is not None:
        lines = with_comparatives(lines=found.lines, earlier=then.found.lines)
    return Response(
        entity=entity.code, entity_name=entity.name, book=book.code, framework=book.framework, as_of=request.as_of,
        from_on=now.whole.year_from, known_seq=known_seq, currency=book.currency, run=request.run,
        trial_balance="" if outside is None else outside.document,
        trial_balance_on=None if outside is None else outside.as_of,
        compared_on=compared_on, compared_from=None if then is None else then.whole.year_from,
        is_restated=then is not None and bool(then.restated.for_these),
        restated_for=() if then is None else then.restated.for_these,
        not_restated_for=() if then is None else then.restated.not_for,
        titles=tuple(Title(statement=code, title=title) for code, title in read_chart(book.framework).titles.items()),
        net_income_minor=found.net_income_minor, net_income_pro_forma_minor=found.net_income_pro_forma_minor,
        lines=tuple(Line(**row) for row in lines.select(COLUMNS).iter_rows(named=True)),
    )  # fmt: skip


def earlier_date(entity: Entity, as_of: date, compare: str) -> date | None:
    """Return the date that a comparison is with, by the entity's fiscal calendar."""
    calendar = entity.calendar
    match compare:
        case "prior_period":
            return from_day(calendar.period_of(to_day(as_of))[0]) - timedelta(days=1)
        case "prior_year":
            return from_day(calendar.year_before(to_day(as_of)))
        case "prior_year_end":
            return entity.year_from(as_of) - timedelta(days=1)
        case "prior_year_opening":  # A third balance sheet, where earlier years are restated: IAS 1.40A.
            return entity.year_from(entity.year_from(as_of) - timedelta(days=1)) - timedelta(days=1)
        case _:
            return None


def _stated(
    reader: Reader, granted: Granted, book: Book, request: Request, known_seq: int, earlier: date | None = None
) -> _Stated:
    """State a book at the date asked for or, with what has been restated since, at an earlier one."""
    as_of, entity = earlier or request.as_of, granted.entity
    whole = whole_book(reader, granted, book, as_of=as_of, known_seq=known_seq, stage=request.stage,
                       run="" if earlier else request.run)  # fmt: skip
    made = Restated(accounts=with_captions(reader, entity, book, whole, as_of=as_of, known_seq=known_seq))
    if earlier:
        made = restated(reader, entity, book, made.accounts, as_of=as_of, beside=request.as_of, known_seq=known_seq,
                        stage=request.stage)  # fmt: skip
    natures = ledger_read.natures(reader, entity.id)
    found = flow.statements(accounts=made.accounts, currency=book.currency, natures=natures)
    return _Stated(found=found, whole=whole, restated=made)
