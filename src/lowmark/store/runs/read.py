"""Read runs, what they found, what they propose and who decided."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader, Row

if TYPE_CHECKING:
    import polars as pl

RUN = """
SELECT r.id, r.entity_id, r.code, r.kind, r.because, r.book_id, b.code AS book, b.framework, b.currency, r.as_of, r.snapshot_seq,
       r.state, r.snapshot_hash, r.policy_hash, r.run_hash, r.prepared_by, r.channel, r.authorised_on,
       u.username AS preparer, r.known_seq
FROM runs_run r JOIN entities_book b ON b.id = r.book_id LEFT JOIN people_user u ON u.id = r.prepared_by
"""


def run(reader: Reader, entity_id: int, code: str) -> Row | None:
    """Return a run by its name, or none."""
    return reader.row(
        RUN + "WHERE r.entity_id = %s AND r.code = %s", [entity_id, code], days=("as_of", "authorised_on")
    )


def runs(reader: Reader, entity_id: int) -> list[Row]:
    """Return the runs of an entity, newest first, with how many proposals and their sum."""
    return reader.rows(
        "SELECT q.*, (SELECT count(*) FROM runs_proposal p WHERE p.run_id = q.id)"  # noqa: S608
        " + (SELECT count(*) FROM runs_overlay o WHERE o.run_id = q.id) AS proposals,"
        " CAST((SELECT coalesce(sum(p.amount_minor), 0) FROM runs_proposal p WHERE p.run_id = q.id)"
        " + (SELECT coalesce(sum(o.amount_minor), 0) FROM runs_overlay o WHERE o.run_id = q.id) AS bigint)"
        f" AS change_minor FROM ({RUN} WHERE r.entity_id = %s) q ORDER BY q.id DESC",
        [entity_id], days=("as_of", "authorised_on"),
    )  # fmt: skip


def runs_at(reader: Reader, entity_id: int, as_of: date) -> list[Row]:
    """Return the runs of an entity at a date."""
    return reader.rows("SELECT id, code, kind, state FROM runs_run WHERE entity_id = %s AND as_of = %s ORDER BY id",
                       [entity_id, as_of])  # fmt: skip


def assessments(reader: Reader, run_id: int, *, proposed: bool = False) -> "pl.DataFrame":
    """Return a run's assessments (with a proposal) with what is proposed, the tier that binds, and how much it rests on."""
    joins = "JOIN" if proposed else "LEFT JOIN"
    return reader.frame(  # The order is that of the largest change, whatever its sign.
        "SELECT a.id, a.pool_id, a.item_id, a.lot_id, a.quantity_micro, a.cost_minor, a.value_minor, a.carrying_minor,"  # noqa: S608
        " a.required_minor, a.held_minor, a.basis, a.demand_micro, a.demand_method, a.reason, a.finding, p.id, p.kind,"
        " coalesce(p.amount_minor, 0), p.state,"
        " t.evidence_kind, (SELECT count(*) FROM runs_assessment_evidence e WHERE e.assessment_id = a.id)"
        " + (SELECT count(*) FROM runs_assessment_order o WHERE o.assessment_id = a.id)"
        f" FROM runs_assessment a {joins} runs_proposal p ON p.assessment_id = a.id"
        " LEFT JOIN runs_assessment_tier t ON t.assessment_id = a.id AND t.tier = 1"
        " WHERE a.run_id = %s ORDER BY abs(coalesce(p.amount_minor, 0)) DESC, a.id",
        [run_id],
        {"assessment_id": "id", "unit": "id", "item": "id", "lot": "id", "quantity_micro": "micro",
         "cost_minor": "minor", "value_minor": "minor", "carrying_minor": "minor", "required_minor": "minor",
         "held_minor": "minor", "basis": "text", "demand_micro": "micro", "demand_method": "text", "reason": "text",
         "finding": "text", "proposal_id": "id", "kind": "text",
         "change_minor": "minor", "state": "text", "evidence_kind": "text", "evidence_lines": "int"},
    )  # fmt: skip


def tested(reader: Reader, run_id: int) -> Row:
    """Return how many units of account a run tested, how many of them have a finding, and their sums.

    Shapes: units, findings, cost_minor, carrying_minor, required_minor, held_minor.
    """
    sums = ", ".join(
        f"CAST(coalesce(sum({name}), 0) AS bigint) AS {name}"
        for name in ("cost_minor", "carrying_minor", "required_minor", "held_minor")
    )
    row = reader.row(
        "SELECT count(*) AS units, CAST(coalesce(sum(CASE WHEN finding <> '' THEN 1 ELSE 0 END), 0) AS bigint) AS findings,"  # noqa: S608
        f" {sums} FROM runs_assessment WHERE run_id = %s",
        [run_id],
    )
    assert row is not None  # Sums have a row, of nothing too.
    return row


def shares(reader: Reader, run_id: int) -> "pl.DataFrame":
    """Return the layers that a run changes: pool, layer, remaining_micro, held_minor, amount_minor, reason, class."""
    return reader.frame(
        "SELECT s.pool_id, s.layer_move_id, s.remaining_micro, s.held_minor, s.amount_minor, p.reason, i.item_class,"
        " s.proposal_id FROM runs_proposal_layer s JOIN runs_proposal p ON p.id = s.proposal_id"
        " JOIN valuation_cost_pool c ON c.id = s.pool_id JOIN items_item i ON i.id = c.item_id"
        " WHERE s.run_id = %s ORDER BY s.id",
        [run_id],
        {"pool": "id", "layer": "id", "remaining_micro": "micro", "held_minor": "minor", "amount_minor": "minor",
         "reason": "text", "item_class": "text", "proposal_id": "id"},
    )  # fmt: skip


def kinds(reader: Reader, run_id: int) -> dict[int, str]:
    """Return what each proposal of a run is: a write-down, a reversal, a write-off."""
    return {
        row["id"]: row["kind"] for row in reader.rows("SELECT id, kind FROM runs_proposal WHERE run_id = %s", [run_id])
    }


def tiers(reader: Reader, assessment_id: int) -> list[Row]:
    """Return the tiers of an assessment."""
    return reader.rows(
        "SELECT tier, kind, quantity_micro, cost_minor, evidence_kind, evidence_rank, gross_amount_micro,"
        " net_amount_micro, evidence_quantity_micro, value_minor, lower_minor FROM runs_assessment_tier"
        " WHERE assessment_id = %s ORDER BY tier",
        [assessment_id],
    )


def evidence_of(reader: Reader, assessment_id: int) -> list[Row]:
    """Return the evidence that an assessment rests on, newest first."""
    return reader.rows(
        "SELECT e.document, e.line, e.kind, e.channel, e.amount_micro, e.quantity_micro, e.currency, e.observed_on,"
        " CASE WHEN v.id IS NULL THEN e.standing ELSE 'verified' END AS standing"
        " FROM runs_assessment_evidence u JOIN evidence_evidence e ON e.id = u.evidence_id"
        " JOIN runs_run r ON r.id = u.run_id LEFT JOIN evidence_evidence_verification v"
        " ON v.evidence_id = e.id AND v.known_seq <= r.snapshot_seq WHERE u.assessment_id = %s UNION ALL"
        " SELECT o.document, o.line, 'firm_contract', '', o.amount_micro, o.quantity_micro, o.currency, o.stated_on,"
        " 'source_matched' FROM runs_assessment_order u JOIN stock_order_line o ON o.id = u.order_line_id"
        " WHERE u.assessment_id = %s ORDER BY observed_on DESC, document, line",
        [assessment_id, assessment_id], days=("observed_on",),
    )  # fmt: skip


def layers_of(reader: Reader, run_id: int, pool_id: int) -> list[Row]:
    """Return the layers that a proposal changes, with the receipts that brought them."""
    return reader.rows(
        "SELECT m.document, m.line, m.effective_on, m.quantity_micro, m.value_minor, s.remaining_micro, s.held_minor,"
        " s.amount_minor FROM runs_proposal_layer s JOIN stock_stock_move m ON m.id = s.layer_move_id"
        " WHERE s.run_id = %s AND s.pool_id = %s ORDER BY m.accounting_on, m.id",
        [run_id, pool_id], days=("effective_on",),
    )  # fmt: skip


def approval(reader: Reader, run_id: int) -> Row | None:
    """Return the latest decision on a run with who took it, or none."""
    return reader.row(
        "SELECT a.id, a.decision, a.run_hash, a.comment, a.known_seq, a.recorded_at, u.username AS decided_by,"
        " a.decided_by AS decider, a.amount_minor, w.username AS authority_of"
        " FROM runs_approval a LEFT JOIN people_user u ON u.id = a.decided_by"
        " LEFT JOIN people_user w ON w.id = a.authority_of WHERE a.run_id = %s ORDER BY a.id DESC",
        [run_id],
    )


SINCE = ("stock_stock_move", "stock_cost_change", "evidence_evidence", "evidence_evidence_verification", "evidence_demand_forecast",
         "stock_order_line")  # fmt: skip


def facts_since(reader: Reader, entity_id: int, known_seq: int) -> int:
    """Return how many moves, pieces of evidence, verifications, forecasts and lines of orders came to be known since."""
    counts = " + ".join(f"(SELECT count(*) FROM {table} WHERE entity_id = %s AND known_seq > %s)" for table in SINCE)  # noqa: S608
    return int(reader.value(f"SELECT {counts} AS n", [entity_id, known_seq] * len(SINCE)))


def last_posted_on(reader: Reader, book_id: int) -> date | None:
    """Return the latest date of which a run of a book is posted that has set layers, or none."""
    row = reader.row(
        "SELECT max(as_of) AS as_of FROM runs_run WHERE book_id = %s AND state IN ('posted', 'posted_unapproved')"
        " AND kind <> 'overlay'",
        [book_id], days=("as_of",),
    )  # fmt: skip
    return None if row is None else row["as_of"]
