"""What somebody might do to averages of periods, and which checks see it."""

from tests.verify.tampering import NO_HASH, line, tampering

ON_31ST = "accounting_on = 20484"  # 31 January 2026.

OF_AVERAGES = (
    tampering(
        "a true-up of another amount, and its entry",
        f"UPDATE subledger_cost_flow SET value_minor = value_minor - 100 WHERE move_id = {{move:S1}} AND {ON_31ST}",
        f"UPDATE ledger_line SET amount_minor = amount_minor - 100 WHERE {line('sale_recosted', '1200')}",
        f"UPDATE ledger_line SET amount_minor = amount_minor + 100 WHERE {line('sale_recosted', '5000')}",
        by="layers_replay content_hashes",
        words="and should be",
    ),
    tampering(
        "a true-up that counts on another day",
        f"UPDATE subledger_cost_flow SET accounting_on = accounting_on - 1 WHERE move_id = {{move:S1}} AND {ON_31ST}",
        by="layers_replay flows_equal_lines",
        words="counts for 0.00 CAD on 2026-01-31, and should for -8.00 CAD",
    ),
    tampering(
        "a period that was never trued up",
        f"UPDATE entities_period_event SET event = 'opened', content_hash = {NO_HASH} WHERE event = 'trued_up'",
        by="layers_replay content_hashes",
        words="and should be",
    ),
)
