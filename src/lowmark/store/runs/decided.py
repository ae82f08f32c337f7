"""Read what people have said of runs: reviews, and approvals that count against a limit."""

from datetime import date

from lowmark.store.session import Reader, Row


def gross(reader: Reader, run_id: int) -> int:
    """Return every change that a run proposes, each without its sign, added up."""
    return int(reader.value(
        "SELECT CAST((SELECT coalesce(sum(abs(amount_minor)), 0) FROM runs_proposal WHERE run_id = %s)"
        " + (SELECT coalesce(sum(abs(amount_minor)), 0) FROM runs_overlay WHERE run_id = %s) AS bigint) AS n",
        [run_id, run_id],
    ))  # fmt: skip


def lines_above(reader: Reader, run_id: int, *, amount_minor: int) -> list[Row]:
    """Return the lines of a run that change more than an amount: number (none for an overlay), item and amount."""
    return reader.rows(
        "SELECT p.id, i.code AS item, p.amount_minor FROM runs_proposal p JOIN valuation_cost_pool c ON c.id = p.pool_id"
        " JOIN items_item i ON i.id = c.item_id WHERE p.run_id = %s AND abs(p.amount_minor) > %s"
        " UNION ALL SELECT 0, o.item_class, o.amount_minor FROM runs_overlay o WHERE o.run_id = %s"
        " AND abs(o.amount_minor) > %s ORDER BY 1",
        [run_id, amount_minor, run_id, amount_minor],
    )


def reviews(reader: Reader, run_id: int) -> list[Row]:
    """Return what reviewers have said of a run, in the order in which they said it."""
    return reader.rows(
        "SELECT coalesce(v.proposal_id, 0) AS line, v.decision, v.reviewed_by, u.username, v.comment, v.recorded_at"
        " FROM runs_review v LEFT JOIN people_user u ON u.id = v.reviewed_by WHERE v.run_id = %s ORDER BY v.known_seq",
        [run_id],
    )


def approved_on_authority(
    reader: Reader, entity_id: int, *, currency: str, first_on: date, last_on: date
) -> dict[int, int]:
    """Return what was approved of runs as of a span of days, by whose role it rests on; what fell does not count."""
    rows = reader.rows(
        "SELECT a.authority_of, CAST(sum(a.amount_minor) AS bigint) AS used FROM runs_approval a"
        " JOIN runs_run r ON r.id = a.run_id JOIN entities_book b ON b.id = r.book_id WHERE a.entity_id = %s"
        " AND a.decision = 'approved' AND r.state IN ('approved', 'posted') AND b.currency = %s"
        " AND r.as_of BETWEEN %s AND %s GROUP BY a.authority_of",
        [entity_id, currency, first_on, last_on],
    )
    return {row["authority_of"]: int(row["used"]) for row in rows}
