"""Estimate what is missing since items were counted, and post it in place of the last estimate.

Locks:  the period of the estimate, shared; the key of estimates of the book; the entity clock last.
"""

from collections.abc import Mapping

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.counting.shrinkage import DAY, Accrual, measured, write_accruals
from lowmark.services.operations.accrue_shrinkage import OPERATION, Line, Request, Response
from lowmark.services.recording.reads import hold_open
from lowmark.services.shares import read_shares
from lowmark.store.entities.read import Book
from lowmark.store.items import read as items_read
from lowmark.store.ledger import shrinkage as shrinkage_store
from lowmark.store.session import Row, Writer


def accrue_shrinkage(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Estimate and post.

    Raises: Problem `bad_request` for shares that cannot be read; `conflict` for a name that is taken; `refused` for a day before
            the last estimate's or without a period, or where nothing was sold; `period_closed`.
    """
    rates = read_shares(request.rates)
    if not rates or request.since >= request.as_of:
        raise Problem(
            "bad_request", "nothing can be accrued by this", hint="give rates, and a day before the estimate's"
        )

    def work(writer: Writer) -> Done:
        book, last = _require_next(writer, granted, request)
        windows = _windows(writer, granted, request, rates)
        rows = [row for row in measured(writer, granted, book, windows) if row.sold_minor]
        if not rows:
            raise Problem(
                "refused", "nothing of these was sold since it was counted", hint="look at the days and the rates"
            )
        trued = write_accruals(
            writer, granted, book, document=request.document, as_of=request.as_of, rows=rows, last=last
        )
        response = Response(
            document=request.document, as_of=request.as_of, currency=book.currency, reversed_minor=trued.reversed_minor,
            accrual_minor=trued.accrual_minor, entries=trued.entries,
            lines=tuple(Line(item=row.item, sold_from=row.sold_from, rate_micro=row.rate_micro, sold_minor=row.sold_minor,
                             accrual_minor=row.accrual_minor) for row in rows),
        )  # fmt: skip
        return Done(response, f"shrinkage {request.document}", clock=trued.clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _require_next(writer: Writer, granted: Granted, request: Request) -> tuple[Book, list[Row]]:
    """Hold the period; return the primary book and the last estimate, which this one follows.

    Raises: Problem `refused`, `period_closed`, `conflict`.
    """
    setting = hold_open(writer, granted, request.as_of)
    lock_key(writer, granted.entity.id, f"shrinkage of {setting.book.code}")
    if shrinkage_store.is_there(writer, granted.entity.id, request.document):
        raise Problem("conflict", f"there is an estimate {request.document!r} already", hint="give it another name")
    last = shrinkage_store.last_estimate(writer, setting.book.id)
    if last and last[0]["as_of"] > request.as_of:
        raise Problem("refused", f"the last estimate is as of {last[0]['as_of']}", hint="date this one no earlier")
    return setting.book, last


def _windows(writer: Writer, granted: Granted, request: Request, rates: Mapping[str, int]) -> list[Accrual]:
    """Return the window of each item that a share is given for, from the day after it was last counted."""
    counted = shrinkage_store.counted(writer, granted.entity.id, as_of=request.as_of)
    found = []
    for number, code, item_class in items_read.items(writer, granted.entity.catalogue_id).select(
        "item_id", "item", "item_class"
    ).iter_rows():  # fmt: skip
        rate = rates.get(code, rates.get(item_class))
        if rate is not None:
            since = max(counted.get(number, request.since), request.since)
            found.append(Accrual(item_id=number, item=code, item_class=item_class, sold_from=since + DAY,
                                 sold_to=request.as_of, rate_micro=rate))  # fmt: skip
    return found
