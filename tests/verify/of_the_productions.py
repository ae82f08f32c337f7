"""What somebody with the database's password does to productions, and which checks see it."""

from tests.verify.tampering import NO_HASH, line, tampering

OF_PRODUCTIONS = (
    tampering("labour", "UPDATE stock_production SET labour_minor = labour_minor + 2 WHERE document = 'WO-1'",
       by="content_hashes layers_replay productions_foot", words="production WO-1"),
    tampering("what was lost", "UPDATE stock_production SET abnormal_micro = 500000 WHERE document = 'WO-2'",
       by="content_hashes layers_replay productions_foot", words="productions come to abnormal waste"),
    tampering("idle capacity", "UPDATE stock_production SET idle_minor = 0 WHERE document = 'WO-2'",
       by="content_hashes productions_foot", words="productions come to idle capacity of 0.00 CAD"),
    tampering("the day", "UPDATE stock_production SET accounting_on = accounting_on - 1 WHERE document = 'WO-1'",
       by="content_hashes productions_foot", words="counts on another day than its production WO-1"),
    tampering("a product's share", "UPDATE stock_stock_move SET share_micro = 1 WHERE document = 'WO-2' AND line = '3'",
       by="content_hashes layers_replay productions_foot", words="move WO-2/3"),
    tampering("a by-product's value", "UPDATE stock_stock_move SET value_minor = 1 WHERE document = 'WO-1' AND line = '4'",
       by="content_hashes layers_replay", words="move WO-1/4"),
    tampering("an input of none", "UPDATE stock_stock_move SET production_id = NULL WHERE document = 'WO-1' AND line = '2'",
       by="content_hashes layers_replay", words="move WO-1/2"),
    tampering("a product of none", "UPDATE stock_stock_move SET production_id = NULL WHERE document = 'WO-1' AND line = '3'",
       by="content_hashes layers_replay moves_complete productions_foot", words="production WO-1 has no product"),
    tampering("what was posted of waste", f"UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE {line('abnormal_waste', '5210')}",
       f"UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE {line('abnormal_waste', '1300')}",
       by="content_hashes productions_foot",
       words="productions come to abnormal waste of 41.00 CAD, and 41.01 CAD is posted"),
    tampering("a production from nowhere", "INSERT INTO stock_production (id, entity_id, document, effective_on, accounting_on,"
       " labour_minor, depreciation_minor, other_overhead_minor, at_normal_capacity, idle_minor, abnormal_micro, known_seq,"
       " recorded_at, hash_v, content_hash) SELECT 99, {entity}, 'WO-9', 20000, 20000, 0, 0, 0, at_normal_capacity, 0, 0, 0, 0,"
       f" 1, {NO_HASH} FROM stock_production WHERE document = 'WO-1'",
       by="content_hashes known_order productions_foot", words="production WO-9 has no product"),
)  # fmt: skip
