"""Read and write what late entries were classified as."""

from datetime import date

from lowmark.store.session import Reader, Row, Writer


def material(reader: Reader, book_id: int, known_seq: int) -> list[Row]:
    """Return the lines of every entry that is a material error of an earlier year, as known at a sequence."""
    return reader.rows(
        "SELECT c.origin_year, e.accounting_on, l.account_id, l.amount_minor FROM ledger_entry_classification c"
        " JOIN ledger_entry e ON e.id = c.entry_id JOIN ledger_line l ON l.entry_id = e.id"
        " WHERE c.book_id = %s AND c.classified = 'material_error' AND c.known_seq <= %s ORDER BY c.known_seq, l.line_no",
        [book_id, known_seq], days=("accounting_on",),
    )  # fmt: skip


def classified(reader: Reader, book_id: int, known_seq: int) -> list[Row]:
    """Return every classification of a book with its entry, oldest first, and what it did to the result."""
    return reader.rows(
        "SELECT c.id, c.entry_id, c.classified, c.origin_year, c.because, u.username AS by_user, e.journal, e.fiscal_year,"
        " e.number, e.event, e.document, e.accounting_on, CAST(coalesce((SELECT sum(l.amount_minor) FROM ledger_line l"
        " JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = e.id AND a.section IN ('income', 'expense')), 0)"
        " AS bigint) AS result_minor FROM ledger_entry_classification c JOIN ledger_entry e ON e.id = c.entry_id"
        " JOIN people_user u ON u.id = c.classified_by WHERE c.book_id = %s AND c.known_seq <= %s ORDER BY c.known_seq",
        [book_id, known_seq], days=("accounting_on",),
    )  # fmt: skip


def classify(writer: Writer, row: Row) -> None:
    """Write one classification."""
    writer.insert("entry_classification", [{"id": writer.take_ids("entry_classification", 1)[0], **row}])


def is_classified(reader: Reader, entry_id: int) -> bool:
    """Say whether an entry has a classification."""
    return reader.value("SELECT 1 FROM ledger_entry_classification WHERE entry_id = %s", [entry_id]) is not None


def happened_on(reader: Reader, entry_id: int) -> date | None:
    """Return the latest day of the moves and documents that an entry rests on; none where no goods are behind it."""
    row = reader.row(
        "SELECT max(coalesce(c.effective_on, m.effective_on)) AS happened_on FROM subledger_cost_flow f"
        " JOIN ledger_entry e ON e.id = f.entry_id JOIN stock_stock_move m ON m.id = f.move_id"
        " LEFT JOIN stock_cost_change c ON c.entity_id = e.entity_id AND c.document = e.document WHERE f.entry_id = %s",
        [entry_id], days=("happened_on",),
    )  # fmt: skip
    return None if row is None else row["happened_on"]


def result_lines(reader: Reader, entry_id: int) -> list[tuple[int, int]]:
    """Return what an entry did to each account of income and expenses, not zero."""
    rows = reader.rows(
        "SELECT l.account_id, CAST(sum(l.amount_minor) AS bigint) AS amount_minor FROM ledger_line l"
        " JOIN ledger_account a ON a.id = l.account_id WHERE l.entry_id = %s AND a.section IN ('income', 'expense')"
        " GROUP BY l.account_id HAVING sum(l.amount_minor) <> 0 ORDER BY l.account_id",
        [entry_id],
    )
    return [(row["account_id"], row["amount_minor"]) for row in rows]


def misstatements(reader: Reader, book_id: int, known_seq: int) -> list[Row]:
    """Return every adjustment that an auditor proposed, with its decision and what it would do to the result and equity."""
    return reader.rows(
        "SELECT d.document, d.first_on, d.origin_year, d.because, n.decision, (SELECT count(*) FROM ledger_journal_posting p"
        " WHERE p.draft_id = d.id AND p.known_seq <= %s) AS postings, CAST(coalesce((SELECT sum(l.amount_minor)"
        " FROM ledger_journal_draft_line l JOIN ledger_account a ON a.id = l.account_id WHERE l.draft_id = d.id"
        " AND a.section IN ('income', 'expense')), 0) AS bigint) AS result_minor, CAST(coalesce((SELECT sum(l.amount_minor)"
        " FROM ledger_journal_draft_line l JOIN ledger_account a ON a.id = l.account_id WHERE l.draft_id = d.id"
        " AND a.section = 'equity'), 0) AS bigint) AS equity_minor FROM ledger_journal_draft d"
        " LEFT JOIN ledger_journal_decision n ON n.draft_id = d.id AND n.known_seq <= %s"
        " WHERE d.book_id = %s AND d.purpose = 'audit' AND d.known_seq <= %s ORDER BY d.known_seq",
        [known_seq, known_seq, book_id, known_seq], days=("first_on",),
    )  # fmt: skip
