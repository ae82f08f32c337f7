"""Units, owners and title: twelve tents by the carton, twenty of a consignor's beside them, and what passes between owners.

A carton is 12 tents. First in, first out, IFRS. Nothing of ACME's or BUYER's is ever in an account.

| step | what happens                                        | cost moved            | stock | payable | sales cost |
|------|-----------------------------------------------------|-----------------------|-------|---------|------------|
| buy  | 1 carton received for 60.00, so 5.00 each           | 60                    | 60    | 60      | 0          |
| hold | 20 of ACME's received                               | 0                     | 60    | 60      | 0          |
| sell | 5 sold                                              | 5 x 5 = 25            | 35    | 60      | 25         |
| take | 8 of ACME's become ours for 56.00, so 7.00 each     | 56                    | 91    | 116     | 25         |
| bill | 10 become BUYER's and stay: billed and held         | 7 x 5 + 3 x 7 = 56    | 35    | 116     | 81         |
| ship | BUYER's 10 leave                                    | 0                     | 35    | 116     | 81         |
| back | ACME's other 12 go back                             | 0                     | 35    | 116     | 81         |
| lend | 3 go to an agent who is to sell them                | 0                     | 35    | 116     | 81         |
| sail | 4 for 32.00 are ours from the quay on (FCA)         | 32                    | 67    | 148     | 81         |

Then 9 are ours, for 5 x 7 + 4 x 8 = 67.00: 2 here, 3 at the agent's, 4 at sea. By quantity that is 3/9 of 67.00 = 22.33 and
4/9 of it = 29.78, and 14.89 for those that are here.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found
from tests.fresh_store import ENGINES, fresh_store
from tests.hammer.invariants import require_sound
from tests.verify.life import faults

INVENTORIES, PAYABLE, SALES_COST = "1200", "2100", "5000"
CARTON = 12
_numbers = count(1)


def on(day: int) -> date:
    return date(2026, 10, day)


BY_HAND = {
    "buy": (60_00, 60_00, 0),
    "hold": (60_00, 60_00, 0),
    "sell": (35_00, 60_00, 25_00),
    "take": (91_00, 116_00, 25_00),
    "bill": (35_00, 116_00, 81_00),
    "ship": (35_00, 116_00, 81_00),
    "back": (35_00, 116_00, 81_00),
    "lend": (35_00, 116_00, 81_00),
    "sail": (67_00, 148_00, 81_00),
}
DAYS = {name: on(place) for place, name in enumerate(BY_HAND, 1)}

MOVED: dict[str, tuple[object, ...]] = {
    "buy": ("vendor", "Main", "receipt", 1, 60, "CTN", "", ""),
    "hold": ("vendor", "Main", "receipt", 20, "", "", "ACME", ""),
    "sell": ("Main", "customer", "sale", 5, "", "", "", ""),
    "ship": ("Main", "customer", "sale", 10, "", "EA", "BUYER", ""),
    "back": ("Main", "vendor", "vendor_return", 1, "", "CTN", "ACME", ""),
    "lend": ("Main", "Agent", "transfer", 3, "", "", "", ""),
    "sail": ("vendor", "At sea", "receipt", 4, 32, "", "", "FCA"),
}
PASSED: dict[str, tuple[object, ...]] = {"take": ("Main", "ACME", "", 8, 56), "bill": ("Main", "", "BUYER", 10, "")}
MOVED_COLUMNS = ("document", "line", "item", "from_location", "to_location", "reason", "quantity", "value", "unit", "owner",
                 "terms", "effective_on")  # fmt: skip
PASSED_COLUMNS = ("document", "line", "item", "location", "from_owner", "to_owner", "quantity", "value", "effective_on")


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def tents(method: str = "fifo") -> Company:
    """Return a company that has tents, cartons of them, and the places of the walk; and no goods yet."""
    number = next(_numbers)
    company = found(f"O{number}", mark=f"-o{number}", method=method)
    company.items("TENT")
    company.bring("item_units", [("TENT", "CTN", CARTON, 1)], ("item", "unit", "numerator", "denominator"))
    company.bring(
        "locations", [("Agent", "consignment"), ("At sea", "in_transit")], ("location", "kind"), name="more.csv"
    )
    return company


def by_file(company: Company, name: str) -> None:
    if name in PASSED:
        row = (name, 1, "TENT", *PASSED[name], DAYS[name])
        company.bring("title_transfers", [row], PASSED_COLUMNS, name=f"{name}.csv")
        return
    company.bring("stock_moves", [(name, 1, "TENT", *MOVED[name], DAYS[name])], MOVED_COLUMNS, name=f"{name}.csv")


def at_the_desk(company: Company, name: str) -> None:
    said = {"document": name, "item": "TENT"}
    if name in PASSED:
        location, before, after, quantity, value = map(str, PASSED[name])
        company.do("transfer-title", company.ada, location=location, from_owner=before, to_owner=after, quantity=quantity,
                   value=value, passed_on=DAYS[name], **said)  # fmt: skip
        return
    leaves, goes, _, quantity, value, unit, owner, terms = map(str, MOVED[name])
    said |= {"quantity": quantity, "unit": unit, "owner": owner}
    if leaves == "vendor":
        company.do("receive", company.ada, location=goes, value=value, terms=terms, received_on=DAYS[name], **said)
    elif goes == "Agent":
        company.do("transfer", company.ada, from_location=leaves, to_location=goes, moved_on=DAYS[name], **said)
    else:
        company.do("issue", company.ada, location=leaves, target=goes, issued_on=DAYS[name], **said)


def standing(company: Company, day: date) -> tuple[int, int, int]:
    """Return stock, what is payable for goods received, and the cost of sales."""
    balances = company.balances(day)
    return balances.get(INVENTORIES, 0), -balances.get(PAYABLE, 0), balances.get(SALES_COST, 0)


def listed(company: Company, day: date) -> list[tuple[str, str, str, int, int]]:
    """Return what a cut-off lists at a day: what, where, whose, how many, at what."""
    found = company.do("cut-off", company.ben, as_of=day)
    return [(line.what, line.location, line.owner, line.quantity_micro // 1_000_000, line.value_minor)
            for line in found.lines]  # fmt: skip


@pytest.mark.parametrize("way", [by_file, at_the_desk])
def test_every_step_is_as_by_hand(store, way: Callable[[Company, str], None]):
    company = tents()
    for name, figures in BY_HAND.items():
        way(company, name)
        assert standing(company, DAYS[name]) == figures, name
    assert listed(company, DAYS["sell"]) == [("here_not_ours", "Main", "ACME", 20, 0)]
    assert listed(company, DAYS["bill"]) == [
        ("here_not_ours", "Main", "ACME", 12, 0), ("here_not_ours", "Main", "BUYER", 10, 0)
    ]  # fmt: skip
    assert listed(company, DAYS["sail"]) == [
        ("ours_not_here", "Agent", "", 3, 22_33), ("ours_not_here", "At sea", "", 4, 29_78)
    ]  # fmt: skip
    assert not company.do("recost", company.ben).found
    require_sound(store)
    assert faults() == []


def test_in_one_file_and_in_any_order_of_telling_it_is_the_same(store):
    """The goods of others come late too: their layers are told anew, and no account moves for that."""
    company = tents()
    for name in ("sail", "buy", "hold", "take", "sell", "bill", "back", "ship", "lend"):
        by_file(company, name)
    for name, figures in BY_HAND.items():
        assert standing(company, DAYS[name]) == figures, name
    assert not company.do("recost", company.ben).found
    require_sound(store)
    assert faults() == []


def test_what_is_billed_and_held_takes_its_allowance_along(store):
    """20 for 100.00 fetch 4.00: 20.00 is charged; half of them billed and held releases half of it."""
    company = tents()
    company.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 20, 100, "2026-10-01"))
    company.prices(("PL-1", 1, "TENT", "price_list", "4.00", on(1)))
    company.write_down(on(31))
    company.do("transfer-title", company.ada, document="BH-1", item="TENT", location="Main", to_owner="BUYER", quantity="10",
               passed_on=date(2026, 11, 2))  # fmt: skip
    balances = company.balances(date(2026, 11, 2))
    assert (balances[INVENTORIES], balances["1290"]) == (50_00, -10_00)
    require_sound(store)
    assert faults() == []


def refusal(company: Company, operation: str, **fields: object) -> str:
    with pytest.raises(Problem) as refused:
        company.do(operation, company.ada, document="X", item="TENT", **fields)
    return refused.value.code


def test_what_cannot_be_is_refused_at_the_desk(store):
    company = tents()
    by_file(company, "hold")
    here = {"location": "Main", "received_on": on(3)}
    assert refusal(company, "receive", quantity="1", value="5", owner="ACME", **here) == "bad_request"
    assert refusal(company, "receive", quantity="1", **here) == "bad_request"
    assert refusal(company, "receive", quantity="1", unit="PAL", value="5", **here) == "not_found"
    assert refusal(company, "receive", quantity="1", value="5", terms="XYZ", **here) == "bad_request"
    at_sea = here | {"location": "At sea"}
    assert refusal(company, "receive", quantity="1", value="5", terms="DDP", **at_sea) == "refused"
    sold = {"location": "Main", "issued_on": on(3)}
    assert refusal(company, "issue", quantity="1", **sold) == "short"
    assert refusal(company, "issue", quantity="21", owner="ACME", **sold) == "short"
    assert refusal(company, "issue", quantity="1", owner="SOMEBODY", **sold) == "short"
    passes = {"location": "Main", "passed_on": on(3)}
    assert refusal(company, "transfer-title", quantity="21", from_owner="ACME", value="5", **passes) == "short"
    assert refusal(company, "transfer-title", quantity="1", from_owner="ACME", **passes) == "bad_request"
    assert refusal(company, "transfer-title", quantity="1", to_owner="BUYER", value="5", **passes) == "bad_request"
    assert refusal(company, "transfer-title", quantity="1", **passes) == "bad_request"
    assert refusal(company, "transfer-title", quantity="1", from_owner="ACME", value="5", location="vendor",
                   passed_on=on(3)) == "refused"  # fmt: skip
    with pytest.raises(Problem):
        company.do("reverse", company.ada, document="hold", reversed_on=on(3), because="an error")
    require_sound(store)
    assert faults() == []


@pytest.mark.parametrize(
    ("table", "columns", "row", "code"),
    [
        ("stock_moves", MOVED_COLUMNS, ("X", 1, "TENT", "vendor", "Main", "r", 1, 5, "", "ACME", "", on(3)), "value_needless"),
        ("stock_moves", MOVED_COLUMNS, ("X", 1, "TENT", "vendor", "Main", "r", 1, 5, "PAL", "", "", on(3)), "unknown_unit"),
        ("stock_moves", MOVED_COLUMNS, ("X", 1, "TENT", "vendor", "At sea", "r", 1, 5, "", "", "DAP", on(3)), "not_ours_yet"),
        ("stock_moves", MOVED_COLUMNS, ("X", 1, "TENT", "vendor", "Main", "r", 1, 5, "", "", "XX", on(3)), "unknown_terms"),
        ("stock_moves", MOVED_COLUMNS, ("X", 1, "TENT", "provisional", "Main", "r", 1, 5, "", "", "", on(3)), "not_recordable"),
        ("stock_moves", MOVED_COLUMNS, ("X", 1, "TENT", "Main", "vendor", "r", 1, "", "", "ACME", "", on(3)), "short"),
        ("title_transfers", PASSED_COLUMNS, ("X", 1, "TENT", "Main", "ACME", "", 1, "", on(3)), "value_missing"),
        ("title_transfers", PASSED_COLUMNS, ("X", 1, "TENT", "Main", "ACME", "ACME", 1, "", on(3)), "same_owner"),
        ("title_transfers", PASSED_COLUMNS, ("X", 1, "TENT", "vendor", "ACME", "", 1, 5, on(3)), "title_moves"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_returned_of_a_file(store, table: str, columns: tuple[str, ...], row: tuple, code: str):
    company = tents()
    found = company.do("import", company.ada, table=table, file=File("x.csv", csv(columns, [row])))
    assert not found.accepted and code in {problem.code for problem in found.problems}, found.problems


def test_a_third_of_a_unit_is_refused_with_the_two_nearest(store):
    company = tents()
    company.bring(
        "item_units", [("TENT", "THIRD", 1, 3)], ("item", "unit", "numerator", "denominator"), name="third.csv"
    )
    said = {"document": "X", "item": "TENT", "location": "Main", "value": "5", "received_on": on(1), "unit": "THIRD"}
    with pytest.raises(Problem) as refused:
        company.do("receive", company.ada, quantity="1", **said)
    assert refused.value.hint == "the nearest that are exact are 0.999999 and 1.000002 THIRD"
    row = ("X", 1, "TENT", "vendor", "Main", "receipt", 1, 5, "THIRD", "", "", on(1))
    found = company.do("import", company.ada, table="stock_moves", file=File("x.csv", csv(MOVED_COLUMNS, [row])))
    assert [(problem.code, problem.hint) for problem in found.problems] == [("inexact_unit", refused.value.hint)]
    done = company.do("receive", company.ada, quantity="1.5", **said)
    assert done.quantity_micro == 500_000
    require_sound(store)
    assert faults() == []


def test_a_unit_keeps_its_factor(store):
    company = tents()
    columns = ("item", "unit", "numerator", "denominator")
    company.bring("item_units", [("TENT", "CTN", 24, 2)], columns, name="same.csv")
    for rows, code in (([("TENT", "CTN", 13, 1)], "differs"), ([("TENT", "EA", 1, 1)], "base_unit"),
                       ([("NONE", "CTN", 13, 1)], "unknown_item")):  # fmt: skip
        found = company.do("import", company.ada, table="item_units", file=File("x.csv", csv(columns, rows)))
        assert not found.accepted and found.problems[0].code == code


def test_an_explanation_says_whose_goods_and_what_was_written(store):
    company = tents()
    for name in ("buy", "hold"):
        by_file(company, name)
    words = [company.do("explain", company.ben, subject=f"move {name}/1").steps[0].words for name in ("buy", "hold")]
    assert "written as 1 CTN" in words[0] and "of ACME" in words[1]
    assert MOVES  # The columns of other tests have neither unit nor owner, and mean base units of our own goods.
