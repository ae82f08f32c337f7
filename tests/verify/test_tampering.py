"""Whatever is changed past the laws, the right check says so, in words that lead to it; and nothing else cries out."""

import hashlib

import psycopg
import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.registry import BY_NAME
from lowmark.store.hashing import content_hash
from lowmark.verify import reader
from lowmark.verify.run import every_check, verify_entity
from tests.company import OPERATOR, do
from tests.verify.of_the_changes import OF_CHANGES
from tests.verify.of_the_formulas import OF_FORMULAS, OF_RESTATEMENTS
from tests.verify.of_the_groups import OF_THE_GROUPS
from tests.verify.of_the_ledger import OF_THE_LEDGER
from tests.verify.of_the_owners import OF_OWNERS
from tests.verify.of_the_people import OF_THE_PEOPLE
from tests.verify.of_the_productions import OF_PRODUCTIONS
from tests.verify.of_the_returns import OF_THE_RETURNS
from tests.verify.of_the_runs import OF_THE_RUNS
from tests.verify.of_the_stock import OF_THE_STOCK
from tests.verify.of_what_is_counted import OF_WHAT_IS_COUNTED
from tests.verify.of_what_is_taken_over import OF_WHAT_IS_TAKEN_OVER
from tests.verify.raw import lawless
from tests.verify.tampering import SEALED, faults, see

ALSO = {SEALED, "years_closed"}
"""A seal sees whatever is changed, and a year that is closed whatever changes its result: both besides the check that is meant."""

TAMPERINGS = (*OF_THE_LEDGER, *OF_THE_STOCK, *OF_THE_RETURNS, *OF_THE_PEOPLE, *OF_THE_RUNS, *OF_THE_GROUPS)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=str)
def test_tampering_is_seen(lived, tampering):
    see(lived.store, tampering, lived.entities["X"], other=lived.entities["Y"], also=ALSO)


def test_a_company_that_has_lived_is_clean(lived):
    found = do("verify", OPERATOR)
    assert found.clean, [fault for check in found.checks for fault in check.faults]
    assert [check.name for check in found.checks] == [check.NAME for check in every_check()]
    assert [check.name for check in found.checks if check.examined == 0] == []


def test_one_entity_is_looked_at_alone(lived):
    whole, one, other = (do("verify", OPERATOR, entity=entity) for entity in ("", "X", "Y"))
    assert one.clean and other.clean
    assert [check.examined for check in whole.checks] == [
        mine.examined + theirs.examined for mine, theirs in zip(one.checks, other.checks, strict=True)
    ]


def test_an_auditor_may_ask_and_a_preparer_may_not(lived):
    assert do("verify", "ben-x", entity="X").clean
    for who, entity in (("ada-x", "X"), ("ben-x", "Y"), ("ben-x", "")):
        with pytest.raises(Problem, match="not_granted"):
            do("verify", who, entity=entity)


def test_nothing_is_seen_where_nothing_is_changed(lived):
    with lawless(lived.store) as raw:
        assert [faults(raw, entity) for entity in lived.entities.values()] == [{}, {}]


def test_large_tables_are_read_page_by_page(lived, monkeypatch):
    with lawless(lived.store) as raw:
        whole = [list(verify_entity(raw, entity)) for entity in lived.entities.values()]
        monkeypatch.setattr(reader, "PAGE", 2)
        assert [list(verify_entity(raw, entity)) for entity in lived.entities.values()] == whole


def test_every_check_is_seen_to_fail():
    every = (
        *TAMPERINGS,
        *OF_OWNERS,
        *OF_CHANGES,
        *OF_PRODUCTIONS,
        *OF_WHAT_IS_COUNTED,
        *OF_WHAT_IS_TAKEN_OVER,
        *OF_FORMULAS,
        *OF_RESTATEMENTS,
    )
    assert frozenset().union(*(each.seen_by for each in every)) == {check.NAME for check in every_check()}


def test_who_hashes_anew_what_they_have_changed_is_seen_by_the_seals(lived):
    noun, columns = BY_NAME["stock_move"], ", ".join(BY_NAME["stock_move"].columns)
    with lawless(lived.store) as raw:
        row = raw.rows(f"SELECT {columns} FROM stock_stock_move WHERE document = 'D1'")[0] | {"reason": "theft"}
        raw.execute(
            "UPDATE stock_stock_move SET reason = %s, content_hash = %s WHERE id = %s",
            [row["reason"], content_hash(noun, row), row["id"]],
        )
        found = faults(raw, lived.entities["X"])
    assert found.keys() == {"seals", SEALED}


def test_who_makes_a_seal_anew_too_is_seen_by_the_next_one(lived):
    with lawless(lived.store) as raw:
        raw.execute("UPDATE audit_seal SET n_leaves = n_leaves + 1, chained = %s WHERE seal_no = 1",
                       [hashlib.sha256(b"anew").digest()])  # fmt: skip
        found = faults(raw, lived.entities["X"])["seals"]
    assert any("seal 2: it is not chained" in fault for fault in found), found


def test_a_pool_that_costs_otherwise_than_its_item_is_said(lived):
    with lawless(lived.store) as raw:
        if lived.store.engine == "postgresql":
            raw.execute("ALTER TABLE valuation_cost_pool DROP CONSTRAINT cost_pool_method_ck")
        raw.execute("UPDATE valuation_cost_pool SET method = 'weighted_average' WHERE item_id = (SELECT id FROM items_item"
                    " WHERE code = 'LAMP')")  # fmt: skip
        found = faults(raw, lived.entities["X"])
    assert found == {"layers_replay": ("LAMP costs by weighted_average, and its item by moving_average",)}


def test_what_is_too_damaged_to_read_is_a_fault_and_no_crash(lived):
    """PostgreSQL keeps a column's type, whatever became of the laws."""
    damage = (
        "UPDATE ledger_line SET amount_minor = 'much'",
        "UPDATE evidence_evidence SET kind = 5, amount_micro = 'much'",
    )
    with lawless(lived.store) as raw:
        if lived.store.engine == "postgresql":
            with pytest.raises(psycopg.errors.InvalidTextRepresentation):
                raw.execute(damage[0])
            return
        for statement in damage:
            raw.execute(statement)
        found = faults(raw, lived.entities["X"])
    assert any("cannot be read to their end" in fault for fault in found["entries_balance"])
    assert any("amount_micro is 'much', which is no whole number" in fault for fault in found["content_hashes"])
