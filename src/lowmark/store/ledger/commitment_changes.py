"""Read and write what was charged, taken back and used of the liabilities for contracts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lowmark.store.session import Reader, Row, Writer


def posted(reader: Reader, book_id: int, *, as_of: date, known_seq: int) -> list[Row]:
    """Return the changes of journals that were posted by a day, as known at a sequence, oldest first."""
    return reader.rows(
        "SELECT c.document, c.line, c.kind, c.as_of, c.quantity_micro, c.amount_minor FROM ledger_commitment_change c"
        " JOIN ledger_journal_posting p ON p.draft_id = c.draft_id AND p.known_seq <= %s AND p.accounting_on <= %s"
        " WHERE c.book_id = %s ORDER BY p.known_seq, c.known_seq",
        [known_seq, as_of, book_id], days=("as_of",),
    )  # fmt: skip


def undecided(reader: Reader, book_id: int) -> str:
    """Return the journal of a test of contracts that is not posted and was not turned down; nothing where there is none."""
    return str(reader.value(
        "SELECT d.document FROM ledger_commitment_change c JOIN ledger_journal_draft d ON d.id = c.draft_id"
        " LEFT JOIN ledger_journal_decision n ON n.draft_id = d.id WHERE c.book_id = %s AND (n.id IS NULL OR n.decision ="
        " 'approved') AND NOT EXISTS (SELECT 1 FROM ledger_journal_posting p WHERE p.draft_id = d.id) LIMIT 1",
        [book_id],
    ) or "")  # fmt: skip


def write(writer: Writer, rows: Sequence[dict[str, Any]], *, entity_id: int) -> None:
    """Write the changes that a journal drafts."""
    sequences, recorded_at = writer.tick(entity_id, len(rows))
    writer.insert("commitment_change", [
        {"id": number, "entity_id": entity_id, "known_seq": seq, "recorded_at": recorded_at, **row}
        for number, seq, row in zip(writer.take_ids("commitment_change", len(rows)), sequences, rows, strict=True)
    ])  # fmt: skip
