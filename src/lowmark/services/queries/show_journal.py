"""One journal drafted by hand, whole."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.ledgers.journals import find_draft, state
from lowmark.services.operations.show_journal import Line, Posted, Request, Response
from lowmark.store.ledger import journals
from lowmark.store.session import reading


def show_journal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a journal.

    Raises: Problem `not_found`.
    """
    del actor
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, granted.entity, request.book)
        row = find_draft(reader, book, request.document)
        lines = journals.draft_lines(reader, row["id"])
        posted = journals.postings(reader, row["id"])
    return Response(
        entity=granted.entity.code, book=book.code, document=row["document"], kind=row["kind"], purpose=row["purpose"],
        state=state(row), first_on=row["first_on"], until_on=row["until_on"], because=row["because"],
        drafted_by=row["drafter"], decided_by=row["decider"] or "", comment=row["comment"] or "",
        currency=book.currency, journal_hash=bytes(row["draft_hash"]).hex(),
        lines=tuple(
            Line(account=line["code"], name=line["name"], debit_minor=max(line["amount_minor"], 0),
                 credit_minor=max(-line["amount_minor"], 0), item_class=line["item_class"],
                 dimensions=line["dimensions"], tx_currency=line["tx_currency"] or "",
                 tx_amount_minor=line["tx_amount_minor"])
            for line in lines
        ),
        entries=tuple(
            Posted(entry=f"{one['journal']}/{one['fiscal_year']}/{one['number']}", accounting_on=one["accounting_on"],
                   leg=one["leg"])
            for one in posted
        ),
    )  # fmt: skip
