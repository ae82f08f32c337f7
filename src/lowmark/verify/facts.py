"""The columns of every hashed fact in the order in which they were hashed, said here again; those of words have a star.

A test compares them with the nouns: where one changes, the canonical form gets another number. Before this:
`canonical`. After this: the check of content hashes.
"""

from dataclasses import dataclass
from typing import Final

from lowmark.verify.canonical import Form

_KNOWN: Final = ("known_seq", "recorded_at", "hash_v")


@dataclass(frozen=True, slots=True)
class Fact:
    """A hashed fact: what it is called in faults, its table, and its form."""

    kind: str
    table: str
    form: Form


ENTRY: Final = Fact("entry", "ledger_entry", Form("entry", (
    "id", "entity_id", "book_id", "journal*", "fiscal_year", "number", "accounting_on", "event*", "document*", "source*",
    "n_lines", "reverses_id", "run_id", "approval_id", "policy_hash*", "posted_by", *_KNOWN,
)))  # fmt: skip
LINE: Final = Form("line", (
    "id", "entity_id", "book_id", "entry_id", "line_no", "account_id", "amount_minor", "reason*", "item_class*",
    "location_id", "tx_currency*", "tx_amount_minor", "rate_id",
))  # fmt: skip
OTHERS: Final = (
    Fact("move", "stock_stock_move", Form("stock_move", (
        "id", "entity_id", "document*", "line*", "item_id", "lot_id", "from_location_id", "to_location_id", "owner*",
        "to_owner*", "terms*", "reason*", "quantity_micro", "unit*", "unit_quantity_micro", "value_minor",
        "effective_on", "accounting_on", "returns_move_id",
        "production_id", "share_micro", "formula_change_id", "restated_minor", "received_on", *_KNOWN,
    ))),
    Fact("formula_change", "stock_formula_change", Form("formula_change", (
        "id", "entity_id", "cost_basis_id", "document*", "replaces*", "method*", "item_class*", "begins_on",
        "application*", "impracticable*", "because*", "drafted_by", *_KNOWN,
    ))),
    Fact("formula_change_decision", "stock_formula_change_decision", Form("formula_change_decision", (
        "id", "entity_id", "formula_change_id", "decision*", "figures_hash*", "decided_by", "step_up_id", "comment*", *_KNOWN,
    ))),
    Fact("formula_change_effect", "stock_formula_change_effect", Form("formula_change_effect", (
        "id", "entity_id", "formula_change_id", "fiscal_year", "expense*", "amount_minor", *_KNOWN,
    ))),
    Fact("formula_change_item", "stock_formula_change_item", Form("formula_change_item", (
        "id", "entity_id", "cost_basis_id", "formula_change_id", "item_id", "replaces*", "method*", "begins_on", *_KNOWN,
    ))),
    Fact("cost_change", "stock_cost_change", Form("cost_change", (
        "id", "entity_id", "document*", "line*", "kind*", "component*", "move_id", "value_minor", "effective_on",
        "accounting_on", *_KNOWN,
    ))),
    Fact("production", "stock_production", Form("production", (
        "id", "entity_id", "document*", "effective_on", "accounting_on", "labour_minor", "depreciation_minor",
        "other_overhead_minor", "at_normal_capacity", "idle_minor", "abnormal_micro", *_KNOWN,
    ))),
    Fact("evidence", "evidence_evidence", Form("evidence", (
        "id", "entity_id", "document*", "line*", "item_id", "lot_id", "kind*", "condition*", "channel*", "amount_micro",
        "currency*", "quantity_micro", "observed_on", "confirms_date", "standing*", "file_hash*", "asserted_by", *_KNOWN,
    ))),
    Fact("evidence_verification", "evidence_evidence_verification", Form("evidence_verification", (
        "id", "entity_id", "evidence_id", "because*", "verified_by", *_KNOWN,
    ))),
    Fact("demand_forecast", "evidence_demand_forecast", Form("demand_forecast", (
        "id", "entity_id", "item_id", "location_id", "category*", "made_on", "horizon_days", "mean_micro", "quantiles*",
        "method*", *_KNOWN,
    ))),
    Fact("demand_correction", "evidence_demand_correction", Form("demand_correction", (
        "id", "entity_id", "item_id", "location_id", "demand_on", "quantity_micro", "because*", "corrected_by", *_KNOWN,
    ))),
    Fact("forecast_score", "evidence_forecast_score", Form("forecast_score", (
        "id", "entity_id", "made_on", "horizon_days", "demand_class*", "model*", "n", "rmsse_micro", "pinball_micro",
        "pinball_as_number_micro", "bias_micro", "rmsse_by_item_micro", "mase_micro", *_KNOWN,
    ))),
    Fact("order_line", "stock_order_line", Form("order_line", (
        "id", "entity_id", "document*", "line*", "side*", "item_id", "is_firm", "quantity_micro", "amount_micro",
        "currency*", "due_on", "stated_on", *_KNOWN,
    ))),
    Fact("approval", "runs_approval", Form("approval", (
        "id", "entity_id", "run_id", "decision*", "run_hash*", "decided_by", "authority_of", "amount_minor", "step_up_id",
        "comment*", *_KNOWN,
    ))),
    Fact("review", "runs_review", Form("review", (
        "id", "entity_id", "run_id", "proposal_id", "decision*", "run_hash*", "reviewed_by", "authority_of", "comment*",
        *_KNOWN,
    ))),
    Fact("approval_rule", "access_approval_rule", Form("approval_rule", (
        "id", "entity_id", "valid_from", "profile*", "auto_accept_minor", "because*", "set_by", *_KNOWN,
    ))),
    Fact("approval_limit", "access_approval_limit", Form("approval_limit", (
        "id", "entity_id", "user_id", "currency*", "amount_minor", "valid_from", "set_by", *_KNOWN,
    ))),
    Fact("delegation", "access_delegation", Form("delegation", (
        "id", "entity_id", "from_user", "to_user", "role*", "starts_on", "ends_on", "because*", *_KNOWN,
    ))),
    Fact("task_assignment", "entities_task_assignment", Form("task_assignment", (
        "id", "entity_id", "period_id", "task*", "owner", "due_on", "assigned_by", *_KNOWN,
    ))),
    Fact("task_signature", "entities_task_signature", Form("task_signature", (
        "id", "entity_id", "period_id", "task*", "signed", "passed", "because*", "evidence_hash*", "signed_by", *_KNOWN,
    ))),
    Fact("caption", "runs_caption", Form("caption", (
        "id", "entity_id", "book_id", "fiscal_year", "as_of", "tested_minor", "size*", "proposed*", "caption*", "reason*",
        "decided_by", *_KNOWN,
    ))),
    Fact("plan_term", "evidence_plan_term", Form("plan_term", (
        "id", "entity_id", "document*", "line*", "action*", "item_id", "category*", "location*", "partner*", "amount_micro",
        "rate_micro", "cost_micro", "fixed_minor", "limit_micro", "minimum_micro", "elasticity_micro", "lead_days",
        "valid_from", *_KNOWN,
    ))),
    Fact("plan", "runs_plan", Form("plan", (
        "id", "entity_id", "code*", "entities*", "as_of", "horizon_days", "snapshot_seq", "currency*", "risk_minor",
        "gain_minor", "bound_minor", "gap_micro", "nodes", "is_reproducible", "single_action*", "single_minor", "made_by",
        *_KNOWN,
    ))),
    Fact("plan_action", "runs_plan_action", Form("plan_action", (
        "id", "entity_id", "plan_id", "line_no", "action*", "cause*", "item_id", "lot_id", "from_location_id", "order_line*",
        "to_entity*", "to_location*", "partner*", "quantity_micro", "price_micro", "spend_minor", "forgone_minor",
        "gain_minor", "without_minor", "next_best*", "held_by*", "by_on", *_KNOWN,
    ))),
    Fact("plan_decision", "runs_plan_decision", Form("plan_decision", (
        "id", "entity_id", "plan_action_id", "status*", "decided_on", "document*", "draft*", "because*", "decided_by",
        *_KNOWN,
    ))),
    Fact("ownership", "entities_ownership", Form("ownership", (
        "id", "entity_id", "held*", "share_micro", "method*", "valid_from", "set_by", *_KNOWN,
    ))),
    Fact("account_mapping", "ledger_account_mapping", Form("account_mapping", (
        "id", "entity_id", "parent*", "account_id", "group_account*", "translated_at*", "counterparty*", "is_investment",
        "is_capital", "set_by", *_KNOWN,
    ))),
    Fact("intercompany_move", "stock_intercompany_move", Form("intercompany_move", (
        "id", "entity_id", "side*", "counterparty*", "reference*", "move_id", "currency*", "amount_minor", "declared_by",
        *_KNOWN,
    ))),
    Fact("consolidation", "ledger_consolidation", Form("consolidation", (
        "id", "entity_id", "code*", "as_of", "framework*", "currency*", "policy_hash*", "run_hash*", "asked*",
        "prepared_by", *_KNOWN,
    ))),
    Fact("policy", "evidence_policy", Form("policy", (
        "id", "entity_id", "book_id", "head_id", "path*", "valid_from", "value*", "set_by", *_KNOWN,
    ))),
    Fact("rate", "evidence_rate", Form("rate", (
        "id", "entity_id", "source*", "from_currency*", "to_currency*", "numerator", "denominator", "valid_from", *_KNOWN,
    ))),
    Fact("standard_cost", "evidence_standard_cost", Form("standard_cost", (
        "id", "entity_id", "cost_basis_id", "item_id", "price_micro", "valid_from", "set_by", *_KNOWN,
    ))),
    Fact("expected_return", "ledger_expected_return", Form("expected_return", (
        "id", "entity_id", "book_id", "document*", "item_id", "sold_from", "as_of", "rate_micro", "recovery_micro",
        "sold_micro", "returned_micro", "cost_minor", "expected_micro", "asset_minor", *_KNOWN,
    ))),
    Fact("trial_balance_line", "ledger_trial_balance_line", Form("trial_balance_line", (
        "id", "entity_id", "book_id", "document*", "as_of", "account_id", "amount_minor", "includes_seq", *_KNOWN,
    ))),
    Fact("journal_draft", "ledger_journal_draft", Form("journal_draft", (
        "id", "entity_id", "book_id", "document*", "kind*", "purpose*", "first_on", "until_on", "origin_year",
        "because*", "n_lines", "draft_hash*", "drafted_by", *_KNOWN,
    ))),
    Fact("journal_draft_line", "ledger_journal_draft_line", Form("journal_draft_line", (
        "id", "entity_id", "draft_id", "line_no", "account_id", "amount_minor", "item_class*", "dimensions*",
        "tx_currency*", "tx_amount_minor", *_KNOWN,
    ))),
    Fact("journal_decision", "ledger_journal_decision", Form("journal_decision", (
        "id", "entity_id", "draft_id", "decision*", "draft_hash*", "decided_by", "step_up_id", "comment*", *_KNOWN,
    ))),
    Fact("journal_posting", "ledger_journal_posting", Form("journal_posting", (
        "id", "entity_id", "draft_id", "occurrence", "leg*", "accounting_on", "entry_id", "posted_by", *_KNOWN,
    ))),
    Fact("dimension_rule", "ledger_dimension_rule", Form("dimension_rule", (
        "id", "entity_id", "account_id", "dimension*", "demand*", "valid_from", "set_by", *_KNOWN,
    ))),
    Fact("line_dimension", "ledger_line_dimension", Form("line_dimension", (
        "id", "entity_id", "entry_id", "line_no", "dimension*", "value_id", *_KNOWN,
    ))),
    Fact("entry_classification", "ledger_entry_classification", Form("entry_classification", (
        "id", "entity_id", "book_id", "entry_id", "classified*", "origin_year", "restating_id", "because*",
        "classified_by", *_KNOWN,
    ))),
    Fact("budget_line", "ledger_budget_line", Form("budget_line", (
        "id", "entity_id", "book_id", "document*", "ends_on", "account_id", "amount_minor", *_KNOWN,
    ))),
    Fact("commitment_change", "ledger_commitment_change", Form("commitment_change", (
        "id", "entity_id", "book_id", "draft_id", "document*", "line*", "as_of", "kind*", "quantity_micro", "amount_minor",
        *_KNOWN,
    ))),
    Fact("opening_margin", "stock_opening_margin", Form("opening_margin", (
        "id", "entity_id", "move_id", "seller*", "sold_on", "currency*", "margin_minor", "opening_on", "declared_by", *_KNOWN,
    ))),
    Fact("opening_tax_base", "subledger_opening_tax_base", Form("opening_tax_base", (
        "id", "entity_id", "book_id", "tax_book*", "move_id", "base_minor", "deferred_tax_minor", "opening_on", "declared_by",
        *_KNOWN,
    ))),
    Fact("opening_retail", "subledger_opening_retail", Form("opening_retail", (
        "id", "entity_id", "book_id", "pool*", "method*", "fiscal_year", "opening_on", "opening_cost_minor",
        "opening_retail_minor", "purchases_cost_minor", "purchases_retail_minor", "freight_in_minor",
        "purchase_returns_cost_minor", "purchase_returns_retail_minor", "purchase_discounts_minor",
        "purchase_allowances_minor", "abnormal_loss_cost_minor", "abnormal_loss_retail_minor", "markups_minor",
        "markup_cancellations_minor", "markdowns_minor", "markdown_cancellations_minor", "sales_minor",
        "sales_returns_minor", "employee_discounts_minor", "normal_shrinkage_minor",
        "carried_minor", "declared_by", *_KNOWN,
    ))),
    Fact("opening_item", "ledger_opening_item", Form("opening_item", (
        "id", "entity_id", "book_id", "kind*", "document*", "line*", "item_id", "partner*", "quantity_micro", "amount_minor",
        "arose_on", "opening_on", *_KNOWN,
    ))),
    Fact("pool_estimate", "subledger_pool_estimate", Form("pool_estimate", (
        "id", "entity_id", "book_id", "pool*", "method*", "as_of", "fiscal_year", "is_annual", "opening_base_minor",
        "opening_cost_minor", "ending_minor", "index_over", "index_under", "layer_index_over", "layer_index_under",
        "ratio_over", "ratio_under", "inside_minor", "lifo_minor", "reserve_minor", "entry_id", "made_by", *_KNOWN,
    ))),
    Fact("count", "stock_count", Form("count", (
        "id", "entity_id", "document*", "line*", "item_id", "lot_id", "location_id", "owner*", "counted_on", "quantity_micro",
        "damaged_micro", "counted_by", *_KNOWN,
    ))),
    Fact("count_posting", "stock_count_posting", Form("count_posting", (
        "id", "entity_id", "document*", "tolerance_micro", "posted_on", "value_minor", "posted_by", *_KNOWN,
    ))),
    Fact("place_freeze", "stock_place_freeze", Form("place_freeze", (
        "id", "entity_id", "document*", "location_id", "event*", "effective_on", "by_user", "because*", *_KNOWN,
    ))),
    Fact("shrinkage_accrual", "ledger_shrinkage_accrual", Form("shrinkage_accrual", (
        "id", "entity_id", "book_id", "document*", "item_id", "sold_from", "sold_to", "as_of", "rate_micro", "sold_minor",
        "accrual_minor", *_KNOWN,
    ))),
    Fact("catch_weight", "stock_catch_weight", Form("catch_weight", (
        "id", "entity_id", "move_id", "unit*", "quantity_micro", *_KNOWN,
    ))),
    Fact("kit_line", "stock_kit_line", Form("kit_line", (
        "id", "entity_id", "kit_id", "component_id", "quantity_micro", "valid_from", *_KNOWN,
    ))),
    Fact("kit_part", "stock_kit_part", Form("kit_part", (
        "id", "entity_id", "move_id", "kit_id", "kit_line*", "kit_micro", *_KNOWN,
    ))),
    Fact("period_event", "entities_period_event", Form("period_event", (
        "id", "entity_id", "period_id", "event*", "by_user", "because*", "statement_hash*", *_KNOWN,
    ))),
    Fact("audit", "audit_audit", Form("audit", (
        "id", "entity_id", "user_id", "operation*", "subject*", "before_hash*", "after_hash*", "because*",
        "request_key*", *_KNOWN,
    ))),
)  # fmt: skip
