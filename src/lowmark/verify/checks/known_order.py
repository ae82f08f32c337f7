"""Known order: what we know, we came to know one after the other, as the entity's clock says."""

from collections.abc import Iterator
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Named, Names
from lowmark.verify.names import on as day
from lowmark.verify.reader import Rows

NAME: Final = "known_order"
MEANING: Final = "each known sequence was given out once, up to where the clock stands, and moments follow sequences"

# A command and its audit record share a sequence, and a seal's is the last that it covers.
_TABLES: Final = (
    ("move", "stock_stock_move", "known_seq", "recorded_at"),
    ("entry", "ledger_entry", "known_seq", "recorded_at"),
    ("evidence", "evidence_evidence", "known_seq", "recorded_at"),
    ("evidence_verification", "evidence_evidence_verification", "known_seq", "recorded_at"),
    ("order_line", "stock_order_line", "known_seq", "recorded_at"),
    ("review", "runs_review", "known_seq", "recorded_at"),
    ("approval_rule", "access_approval_rule", "known_seq", "recorded_at"),
    ("approval_limit", "access_approval_limit", "known_seq", "recorded_at"),
    ("delegation", "access_delegation", "known_seq", "recorded_at"),
    ("step_up", "access_step_up", "known_seq", "recorded_at"),
    ("task_assignment", "entities_task_assignment", "known_seq", "recorded_at"),
    ("task_signature", "entities_task_signature", "known_seq", "recorded_at"),
    ("policy_document", "evidence_policy_document", "known_seq", "recorded_at"),
    ("caption", "runs_caption", "known_seq", "recorded_at"),
    ("approval", "runs_approval", "known_seq", "recorded_at"),
    ("plan_term", "evidence_plan_term", "known_seq", "recorded_at"),
    ("plan", "runs_plan", "known_seq", "recorded_at"),
    ("plan_action", "runs_plan_action", "known_seq", "recorded_at"),
    ("plan_decision", "runs_plan_decision", "known_seq", "recorded_at"),
    ("policy", "evidence_policy", "known_seq", "recorded_at"),
    ("rate", "evidence_rate", "known_seq", "recorded_at"),
    ("standard_cost", "evidence_standard_cost", "known_seq", "recorded_at"),
    ("pool_estimate", "subledger_pool_estimate", "known_seq", "recorded_at"),
    ("trial_balance_line", "ledger_trial_balance_line", "known_seq", "recorded_at"),
    ("entry_export", "ledger_entry_export", "known_seq", "recorded_at"),
    ("expected_return", "ledger_expected_return", "known_seq", "recorded_at"),
    ("count", "stock_count", "known_seq", "recorded_at"),
    ("count_posting", "stock_count_posting", "known_seq", "recorded_at"),
    ("place_freeze", "stock_place_freeze", "known_seq", "recorded_at"),
    ("catch_weight", "stock_catch_weight", "known_seq", "recorded_at"),
    ("kit_line", "stock_kit_line", "known_seq", "recorded_at"),
    ("kit_part", "stock_kit_part", "known_seq", "recorded_at"),
    ("shrinkage_accrual", "ledger_shrinkage_accrual", "known_seq", "recorded_at"),
    ("cost_change", "stock_cost_change", "known_seq", "recorded_at"),
    ("production", "stock_production", "known_seq", "recorded_at"),
    ("period_event", "entities_period_event", "known_seq", "recorded_at"),
    ("demand_forecast", "evidence_demand_forecast", "known_seq", "recorded_at"),
    ("demand_correction", "evidence_demand_correction", "known_seq", "recorded_at"),
    ("forecast_score", "evidence_forecast_score", "known_seq", "recorded_at"),
    ("account_mapping", "ledger_account_mapping", "known_seq", "recorded_at"),
    ("commitment_change", "ledger_commitment_change", "known_seq", "recorded_at"),
    ("opening_item", "ledger_opening_item", "known_seq", "recorded_at"),
    ("opening_margin", "stock_opening_margin", "known_seq", "recorded_at"),
    ("opening_tax_base", "subledger_opening_tax_base", "known_seq", "recorded_at"),
    ("opening_retail", "subledger_opening_retail", "known_seq", "recorded_at"),
    ("budget_line", "ledger_budget_line", "known_seq", "recorded_at"),
    ("consolidation", "ledger_consolidation", "known_seq", "recorded_at"),
    ("dimension_rule", "ledger_dimension_rule", "known_seq", "recorded_at"),
    ("entry_classification", "ledger_entry_classification", "known_seq", "recorded_at"),
    ("intercompany_move", "stock_intercompany_move", "known_seq", "recorded_at"),
    ("formula_change", "stock_formula_change", "known_seq", "recorded_at"),
    ("formula_change_decision", "stock_formula_change_decision", "known_seq", "recorded_at"),
    ("formula_change_effect", "stock_formula_change_effect", "known_seq", "recorded_at"),
    ("formula_change_item", "stock_formula_change_item", "known_seq", "recorded_at"),
    ("journal_decision", "ledger_journal_decision", "known_seq", "recorded_at"),
    ("journal_draft_line", "ledger_journal_draft_line", "known_seq", "recorded_at"),
    ("journal_draft", "ledger_journal_draft", "known_seq", "recorded_at"),
    ("journal_posting", "ledger_journal_posting", "known_seq", "recorded_at"),
    ("line_dimension", "ledger_line_dimension", "known_seq", "recorded_at"),
    ("ownership", "entities_ownership", "known_seq", "recorded_at"),
    ("grant", "access_grant", "known_seq", "recorded_at"),
    ("imported_file", "audit_imported_file", "known_seq", "recorded_at"),
    ("run", "runs_run", "known_seq", "recorded_at"),
    ("proposal", "runs_proposal", "known_seq", "recorded_at"),
    ("audit", "audit_audit", "known_seq", "recorded_at"),
    ("seal", "audit_seal", "to_seq", "sealed_at"),
)
_FLOWS_BEYOND: Final = """
SELECT accounting_on, known_seq FROM subledger_cost_flow
WHERE cost_basis_id IN (SELECT id FROM entities_cost_basis WHERE entity_id = %s) AND known_seq > %s ORDER BY known_seq
"""
_ALLOWANCE_BEYOND: Final = """
SELECT accounting_on, known_seq FROM subledger_allowance_move
WHERE book_id IN (SELECT id FROM entities_book WHERE entity_id = %s) AND known_seq > %s ORDER BY known_seq
"""
_BEYOND: Final = (("a cost flow", _FLOWS_BEYOND), ("an allowance move", _ALLOWANCE_BEYOND))


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every fact that has a place in the commit order."""
    faults, names = Faults(), Names(reader, entity_id)
    clock = reader.rows(
        "SELECT known_seq, recorded_at FROM entities_entity_clock WHERE entity_id = %s", [entity_id]
    )  # fmt: skip
    if not clock:
        faults.add("the entity has no clock")
        return faults.checked(0)
    facts = _facts()
    parameters = [entity_id] * len(_TABLES)
    for row in reader.rows(_disorder(facts), parameters):
        earlier, later = _named(names, row["kind_before"], row["id_before"]), _named(names, row["kind"], row["id"])
        if row["seq"] == row["seq_before"]:
            faults.add("{} and {} have the same known sequence {}", earlier, later, row["seq"])
        else:
            faults.add("{} was recorded before {}, which came to be known before it", later, earlier)
    summed = f"SELECT count(*) AS n, min(seq) AS first, max(seq) AS seq, max(at) AS at FROM ({facts}) q"  # noqa: S608
    found = reader.rows(summed, parameters)[0]
    seq, at = clock[0]["known_seq"], clock[0]["recorded_at"]
    if found["n"] and found["first"] < 1:
        faults.add("a known sequence of {} was never given out", found["first"])
    if seq != (found["seq"] or 0):
        faults.add("the clock stands at {} and the last fact is {}", seq, found["seq"] or 0)
    if at < (found["at"] or 0):
        faults.add("the clock stands at moment {} and the last fact was recorded at {}", at, found["at"])
    for what, accounting_on, beyond in _beyond(reader, entity_id, seq):
        faults.add(
            "{} of {} has the known sequence {}, and the clock stands at {}", what, day(accounting_on), beyond, seq
        )
    return faults.checked(found["n"])


def _facts() -> str:
    """Return the query of every fact: kind, id, seq, at."""
    return " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, id, {seq} AS seq, {at} AS at FROM {table} WHERE entity_id = %s"  # noqa: S608
        for kind, table, seq, at in _TABLES
    )


def _disorder(facts: str) -> str:
    """Return the query of facts that share a sequence with the one before them, or were recorded before it."""
    return (
        "SELECT * FROM (SELECT kind, id, seq, at, lag(kind) OVER known AS kind_before, lag(id) OVER known AS id_before,"  # noqa: S608
        f" lag(seq) OVER known AS seq_before, lag(at) OVER known AS at_before FROM ({facts}) f"
        " WINDOW known AS (ORDER BY seq, at, kind, id)) q WHERE seq = seq_before OR at < at_before ORDER BY seq"
    )


def _named(names: Names, kind: str, number: int) -> str:
    """Return a fact in words, with what it is."""
    named: Named = names(kind, number)
    return f"{kind.replace('_', ' ')} {named}"


def _beyond(reader: Rows, entity_id: int, seq: int) -> Iterator[tuple[str, int, int]]:
    """Yield what flows and allowance moves are beyond the clock: what, its day and its sequence."""
    for what, sql in _BEYOND:
        for row in reader.rows(sql, [entity_id, seq]):
            yield what, row["accounting_on"], row["known_seq"]
