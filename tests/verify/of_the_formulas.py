"""What somebody might do to a change of formula, and which checks see it."""

from tests.verify.tampering import line, tampering

OF_FORMULAS = (
    tampering(
        "who decided on a change of formula",
        "UPDATE stock_formula_change_decision SET decided_by = {user:ada-x}",
        by="formulas_stand content_hashes",
        words="whoever drafted the change decided on it",
    ),
    tampering(
        "on which proof of identity a change was decided",
        "UPDATE stock_formula_change_decision SET step_up_id = 0",
        by="formulas_stand content_hashes",
        words="it rests on no proof of identity",
    ),
    tampering(
        "whose proof of identity it was",
        "UPDATE access_step_up SET user_id = {user:ada-x} WHERE entity_id = {entity}",
        by="formulas_stand",
        words="the proof of identity is another person's",
    ),
    tampering(
        "what was proved for",
        "UPDATE access_step_up SET bound_hash = {hash:11} WHERE entity_id = {entity}",
        by="formulas_stand",
        words="the proof of identity is for something else",
    ),
    tampering(
        "until when it was proved",
        "UPDATE access_step_up SET expires_at = 1 WHERE entity_id = {entity}",
        by="formulas_stand",
        words="the proof of identity had expired",
    ),
    tampering(
        "the role of who decided",
        "UPDATE access_grant SET granted = NOT granted WHERE entity_id = {entity} AND role = 'approver'",
        by="formulas_stand",
        words="who decided was no approver then",
    ),
    tampering(
        "what was shown",
        "UPDATE stock_formula_change_decision SET figures_hash = {hash:11}",
        by="formulas_stand content_hashes",
        words="the proof of identity is for something else",
    ),
    tampering(
        "when it was decided",
        "UPDATE stock_formula_change_decision SET known_seq = known_seq + 100000",
        by="formulas_stand content_hashes known_order",
        words="goes over before that was decided",
    ),
    tampering(
        "how a change is applied",
        "UPDATE stock_formula_change SET application = 'prospective'",
        by="formulas_stand content_hashes",
        words="is applied prospective, and says that further back is impracticable",
    ),
    tampering(
        "a change that does not go back, and restates",
        "UPDATE stock_stock_move SET restated_minor = 5 WHERE id = {move:CF-1}",
        by="formulas_stand layers_replay content_hashes",
        words="is restated by 0.05 CAD, and goes over by CF-1, which does not go back",
    ),
    tampering(
        "a move of no change that restates",
        "UPDATE stock_stock_move SET restated_minor = 5 WHERE id = {move:P3}",
        by="formulas_stand content_hashes",
        words="is restated by 0.05 CAD, and goes over by no change of formula",
    ),
    tampering(
        "a change of formula that was returned",
        "UPDATE stock_formula_change_decision SET decision = 'returned'",
        by="formulas_stand content_hashes",
        words="went over by a change that nobody had approved",
    ),
    tampering(
        "the formula of an item that went over",
        "UPDATE stock_formula_change_item SET method = 'fifo'",
        by="formulas_stand layers_replay content_hashes",
        words="and its item by fifo",
    ),
    tampering(
        "the formula of a pool",
        "UPDATE valuation_cost_pool SET method = 'fifo' WHERE formula_change_id IS NOT NULL",
        by="layers_replay",
        words="costs by fifo, and its item by moving_average",
    ),
    tampering(
        "the formula that was replaced",
        "UPDATE valuation_cost_pool SET method = 'lifo' WHERE formula_change_id IS NULL",
        by="layers_replay",
        words="costs by lifo, and its item by fifo",
    ),
    tampering(
        "how much went over",
        "UPDATE stock_stock_move SET quantity_micro = quantity_micro - 1000000 WHERE id = {move:CF-1}",
        by="layers_replay content_hashes moves_complete",
        words="and should be",
    ),
    tampering(
        "at what it went over, in both pools",
        "UPDATE subledger_cost_flow SET value_minor = value_minor + 100 WHERE move_id = {move:CF-1} AND quantity_micro > 0",
        "UPDATE subledger_cost_flow SET value_minor = value_minor - 100 WHERE move_id = {move:CF-1} AND id ="
        " (SELECT min(f.id) FROM subledger_cost_flow f WHERE f.move_id = {move:CF-1} AND f.quantity_micro < 0)",
        by="layers_replay",
        words="and should be",
    ),
    tampering(
        "where it went over",
        "UPDATE stock_stock_move SET to_location_id = {place:Back} WHERE id = {move:CF-1}",
        by="formulas_stand content_hashes",
        words="goes over, and to another place or owner",
    ),
    tampering(
        "by which new goods begin",
        "UPDATE entities_cost_basis SET method = 'fifo' WHERE entity_id = {entity}",
        by="formulas_stand layers_replay",
        words="which CF-1 took the place of",
    ),
)

OF_RESTATEMENTS = (
    tampering(
        "by how much goods are restated",
        "UPDATE stock_stock_move SET restated_minor = restated_minor + 1 WHERE id = {move:CF-2}",
        by="formulas_stand layers_replay content_hashes",
        words="and its goods are restated by 10.01 CAD",
    ),
    tampering(
        "that goods are restated",
        "UPDATE stock_stock_move SET restated_minor = NULL WHERE id = {move:CF-2}",
        by="formulas_stand layers_replay content_hashes",
        words="is restated by nothing, and goes over by CF-2, which goes back",
    ),
    tampering(
        "which layer is restated, of two",
        "UPDATE stock_stock_move SET restated_minor = restated_minor + CASE line WHEN '1' THEN 1 ELSE -1 END WHERE document = 'CF-2'",
        by="layers_replay content_hashes",
        words="and should be",
    ),
    tampering(
        "what an earlier year would have expensed",
        "UPDATE stock_formula_change_effect SET amount_minor = amount_minor + 1",
        by="formulas_stand content_hashes",
        words="by CF-2 earlier years would have expensed 9.99 CAD less, and its goods are restated by 10.00 CAD",
    ),
    tampering(
        "the effects on earlier years",
        "DELETE FROM stock_formula_change_effect",
        by="formulas_stand",
        words="earlier years would have expensed 0.00 CAD less",
    ),
    tampering(
        "which year would have expensed it",
        "UPDATE stock_formula_change_effect SET fiscal_year = 2026",
        by="formulas_stand content_hashes",
        words="is of no year before that of 2026-01-01",
    ),
    tampering(
        "when it was said what earlier years would have expensed",
        "UPDATE stock_formula_change_effect SET known_seq = 1",
        by="formulas_stand content_hashes known_order",
        words="came before it was decided",
    ),
    tampering(
        "that a change goes back",
        "UPDATE stock_formula_change SET application = 'prospective' WHERE document = 'CF-2'",
        by="formulas_stand content_hashes",
        words="goes over by CF-2, which does not go back",
    ),
    tampering(
        "the decision on a change that goes back",
        "UPDATE stock_formula_change_decision SET decision = 'returned'",
        by="formulas_stand content_hashes",
        words="is of no change that goes back and was approved",
    ),
    tampering(
        "when a change that goes back begins",
        "UPDATE stock_formula_change SET begins_on = begins_on + 31 WHERE document = 'CF-2'",
        by="formulas_stand content_hashes",
        words="and 2026-02-01 begins no fiscal year",
    ),
    tampering(
        "which formula the new one is said to take the place of",
        "UPDATE stock_formula_change_item SET replaces = 'standard'",
        by="formulas_stand layers_replay content_hashes",
        words="says another formula or day than its change",
    ),
    tampering(
        "when its goods are said to go over",
        "UPDATE stock_formula_change_item SET begins_on = begins_on + 31",
        by="formulas_stand layers_replay moves_complete no_negative_stock content_hashes",
        words="says another formula or day than its change",
    ),
    tampering(
        "what retained earnings take",
        f"UPDATE ledger_line SET account_id = {{account:5100}} WHERE {line('formula_restated', '3100')}",
        by="formulas_stand content_hashes",
        words="on 2026-01-01 goods are restated by 10.00 CAD by CF-2, and -10.00 CAD is posted to retained earnings",
    ),
    tampering(
        "how much is posted of it",
        f"UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE {line('formula_restated', '1200')}",
        f"UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE {line('formula_restated', '3100')}",
        by="formulas_stand flows_equal_lines content_hashes",
        words="and 10.01 CAD is posted to retained earnings",
    ),
    tampering(
        "on which day it is posted",
        "UPDATE ledger_entry SET accounting_on = accounting_on + 1 WHERE id = {entry:formula_restated}",
        by="formulas_stand flows_equal_lines content_hashes",
        words="on 2026-01-02 goods are restated by 0.00 CAD by CF-2, and 20.00 CAD is posted to retained earnings",
    ),
    tampering(
        "in whose name it is posted",
        "UPDATE ledger_entry SET document = 'CF-9' WHERE id = {entry:formula_restated}",
        by="formulas_stand content_hashes",
        words="are restated by 0.00 CAD by CF-9, and 20.00 CAD is posted",
    ),
    tampering(
        "by what it is posted",
        "UPDATE ledger_entry SET event = 'receipt' WHERE id = {entry:formula_restated_back}",
        by="formulas_stand content_hashes",
        words="on 2026-01-01 goods are restated by 10.00 CAD by CF-2, and 20.00 CAD is posted to retained earnings",
    ),
    tampering(
        "of which year the tax on a change is",
        "UPDATE ledger_journal_draft SET origin_year = origin_year - 1 WHERE purpose = 'formula_change_tax'",
        by="formulas_stand journals_stand content_hashes",
        words="is the tax of 2024 on a change of 2026-01-01, which does nothing to it",
    ),
    tampering(
        "what bears the tax on a change",
        "UPDATE ledger_journal_draft_line SET account_id = (SELECT account_id FROM ledger_account_role"
        " WHERE entity_id = {entity} AND role = 'cost_of_sales') WHERE entity_id = {entity} AND account_id ="
        " (SELECT account_id FROM ledger_account_role WHERE entity_id = {entity} AND role = 'retained_earnings' AND reason = '')",
        by="formulas_stand journals_stand content_hashes",
        words="is not between retained earnings and a tax",
    ),
)
