"""Read what a close is about: assignments, signatures and events of a period, and what the books say of its tasks."""

import hashlib
from datetime import date

from lowmark.store.session import Reader, Row


def assignments(reader: Reader, period_id: int) -> list[Row]:
    """Return the latest assignment of each task of a period."""
    rows = reader.rows(
        "SELECT a.task, a.due_on, u.username FROM entities_task_assignment a LEFT JOIN people_user u ON u.id = a.owner"
        " WHERE a.period_id = %s ORDER BY a.known_seq",
        [period_id], days=("due_on",),
    )  # fmt: skip
    return list({row["task"]: row for row in rows}.values())


def signatures(reader: Reader, period_id: int) -> list[Row]:
    """Return the latest signature of each task of a period."""
    return list({row["task"]: row for row in signed(reader, period_id)}.values())


def signed(reader: Reader, period_id: int) -> list[Row]:
    """Return every signature of a period, oldest first."""
    return reader.rows(
        "SELECT s.task, s.signed, s.passed, s.because, s.evidence_hash, s.recorded_at, s.signed_by, u.username"
        " FROM entities_task_signature s LEFT JOIN people_user u ON u.id = s.signed_by WHERE s.period_id = %s"
        " ORDER BY s.known_seq",
        [period_id],
    )


def events(reader: Reader, period_id: int) -> list[Row]:
    """Return what became of a period, oldest first: who opened, closed and reopened it, why, and what the books said."""
    return reader.rows(
        "SELECT e.event, e.by_user, u.username, e.because, e.statement_hash, e.known_seq, e.recorded_at"
        " FROM entities_period_event e LEFT JOIN people_user u ON u.id = e.by_user WHERE e.period_id = %s"
        " ORDER BY e.known_seq",
        [period_id],
    )


def moved(reader: Reader, entity_id: int, first_on: date, last_on: date) -> Row:
    """Return how many moves count in a span, the last of them, and how many happened on another day."""
    return _one(reader, (
        "SELECT count(*) AS n, coalesce(max(known_seq), 0) AS last_seq,"
        " coalesce(sum(CASE WHEN effective_on <> accounting_on THEN 1 ELSE 0 END), 0) AS elsewhere"
        " FROM stock_stock_move WHERE entity_id = %s AND accounting_on BETWEEN %s AND %s"
    ), [entity_id, first_on, last_on])  # fmt: skip


def last_counting(reader: Reader, entity_id: int, last_on: date) -> int:
    """Return the last sequence of a move or entry that counts by a day; 0 where there is none."""
    return int(reader.value(
        "SELECT coalesce(max(q.seq), 0) AS seq FROM (SELECT max(known_seq) AS seq FROM stock_stock_move"
        " WHERE entity_id = %s AND accounting_on <= %s UNION ALL SELECT max(known_seq) FROM ledger_entry"
        " WHERE entity_id = %s AND accounting_on <= %s) q",
        [entity_id, last_on, entity_id, last_on],
    ))  # fmt: skip


def sealed_to(reader: Reader, entity_id: int) -> int:
    """Return the last sequence under a seal; 0 where there is none."""
    return int(reader.value("SELECT coalesce(max(to_seq), 0) AS n FROM audit_seal WHERE entity_id = %s", [entity_id]))


def counted(reader: Reader, entity_id: int, first_on: date, last_on: date) -> Row:
    """Return how many lines were counted in a span, and the last of them."""
    return _one(reader, (
        "SELECT count(*) AS n, coalesce(max(known_seq), 0) AS last_seq FROM stock_count WHERE entity_id = %s"
        " AND counted_on BETWEEN %s AND %s"
    ), [entity_id, first_on, last_on])  # fmt: skip


def evidence(reader: Reader, entity_id: int, last_on: date) -> Row:
    """Return how much evidence was observed by a day, how much of it nobody else verified, and the last of it."""
    return _one(reader, (
        "SELECT count(*) AS n, coalesce(max(e.known_seq), 0) AS last_seq, coalesce(sum(CASE WHEN e.standing = 'asserted'"
        " AND v.id IS NULL THEN 1 ELSE 0 END), 0) AS asserted FROM evidence_evidence e"
        " LEFT JOIN evidence_evidence_verification v ON v.evidence_id = e.id WHERE e.entity_id = %s AND e.observed_on <= %s"
    ), [entity_id, last_on])  # fmt: skip


def control_sides(reader: Reader, entity_id: int, book_id: int, basis_id: int, last_on: date) -> dict[str, int]:
    """Return the subledger's cost and allowance, and what the ledger has on their accounts, by a day.

    Where one account plays both parts, what the ledger has on it is inventory, and allowance is nothing on both sides.
    """
    sums = {
        "cost": reader.value("SELECT CAST(coalesce(sum(value_minor), 0) AS bigint) AS n FROM subledger_cost_flow"
                             " WHERE cost_basis_id = %s AND accounting_on <= %s", [basis_id, last_on]),
        "allowed": reader.value(
            "SELECT CAST(coalesce(sum(q.amount), 0) AS bigint) AS n FROM (SELECT -amount_minor AS amount"
            " FROM subledger_allowance_move WHERE book_id = %s AND accounting_on <= %s UNION ALL"
            " SELECT -amount_minor FROM subledger_overlay_move WHERE book_id = %s AND accounting_on <= %s) q",
            [book_id, last_on, book_id, last_on]),
    }  # fmt: skip
    accounts = {
        role: {row["account_id"] for row in reader.rows(
            "SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = %s", [entity_id, role])}
        for role in ("inventory", "allowance")
    }  # fmt: skip
    both = bool(accounts["inventory"] & accounts["allowance"])
    for role, numbers in accounts.items():
        marks = ", ".join(["%s"] * len(numbers))
        sums[role] = 0 if both and role == "allowance" else reader.value(
            "SELECT CAST(coalesce(sum(l.amount_minor), 0) AS bigint) AS n FROM ledger_line l JOIN ledger_entry e"  # noqa: S608
            f" ON e.id = l.entry_id WHERE l.book_id = %s AND e.accounting_on <= %s AND l.account_id IN ({marks})",
            [book_id, last_on, *sorted(numbers)],
        )  # fmt: skip
    found = {name: int(amount) for name, amount in sums.items()}
    if both:
        found["cost"], found["allowed"] = found["cost"] + found["allowed"], 0
    return found


def balances_hash(reader: Reader, entity_id: int, last_on: date) -> bytes:
    """Return the SHA-256 of every account's balance by a day, in every book."""
    rows = reader.rows(
        "SELECT l.book_id, l.account_id, CAST(sum(l.amount_minor) AS bigint) AS amount FROM ledger_line l"
        " JOIN ledger_entry e ON e.id = l.entry_id WHERE e.entity_id = %s AND e.accounting_on <= %s"
        " GROUP BY l.book_id, l.account_id ORDER BY l.book_id, l.account_id",
        [entity_id, last_on],
    )
    said = "".join(f"{row['book_id']}|{row['account_id']}|{row['amount']}\n" for row in rows if row["amount"])
    return hashlib.sha256(said.encode()).digest()


def _one(reader: Reader, sql: str, parameters: list[object]) -> Row:
    """Return the one row of a count."""
    return {name: int(value) for name, value in (reader.row(sql, parameters) or {}).items()}
