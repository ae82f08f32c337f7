"""What somebody might do to a change of formula, and which checks see it."""

from tests.verify.tampering import tampering

OF_FORMULAS = (
    tampering(
        "who decided on a change of formula",
        "UPDATE stock_formula_change_decision SET decided_by = {user:ada-x}",
        by="formulas_stand content_hashes",
        words="whoever drafted the change decided on it",
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
