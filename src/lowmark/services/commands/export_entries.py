"""Hand entries to an outside ledger: those that no export of the book has handed out, up to a day.

What goes out is what is left: an entry that counts later than an export's day, or came to be known after it, waits for
the next one that reaches it. So nothing is lost and nothing goes out twice, in whatever order days are asked for.
"""

import hashlib

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.entry_files import Handed
from lowmark.services.ledgers.journal_files import ENDINGS, written
from lowmark.services.operations.export_entries import OPERATION, Request, Response
from lowmark.services.operations.init import SUBLEDGER
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import write_export
from lowmark.store.session import Writer


def export_entries(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Hand out entries as a file and record that it was done.

    Domain: beside an outside ledger, entries by which goods were taken over from it stay here: it has them already.
    Locks:  the entity clock, first and last: whatever was known before has been committed, and exports go one by one.
    Raises: Problem `not_found` for an unknown book.
    """
    entity = granted.entity
    assert granted.user_id is not None
    user_id = granted.user_id

    def work(writer: Writer) -> Done:
        book = find_book(writer, entity, request.book)
        sequences, recorded_at = writer.tick(entity.id, 1)
        to_seq = sequences[0] - 1
        from_seq = ledger_read.last_exported(writer, book.id)
        handed = Handed(entity=entity.code, book=book.code, currency=book.currency, lines=ledger_read.lines_to_export(
            writer, book_id=book.id, up_to=request.up_to, to_seq=to_seq, with_openings=entity.mode != SUBLEDGER,
        ))  # fmt: skip
        assert handed.debit_minor == handed.credit_minor, "entries balance, and so do any number of them"
        about = {"up_to": request.up_to.isoformat(), "from_seq": from_seq, "to_seq": to_seq}
        content = written(handed, request.format, about)
        digest = hashlib.sha256(content.encode()).digest()
        write_export(writer, {
            "entity_id": entity.id, "book_id": book.id, "from_seq": from_seq, "to_seq": to_seq, "up_to": request.up_to,
            "n_entries": handed.n_entries, "n_lines": len(handed.lines), "debit_minor": handed.debit_minor,
            "content_digest": digest, "exported_by": user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
        })  # fmt: skip
        name = f"{entity.code}-{book.code}-entries-{to_seq}.{ENDINGS.get(request.format, request.format)}"
        response = Response(
            entity=entity.code, book=book.code, up_to=request.up_to, from_seq=from_seq, to_seq=to_seq,
            currency=book.currency, n_entries=handed.n_entries, n_lines=len(handed.lines),
            debit_minor=handed.debit_minor, credit_minor=handed.credit_minor, name=name, content=content,
            content_sha256=digest.hex(),
        )  # fmt: skip
        return Done(response, f"entries of book {book.code} up to {request.up_to}", after_hash=digest)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
