"""Read everything that a run rests on and led to: tests, evidence with its files, decisions with their proofs, entries."""

from lowmark.store.many import marks
from lowmark.store.session import Reader, Row


def tests(reader: Reader, run_id: int) -> list[Row]:
    """Return every tier of every unit tested, units in the order of items and lots."""
    return reader.rows(
        "SELECT i.code AS item, coalesce(l.code, '') AS lot, a.id AS unit, t.tier, t.kind, t.quantity_micro, t.cost_minor,"
        " t.evidence_kind, t.gross_amount_micro, t.net_amount_micro, t.evidence_quantity_micro, t.value_minor, t.lower_minor,"
        " a.basis, a.reason, a.finding FROM runs_assessment_tier t JOIN runs_assessment a ON a.id = t.assessment_id"
        " JOIN items_item i ON i.id = a.item_id LEFT JOIN items_lot l ON l.id = a.lot_id WHERE a.run_id = %s"
        " ORDER BY i.code, coalesce(l.code, ''), a.id, t.tier",
        [run_id],
    )


def estimates(reader: Reader, run_id: int) -> list[Row]:
    """Return every estimate of every unit tested, with whether it binds and why."""
    return reader.rows(
        "SELECT i.code AS item, coalesce(l.code, '') AS lot, e.tier, e.rule, e.rank, e.value_minor, e.binds, e.why"
        " FROM runs_assessment_estimate e JOIN runs_assessment a ON a.id = e.assessment_id"
        " JOIN items_item i ON i.id = a.item_id LEFT JOIN items_lot l ON l.id = a.lot_id WHERE a.run_id = %s"
        " ORDER BY i.code, coalesce(l.code, ''), a.id, e.tier, e.id",
        [run_id],
    )


def markets(reader: Reader, run_id: int) -> list[Row]:
    """Return how the market of every tier came about, where a unit is measured at it."""
    return reader.rows(
        "SELECT i.code AS item, coalesce(l.code, '') AS lot, m.tier, m.replacement_minor, m.ceiling_minor, m.profit_minor,"
        " m.floor_minor, m.market_minor FROM runs_assessment_market m JOIN runs_assessment a ON a.id = m.assessment_id"
        " JOIN items_item i ON i.id = a.item_id LEFT JOIN items_lot l ON l.id = a.lot_id WHERE a.run_id = %s"
        " ORDER BY i.code, coalesce(l.code, ''), a.id, m.tier",
        [run_id],
    )


def evidence(reader: Reader, run_id: int) -> list[Row]:
    """Return every piece of evidence that a unit's test rests on, with the hash of the file it came in, and that of itself."""
    return reader.rows(
        "SELECT i.code AS item, coalesce(l.code, '') AS lot, e.document, e.line, e.kind, e.channel, e.amount_micro, e.currency,"
        " e.quantity_micro, e.observed_on, CASE WHEN v.id IS NULL THEN e.standing ELSE 'verified' END AS standing,"
        " coalesce(w.username, '') AS asserted_by, e.known_seq, e.file_hash, e.content_hash"
        " FROM runs_assessment_evidence u JOIN evidence_evidence e ON e.id = u.evidence_id"
        " JOIN runs_assessment a ON a.id = u.assessment_id JOIN runs_run r ON r.id = u.run_id"
        " JOIN items_item i ON i.id = a.item_id LEFT JOIN items_lot l ON l.id = a.lot_id"
        " LEFT JOIN people_user w ON w.id = e.asserted_by LEFT JOIN evidence_evidence_verification v"
        " ON v.evidence_id = e.id AND v.known_seq <= r.snapshot_seq WHERE u.run_id = %s"
        " UNION ALL SELECT i.code, coalesce(l.code, ''), o.document, o.line, 'firm_contract', '', o.amount_micro, o.currency,"
        " o.quantity_micro, o.stated_on, 'source_matched', '', o.known_seq, NULL, NULL"
        " FROM runs_assessment_order u JOIN stock_order_line o ON o.id = u.order_line_id"
        " JOIN runs_assessment a ON a.id = u.assessment_id"
        " JOIN items_item i ON i.id = a.item_id LEFT JOIN items_lot l ON l.id = a.lot_id WHERE u.run_id = %s"
        " ORDER BY 1, 2, 10, 3, 4",
        [run_id, run_id], days=("observed_on",),
    )  # fmt: skip


def decisions(reader: Reader, run_id: int) -> list[Row]:
    """Return every review and approval of a run with its proof of identity, in the order in which they came to be known."""
    return reader.rows(
        "SELECT 'approval' AS what, '' AS item, a.decision, u.username AS who, w.username AS authority_of, a.comment,"
        " a.amount_minor, a.run_hash, s.method, s.granted_at, a.recorded_at, a.known_seq, a.content_hash"
        " FROM runs_approval a LEFT JOIN people_user u ON u.id = a.decided_by LEFT JOIN people_user w ON w.id = a.authority_of"
        " LEFT JOIN access_step_up s ON s.id = a.step_up_id WHERE a.run_id = %s"
        " UNION ALL SELECT 'review', coalesce(i.code, ''), v.decision, u.username, w.username, v.comment, NULL, v.run_hash,"
        " NULL, NULL, v.recorded_at, v.known_seq, v.content_hash FROM runs_review v"
        " LEFT JOIN people_user u ON u.id = v.reviewed_by LEFT JOIN people_user w ON w.id = v.authority_of"
        " LEFT JOIN runs_proposal p ON p.id = v.proposal_id LEFT JOIN valuation_cost_pool c ON c.id = p.pool_id"
        " LEFT JOIN items_item i ON i.id = c.item_id WHERE v.run_id = %s ORDER BY 12",
        [run_id, run_id],
    )


def entries(reader: Reader, run_id: int) -> list[Row]:
    """Return the lines of the entries that a run was posted with, in the order of their numbers."""
    return reader.rows(
        "SELECT e.journal, e.fiscal_year, e.number, e.accounting_on, e.event, e.document, c.code AS account,"
        " c.name AS account_name, l.amount_minor, l.reason, l.item_class, u.username AS posted_by, e.known_seq, e.recorded_at,"
        " e.content_hash FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id"
        " JOIN ledger_account c ON c.id = l.account_id LEFT JOIN people_user u ON u.id = e.posted_by"
        " WHERE e.run_id = %s ORDER BY e.known_seq, l.line_no",
        [run_id], days=("accounting_on",),
    )  # fmt: skip


def policy_text(reader: Reader, entity_id: int, policy_hash: bytes) -> str:
    """Return the policy document of a hash, as it was hashed; empty where there is none."""
    sql = "SELECT text FROM evidence_policy_document WHERE entity_id = %s AND policy_hash = %s"
    return str(reader.value(sql, [entity_id, policy_hash]) or "")


def files_named(reader: Reader, entity_id: int, hashes: list[bytes]) -> dict[bytes, str]:
    """Return the names of imported files by their hashes."""
    if not hashes:
        return {}
    rows = reader.rows(
        f"SELECT file_hash, min(file_name) AS name FROM audit_imported_file WHERE entity_id = %s AND file_hash IN ({marks(hashes)})"  # noqa: S608
        " GROUP BY file_hash",
        [entity_id, *hashes],
    )
    return {bytes(row["file_hash"]): str(row["name"]) for row in rows}


def commands_around(reader: Reader, entity_id: int, *, first_seq: int, last_seq: int) -> tuple[int, int]:
    """Return the last sequence before some facts, and the one at which the command that wrote them ended."""
    before = "SELECT max(known_seq) FROM audit_command WHERE entity_id = %s AND known_seq < %s"
    after = "SELECT min(known_seq) FROM audit_command WHERE entity_id = %s AND known_seq >= %s"
    earlier = int(reader.value(before, [entity_id, first_seq]) or 0)
    return earlier, int(reader.value(after, [entity_id, last_seq]) or last_seq)
