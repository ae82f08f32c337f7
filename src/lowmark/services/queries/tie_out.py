"""Our inventories and allowance beside the outside ledger's own balances of these accounts.

Beside an outside ledger, ours are what was taken over and what it was handed since, up to the day of its trial balance.
In a ledger of our own, the opening trial balance is held against the layers and allowances taken over: what is left on
the opening balances' account has not been accounted for by goods.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from lowmark.core.tables.opening_items import KINDS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.init import SUBLEDGER
from lowmark.services.operations.tie_out import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import opening_items
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.read import TrialBalance
from lowmark.store.session import Reader, Row, reading


def tie_out(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the control accounts of both ledgers with their differences.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        as_of = request.as_of
        theirs = ledger_read.trial_balance(reader, book_id=book.id, as_of=as_of, known_seq=known_seq)
        if entity.mode != SUBLEDGER or theirs is None:
            ours = ledger_read.taken_over(reader, book=book, as_of=as_of, known_seq=known_seq)
        else:
            ours = ledger_read.in_trial_balance(reader, book=book, as_of=as_of, known_seq=known_seq, beside=theirs)
        reserve = ledger_read.roles(reader, entity.id)["lifo_reserve", ""]
        lines = list(_control(ledger_read.accounts(reader, entity.id), ours, theirs, reserve))
        if entity.mode != SUBLEDGER:
            lines += _items(reader, granted, book)
            lines.append(_rest(reader, granted, book, as_of=as_of, known_seq=known_seq))
    return Response(
        entity=entity.code, book=book.code, mode=entity.mode, as_of=request.as_of, known_seq=known_seq,
        currency=book.currency, trial_balance="" if theirs is None else theirs.document,
        trial_balance_on=None if theirs is None else theirs.as_of,
        includes_seq=0 if theirs is None else theirs.includes_seq,
        difference_minor=sum(abs(line.difference_minor) for line in lines), lines=tuple(lines),
    )  # fmt: skip


def _control(chart: list[Row], ours: Mapping[int, int], theirs: TrialBalance | None, reserve: int) -> Iterator[Line]:
    """Yield the accounts that only the goods move, as both ledgers have them; a LIFO reserve where there is one."""
    said = {} if theirs is None else theirs.amounts
    for account in chart:
        both = ours.get(account["id"], 0), said.get(account["id"], 0)
        if account["kind"] == "control" and (account["id"] != reserve or any(both)):
            yield _line(account, *both)


def _items(reader: Reader, granted: Granted, book: Book) -> Iterator[Line]:
    """Yield what was taken over item by item, and what the trial balance of that day had on the account."""
    chart = {account["id"]: account for account in ledger_read.accounts(reader, granted.entity.id)}
    roles = ledger_read.roles(reader, granted.entity.id)
    known_seq = entities_read.known_seq(reader, granted.entity.id)
    for kind, (amount, opening_on) in opening_items.sums(reader, book.id).items():
        role, sign = KINDS[kind]
        theirs = ledger_read.trial_balance(reader, book_id=book.id, as_of=opening_on, known_seq=known_seq)
        account = chart[roles[role, ""]]
        said = 0 if theirs is None else theirs.amounts.get(account["id"], 0)
        yield _line({**account, "name": f"{account['name']}, item by item"}, sign * amount, said)


def _rest(reader: Reader, granted: Granted, book: Book, *, as_of: date, known_seq: int) -> Line:
    """Return what is left on the opening balances' account, which should be nothing."""
    number = ledger_read.roles(reader, granted.entity.id)["opening_balance", ""]
    (account,) = [one for one in ledger_read.accounts(reader, granted.entity.id) if one["id"] == number]
    lines = ledger_read.book_balances(reader, granted.entity.id, as_of=as_of, known_seq=known_seq)
    left = [row["amount_minor"] for row in lines if (row["book"], row["code"]) == (book.code, account["code"])]
    return _line(account, sum(left), 0)


def _line(account: Row, ours: int, theirs: int) -> Line:
    return Line(account=account["code"], name=account["name"], ours_minor=ours, theirs_minor=theirs,
                difference_minor=ours - theirs)  # fmt: skip
