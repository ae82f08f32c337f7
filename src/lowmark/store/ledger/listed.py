"""Read lines of a journal after a place in the entity's commit order: what it costs does not depend on the place."""

from lowmark.store.session import Reader, Row


def lines(
    reader: Reader, entity_id: int, book_id: int, *, after: tuple[int, int], known_seq: int, limit: int
) -> list[Row]:
    """Return lines in the order of their entries, and in theirs within it.

    Domain: `after` is an entry's sequence and a place within it; an entry has one sequence, so both name one line.
    """
    return reader.rows(
        "SELECT e.known_seq, e.journal || '/' || e.fiscal_year || '/' || e.number AS entry, l.line_no, e.accounting_on,"
        " e.event, e.document, a.code AS account, a.name AS account_name, l.amount_minor, l.reason, l.item_class"
        " FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id JOIN ledger_account a ON a.id = l.account_id"
        " WHERE e.entity_id = %s AND e.book_id = %s AND e.known_seq >= %s AND e.known_seq <= %s"
        " AND (e.known_seq > %s OR l.line_no > %s) ORDER BY e.known_seq, l.line_no LIMIT %s",
        [entity_id, book_id, after[0], known_seq, *after, limit], days=("accounting_on",),
    )  # fmt: skip
