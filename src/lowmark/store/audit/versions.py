"""Read how far a subject has gone: the last place in the commit order of what was said about it."""

from collections.abc import Sequence

from lowmark.store.session import Reader, Row


def reviews(reader: Reader, run_id: int) -> int:
    """Return how many lines of a run's reviews there are."""
    return int(reader.value("SELECT count(*) FROM runs_review WHERE run_id = %s", [run_id]) or 0)


def journal(reader: Reader, book_id: int, document: str) -> Row | None:
    """Return a drafted journal's hash, what was decided on it, and how often it was posted."""
    return reader.row(
        "SELECT d.draft_hash, n.decision,"
        " (SELECT count(*) FROM ledger_journal_posting p WHERE p.draft_id = d.id) AS postings"
        " FROM ledger_journal_draft d LEFT JOIN ledger_journal_decision n ON n.draft_id = d.id"
        " WHERE d.book_id = %s AND d.document = %s",
        [book_id, document],
    )


def plan(reader: Reader, entity_id: int, code: str) -> Row | None:
    """Return a plan's place in the order, the last plan's without a name, and that of the last decision on it."""
    return reader.row(
        "SELECT p.known_seq, (SELECT COALESCE(max(d.known_seq), 0) FROM runs_plan_decision d"
        " JOIN runs_plan_action a ON a.id = d.plan_action_id WHERE a.plan_id = p.id) AS decided"
        " FROM runs_plan p WHERE p.entity_id = %s AND (p.code = %s OR %s = '') ORDER BY p.known_seq DESC LIMIT 1",
        [entity_id, code, code],
    )


def close(reader: Reader, period_id: int) -> int:
    """Return the last place of what was said about a period's close: events, assignments, signatures."""
    parts = " UNION ALL ".join(
        f"SELECT max(known_seq) AS seq FROM entities_{table} WHERE period_id = %s"  # noqa: S608 -- our own words
        for table in ("period_event", "task_assignment", "task_signature")
    )
    return int(reader.value(f"SELECT max(seq) FROM ({parts}) q", [period_id] * 3) or 0)  # noqa: S608 -- the same


def last(reader: Reader, entity_id: int, tables: Sequence[str]) -> int:
    """Return the last place in the order of an entity's rows of some tables of facts."""
    parts = " UNION ALL ".join(
        f"SELECT max(known_seq) AS seq FROM {table} WHERE entity_id = %s"  # noqa: S608 -- our own words
        for table in tables
    )
    return int(reader.value(f"SELECT max(seq) FROM ({parts}) q", [entity_id] * len(tables)) or 0)  # noqa: S608 -- the same
