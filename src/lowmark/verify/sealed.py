"""Facts without a content hash of their own, column by column, said here again; with whose place in the order they have.

A test compares them with the nouns. Before this: `facts`, which says those that are hashed. After this: the check of
sealed facts.
"""

from dataclasses import dataclass
from typing import Final

from lowmark.verify.canonical import Form
from lowmark.verify.facts import ENTRY, OTHERS


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table of facts: its form, and the column that says its place in the order, or leads to the table that does."""

    table: str
    form: Form
    by: str = "known_seq"
    of: str = ""

    @property
    def rows(self) -> str:
        """The rows of an entity with their places, as SQL."""
        join = f" JOIN {self.of} p ON p.id = t.{self.by}" if self.of else ""
        place = "p.known_seq" if self.of else "t.known_seq"
        return f"SELECT {place} AS place, {self.form.named_of('t')} FROM {self.table} t{join} WHERE t.entity_id = %s"  # noqa: S608


_PLAIN: Final = (
    Sealed("access_grant", Form("grant", (
        "id", "entity_id", "user_id", "role*", "granted", "granted_by", "known_seq", "recorded_at",
    )), "known_seq", ""),
    Sealed("access_step_up", Form("step_up", (
        "id", "entity_id", "user_id", "bound_hash*", "method*", "granted_at", "expires_at", "known_seq", "recorded_at",
    )), "known_seq", ""),
    Sealed("audit_command", Form("command", (
        "id", "entity_id", "request_key*", "operation*", "body_hash*", "user_id", "response*", "known_seq",
        "recorded_at",
    )), "known_seq", ""),
    Sealed("audit_imported_file", Form("imported_file", (
        "id", "entity_id", "table_name*", "file_name*", "file_hash*", "n_rows", "quantity_micro", "value_minor",
        "imported_by", "known_seq", "recorded_at",
    )), "known_seq", ""),
    Sealed("evidence_policy_document", Form("policy_document", (
        "id", "entity_id", "policy_hash*", "text*", "known_seq", "recorded_at",
    )), "known_seq", ""),
    Sealed("ledger_consolidation_line", Form("consolidation_line", (
        "id", "entity_id", "consolidation_id", "line_no", "entry_no", "kind*", "member*", "counterparty*", "account*",
        "amount_minor", "because*",
    )), "consolidation_id", "ledger_consolidation"),
    Sealed("ledger_consolidation_member", Form("consolidation_member", (
        "id", "entity_id", "consolidation_id", "member*", "method*", "share*", "figures_of", "as_known_seq",
        "is_late", "figures_hash*",
    )), "consolidation_id", "ledger_consolidation"),
    Sealed("ledger_entry_export", Form("entry_export", (
        "id", "entity_id", "book_id", "from_seq", "to_seq", "up_to", "n_entries", "n_lines", "debit_minor",
        "content_digest*", "exported_by", "known_seq", "recorded_at",
    )), "known_seq", ""),
    Sealed("ledger_line", Form("line", (
        "id", "entity_id", "book_id", "entry_id", "line_no", "account_id", "amount_minor", "reason*", "item_class*",
        "location_id", "tx_currency*", "tx_amount_minor", "rate_id",
    )), "entry_id", "ledger_entry"),
    Sealed("runs_assessment", Form("assessment", (
        "id", "entity_id", "run_id", "pool_id", "item_id", "lot_id", "quantity_micro", "cost_minor", "value_minor",
        "carrying_minor", "required_minor", "held_minor", "basis*", "demand_micro", "demand_method*", "reason*",
        "finding*",
    )), "run_id", "runs_run"),
    Sealed("runs_assessment_estimate", Form("assessment_estimate", (
        "id", "entity_id", "run_id", "assessment_id", "tier", "rule*", "rank", "value_minor", "reason*", "binds",
        "why*",
    )), "run_id", "runs_run"),
    Sealed("runs_assessment_evidence", Form("assessment_evidence", (
        "id", "entity_id", "run_id", "assessment_id", "evidence_id",
    )), "run_id", "runs_run"),
    Sealed("runs_assessment_level", Form("assessment_level", (
        "id", "entity_id", "run_id", "level*", "group_name*", "is_allowed", "is_chosen", "cost_minor", "value_minor",
        "carrying_minor", "required_minor",
    )), "run_id", "runs_run"),
    Sealed("runs_assessment_market", Form("assessment_market", (
        "id", "entity_id", "run_id", "assessment_id", "tier", "replacement_minor", "ceiling_minor", "profit_minor",
        "floor_minor", "market_minor",
    )), "run_id", "runs_run"),
    Sealed("runs_assessment_order", Form("assessment_order", (
        "id", "entity_id", "run_id", "assessment_id", "order_line_id",
    )), "run_id", "runs_run"),
    Sealed("runs_assessment_tier", Form("assessment_tier", (
        "id", "entity_id", "run_id", "assessment_id", "tier", "kind*", "quantity_micro", "cost_minor",
        "evidence_kind*", "evidence_rank", "gross_amount_micro", "net_amount_micro", "evidence_quantity_micro",
        "value_minor", "lower_minor",
    )), "run_id", "runs_run"),
    Sealed("runs_overlay", Form("overlay", (
        "id", "entity_id", "run_id", "item_class*", "kind*", "reason*", "amount_minor", "held_minor", "cost_minor",
        "evidence*", "expires_on",
    )), "run_id", "runs_run"),
    Sealed("runs_proposal_layer", Form("proposal_layer", (
        "id", "entity_id", "run_id", "proposal_id", "pool_id", "layer_move_id", "remaining_micro", "held_minor",
        "amount_minor",
    )), "run_id", "runs_run"),
    Sealed("subledger_allowance_move", Form("allowance_move", (
        "id", "entity_id", "book_id", "pool_id", "layer_move_id", "kind*", "reason*", "fiscal_year", "accounting_on",
        "known_seq", "amount_minor", "base_micro", "proposal_id", "cause_move_id", "entry_id",
    )), "known_seq", ""),
    Sealed("subledger_cost_flow", Form("cost_flow", (
        "id", "entity_id", "cost_basis_id", "pool_id", "layer_move_id", "move_id", "kind*", "accounting_on",
        "known_seq", "quantity_micro", "value_minor", "entry_id",
    )), "known_seq", ""),
    Sealed("subledger_overlay_move", Form("overlay_move", (
        "id", "entity_id", "book_id", "overlay_id", "item_class*", "kind*", "reason*", "fiscal_year", "accounting_on",
        "known_seq", "amount_minor", "entry_id",
    )), "known_seq", ""),
    Sealed("subledger_pool_layer", Form("pool_layer", (
        "id", "entity_id", "pool_estimate_id", "pool*", "fiscal_year", "base_minor", "index_over", "index_under",
        "ratio_over", "ratio_under", "cost_minor", "used_base_minor",
    )), "pool_estimate_id", "subledger_pool_estimate"),
)  # fmt: skip
_HASHED: Final = tuple(
    Sealed(fact.table, Form(fact.form.name, (*fact.form.columns, "content_hash*"))) for fact in (ENTRY, *OTHERS)
)
SEALED: Final = tuple(sorted((*_PLAIN, *_HASHED), key=lambda one: one.table))
"""Every table under a seal."""
