"""Read what an assessment said beside its tiers: estimates, market, levels, and whose entries a run rests on."""

from lowmark.store.session import Reader, Row


def estimates(reader: Reader, assessment_id: int) -> list[Row]:
    """Return every estimate of an assessment's tiers, what binds first."""
    return reader.rows(
        "SELECT tier, rule, rank, value_minor, reason, binds, why FROM runs_assessment_estimate"
        " WHERE assessment_id = %s ORDER BY tier, CASE WHEN binds THEN 0 ELSE 1 END, coalesce(rank, 0), value_minor, id",
        [assessment_id],
    )


def markets(reader: Reader, assessment_id: int) -> list[Row]:
    """Return the market of an assessment's tiers."""
    return reader.rows(
        "SELECT tier, replacement_minor, ceiling_minor, profit_minor, floor_minor, market_minor"
        " FROM runs_assessment_market WHERE assessment_id = %s ORDER BY tier",
        [assessment_id],
    )


def levels(reader: Reader, run_id: int) -> list[Row]:
    """Return what a run comes to by each unit of account: sums over its groups, the narrowest first."""
    return reader.rows(
        "SELECT level, min(id) AS place, count(*) AS groups, max(CASE WHEN is_allowed THEN 1 ELSE 0 END) AS is_allowed,"
        " max(CASE WHEN is_chosen THEN 1 ELSE 0 END) AS is_chosen, CAST(sum(cost_minor) AS bigint) AS cost_minor,"
        " CAST(sum(carrying_minor) AS bigint) AS carrying_minor, CAST(sum(required_minor) AS bigint) AS required_minor"
        " FROM runs_assessment_level WHERE run_id = %s GROUP BY level ORDER BY min(id)",
        [run_id],
    )


def own_entries(reader: Reader, run_id: int) -> int:
    """Return the carrying amount of what rests on entries of the run's preparer that nobody else had verified by then."""
    sql = """
SELECT CAST(coalesce(sum(a.carrying_minor), 0) AS bigint) FROM runs_assessment a JOIN runs_run r ON r.id = a.run_id
WHERE a.run_id = %s AND EXISTS (
  SELECT 1 FROM runs_assessment_evidence u JOIN evidence_evidence e ON e.id = u.evidence_id
  WHERE u.assessment_id = a.id AND e.standing = 'asserted' AND e.asserted_by = r.prepared_by AND NOT EXISTS (
    SELECT 1 FROM evidence_evidence_verification v WHERE v.evidence_id = e.id AND v.known_seq <= r.snapshot_seq
  )
)
"""
    return int(reader.value(sql, [run_id]))


def unverified(reader: Reader, run_id: int) -> int:
    """Return the carrying amount of what rests on anybody's entries that nobody else had verified by then."""
    sql = """
SELECT CAST(coalesce(sum(a.carrying_minor), 0) AS bigint) FROM runs_assessment a JOIN runs_run r ON r.id = a.run_id
WHERE a.run_id = %s AND EXISTS (
  SELECT 1 FROM runs_assessment_evidence u JOIN evidence_evidence e ON e.id = u.evidence_id
  WHERE u.assessment_id = a.id AND e.standing = 'asserted' AND NOT EXISTS (
    SELECT 1 FROM evidence_evidence_verification v WHERE v.evidence_id = e.id AND v.known_seq <= r.snapshot_seq
  )
)
"""
    return int(reader.value(sql, [run_id]))


def estimates_of_proposals(reader: Reader, run_id: int) -> list[Row]:
    """Return every estimate of what a run proposes, by assessment: assessment_id, tier, rule, rank, value_minor, why."""
    return reader.rows(
        "SELECT e.assessment_id, e.tier, e.rule, e.rank, e.value_minor, e.why FROM runs_assessment_estimate e"
        " JOIN runs_proposal p ON p.assessment_id = e.assessment_id WHERE e.run_id = %s"
        " ORDER BY e.assessment_id, e.tier, CASE WHEN e.binds THEN 0 ELSE 1 END, coalesce(e.rank, 0), e.value_minor, e.id",
        [run_id],
    )


def tiers_of_proposals(reader: Reader, run_id: int) -> list[Row]:
    """Return the tiers of what a run proposes, by assessment."""
    return reader.rows(
        "SELECT t.assessment_id, t.tier, t.kind, t.quantity_micro, t.cost_minor, t.value_minor, t.lower_minor,"
        " coalesce(t.evidence_kind, '') AS evidence_kind FROM runs_assessment_tier t"
        " JOIN runs_proposal p ON p.assessment_id = t.assessment_id WHERE p.run_id = %s ORDER BY t.assessment_id, t.tier",
        [run_id],
    )


def markets_of_proposals(reader: Reader, run_id: int) -> list[Row]:
    """Return the market of what a run proposes, by assessment."""
    return reader.rows(
        "SELECT m.assessment_id, m.tier, m.replacement_minor, m.ceiling_minor, m.profit_minor, m.floor_minor,"
        " m.market_minor FROM runs_assessment_market m JOIN runs_proposal p ON p.assessment_id = m.assessment_id"
        " WHERE m.run_id = %s ORDER BY m.assessment_id, m.tier",
        [run_id],
    )
