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
        "production_id", "share_micro", "received_on", *_KNOWN,
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
        "id", "entity_id", "item_id", "location_id", "made_on", "horizon_days", "mean_micro", "quantiles*", "method*",
        *_KNOWN,
    ))),
    Fact("order_line", "stock_order_line", Form("order_line", (
        "id", "entity_id", "document*", "line*", "side*", "item_id", "is_firm", "quantity_micro", "amount_micro",
        "currency*", "due_on", "stated_on", *_KNOWN,
    ))),
    Fact("approval", "runs_approval", Form("approval", (
        "id", "entity_id", "run_id", "decision*", "run_hash*", "decided_by", "step_up_id", "comment*", *_KNOWN,
    ))),
    Fact("caption", "runs_caption", Form("caption", (
        "id", "entity_id", "book_id", "fiscal_year", "as_of", "tested_minor", "size*", "proposed*", "caption*", "reason*",
        "decided_by", *_KNOWN,
    ))),
    Fact("policy", "evidence_policy", Form("policy", (
        "id", "entity_id", "book_id", "path*", "valid_from", "value*", "set_by", *_KNOWN,
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
    Fact("pool_estimate", "subledger_pool_estimate", Form("pool_estimate", (
        "id", "entity_id", "book_id", "pool*", "method*", "as_of", "fiscal_year", "is_annual", "opening_base_minor",
        "opening_cost_minor", "ending_minor", "index_over", "index_under", "layer_index_over", "layer_index_under",
        "ratio_over", "ratio_under", "inside_minor", "lifo_minor", "reserve_minor", "entry_id", "made_by", *_KNOWN,
    ))),
    Fact("count", "stock_count", Form("count", (
        "id", "entity_id", "document*", "line*", "item_id", "lot_id", "location_id", "counted_on", "quantity_micro",
        "counted_by", *_KNOWN,
    ))),
    Fact("period_event", "entities_period_event", Form("period_event", (
        "id", "entity_id", "period_id", "event*", "by_user", "because*", "statement_hash*", *_KNOWN,
    ))),
    Fact("audit", "audit_audit", Form("audit", (
        "id", "entity_id", "user_id", "operation*", "subject*", "before_hash*", "after_hash*", "because*",
        "request_key*", *_KNOWN,
    ))),
)  # fmt: skip
