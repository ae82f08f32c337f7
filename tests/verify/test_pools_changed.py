"""Whatever is changed of a LIFO pool past the laws is seen: its figures, its layers, its entry."""

from datetime import date

import pytest

from lowmark.verify.run import verify_entity
from tests.company import found
from tests.verify.raw import lawless

CHANGES = {
    "the inventory": "UPDATE subledger_pool_estimate SET ending_minor = ending_minor + 1000",
    "the index": "UPDATE subledger_pool_estimate SET index_over = index_over + 1",
    "the cost of a layer": "UPDATE subledger_pool_layer SET cost_minor = cost_minor + 1 WHERE fiscal_year = 2026",
    "a layer, removed": "DELETE FROM subledger_pool_layer WHERE fiscal_year = 2025",
    "the cost inside": "UPDATE subledger_pool_estimate SET inside_minor = inside_minor + 1",
    "the reserve, with its cost": "UPDATE subledger_pool_estimate SET reserve_minor = reserve_minor + 1, inside_minor = inside_minor + 1",
    "the entry's number": "UPDATE subledger_pool_estimate SET entry_id = NULL",
    "the estimate, removed": "DELETE FROM subledger_pool_estimate",
}


@pytest.mark.parametrize("what", list(CHANGES))
def test_a_change_of_a_pool_is_seen(store, what: str):
    company = found("POOL", framework="us_gaap")
    company.do("estimate-inventory", company.ben, method="dollar_value_lifo", pool="all", as_of=date(2026, 12, 31),
               opening_cost="1000", inside_cost="1320", index="1.1", posting=True)  # fmt: skip
    with lawless(store) as raw:
        entity = raw.rows("SELECT id FROM entities_entity")[0]["id"]
        assert [found_ for found_ in verify_entity(raw, entity) if found_.checked.faults] == []
        assert raw.execute(CHANGES[what]).rowcount > 0
        assert "lifo_reserve" in {found_.name for found_ in verify_entity(raw, entity) if found_.checked.faults}
