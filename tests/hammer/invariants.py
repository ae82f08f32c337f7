"""What holds of a store whatever was done to it, said in plain SQL and fractions, apart from the code that writes."""

from collections import defaultdict
from fractions import Fraction

from tests.fresh_store import Store

INVENTORY, ALLOWANCE = "inventory", "allowance"


def require_sound(store: Store) -> None:
    """Assert every invariant."""
    entries_balance_and_have_no_gaps(store)
    sequences_are_given_once(store)
    the_subledger_is_the_ledger(store)
    layers_are_what_the_flows_left(store)


def entries_balance_and_have_no_gaps(store: Store) -> None:
    """Each entry balances and has its lines; numbers run from one in every book, journal and fiscal year."""
    wrong = store.rows(
        "SELECT e.id FROM ledger_entry e LEFT JOIN ledger_line l ON l.entry_id = e.id"
        " GROUP BY e.id, e.n_lines HAVING count(l.id) <> e.n_lines OR sum(l.amount_minor) <> 0"
    )
    assert wrong == []
    numbers = defaultdict(list)
    for book, journal, year, number in store.rows("SELECT book_id, journal, fiscal_year, number FROM ledger_entry"):
        numbers[book, journal, year].append(number)
    counters = {(book, journal, year): last for book, journal, year, last in store.rows(
        "SELECT book_id, journal, fiscal_year, last_number FROM ledger_journal_counter"
    )}  # fmt: skip
    assert {key: sorted(found) for key, found in numbers.items()} == {
        key: list(range(1, last + 1)) for key, last in counters.items()
    }


def sequences_are_given_once(store: Store) -> None:
    """No two facts of an entity that count by themselves have one place in its order, and none is after its clock."""
    facts = ("stock_stock_move", "ledger_entry", "audit_command", "evidence_evidence", "audit_imported_file")
    union = " UNION ALL ".join(f"SELECT entity_id, known_seq FROM {table}" for table in facts)
    assert store.rows(f"SELECT entity_id, known_seq FROM ({union}) q GROUP BY 1, 2 HAVING count(*) > 1") == []
    late = store.rows(
        f"SELECT q.entity_id FROM ({union}) q JOIN entities_entity_clock c ON c.entity_id = q.entity_id"
        " WHERE q.known_seq > c.known_seq"
    )
    assert late == []


def the_subledger_is_the_ledger(store: Store) -> None:
    """Cost flows sum to the inventory accounts, allowance moves to the allowance accounts, by entity.

    Where one account plays both parts (write-downs posted directly), the two sum to it together.
    """
    kept: defaultdict[tuple[int, int], int] = defaultdict(int)
    for role, table, column in (
        (INVENTORY, "subledger_cost_flow", "value_minor"), (ALLOWANCE, "subledger_allowance_move", "-amount_minor")
    ):  # fmt: skip
        sums = store.rows(
            f"SELECT r.account_id, f.entity_id, CAST(sum({column}) AS bigint) FROM {table} f JOIN ledger_account_role r"
            f" ON r.entity_id = f.entity_id AND r.role = '{role}' GROUP BY 1, 2"
        )
        for account, entity, amount in sums:
            kept[entity, account] += amount
    booked = {(entity, account): amount for entity, account, amount in store.rows(
        "SELECT entity_id, account_id, CAST(sum(amount_minor) AS bigint) FROM ledger_line WHERE account_id IN"
        f" (SELECT account_id FROM ledger_account_role WHERE role IN ('{INVENTORY}', '{ALLOWANCE}')) GROUP BY 1, 2"
    )}  # fmt: skip
    for key in kept.keys() | booked.keys():
        assert kept.get(key, 0) == booked.get(key, 0), key


def layers_are_what_the_flows_left(store: Store) -> None:
    """The cache of layers has what the flows leave open, each worth its value less the half-even share of what went."""
    left = {
        (pool, layer): (quantity, value)
        for pool, layer, quantity, value in store.rows(
            "SELECT pool_id, layer_move_id, CAST(sum(quantity_micro) AS bigint), CAST(sum(value_minor) AS bigint)"
            " FROM subledger_cost_flow GROUP BY 1, 2"
        )
    }
    assert all(quantity >= 0 and (quantity > 0 or value == 0) for quantity, value in left.values())
    cached = {
        (pool, layer): (quantity - consumed, value - round(Fraction(value * consumed, quantity)))
        for pool, layer, quantity, value, consumed in store.rows(
            "SELECT pool_id, layer_move_id, quantity_micro, value_minor, consumed_micro FROM valuation_layer"
        )
    }
    assert cached == {key: kept for key, kept in left.items() if kept[0]}


def strata_are_what_the_moves_left(store: Store) -> None:
    """At no place is there less than nothing; and what the strata say lies there is what the moves brought and took."""
    assert store.rows("SELECT quantity_micro FROM stock_stratum WHERE quantity_micro <= 0") == []
    moved = {tuple(row[:4]): int(row[4]) for row in store.rows(
        "SELECT place, item_id, lot, owner, CAST(sum(moved) AS bigint) FROM ("
        " SELECT to_location_id AS place, item_id, coalesce(lot_id, 0) AS lot, to_owner AS owner, quantity_micro AS moved"
        " FROM stock_stock_move UNION ALL"
        " SELECT from_location_id, item_id, coalesce(lot_id, 0), owner, -quantity_micro FROM stock_stock_move) q"
        " JOIN items_location p ON p.id = q.place WHERE p.kind NOT IN"
        " ('vendor', 'customer', 'production', 'scrap', 'opening', 'adjustment', 'provisional')"
        " GROUP BY place, item_id, lot, owner HAVING sum(moved) <> 0"
    )}  # fmt: skip
    kept = {tuple(row[:4]): int(row[4]) for row in store.rows(
        "SELECT location_id, item_id, lot_key, owner, CAST(sum(quantity_micro) AS bigint) FROM stock_stratum GROUP BY 1, 2, 3, 4"
    )}  # fmt: skip
    assert moved == kept
    layers = {tuple(row[:2]): int(row[2]) for row in store.rows(
        "SELECT p.item_id, p.owner, CAST(sum(l.quantity_micro - l.consumed_micro) AS bigint) FROM valuation_layer l"
        " JOIN valuation_cost_pool p ON p.id = l.pool_id JOIN entities_book b ON b.cost_basis_id = p.cost_basis_id"
        " AND b.is_primary GROUP BY 1, 2"
    )}  # fmt: skip
    strata = {tuple(row[:2]): int(row[2]) for row in store.rows(
        "SELECT item_id, owner, CAST(sum(quantity_micro) AS bigint) FROM stock_stratum GROUP BY 1, 2"
    )}  # fmt: skip
    assert layers == strata
