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
        "reason*", "quantity_micro", "value_minor", "effective_on", "accounting_on", "returns_move_id",
        "received_on", *_KNOWN,
    ))),
    Fact("evidence", "evidence_evidence", Form("evidence", (
        "id", "entity_id", "document*", "line*", "item_id", "lot_id", "kind*", "condition*", "channel*", "amount_micro",
        "currency*", "quantity_micro", "observed_on", "confirms_date", "standing*", "file_hash*", "asserted_by", *_KNOWN,
    ))),
    Fact("approval", "runs_approval", Form("approval", (
        "id", "entity_id", "run_id", "decision*", "run_hash*", "decided_by", "step_up_id", "comment*", *_KNOWN,
    ))),
    Fact("policy", "evidence_policy", Form("policy", (
        "id", "entity_id", "path*", "valid_from", "value*", "set_by", *_KNOWN,
    ))),
    Fact("rate", "evidence_rate", Form("rate", (
        "id", "entity_id", "source*", "from_currency*", "to_currency*", "numerator", "denominator", "valid_from", *_KNOWN,
    ))),
    Fact("standard_cost", "evidence_standard_cost", Form("standard_cost", (
        "id", "entity_id", "cost_basis_id", "item_id", "price_micro", "valid_from", "set_by", *_KNOWN,
    ))),
    Fact("trial_balance_line", "ledger_trial_balance_line", Form("trial_balance_line", (
        "id", "entity_id", "book_id", "document*", "as_of", "account_id", "amount_minor", "includes_seq", *_KNOWN,
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
