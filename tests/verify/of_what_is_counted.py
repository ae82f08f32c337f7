"""What somebody might do to counts, estimates of shrinkage, weights and sales within a group, and which checks see it."""

from tests.verify.tampering import NO_HASH, line, tampering

SALE = "UPDATE stock_intercompany_move SET"

OF_WHAT_IS_COUNTED = (
    tampering(
        "an estimate of shrinkage of another amount",
        f"UPDATE ledger_shrinkage_accrual SET accrual_minor = 900, content_hash = {NO_HASH}",
        by="shrinkage_foots content_hashes",
        words="SHR-1/TENT says accrual_minor 900",
    ),
    tampering(
        "an estimate of shrinkage that is posted at another amount",
        f"UPDATE ledger_line SET amount_minor = amount_minor + 100 WHERE {line('shrinkage_accrued', '5300')}",
        f"UPDATE ledger_line SET amount_minor = amount_minor - 100 WHERE {line('shrinkage_accrued', '1285')}",
        by="shrinkage_foots content_hashes",
        words="1.00 CAD",
    ),
    tampering(
        "a sheet that came to another amount",
        f"UPDATE stock_count_posting SET value_minor = -200, content_hash = {NO_HASH}",
        by="counts_posted content_hashes",
        words="says that its differences cost -2.00 CAD",
    ),
    tampering(
        "a sheet that its counter accepted",
        f"UPDATE stock_count SET counted_by = {{user:ben-o}}, content_hash = {NO_HASH}",
        by="counts_posted content_hashes",
        words="who had counted on it",
    ),
    tampering(
        "a sheet on which nobody counted",
        "DELETE FROM stock_count",
        by="counts_posted",
        words="nobody had counted on it",
    ),
    tampering(
        "a freeze that began before a sale",
        f"UPDATE stock_place_freeze SET known_seq = (SELECT known_seq - 1 FROM stock_stock_move WHERE id = {{move:SO-1}}),"
        f" content_hash = {NO_HASH} WHERE event = 'frozen'",
        by="frozen_places content_hashes known_order",
        words="move SO-1/1 was recorded at Main while that was frozen for CS-1",
    ),
    tampering(
        "a thaw that never was",
        "DELETE FROM stock_place_freeze WHERE event = 'thawed'",
        by="frozen_places",
        words="was recorded at Main while that was frozen for CS-1",
    ),
    tampering(
        "a thaw without a freeze",
        "DELETE FROM stock_place_freeze WHERE event = 'frozen'",
        by="frozen_places",
        words="Main was thawed for CS-1, and was not frozen for it",
    ),
    tampering(
        "a freeze for another sheet",
        f"UPDATE stock_place_freeze SET document = 'CS-2', content_hash = {NO_HASH} WHERE event = 'frozen'",
        by="frozen_places content_hashes",
        words="Main was thawed for CS-1, and was not frozen for it",
    ),
    tampering(
        "a count of another's goods",
        f"UPDATE stock_count SET owner = 'ACME', content_hash = {NO_HASH}",
        by="content_hashes",
        words="count CS-1/1",
    ),
    tampering(
        "a weight in another unit",
        f"UPDATE stock_catch_weight SET unit = 'LB', content_hash = {NO_HASH}",
        by="weights_foot content_hashes",
        words="GR-1/1 is weighed in LB, and its item in KG",
    ),
    tampering(
        "a weight that was never there",
        f"UPDATE stock_catch_weight SET quantity_micro = 19000000, content_hash = {NO_HASH} WHERE move_id = {{move:SO-2}}",
        by="weights_foot content_hashes",
        words="SO-2/1 leaves -0.5 of weight at Main",
    ),
    tampering(
        "a kit of more of a component than was sold",
        f"UPDATE stock_kit_line SET quantity_micro = 4000000, content_hash = {NO_HASH} WHERE quantity_micro = 3000000",
        by="kits_foot content_hashes",
        words="KS-1/1 moves 6 of PEG, and 2 KIT are of 8",
    ),
    tampering(
        "a kit that nobody had defined by then",
        f"UPDATE stock_kit_line SET valid_from = valid_from + 300, content_hash = {NO_HASH}",
        by="kits_foot content_hashes",
        words="KS-1/1 is of 2 KIT, of which nobody said what it is of",
    ),
    tampering(
        "a component that is of no kit any more",
        "DELETE FROM stock_kit_part WHERE move_id = (SELECT id FROM stock_stock_move WHERE document = 'KS-1' AND line = '1.2')",
        by="kits_foot",
        words="KS-1/1 moves 0 of PEG, and 2 KIT are of 6",
    ),
    tampering(
        "kits of another quantity",
        f"UPDATE stock_kit_part SET kit_micro = 2000000, content_hash = {NO_HASH}"
        " WHERE move_id IN (SELECT id FROM stock_stock_move WHERE document = 'KR-1')",
        by="kits_foot content_hashes",
        words="KR-1/1 moves 1 of TENT, and 2 KIT are of 2",
    ),
    tampering(
        "a component that is of another line",
        f"UPDATE stock_kit_part SET kit_line = '2', content_hash = {NO_HASH}"
        " WHERE move_id = (SELECT id FROM stock_stock_move WHERE document = 'KS-1' AND line = '1.2')",
        by="kits_foot content_hashes",
        words="KS-1/1.2 is said to be of line 2",
    ),
    tampering(
        "a kit that is what it is of",
        f"UPDATE stock_kit_line SET kit_id = component_id, content_hash = {NO_HASH} WHERE quantity_micro = 3000000",
        by="kits_foot content_hashes",
        words="KS-1/1.2 moves PEG, which is a kit",
    ),
    tampering(
        "an invoice within the group of another amount",
        f"UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE {line('intercompany_sale', '1100')}",
        f"UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE {line('intercompany_sale', '4000')}",
        by="sales_within_foot content_hashes",
        words="sale IC-1 with ELM is posted at 60.01 CAD, and is of 60.00 CAD",
    ),
    tampering(
        "an invoice within the group that names nobody",
        "DELETE FROM ledger_line_dimension WHERE entry_id = {entry:intercompany_sale}",
        by="sales_within_foot known_order",
        words="a sale IC-1 with nobody is posted that nobody declared",
    ),
    tampering(
        "a side of another amount than its invoice",
        f"{SALE} amount_minor = 1, content_hash = {NO_HASH} WHERE side = 'sale'",
        by="sales_within_foot content_hashes",
        words="and is of 0.01 CAD",
    ),
)
