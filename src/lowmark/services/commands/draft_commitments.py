"""Draft what firm contracts will lose: the very lines that `commitments` shows, for another person to decide on.

Before this: `test_commitments`. After this: `approve-journal`, `post-journal`; from then on it is held, contract by contract.
"""

from lowmark.core.journal.manual import Draft, DraftLine, hash_of
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.commitments import test_commitments
from lowmark.services.ledgers.commitments_entry import changes_of, entry_of
from lowmark.services.ledgers.journals import faults, keep
from lowmark.services.operations.draft_commitments import OPERATION, Request
from lowmark.services.operations.draft_journal import Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import commitment_changes, journals
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Writer


def draft_commitments(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Draft one journal, and keep what it changes of each contract.

    Locks:  the book's tests of contracts, after the key; the entity clock last.
    Raises: Problem `refused` where nothing changes, or where an earlier test waits for a decision or its posting; `not_found`.
    """
    entity = granted.entity

    def work(writer: Writer) -> Done:
        book = find_book(writer, entity, request.book)
        lock_key(writer, entity.id, f"commitments:{book.id}")
        waiting = commitment_changes.undecided(writer, book.id)
        if waiting:
            raise Problem("refused", f"journal {waiting} is neither posted nor turned down",
                          hint="`approve-journal` and `post-journal` it, or turn it down")  # fmt: skip
        tested = test_commitments(
            writer, granted, book, as_of=request.as_of, known_seq=entities_read.known_seq(writer, entity.id),
            horizon_days=request.horizon_days,
        )  # fmt: skip
        changes = changes_of(tested)
        if not changes:
            raise Problem(
                "refused", "nothing changes of what is held for contracts", hint="`commitments` shows the test"
            )
        draft = _draft(writer, granted, book, request, entry_of(tested, ledger_read.roles(writer, entity.id)))
        if wrong := faults(writer, granted, book, draft):
            raise Problem("refused", "; ".join(fault.message for fault in wrong), hint=wrong[0].hint)
        digest = keep(writer, granted, book, draft)
        assert digest == hash_of(draft)
        row = journals.draft(writer, book.id, draft.document)
        assert row is not None, "it was written above"
        alike = {"book_id": book.id, "draft_id": row["id"], "as_of": request.as_of}
        commitment_changes.write(writer, [{**alike, **change} for change in changes], entity_id=entity.id)
        response = Response(
            entity=entity.code, book=book.code, document=draft.document, accepted=True, state="drafted",
            amount_minor=sum(max(line.amount_minor, 0) for line in draft.lines), currency=book.currency,
            journal_hash=digest.hex(),
        )  # fmt: skip
        return Done(response, f"journal {draft.document}", after_hash=digest)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _draft(writer: Writer, granted: Granted, book: Book, request: Request, entry: dict[tuple[int, str], int]) -> Draft:
    """Return the journal; a second one of a day has a number."""
    codes = {account["id"]: account["code"] for account in ledger_read.accounts(writer, granted.entity.id)}
    name, nth = f"contracts of {request.as_of}", 1
    document = name
    while journals.draft(writer, book.id, document) is not None:
        nth += 1
        document = f"{name}, {nth}"
    return Draft(
        document=document, kind="once", purpose="ordinary", first_on=to_day(request.as_of), until_on=None, origin_year=None,
        because=f"what firm contracts will lose as of {request.as_of}",
        lines=tuple(DraftLine(account=codes[account], amount_minor=amount, item_class=item_class)
                    for (account, item_class), amount in entry.items()),
    )  # fmt: skip
