"""Tampering with what comes back, is set apart, is averaged or stands at standard."""

from tests.verify.tampering import line, tampering

GAIN = "{entry:purchase_variance_gain}"

OF_THE_RETURNS = (
    tampering("what a return is worth", "UPDATE subledger_cost_flow SET value_minor = value_minor + 1 WHERE move_id = {move:B2}",
       by="flows_equal_lines layers_replay", words="BOOT: the receipt of 1 for 10.01 CAD by B2/1 is recorded, and should be"),
    tampering("what a return is worth, and its entry", "UPDATE subledger_cost_flow SET value_minor = value_minor + 1 WHERE"
       " move_id = {move:B2}", f"UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE {line('sales_return', '1200')}",
       f"UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE {line('sales_return', '5000')}",
       by="layers_replay content_hashes", words="BOOT: the receipt of 1 for 10.01 CAD by B2/1 is recorded, and should be"),
    tampering("what comes back", "UPDATE stock_stock_move SET returns_move_id = {move:L3} WHERE id = {move:B2}",
       by="moves_complete layers_replay allowance_replay content_hashes", words="B2/1 returns a move of other goods"),
    tampering("that anything comes back", "UPDATE stock_stock_move SET returns_move_id = NULL WHERE id = {move:B2}",
       by="moves_complete layers_replay allowance_replay content_hashes", words="B2/1 is a receipt without a value"),
    tampering("how much had left of what comes back", "UPDATE stock_stock_move SET quantity_micro = 500000 WHERE id = {move:B1}",
       by="moves_complete layers_replay allowance_replay content_hashes strata_replay", words="returns more than there was: 1 of 0.5 by then"),
    tampering("a value on a return", "UPDATE stock_stock_move SET value_minor = 7 WHERE id = {move:B2}",
       by="moves_complete content_hashes", words="has a value of its own, and brings back what had left"),
    tampering("what a receipt that was reversed had come at", "UPDATE stock_stock_move SET value_minor = value_minor + 1 WHERE id = {move:V2}",
       by="flows_equal_lines content_hashes", words="on 2026-03-06 moves make a purchase variance of 0.99 CAD, and 1.00 CAD is posted"),
    # Goods set apart.
    tampering("the condition of a place", "UPDATE items_location SET kind = 'stock' WHERE id = {place:Hold}",
       by="moves_complete layers_replay", words="of BOOT flow for B3/1, which does not move that stock"),
    tampering("a cent on the way", "UPDATE subledger_cost_flow SET value_minor = value_minor - 1 WHERE move_id = {move:B3} AND"
       " quantity_micro > 0", by="flows_equal_lines layers_replay",
       words="what B3/1 takes from one place to another, without an entry, comes to -0.01 CAD"),
    tampering("a cent of allowance on the way", "UPDATE subledger_allowance_move SET amount_minor = amount_minor - 1 WHERE"
       " cause_move_id = {move:B3} AND amount_minor > 0", by="allowance_replay allowance_equals_ledger",
       words="B3/1 carried 2.49 CAD of damaged of 2025, and should have 2.50 CAD"),
    tampering("an allowance that stays behind", "DELETE FROM subledger_allowance_move WHERE cause_move_id = {move:B3}",
       by="allowance_replay", words="B3/1 carried 0.00 CAD of damaged of 2025, and should have -2.50 CAD"),
    tampering("a transfer with an entry", "UPDATE subledger_allowance_move SET entry_id = {entry:scrap} WHERE"
       " cause_move_id = {move:B3} AND amount_minor > 0", by="allowance_replay allowance_equals_ledger",
       words="is carried by an entry only if it is no transfer"),
    # What is restored.
    tampering("a restored allowance above what was released", "UPDATE subledger_allowance_move SET amount_minor ="
       " amount_minor + 1000 WHERE cause_move_id = {move:B2} AND kind = 'restore'",
       by="allowance_replay allowance_equals_ledger", words="B2/1 restored 12.50 CAD of damaged of 2025, and should have 2.50 CAD"),
    tampering("an opening's year", "UPDATE subledger_allowance_move SET fiscal_year = 2024 WHERE kind = 'opening'",
       by="allowance_replay", words="and should have 5.00 CAD"),
    tampering("an opening that nobody took over", "UPDATE subledger_allowance_move SET amount_minor = 0 WHERE kind = 'opening'",
       by="allowance_replay allowance_equals_ledger", words="has the wrong sign"),
    # Averages and standards.
    tampering("an average in the cache", "UPDATE valuation_layer SET value_minor = value_minor + 1 WHERE layer_move_id = {move:L1}",
       by="layers_replay", words="LAMP: layer L1/1 stands in the cache with value_minor"),
    tampering("when a layer was last joined", "UPDATE valuation_layer SET opened_on = opened_on - 1 WHERE layer_move_id = {move:L1}",
       by="layers_replay", words="LAMP: layer L1/1 stands in the cache with opened_on"),
    tampering("a pool's method", "UPDATE valuation_cost_pool SET method = 'fifo' WHERE id = (SELECT pool_id FROM valuation_layer"
       " WHERE layer_move_id = {move:L1})", by="layers_replay", words="LAMP costs by fifo, and its item by moving_average"),
    tampering("a standard", "UPDATE evidence_standard_cost SET price_micro = price_micro + 1000000",
       by="layers_replay flows_equal_lines content_hashes", words="STOVE: the receipt of 3 for 15.00 CAD by V1/1 is recorded, and should be"),
    tampering("a standard, removed", "DELETE FROM evidence_standard_cost",
       by="layers_replay flows_equal_lines", words="STOVE costs at standard, and has none"),
    tampering("a variance's entry", f"DELETE FROM ledger_line WHERE entry_id = {GAIN}", f"DELETE FROM ledger_entry WHERE id = {GAIN}",
       by="flows_equal_lines numbers_without_gaps seals",
       words="on 2026-03-03 moves make a purchase variance gain of 1.00 CAD, and 0.00 CAD is posted"),
    tampering("a variance's lines", f"UPDATE ledger_line SET amount_minor = 2 * amount_minor WHERE entry_id = {GAIN}",
       by="flows_equal_lines content_hashes", words="and 2.00 CAD is posted"),
)  # fmt: skip
