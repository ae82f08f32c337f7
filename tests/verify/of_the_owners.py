"""Tampering with owners, units, and what was assumed of goods sold before they came: see `test_tampering_with_owners`."""

from tests.verify.tampering import line, tampering

OF_OWNERS = (
    tampering("whose goods came", "UPDATE stock_stock_move SET owner = '', to_owner = '' WHERE id = {move:HELD}",
        by="moves_complete layers_replay no_negative_stock content_hashes strata_replay", words="HELD/1 is a receipt without a value"),
    tampering("a value of others' goods", "UPDATE stock_stock_move SET value_minor = 500 WHERE id = {move:HELD}",
        by="moves_complete layers_replay content_hashes", words="HELD/1 has a value of its own, and is no receipt of ours"),
    tampering("what others' goods cost", "UPDATE subledger_cost_flow SET value_minor = 7 WHERE move_id = {move:HELD}",
        by="flows_equal_lines layers_replay", words="the flow of 0.07 CAD by HELD/1 has no entry"),
    tampering("whose the goods became", "UPDATE stock_stock_move SET to_owner = 'ELSE' WHERE id = {move:BILLED}",
        by="moves_complete layers_replay content_hashes strata_replay", words="of TENT of BUYER flow for BILLED/1"),
    tampering("where title passed", "UPDATE stock_stock_move SET to_location_id = {place:Shop} WHERE id = {move:TAKEN}",
        by="moves_complete content_hashes strata_replay", words="TAKEN/1 passes title of goods that do not stay where they are"),
    tampering("what was bought where it lay", "UPDATE stock_stock_move SET value_minor = 1 WHERE id = {move:TAKEN}",
        by="layers_replay content_hashes", words="TENT"),
    tampering("the pool of others' goods", "UPDATE valuation_cost_pool SET owner = '' WHERE owner = 'ACME'",
        by="moves_complete layers_replay", words="TENT"),
    tampering("what was written", "UPDATE stock_stock_move SET unit_quantity_micro = 2000000 WHERE id = {move:BOUGHT}",
        by="units_exact content_hashes", words="BOUGHT/1 moved 12 EA, and 2 CTN is written of it"),
    tampering("a unit without a quantity", "UPDATE stock_stock_move SET unit_quantity_micro = NULL WHERE id = {move:BOUGHT}",
        by="units_exact content_hashes", words="BOUGHT/1 says a unit or a quantity in it, and not both"),
    tampering("the factor of a unit", "UPDATE items_item_unit SET numerator = 10 WHERE unit = 'CTN'",
        by="units_exact", words="BOUGHT/1 moved 12 EA, and 1 CTN is written of it"),
    tampering("a unit that is gone", "DELETE FROM items_item_unit WHERE unit = 'CTN'",
        by="units_exact", words="BOUGHT/1 is written in CTN, which its item does not have"),
    tampering("what was assumed", "UPDATE stock_stock_move SET value_minor = value_minor + 100 WHERE reason = 'provisional'"
        " AND value_minor IS NOT NULL", by="layers_replay flows_equal_lines content_hashes", words="BOOT"),
    tampering("how it was trued up", f"UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE"
        f" {line('provisional_true_up', '5000')}", f"UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE"
        f" {line('provisional_true_up', '2120')}", by="flows_equal_lines content_hashes",
        words="moves make a provisional true up of 4.00 CAD, and 4.01 CAD is posted"),
    tampering("what is expected back", "UPDATE ledger_expected_return SET asset_minor = asset_minor + 1",
        by="returns_foot content_hashes", words="RET-10/BOOT says asset_minor"),
)  # fmt: skip
