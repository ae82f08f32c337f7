"""Tampering with moves, flows, layers and allowances."""

from tests.verify.tampering import tampering

OF_THE_STOCK = (
    # Moves, flows and layers.
    tampering("a move's quantity", "UPDATE stock_stock_move SET quantity_micro = quantity_micro + 1000000 WHERE id = {move:D1}",
       by="moves_complete layers_replay content_hashes strata_replay", words="D1/1 of 2026-03-10 changes the stock of TENT by -2"),
    tampering("a move's value", "UPDATE stock_stock_move SET value_minor = value_minor + 1 WHERE id = {move:P5}",
       by="layers_replay content_hashes", words="P5/1"),
    tampering("a move, removed", "DELETE FROM stock_stock_move WHERE id = {move:D1}",
       by="moves_complete layers_replay allowance_replay seals strata_replay", words="flow for one that is not there"),
    tampering("where a move went", "UPDATE stock_stock_move SET to_location_id = {place:customer} WHERE id = {move:T1}",
       by="moves_complete layers_replay content_hashes strata_replay",
       words="T1/1 of 2026-02-07 changes the stock of TENT by -2"),
    tampering("what moved", "UPDATE stock_stock_move SET item_id = 77 WHERE id = {move:D1}",
       by="moves_complete layers_replay no_negative_stock content_hashes strata_replay", words="changes the stock of one that is not there (number 77), which has no pool"),
    tampering("a move between places outside", "UPDATE stock_stock_move SET from_location_id = {place:vendor} WHERE id = {move:D1}",
       by="moves_complete layers_replay content_hashes strata_replay", words="neither brings nor takes stock"),
    tampering("a value on an issue", "UPDATE stock_stock_move SET value_minor = 1 WHERE id = {move:D1}",
       by="moves_complete content_hashes", words="has a value of its own, and is no receipt"),
    tampering("whose goods moved", "UPDATE stock_stock_move SET owner = 'somebody' WHERE id = {move:D1}",
       by="moves_complete layers_replay no_negative_stock content_hashes strata_replay", words="does not move that stock"),
    tampering("a receipt, later than its sale", "UPDATE stock_stock_move SET effective_on = effective_on + 90 WHERE id = {move:P1}",
       by="content_hashes strata_replay", words="P1/1"),
    tampering("a flow's value", "UPDATE subledger_cost_flow SET value_minor = value_minor - 1 WHERE move_id = {move:D1}",
       by="flows_equal_lines layers_replay", words="D1/1"),
    tampering("a pair of flow values", "UPDATE subledger_cost_flow SET value_minor = value_minor + 1 WHERE move_id = {move:S2} AND"
       " layer_move_id = {move:P1}", "UPDATE subledger_cost_flow SET value_minor = value_minor - 1 WHERE"
       " move_id = {move:S2} AND layer_move_id = {move:P2}",
       by="layers_replay", words="TENT: the issue of 10 for 49.99 CAD by S2/1 from layer P1/1 is recorded, and should be"),
    tampering("a flow, removed", "DELETE FROM subledger_cost_flow WHERE move_id = {move:S3}",
       by="moves_complete layers_replay flows_equal_lines allowance_replay",
       words="by -2, and its cost flows in main by 0"),
    tampering("a flow's entry", "UPDATE subledger_cost_flow SET entry_id = NULL WHERE move_id = {move:D1}",
       by="flows_equal_lines", words="has no entry"),
    tampering("a flow's day", "UPDATE subledger_cost_flow SET accounting_on = accounting_on + 1 WHERE move_id = {move:D1}",
       by="flows_equal_lines layers_replay allowance_replay", words="counts on 2026-03-11"),
    tampering("a flow's kind", "UPDATE subledger_cost_flow SET kind = 'adjust' WHERE move_id = {move:D1}",
       by="moves_complete layers_replay", words="D1/1"),
    tampering("a flow's basis", "UPDATE subledger_cost_flow SET cost_basis_id = 77 WHERE move_id = {move:D1}",
       by="layers_replay flows_equal_lines allowance_replay", words="is in a pool of another basis"),
    tampering("a flow's pool", "UPDATE subledger_cost_flow SET pool_id = 77 WHERE move_id = {move:D1}",
       by="moves_complete layers_replay allowance_replay", words="a cost flow of D1/1 is in no pool"),
    tampering("a layer in the cache", "UPDATE valuation_layer SET consumed_micro = consumed_micro + 1 WHERE layer_move_id = {move:P2}",
       by="layers_replay", words="layer P2/1 stands in the cache with consumed_micro 6000001, not 6000000"),
    tampering("a layer, removed from the cache", "DELETE FROM valuation_layer WHERE layer_move_id = {move:P2}",
       by="layers_replay", words="open layer P2/1 is missing"),
    tampering("a layer that is not open", "UPDATE valuation_layer SET layer_move_id = {move:P1} WHERE layer_move_id = {move:P2}",
       by="layers_replay", words="layer P1/1 is in the cache, and is not open"),
    tampering("how much lies at a place", "UPDATE stock_stratum SET quantity_micro = quantity_micro + 1000000 WHERE received_on ="
       " (SELECT effective_on FROM stock_stock_move WHERE id = {move:P2})", by="strata_replay", words="lie there by the strata"),
    tampering("since when it lies there", "UPDATE stock_stratum SET received_on = received_on - 30 WHERE received_on ="
       " (SELECT effective_on FROM stock_stock_move WHERE id = {move:P2})", by="strata_replay", words="and 0 by the moves"),
    # Allowance.
    tampering("an adjustment's value", "UPDATE subledger_cost_flow SET value_minor = value_minor + 1 WHERE move_id = {move:S5}"
       " AND layer_move_id = {move:OPEN} AND kind = 'adjust'", by="layers_replay flows_equal_lines",
       words="the issue of 1 for 0.32 CAD by S5/1 from layer OPEN/1 is recorded, and should be the issue of 1 for 0.33 CAD"),
    tampering("an adjustment's quantity", "UPDATE subledger_cost_flow SET quantity_micro = quantity_micro + 1000000"
       " WHERE move_id = {move:S5} AND layer_move_id = {move:OPEN} AND kind = 'adjust'", by="layers_replay moves_complete",
       words="S5/1 of 2026-04-05 changes the stock of ROPE by -2"),
    tampering("an adjustment, removed", "DELETE FROM subledger_cost_flow WHERE move_id = {move:S5} AND kind = 'adjust'",
       by="layers_replay flows_equal_lines", words="the issue of 1 for 0.00 CAD by S5/1 from layer P4/1 is missing"),
    tampering("an adjustment's day", "UPDATE subledger_cost_flow SET accounting_on = accounting_on + 1 WHERE move_id = {move:S5}"
       " AND layer_move_id = {move:OPEN} AND kind = 'adjust'", by="layers_replay flows_equal_lines",
       words="is recorded on 2026-04-06, and its move on 2026-04-05"),
    tampering("an adjustment's move", "UPDATE subledger_cost_flow SET move_id = {move:S1} WHERE move_id = {move:S5}"
       " AND kind = 'adjust'", by="layers_replay", words="the issue of 0 for 0.01 CAD by S1/1"),
    tampering("an adjustment known before its move", "UPDATE subledger_cost_flow SET known_seq = 1 WHERE move_id = {move:S5}"
       " AND kind = 'adjust'", by="layers_replay", words="by S5/1 from layer OPEN/1 is recorded on 2026-04-05"),
    tampering("an allowance move", "UPDATE subledger_allowance_move SET amount_minor = amount_minor + 1 WHERE cause_move_id = {move:D1}"
       " AND kind = 'use'", by="allowance_replay allowance_equals_ledger", words="D1/1 released"),
    tampering("an allowance move, removed", "DELETE FROM subledger_allowance_move WHERE cause_move_id = {move:D1}",
       by="allowance_replay allowance_equals_ledger", words="D1/1 released 0.00 CAD of price_decline of 2026, and should have"),
    tampering("a charge above cost", "UPDATE subledger_allowance_move SET amount_minor = 99999 WHERE kind = 'charge' AND"
       " layer_move_id = {move:P3}", by="allowance_replay allowance_equals_ledger approvals_stand",
       words="the allowance is 999.99 CAD on a cost of 12.00 CAD"),
    tampering("a charge's base", "UPDATE subledger_allowance_move SET base_micro = base_micro - 1 WHERE kind = 'charge' AND"
       " layer_move_id = {move:P3}", by="allowance_replay approvals_stand", words="was set on 5.999999, and 6 were left"),
    tampering("a charge without a base", "UPDATE subledger_allowance_move SET base_micro = NULL WHERE kind = 'charge' AND"
       " layer_move_id = {move:P3}", by="allowance_replay approvals_stand", words="on which quantity it was set"),
    tampering("an allowance move's kind", "UPDATE subledger_allowance_move SET kind = 'other' WHERE cause_move_id = {move:D1}",
       by="allowance_replay", words="of a kind that nothing posts"),
    tampering("an allowance move's sign", "UPDATE subledger_allowance_move SET kind = 'restore' WHERE cause_move_id = {move:S3}",
       by="allowance_replay", words="the wrong sign"),
    tampering("a use that was a sale", "UPDATE subledger_allowance_move SET kind = 'use' WHERE cause_move_id = {move:S3}",
       by="allowance_replay", words="is carried by an entry of release on sale"),
    tampering("an allowance move's cause", "UPDATE subledger_allowance_move SET cause_move_id = {move:S1} WHERE"
       " cause_move_id = {move:S3}", by="allowance_replay", words="S1/1, which did nothing to the layer on that day"),
    tampering("an allowance move's day", "UPDATE subledger_allowance_move SET accounting_on = accounting_on + 1 WHERE"
       " cause_move_id = {move:S3}", by="allowance_replay allowance_equals_ledger", words="which did nothing to the layer on that day"),
    tampering("an allowance in the cache", "UPDATE subledger_layer_allowance SET released_micro = released_micro + 1 WHERE"
       " layer_move_id = {move:P3}", by="allowance_replay", words="the cache says"),
    tampering("why an allowance stands in the cache", "UPDATE subledger_layer_allowance SET reason = 'expired' WHERE"
       " layer_move_id = {move:P3}", by="allowance_replay", words="the cache says expired of 2026"),
    tampering("an allowance, removed from the cache", "DELETE FROM subledger_layer_allowance WHERE layer_move_id = {move:P3}",
       by="allowance_replay", words="the cache has no allowance"),
    tampering("an allowance of nothing in the cache", "UPDATE subledger_layer_allowance SET layer_move_id = {move:OPEN} WHERE"
       " layer_move_id = {move:P3}", by="allowance_replay", words="layer OPEN/1 of MILK lot L1: the cache has an allowance of"),
    tampering("the cache of a layer that is gone", "UPDATE subledger_allowance_move SET amount_minor = 0 WHERE"
       " layer_move_id = {move:P3}", by="allowance_replay allowance_equals_ledger approvals_stand",
       words="and nothing is held"),
)  # fmt: skip
