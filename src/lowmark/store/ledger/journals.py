"""Read and write journals drafted by hand, what was decided on them, and which entries they were posted as."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lowmark.core.tables.journal_drafts import FORMULA_CHANGE_TAX
from lowmark.store.entities.read import Book
from lowmark.store.ledger.read import of_book
from lowmark.store.session import Reader, Row, Writer

_DRAFTS = """
SELECT d.id, d.document, d.kind, d.purpose, d.first_on, d.until_on, d.origin_year, d.because, d.n_lines, d.draft_hash,
  d.drafted_by, u.username AS drafter, d.known_seq, n.decision, n.comment, v.username AS decider,
  (SELECT count(*) FROM ledger_journal_posting p WHERE p.draft_id = d.id AND p.known_seq <= %s) AS postings,
  coalesce((SELECT sum(l.amount_minor) FROM ledger_journal_draft_line l WHERE l.draft_id = d.id AND l.amount_minor > 0), 0)
    AS amount_minor
FROM ledger_journal_draft d JOIN people_user u ON u.id = d.drafted_by
LEFT JOIN ledger_journal_decision n ON n.draft_id = d.id AND n.known_seq <= %s
LEFT JOIN people_user v ON v.id = n.decided_by
WHERE d.book_id = %s AND d.known_seq <= %s {which} ORDER BY d.known_seq
"""
EVER = 2**62
"""A sequence that no clock reaches: all that is known."""


def drafts(reader: Reader, book_id: int, known_seq: int = EVER) -> list[Row]:
    """Return the drafts of a book, each with its decision and how often it was posted, oldest first."""
    return _drafts(reader, "", [known_seq, known_seq, book_id, known_seq])


def draft(reader: Reader, book_id: int, document: str) -> Row | None:
    """Return a draft by its name, or none."""
    found = _drafts(reader, "AND d.document = %s", [EVER, EVER, book_id, EVER, document])
    return found[0] if found else None


def _drafts(reader: Reader, which: str, parameters: list[Any]) -> list[Row]:
    found = reader.rows(_DRAFTS.format(which=which), parameters, days=("first_on", "until_on"))
    for row in found:
        row["amount_minor"] = int(row["amount_minor"])
    return found


def draft_lines(reader: Reader, draft_id: int) -> list[Row]:
    """Return the lines of a draft with their accounts."""
    return reader.rows(
        "SELECT l.line_no, l.account_id, a.code, a.name, a.kind, l.amount_minor, l.item_class, l.dimensions, l.tx_currency,"
        " l.tx_amount_minor FROM ledger_journal_draft_line l JOIN ledger_account a ON a.id = l.account_id"
        " WHERE l.draft_id = %s ORDER BY l.line_no",
        [draft_id],
    )


def postings(reader: Reader, draft_id: int) -> list[Row]:
    """Return what was posted of a draft: occurrence, leg, day, the entry's row and name."""
    return reader.rows(
        "SELECT p.occurrence, p.leg, p.accounting_on, p.entry_id, e.journal, e.fiscal_year, e.number"
        " FROM ledger_journal_posting p JOIN ledger_entry e ON e.id = p.entry_id"
        " WHERE p.draft_id = %s ORDER BY p.accounting_on, p.occurrence, p.leg",
        [draft_id], days=("accounting_on",),
    )  # fmt: skip


def taxes_of_changes(reader: Reader, book: Book, known_seq: int) -> list[Row]:
    """Return the lines of the posted tax on changes of formula: document, the year that it is of, day, account and amount."""
    return reader.rows(
        "SELECT d.document, d.origin_year, e.accounting_on, l.account_id, l.amount_minor FROM ledger_journal_draft d"  # noqa: S608
        " JOIN ledger_journal_posting p ON p.draft_id = d.id JOIN ledger_entry e ON e.id = p.entry_id"
        f" JOIN ledger_line l ON l.entry_id = e.id WHERE {of_book(book)} AND d.purpose = '{FORMULA_CHANGE_TAX}'"
        " AND e.known_seq <= %s ORDER BY e.known_seq, l.line_no",
        [book.id, known_seq], days=("accounting_on",),
    )  # fmt: skip


def write_draft(writer: Writer, header: Row, lines: Sequence[Row], *, sequences: range, recorded_at: int) -> int:
    """Write a draft and its lines; a sequence each. Return its row number."""
    number = int(writer.take_ids("journal_draft", 1)[0])
    entity_id = header["entity_id"]
    writer.insert("journal_draft", [{**header, "id": number, "n_lines": len(lines), "known_seq": sequences[0],
                                     "recorded_at": recorded_at}])  # fmt: skip
    line_ids = writer.take_ids("journal_draft_line", len(lines))
    writer.insert("journal_draft_line", [
        {**line, "id": line_id, "entity_id": entity_id, "draft_id": number, "line_no": place, "known_seq": seq,
         "recorded_at": recorded_at}
        for place, (line, line_id, seq) in enumerate(zip(lines, line_ids, sequences[1:], strict=True), start=1)
    ])  # fmt: skip
    return number


def dimension_values(reader: Reader, entity_id: int) -> dict[tuple[str, str], int]:
    """Return the values of dimensions: (dimension, code) to row number."""
    rows = reader.rows("SELECT id, dimension, code FROM ledger_dimension_value WHERE entity_id = %s", [entity_id])
    return {(row["dimension"], row["code"]): row["id"] for row in rows}


def demands(reader: Reader, entity_id: int, on: date) -> dict[str, dict[str, str]]:
    """Return what is asked of dimensions on a day: account code to dimension to demand; the latest rule holds."""
    found: dict[str, dict[str, str]] = {}
    for row in reader.rows(
        "SELECT a.code, r.dimension, r.demand FROM ledger_dimension_rule r JOIN ledger_account a ON a.id = r.account_id"
        " WHERE r.entity_id = %s AND r.valid_from <= %s ORDER BY r.valid_from, r.known_seq",
        [entity_id, on],
    ):
        found.setdefault(row["code"], {})[row["dimension"]] = row["demand"]
    return found
