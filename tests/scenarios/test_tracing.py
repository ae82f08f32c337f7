"""Tracing, by hand: two lots of flour into two batches of bread, one batch into sandwiches; one sandwich lot goes to a sister company.

    vendor -> FLOUR F1 -\
                          > WO-1 -> BREAD B1 -> WO-3 -> SANDWICH S1 -> CAFE SANDWICH S1 (invoice IC-1) -> customer
    vendor -> FLOUR F2 -/ \
                           > WO-2 -> BREAD B2 -> customer
Salt, which has no lots, goes into WO-1 and leads no further.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, do, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

_numbers = count(1)
DAY = date(2026, 3, 1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has companies of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def bakery() -> Company:
    number = next(_numbers)
    company = found(f"BAKE{number}", mark=f"-b{number}")
    company.bring("items", [("FLOUR", "Flour", "raw_materials", "lot"), ("SALT", "Salt", "raw_materials", "none"),
                            ("BREAD", "Bread", "finished_goods", "lot"), ("SANDWICH", "Sandwich", "finished_goods", "lot")],
                  ("item", "name", "item_class", "tracking"))  # fmt: skip
    for place in ("Main", "Shop"):
        company.do("add-place", company.ada, location=place)
    for lot, quantity in (("F1", 10), ("F2", 10)):
        company.do("receive", company.ada, document=f"GR-{lot}", item="FLOUR", lot=lot, location="Main", quantity=str(quantity),
                   value="10", received_on=date(2026, 1, 5))  # fmt: skip
    company.record("GR-S", "SALT", 5, date(2026, 1, 5), value="5")
    for document, lot, inputs in (("WO-1", "B1", "FLOUR/F1=5,FLOUR/F2=5,SALT=1"), ("WO-2", "B2", "FLOUR/F2=5")):
        company.do("produce", company.ada, document=document, item="BREAD", lot=lot, quantity="4", inputs=inputs, location="Main",
                   produced_on=date(2026, 1, 10))  # fmt: skip
    company.do("produce", company.ada, document="WO-3", item="SANDWICH", lot="S1", quantity="8", inputs="BREAD/B1=3",
               location="Main", produced_on=date(2026, 1, 11))  # fmt: skip
    company.do("transfer", company.ada, document="TR-1", item="SANDWICH", lot="S1", from_location="Main", to_location="Shop",
               quantity="8", moved_on=date(2026, 1, 12))  # fmt: skip
    company.do("issue", company.ada, document="SO-1", item="BREAD", lot="B2", location="Main", quantity="1",
               issued_on=date(2026, 1, 13))  # fmt: skip
    return company


def edges(answer) -> list[tuple[int, str, str, str]]:
    return [(one.level, one.what, one.source.split(" ", 1)[-1], one.target.split(" ", 1)[-1]) for one in answer.steps]


def test_a_lot_is_traced_back_to_its_flour_and_forward_to_who_has_it(store):
    company = bakery()
    from_bread = company.do("trace", company.ben, item="BREAD", lot="B1")
    assert edges(from_bread) == [
        (-1, "bought", "vendor", "FLOUR F1"), (-1, "bought", "vendor", "FLOUR F2"),
        (-1, "made", "FLOUR F1", "BREAD B1"), (-1, "made", "FLOUR F2", "BREAD B1"), (-1, "made", "SALT", "BREAD B1"),
        (1, "made", "BREAD B1", "SANDWICH S1"), (1, "moved", "Main", "Shop"),
    ]  # fmt: skip
    assert next((one.quantity_micro, one.document, one.on) for one in from_bread.steps if one.what == "made") == (
        5_000_000, "WO-1/1", date(2026, 1, 10),
    )  # fmt: skip
    forward = company.do("trace", company.ben, item="FLOUR", lot="F2", way="forward")
    assert edges(forward) == [
        (1, "made", "FLOUR F2", "BREAD B1"), (1, "made", "FLOUR F2", "BREAD B2"), (1, "sold", "BREAD B2", "customer"),
        (2, "made", "BREAD B1", "SANDWICH S1"), (2, "moved", "Main", "Shop"),
    ]  # fmt: skip
    near = company.do("trace", company.ben, item="FLOUR", lot="F2", way="forward", levels=0)
    assert (near.steps, near.more) == ((), True)
    with pytest.raises(Problem, match="has no lot"):
        company.do("trace", company.ben, item="FLOUR", lot="F9")
    with pytest.raises(Problem, match="traced 'up'"):
        company.do("trace", company.ben, item="FLOUR", lot="F1", way="up")


def test_a_sale_within_the_group_is_followed_as_far_as_one_may_see(store):
    company = bakery()
    number = next(_numbers)
    cafe = found(f"CAFE{number}", mark=f"-c{number}")
    cafe.bring("items", [("SNACK", "Snack", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
    cafe.do("add-place", cafe.ada, location="Main")
    company.do("issue", company.ada, document="SO-9", item="SANDWICH", lot="S1", location="Shop", quantity="2",
               issued_on=date(2026, 1, 20))  # fmt: skip
    cafe.do("receive", cafe.ada, document="GR-9", item="SNACK", lot="K1", location="Main", quantity="2", value="9",
            received_on=date(2026, 1, 20))  # fmt: skip
    for side, who, whose, other, document in (
        ("sale", company.ada, company, cafe, "SO-9"),
        ("purchase", cafe.ada, cafe, company, "GR-9"),
    ):
        do("intercompany", who, entity=whose.entity, side=side, counterparty=other.entity, reference="IC-1", document=document,
           amount="9")  # fmt: skip
    cafe.do(
        "issue",
        cafe.ada,
        document="DN-1",
        item="SNACK",
        lot="K1",
        location="Main",
        quantity="1",
        issued_on=date(2026, 1, 21),
    )
    unseen = company.do("trace", company.ben, item="FLOUR", lot="F1", way="forward")
    assert ("sold", cafe.entity) == (unseen.steps[-1].what, unseen.steps[-1].party)
    do("grant", cafe.root, entity=cafe.entity, user=company.ben, role="auditor")
    seen = company.do("trace", company.ben, item="FLOUR", lot="F1", way="forward")
    assert [(one.level, one.what, one.target) for one in seen.steps if one.level > 2] == [
        (3, "traded", f"{cafe.entity} SNACK K1"), (3, "sold", "customer"),
    ]  # fmt: skip
    do("grant", company.root, entity=company.entity, user=cafe.ben, role="auditor")
    back = cafe.do("trace", cafe.ben, item="SNACK", lot="K1", way="back")
    assert {one.source.split(" ", 1)[-1] for one in back.steps if one.what == "made"} == {
        "FLOUR F1", "FLOUR F2", "SALT", "BREAD B1",
    }  # fmt: skip


def test_what_is_made_of_itself_is_traced_once(store):
    company = bakery()
    for nth in range(3):
        company.do("produce", company.ada, document=f"RW-{nth}", item="BREAD", lot="B1", quantity="1", inputs="BREAD/B1=1",
                   location="Main", produced_on=date(2026, 2, 1 + nth))  # fmt: skip
    found_ = company.do("trace", company.ben, item="BREAD", lot="B1")
    assert sorted(one.document for one in found_.steps if one.source == one.target) == [
        "RW-0/1", "RW-0/2", "RW-1/1", "RW-1/2", "RW-2/1", "RW-2/2",
    ]  # fmt: skip


def test_a_recall_holds_what_was_made_of_the_lot(store):
    company = bakery()
    recalled = company.do(
        "recall", company.ada, document="RC-1", item="FLOUR", lots="F1", because="Glass", recalled_on=DAY
    )
    assert (recalled.lots, recalled.made, recalled.cases) == (("F1",), ("BREAD/B1", "SANDWICH/S1"), 3)
    assert [(line.item, line.lot, line.what, line.place, line.quantity_micro) for line in recalled.lines] == [
        ("FLOUR", "F1", "here", "Main", 5_000_000), ("BREAD", "B1", "here", "Main", 1_000_000),
        ("SANDWICH", "S1", "here", "Shop", 8_000_000),
    ]  # fmt: skip
    with pytest.raises(Problem, match="held back by RC-1"):
        company.do(
            "issue",
            company.ada,
            document="SO-2",
            item="SANDWICH",
            lot="S1",
            location="Shop",
            quantity="1",
            issued_on=DAY,
        )
    alone = company.do("recall", company.ada, document="RC-2", item="FLOUR", lots="F2", because="Mites", recalled_on=DAY,
                       with_made=False)  # fmt: skip
    assert (alone.lots, alone.made, alone.untracked) == (("F2",), (), ())
    company.do("produce", company.ada, document="WO-9", item="SALT", quantity="1", inputs="SALT=1", location="Main",
               produced_on=DAY)  # fmt: skip
    assert faults() == []
