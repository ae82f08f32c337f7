"""Read the life of a lot: its moves with what they did to cost and allowance, its charges, its holds."""

from lowmark.store.session import Reader, Row

MOVES = """
SELECT m.accounting_on AS on_day, m.known_seq, m.reason AS what, m.document || '/' || m.line AS document,
       a.path AS from_location, b.path AS to_location, m.quantity_micro,
       coalesce((SELECT w.quantity_micro FROM stock_catch_weight w WHERE w.move_id = m.id), 0) AS catch_micro,
       CAST(coalesce((SELECT sum(f.value_minor) FROM subledger_cost_flow f WHERE f.move_id = m.id AND f.cost_basis_id = %s
                      AND f.known_seq = m.known_seq), 0) AS bigint) AS cost_minor,
       CAST(coalesce((SELECT sum(w.amount_minor) FROM subledger_allowance_move w WHERE w.cause_move_id = m.id
                      AND w.book_id = %s AND w.known_seq = m.known_seq), 0) AS bigint) AS allowance_minor,
       coalesce((SELECT min(u.because) FROM audit_audit u WHERE u.entity_id = m.entity_id
                 AND u.subject = 'move ' || m.document || '/' || m.line), '') AS words
FROM stock_stock_move m JOIN items_location a ON a.id = m.from_location_id JOIN items_location b ON b.id = m.to_location_id
WHERE m.entity_id = %s AND m.item_id = %s AND m.lot_id = %s AND m.known_seq <= %s
"""
COSTS = """
SELECT f.accounting_on AS on_day, f.known_seq, f.kind AS what, m.document || '/' || m.line AS document,
       CAST(sum(f.value_minor) AS bigint) AS cost_minor
FROM subledger_cost_flow f JOIN valuation_cost_pool p ON p.id = f.pool_id JOIN stock_stock_move m ON m.id = f.move_id
WHERE p.item_id = %s AND p.lot_id = %s AND f.cost_basis_id = %s AND f.entity_id = %s AND f.known_seq <= %s
  AND f.known_seq <> m.known_seq
GROUP BY f.accounting_on, f.known_seq, f.kind, m.document, m.line HAVING sum(f.value_minor) <> 0
"""
CHARGES = """
SELECT w.accounting_on AS on_day, w.known_seq, w.kind AS what, coalesce(r.code, '') AS document, w.reason AS words,
       CAST(sum(w.amount_minor) AS bigint) AS allowance_minor
FROM subledger_allowance_move w JOIN valuation_cost_pool p ON p.id = w.pool_id
LEFT JOIN stock_stock_move m ON m.id = w.cause_move_id
LEFT JOIN runs_proposal q ON q.id = w.proposal_id LEFT JOIN runs_run r ON r.id = q.run_id
WHERE p.item_id = %s AND p.lot_id = %s AND w.book_id = %s AND w.entity_id = %s AND w.known_seq <= %s
  AND (m.id IS NULL OR m.known_seq <> w.known_seq)
GROUP BY w.accounting_on, w.known_seq, w.kind, r.code, w.reason HAVING sum(w.amount_minor) <> 0
"""
HOLDS = """
SELECT h.held_on AS on_day, h.known_seq, 'hold' AS what, h.document, h.reason AS words, h.state, h.released_on
FROM stock_hold h WHERE h.entity_id = %s AND h.item_id = %s AND (h.lot_id = %s OR h.lot_id IS NULL) AND h.known_seq <= %s
"""
LOT = """
SELECT l.id, l.item_id, l.made_on, l.expires_on, l.best_before_on, l.potency_micro
FROM items_lot l JOIN items_item i ON i.id = l.item_id
WHERE l.entity_id = %s AND i.catalogue_id = %s AND i.code = %s AND l.code = %s
"""


def lot(reader: Reader, entity_id: int, catalogue_id: int, item: str, code: str) -> Row | None:
    """Return one lot by its natural key: id, item_id, made_on, expires_on, best_before_on, potency_micro; or none."""
    return reader.row(LOT, [entity_id, catalogue_id, item, code], days=("made_on", "expires_on", "best_before_on"))


def steps(reader: Reader, entity_id: int, book_id: int, cost_basis_id: int, one: Row, known_seq: int) -> list[Row]:
    """Return everything that happened to a lot, in the order in which it counts."""
    item, number = one["item_id"], one["id"]
    found = reader.rows(MOVES, [cost_basis_id, book_id, entity_id, item, number, known_seq], days=("on_day",))
    found += reader.rows(COSTS, [item, number, cost_basis_id, entity_id, known_seq], days=("on_day",))
    found += reader.rows(CHARGES, [item, number, book_id, entity_id, known_seq], days=("on_day",))
    found += reader.rows(HOLDS, [entity_id, item, number, known_seq], days=("on_day", "released_on"))
    return sorted(found, key=lambda row: (row["on_day"], row["known_seq"]))
