"""Read what was done: imported files and audit records."""

from lowmark.store.session import Reader, Row


def imported_file(reader: Reader, entity_id: int, table_name: str, file_hash: bytes) -> int | None:
    """Return the number of a file that was imported for a table, or none."""
    sql = "SELECT id FROM audit_imported_file WHERE entity_id = %s AND table_name = %s AND file_hash = %s"
    found = reader.value(sql, [entity_id, table_name, file_hash])
    return None if found is None else int(found)


def last_seal(reader: Reader, entity_id: int) -> Row | None:
    """Return the latest seal of an entity, or none."""
    return reader.row(
        "SELECT seal_no, to_seq, root, chained FROM audit_seal WHERE entity_id = %s ORDER BY seal_no DESC LIMIT 1",
        [entity_id],
    )


def leaves(reader: Reader, entity_id: int, *, from_seq: int, to_seq: int) -> list[bytes]:
    """Return the content hashes of moves and entries in commit order: what a seal is over."""
    sql = (
        "SELECT content_hash FROM (SELECT known_seq, content_hash FROM stock_stock_move"
        " WHERE entity_id = %s AND known_seq BETWEEN %s AND %s"
        " UNION ALL SELECT known_seq, content_hash FROM ledger_entry"
        " WHERE entity_id = %s AND known_seq BETWEEN %s AND %s) q ORDER BY known_seq"
    )
    rows = reader.rows(sql, [entity_id, from_seq, to_seq, entity_id, from_seq, to_seq])
    return [bytes(row["content_hash"]) for row in rows]


def answers_to(reader: Reader, entity_id: int, operation: str, *, known_seq: int) -> list[str]:
    """Return the answers to the commands of one operation, as JSON, in the order in which they were given."""
    sql = "SELECT response FROM audit_command WHERE entity_id = %s AND operation = %s AND known_seq <= %s ORDER BY known_seq"
    return [str(row["response"]) for row in reader.rows(sql, [entity_id, operation, known_seq])]


def seals(reader: Reader, entity_id: int) -> list[Row]:
    """Return the seals of an entity, in their order."""
    return reader.rows(
        "SELECT seal_no, from_seq, to_seq, n_leaves, n_facts, root, facts_root, chained FROM audit_seal"
        " WHERE entity_id = %s ORDER BY seal_no",
        [entity_id],
    )


def records(reader: Reader, entity_id: int, *, after: int, known_seq: int, limit: int) -> list[Row]:
    """Return audit records after a place in the commit order, in that order, each with who it was."""
    return reader.rows(
        "SELECT a.known_seq, a.recorded_at, u.username, a.operation, a.subject, a.because, a.before_hash, a.after_hash"
        " FROM audit_audit a LEFT JOIN people_user u ON u.id = a.user_id"
        " WHERE a.entity_id = %s AND a.known_seq > %s AND a.known_seq <= %s ORDER BY a.known_seq LIMIT %s",
        [entity_id, after, known_seq, limit],
    )


def records_on(reader: Reader, entity_id: int, *, after: int, topics: tuple[str, ...], limit: int) -> list[Row]:
    """Return audit records after a place in the commit order, of some operations, or of all where none is named."""
    which = f" AND a.operation IN ({', '.join(['%s'] * len(topics))})" if topics else ""
    return reader.rows(
        "SELECT a.known_seq, a.recorded_at, u.username, a.operation, a.subject, a.after_hash, a.content_hash"  # noqa: S608
        " FROM audit_audit a LEFT JOIN people_user u ON u.id = a.user_id"
        f" WHERE a.entity_id = %s AND a.known_seq > %s{which} ORDER BY a.known_seq LIMIT %s",
        [entity_id, after, *topics, limit],
    )
