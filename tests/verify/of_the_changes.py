"""What somebody might do to what goods cost later, and which checks see it."""

from tests.verify.tampering import NO_HASH, line, tampering

CHANGE = "UPDATE stock_cost_change SET"
ON_20TH = "accounting_on = 20473"  # 20 January 2026.

OF_CHANGES = (
    tampering(
        "a change of another amount",
        f"{CHANGE} value_minor = value_minor + 500, content_hash = {NO_HASH} WHERE document = 'FR-1'",
        by="content_hashes layers_replay changes_posted",
        words="changes of cost make a landed cost of 35.00",
    ),
    tampering(
        "a change of another receipt",
        f"{CHANGE} move_id = {{move:S1}}, content_hash = {NO_HASH} WHERE document = 'FR-1'",
        by="content_hashes layers_replay changes_posted",
        words="is of no receipt with a value of its own",
    ),
    tampering(
        "a change of goods at standard",
        f"{CHANGE} value_minor = value_minor - 100, content_hash = {NO_HASH} WHERE document = 'CN-1'",
        by="content_hashes flows_equal_lines",
        words="price protection variance",
    ),
    tampering(
        "a difference that counts on another day",
        f"UPDATE subledger_cost_flow SET accounting_on = accounting_on + 1 WHERE move_id = {{move:S1}} AND {ON_20TH}",
        by="layers_replay flows_equal_lines",
        words="counts for 0.00 CAD on 2026-01-20, and should for -12.00 CAD",
    ),
    tampering(
        "a difference of another amount, and its entry",
        f"UPDATE subledger_cost_flow SET value_minor = value_minor + 100 WHERE move_id = {{move:S1}} AND {ON_20TH}",
        f"UPDATE ledger_line SET amount_minor = amount_minor + 100 WHERE {line('sale_recosted', '1200')}",
        f"UPDATE ledger_line SET amount_minor = amount_minor - 100 WHERE {line('sale_recosted', '5000')}",
        by="layers_replay content_hashes",
        words="and should be",
    ),
    tampering(
        "an allowance that a change of cost did not release",
        "DELETE FROM subledger_allowance_move WHERE cause_move_id IS NULL AND kind = 'release'",
        by="allowance_replay allowance_equals_ledger",
        words="a change of cost released 0.00 CAD",
    ),
)
