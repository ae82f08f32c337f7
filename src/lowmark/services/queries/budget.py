"""A budget beside what was posted."""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.whole_company import whole_book
from lowmark.services.operations.budget import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading

_PLANNED = """
SELECT b.account_id, b.amount_minor FROM ledger_budget_line b
WHERE b.book_id = %s AND b.document = %s AND b.ends_on >= %s AND b.ends_on <= %s AND b.known_seq <= %s ORDER BY b.ends_on
"""


def budget(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every account that the budget names in the fiscal year up to a date.

    Raises: Problem `not_found` where the budget says nothing of that time.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        whole = whole_book(reader, granted, book, as_of=request.as_of, known_seq=known_seq)
        planned = reader.rows(_PLANNED, [book.id, request.document, whole.year_from, request.as_of, known_seq])
    if not planned:
        raise Problem("not_found", f"no budget {request.document!r} says anything of {whole.year_from} to {request.as_of}",
                      hint="import it with the table budget")  # fmt: skip
    last = {row["account_id"]: row["amount_minor"] for row in planned}
    sums = dict.fromkeys(last, 0)
    for row in planned:
        sums[row["account_id"]] += row["amount_minor"]
    lines = []
    for account in whole.accounts.filter(pl.col("account_id").is_in(list(sums))).sort("code").iter_rows(named=True):
        is_result, number = account["section"] in RESULT_SECTIONS, account["account_id"]
        wanted = sums[number] if is_result else last[number]
        actual = account["posted_year_minor"] if is_result else account["posted_minor"]
        lines.append(Line(account=account["code"], name=account["name"], section=account["section"], budget_minor=wanted,
                          actual_minor=actual, difference_minor=actual - wanted))  # fmt: skip
    return Response(
        entity=entity.code, book=book.code, document=request.document, as_of=request.as_of, from_on=whole.year_from,
        known_seq=known_seq, currency=book.currency, lines=tuple(lines),
    )  # fmt: skip
