"""Show how inventory went: the ledger's own balances of cost and allowance, at the ends of months."""

from datetime import date, timedelta
from itertools import accumulate

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.trend import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.over_time import sums_between
from lowmark.store.session import reading

MOST = 60
ROLES = ("inventory", "allowance")


def trend(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return cost, allowance and what is carried at the end of each month, from one pass over the journal.

    Raises: Problem `bad_request` for a number of months that there is not, `not_found` for an unknown book.
    """
    del actor
    if not 1 <= request.months <= MOST:
        raise Problem("bad_request", f"{request.months} months cannot be shown", hint=f"1 to {MOST}")
    entity, days = granted.entity, month_ends(request.as_of, request.months)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        playing = ledger_read.roles(reader, entity.id)
        found = {
            role: list(accumulate(sums_between(
                reader, book=book, days=days, known_seq=known_seq,
                accounts=sorted({account for (part, _), account in playing.items() if part == role}),
            )))
            for role in ROLES
        }  # fmt: skip
    lines = tuple(
        Line(on=day, gross_minor=gross, allowance_minor=-held, net_minor=gross + held)
        for day, gross, held in zip(days, found["inventory"], found["allowance"], strict=True)
    )
    return Response(
        entity=entity.code,
        book=book.code,
        as_of=request.as_of,
        known_seq=known_seq,
        currency=book.currency,
        lines=lines,
    )


def month_ends(as_of: date, months: int) -> list[date]:
    """Return the ends of the months before a day, oldest first, and the day itself last.

    >>> [day.isoformat() for day in month_ends(date(2026, 3, 15), 2)]
    ['2026-01-31', '2026-02-28', '2026-03-15']
    """
    days = [as_of]
    for _ in range(months):
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]
