"""Kits, by hand. CAMP is a tent, 8 pegs and a LAMP, which is a kit itself: a body and 2 cells. So one CAMP is 1 TENT, 8 PEG, 1 BODY, 2 CELL.

Main has 10 tents for 1000.00, 100 pegs for 50.00, 6 bodies for 60.00 and 9 cells for 27.00: of cells four CAMP can be made, and no more.
Two CAMP are sold: 2 tents for 200.00, 16 pegs for 8.00, 2 bodies for 20.00 and 4 cells for 12.00, 240.00 in all; one comes back for 120.00.
From 1 June a CAMP has 10 pegs.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

_numbers = count(1)
DAY, JUNE, DEFINED = date(2026, 1, 5), date(2026, 6, 1), date(2026, 1, 1)
RETURNS = (*MOVES, "returns_document", "returns_line")
STOCK = (("TENT", 10, "1000"), ("PEG", 100, "50"), ("BODY", 6, "60"), ("CELL", 9, "27"))


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def camp() -> Company:
    number = next(_numbers)
    company = found(f"KIT{number}", mark=f"-k{number}")
    company.items("TENT", "PEG", "BODY", "CELL", "CAMP", "LAMP", "ODD", places=("Toronto/Main", "Toronto/Shop"))
    company.bring("kits", [("CAMP", "TENT", 1, DEFINED), ("CAMP", "PEG", 8, DEFINED), ("CAMP", "LAMP", 1, DEFINED)],
                  ("kit", "component", "quantity", "valid_from"))  # fmt: skip
    answer = company.do("define-kit", company.ada, kit="LAMP", components="BODY=1, CELL=2", valid_from=DEFINED)
    assert [(line.component, line.quantity_micro) for line in answer.lines] == [
        ("BODY", 1_000_000),
        ("CELL", 2_000_000),
    ]
    for item, quantity, value in STOCK:
        company.do("receive", company.ada, document=f"PO-{item}", item=item, location="Toronto/Main", quantity=str(quantity), value=value,
                   received_on=DAY)  # fmt: skip
    return company


def sell(company: Company, document: str, kits: int, *, on: date = DAY, **given):
    return company.do(
        "issue",
        company.ada,
        document=document,
        item="CAMP",
        location="Toronto/Main",
        quantity=str(kits),
        issued_on=on,
        **given,
    )


def lying(company: Company) -> dict[str, tuple[int, int]]:
    lines = company.do("positions", company.ada, as_of=date(2026, 12, 1)).lines
    return {line.item: (line.quantity_micro // 1_000_000, line.value_minor) for line in lines}


def of_kits(company: Company) -> list[tuple]:
    lines = company.do("moves", company.ada).lines
    return [
        (one.document, one.line, one.item, one.quantity_micro // 1_000_000, one.kit_line)
        for one in lines
        if one.kit == "CAMP"
    ]


def test_a_kit_that_is_sold_takes_its_components_at_their_cost_and_brings_them_back(store):
    company = camp()
    company.do(
        "order",
        company.ada,
        document="SO-1",
        item="CAMP",
        side="sale",
        quantity="5",
        amount="2000",
        due_on=DAY,
        stated_on=DAY,
    )
    sold = sell(company, "DN-1", 2, order="SO-1")
    assert (sold.quantity_micro, sold.value_minor) == (2_000_000, -240_00)
    assert of_kits(company) == [
        ("DN-1", "1.1", "TENT", 2, "1"), ("DN-1", "1.2", "PEG", 16, "1"), ("DN-1", "1.3", "BODY", 2, "1"), ("DN-1", "1.4", "CELL", 4, "1"),
    ]  # fmt: skip
    assert lying(company) == {"TENT": (8, 800_00), "PEG": (84, 42_00), "BODY": (4, 40_00), "CELL": (5, 15_00)}
    back = company.do("receive", company.ada, document="RT-1", item="CAMP", source="customer", location="Toronto/Main", quantity="1",
                      returns_document="DN-1", received_on=DAY)  # fmt: skip
    assert back.value_minor == 120_00
    assert lying(company) == {"TENT": (9, 900_00), "PEG": (92, 46_00), "BODY": (5, 50_00), "CELL": (7, 21_00)}
    with pytest.raises(Problem, match="still out"):
        company.do("receive", company.ada, document="RT-2", item="CAMP", source="customer", location="Toronto/Main", quantity="2",
                   returns_document="DN-1", received_on=DAY)  # fmt: skip
    company.do("reverse", company.ada, document="DN-1", reversal="RV-1", reversed_on=DAY, because="Keyed twice")
    assert lying(company) == {item: (quantity, int(value) * 100) for item, quantity, value in STOCK}
    assert len(of_kits(company)) == 12
    with pytest.raises(Problem, match="no whole kit"):
        company.do("reverse", company.ada, document="DN-1", reversal="RV-2", reversed_on=DAY, because="Again")
    assert faults() == []


def test_what_is_sold_later_goes_by_the_later_definition(store):
    company = camp()
    company.do("define-kit", company.ada, kit="CAMP", components="TENT=1, PEG=10, LAMP=1", valid_from=JUNE)
    again = company.do("define-kit", company.ada, kit="CAMP", components="TENT=1, PEG=10, LAMP=1", valid_from=JUNE)
    assert len(again.lines) == 3  # Said again, it has no effect.
    sell(company, "DN-1", 1, on=JUNE)
    sell(company, "DN-2", 1, on=date(2026, 5, 31))
    assert [move[3] for move in of_kits(company) if move[2] == "PEG"] == [10, 8]
    assert faults() == []


def test_how_many_can_be_made_is_the_least_over_the_components_where_they_lie(store):
    company = camp()
    company.do("transfer", company.ada, document="TR-1", item="TENT", from_location="Toronto/Main", to_location="Toronto/Shop", quantity="8",
               moved_on=DAY)  # fmt: skip
    shown = company.do("kits", company.ada, kit="CAMP", on=DAY)
    assert [(line.location, line.kits, line.binds, line.free_micro) for line in shown.lines] == [
        ("", 4, "CELL", 9_000_000), ("Toronto", 4, "CELL", 9_000_000), ("Toronto/Main", 2, "TENT", 2_000_000),
    ]  # fmt: skip
    assert [(one.component, one.quantity_micro // 1_000_000) for one in shown.components] == [
        ("TENT", 1),
        ("PEG", 8),
        ("BODY", 1),
        ("CELL", 2),
    ]
    assert [
        (line.kit, line.kits) for line in company.do("kits", company.ada, on=DAY, location="Toronto/Shop").lines
    ] == [("CAMP", 0), ("LAMP", 0)]
    with pytest.raises(Problem, match="no kit"):
        company.do("kits", company.ada, kit="TENT", on=DAY)


def test_a_kit_is_picked_reserved_and_issued_all_of_it_or_nothing(store):
    company = camp()
    short = company.do("pick", company.ada, item="CAMP", quantity="6", picked_on=DAY)
    assert (short.short_micro, [(line.item, line.quantity_micro // 1_000_000) for line in short.lines]) == (
        2_000_000, [("TENT", 6), ("PEG", 48), ("BODY", 6), ("CELL", 9)],
    )  # fmt: skip
    for operation, given in (("reserve", {"needed_on": DAY}), ("issue-picked", {"issued_on": DAY})):
        with pytest.raises(Problem, match="3 of CELL more than"):
            company.do(operation, company.ada, document="SO-6", item="CAMP", quantity="6", **given)
    kept = company.do("reserve", company.ada, document="SO-3", item="CAMP", quantity="3", needed_on=DAY)
    assert [(line.item, line.quantity_micro // 1_000_000) for line in kept.lines] == [
        ("TENT", 3),
        ("PEG", 24),
        ("BODY", 3),
        ("CELL", 6),
    ]
    assert company.do("kits", company.ada, kit="CAMP", on=DAY).lines[0].kits == 1
    issued = company.do(
        "issue-picked", company.ada, document="DN-3", item="CAMP", quantity="3", order="SO-3", issued_on=DAY
    )
    assert issued.value_minor == -360_00
    assert company.do("kits", company.ada, kit="CAMP", on=DAY).lines[0].kits == 1
    assert {move[1] for move in of_kits(company)} == {"1.1", "1.2", "1.3", "1.4"}
    assert faults() == []


def test_components_with_lots_are_picked_first_expired_first(store):
    company = camp()
    company.bring("items", [("FILM", "The film", "merchandise", "lot"), ("SET", "The set", "merchandise", "none")],
                  ("item", "name", "item_class", "tracking"))  # fmt: skip
    company.do("define-kit", company.ada, kit="SET", components="FILM=2, TENT=1", valid_from=DEFINED)
    for lot, quantity, ends in (("L-2", 5, date(2027, 6, 1)), ("L-1", 3, date(2027, 1, 1))):
        company.do("receive", company.ada, document=f"PO-{lot}", item="FILM", lot=lot, expires_on=ends, location="Toronto/Main",
                   quantity=str(quantity), value=str(quantity), received_on=DAY)  # fmt: skip
    company.do("issue", company.ada, document="DN-1", item="SET", location="Toronto/Main", quantity="2", issued_on=DAY)
    moved = [
        (one.lot, one.quantity_micro // 1_000_000)
        for one in company.do("moves", company.ada).lines
        if one.document == "DN-1"
    ]
    assert moved == [("L-1", 3), ("L-2", 1), ("", 2)]
    with pytest.raises(Problem, match="several lots"):
        company.do("receive", company.ada, document="RT-1", item="SET", source="customer", location="Toronto/Main", quantity="1",
                   returns_document="DN-1", received_on=DAY)  # fmt: skip
    company.do("receive", company.ada, document="RT-1", item="SET", source="customer", location="Toronto/Main", quantity="2",
               returns_document="DN-1", received_on=DAY)  # fmt: skip
    refused = company.do("import", company.ada, table="stock_moves", file=File("lots.csv", csv(MOVES, [
        ("DN-2", 1, "SET", "Toronto/Main", "customer", "sale", 1, "", DAY)])))  # fmt: skip
    assert [(one.row, one.value, one.code) for one in refused.problems] == [(2, "FILM", "lot_missing")]
    assert faults() == []


def test_a_file_of_moves_names_kits_and_what_is_wrong_comes_back_under_its_rows(store):
    company = camp()
    rows = [
        ("DN-1", 1, "CAMP", "Toronto/Main", "customer", "sale", 3, "", DAY, "", ""),
        ("RT-1", 1, "CAMP", "customer", "Toronto/Main", "return", 1, "", DAY, "DN-1", 1),
        ("DN-2", 1, "TENT", "Toronto/Main", "customer", "sale", 1, "", DAY, "", ""),
        ("DN-2", 2, "LAMP", "Toronto/Main", "customer", "sale", 1, "", DAY, "", ""),
    ]
    wrong = [
        *rows,
        ("DN-3", 1, "CAMP", "Toronto/Main", "customer", "sale", 2, "", DAY, "", ""),
        ("DN-4", 1, "CAMP", "vendor", "Toronto/Main", "receipt", 2, "10", DAY, "", ""),
        ("DN-5", 1, "CAMP", "Toronto/Main", "customer", "sale", "1.5", "", DAY, "", ""),
        ("DN-6", 1, "CAMP", "Toronto/Main", "customer", "sale", 1, "", date(2025, 12, 31), "", ""),
        ("RT-7", 1, "CAMP", "customer", "Toronto/Main", "return", 3, "", DAY, "DN-1", 1),
    ]
    refused = company.do(
        "import", company.ada, table="stock_moves", file=File("wrong.csv", csv(RETURNS, wrong))
    ).problems
    assert {(one.row, one.code) for one in refused} == {
        (7, "is_kit"),
        (8, "not_whole"),
        (9, "kit_undefined"),
        (10, "refused"),
    }
    assert "components" in next(one.hint for one in refused if one.row == 7)
    many = [*rows, ("DN-3", 1, "CAMP", "Toronto/Main", "customer", "sale", 2, "", DAY, "", "")]
    refused = company.do("import", company.ada, table="stock_moves", file=File("many.csv", csv(RETURNS, many))).problems
    assert [(one.row, one.column, one.code, one.message) for one in refused] == [
        (6, "quantity", "short", "CELL: 1 more than there is on 2026-01-05")
    ]
    company.bring("stock_moves", rows, RETURNS)
    assert lying(company) == {"TENT": (7, 700_00), "PEG": (84, 42_00), "BODY": (3, 30_00), "CELL": (3, 9_00)}
    assert faults() == []


def test_a_kit_is_not_received_counted_moved_or_ordered_by_itself(store):
    company = camp()
    place = {"item": "CAMP", "location": "Toronto/Main"}
    for operation, given in (
        ("receive", {**place, "document": "X", "quantity": "1", "value": "1", "received_on": DAY}),
        ("count", {**place, "document": "X", "quantity": "1", "counted_on": DAY}),
        ("adjust", {**place, "document": "X", "quantity": "-1", "adjusted_on": DAY, "reason": "lost"}),
        ("transfer", {"item": "CAMP", "document": "X", "from_location": "Toronto/Main", "to_location": "Toronto/Shop", "quantity": "1",
                      "moved_on": DAY}),
        ("order", {"document": "X", "item": "CAMP", "side": "purchase", "quantity": "1", "amount": "1", "due_on": DAY, "stated_on": DAY}),
        ("produce", {**place, "document": "X", "quantity": "1", "inputs": "TENT=1", "produced_on": DAY}),
    ):  # fmt: skip
        with pytest.raises(Problem, match="kit has no stock of its own") as refused:
            company.do(operation, company.ada, **given)
        assert "components" in refused.value.hint
    for given, words in (
        ({"quantity": "1.5"}, "sold whole"),
        ({"lot": "L"}, "its components'"),
        ({"on": date(2025, 12, 31)}, "period"),
    ):
        with pytest.raises(Problem, match=words):
            sell(company, "X", given.pop("quantity", 1), **given)
    with pytest.raises(Problem, match="1 more than there is"):
        sell(company, "X", 5)
    assert of_kits(company) == []
    assert faults() == []


def test_kits_that_are_ordered_are_owed_of_their_components(store):
    """Two CAMP are owed in February and one PEG-heavy CAMP in July: 16 + 10 pegs, and 3 tents of which 1 is sold by itself besides.

    To promise: 10 - 3 - 1 tents, 100 - 26 pegs, 6 - 3 bodies, 9 - 6 cells: one more CAMP, for its lamp needs 2 cells.
    """
    company = camp()
    company.bring("kits", [("CAMP", "TENT", 1, JUNE), ("CAMP", "PEG", 10, JUNE), ("CAMP", "LAMP", 1, JUNE)],
                  ("kit", "component", "quantity", "valid_from"))  # fmt: skip
    for document, item, quantity, due_on in (
        ("SO-1", "CAMP", 2, date(2026, 2, 2)),
        ("SO-2", "CAMP", 1, date(2026, 7, 1)),
        ("SO-3", "TENT", 1, date(2026, 2, 2)),
    ):
        company.do("order", company.ada, document=document, item=item, side="sale", quantity=str(quantity), amount="300",
                   due_on=due_on, stated_on=DAY)  # fmt: skip
    lines = company.do("orders", company.ada, as_of=DAY).lines
    assert {line.item: tuple(figure // 1_000_000 for figure in (line.committed_micro, line.in_kits_micro, line.to_promise_micro))
            for line in lines} == {
        "CAMP": (3, 0, 1), "TENT": (1, 3, 6), "PEG": (0, 26, 74), "BODY": (0, 3, 3), "CELL": (0, 6, 3),
    }  # fmt: skip
    needed = {
        line.item: line.committed_micro // 1_000_000 for line in company.do("replenish", company.ada, as_of=DAY).lines
    }
    assert needed == {"TENT": 4, "PEG": 26, "BODY": 3, "CELL": 6}
    sell(company, "DN-1", 2, order="SO-1", order_line="1")
    left = {line.item: line.in_kits_micro // 1_000_000 for line in company.do("orders", company.ada, as_of=DAY).lines}
    assert left == {"CAMP": 0, "TENT": 1, "PEG": 10, "BODY": 1, "CELL": 2}
    assert faults() == []


def test_what_cannot_be_a_kit_is_refused(store):
    company = camp()
    for kit, components, on, words in (
        ("LAMP", "CAMP=1", JUNE, "CAMP > LAMP > CAMP"), ("TENT", "PEG=1", DEFINED, "has moved"),
        ("CAMP", "TENT=2", DEFINED, "another definition"), ("CAMP", "TENT=1", DEFINED, "another definition"),
        ("ODD", "LAMP=0.5", DEFINED, "not divided"), ("ODD", "NONE=1", DEFINED, "no item has this code"),
        ("ODD", "TENT=1 CTN", DEFINED, "no such unit"), ("ODD", "TENT", DEFINED, "how much of it"),
        ("ODD", "TENT=1, TENT=2", DEFINED, "once"), ("ODD", "ODD=1", DEFINED, "what is in ODD"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=words):
            company.do("define-kit", company.ada, kit=kit, components=components, valid_from=on)
    company.do("define-kit", company.ada, kit="ODD", components="PEG=1, CELL=0.5", valid_from=DEFINED)
    company.bring("items", [("HALF", "The half", "merchandise")], ("item", "name", "item_class"))
    company.do("define-kit", company.ada, kit="CAMP", components="HALF=0.5", valid_from=JUNE)
    with pytest.raises(Problem, match="CAMP is of a part of HALF"):
        company.do("define-kit", company.ada, kit="HALF", components="PEG=1", valid_from=JUNE)


def test_a_code_names_a_kit_as_any_item(store):
    company = camp()
    scanned = company.do("scan", company.ada, code="CAMP", read_on=DAY)
    assert (scanned.item, scanned.is_kit) == ("CAMP", True)
    assert not company.do("scan", company.ada, code="TENT", read_on=DAY).is_kit
