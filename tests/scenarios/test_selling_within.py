"""Goods go from one entity of a group to another in one step, on to a third, and out of the group; and once in the wrong way.

OAK (CAD) holds all of ELM (USD); a dollar is 1.50. OAK bought 100 lamps for 1,000.00 and sells 40 of them to ELM for 600.00, which
is 400.00 dollars at the rate of the day. By hand: OAK's lamps cost 400.00, so it made 200.00; ELM sells 10 of the 40 to others, so
three quarters of that, 150.00, are profit of the group that is in stock, and the lamps that are left cost the group 900.00. OAK is
owed 600.00 that ELM owes, and both go out of the group; what OAK is owed by others, 70.00, stays.
"""

from dataclasses import replace
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.actor import Bounds
from tests.company import actor, do, found
from tests.fresh_store import ENGINES, fresh_store

JANUARY = date(2026, 1, 31)
RATES = ("valid_from", "base", "currency", "rate", "source")
SOLD = {"buyer": "ELM", "reference": "IC-1", "item": "LAMP", "from_location": "Main", "to_location": "Shop", "quantity": "40",
        "price": "600.00", "sold_on": date(2026, 1, 10)}  # fmt: skip


@pytest.fixture(params=ENGINES)
def pair(request):
    with fresh_store(request.param) as store:
        oak = found("OAK", months=3, framework="ifrs", catalogue="GROUP")
        elm = found("ELM", months=3, currency="USD", framework="ifrs", catalogue="GROUP")
        oak.items("LAMP")
        elm.bring("locations", [("Shop",)], ("location",))
        oak.bring("rates", [("2026-01-01", "USD", "CAD", "1.5", "bank")], RATES)
        oak.do("set-ownership", oak.root, held="ELM", share="100 %", valid_from=date(2026, 1, 1))
        oak.record("PO-1", "LAMP", 100, date(2026, 1, 5), value="1000.00")
        yield store, oak, elm


def refusal(call) -> str:
    with pytest.raises(Problem) as raised:
        call()
    return raised.value.code


def test_goods_with_their_dates_and_invoices_are_on_both_sides_at_once_and_match(pair):
    _, oak, elm = pair
    done = oak.do("sell-within", oak.ada, key="once", **SOLD)
    assert (done.cost_minor, done.margin_minor, done.worth_minor, done.buyer_currency) == (
        400_00,
        200_00,
        400_00,
        "USD",
    )
    assert oak.do("sell-within", oak.ada, key="once", **SOLD) == done
    assert oak.balances(JANUARY) == {"1100": 600_00, "1200": 600_00, "2100": -1000_00, "4000": -600_00, "5000": 400_00}
    assert elm.balances(JANUARY) == {"1200": 400_00, "2000": -400_00}
    matched = oak.do("match-intercompany", oak.ben, as_of=JANUARY)
    assert [(line.reference, line.state, line.difference_minor) for line in matched.lines] == [("IC-1", "matched", 0)]
    by = oak.do("by-dimension", oak.ben, as_of=JANUARY, dimension="customer")
    assert [(line.value, line.posted_minor) for line in by.lines if line.account == "1100"] == [("ELM", 600_00)]
    oak.bring(
        "items", [("SERUM", "Serum", "merchandise", "lot")], ("item", "name", "item_class", "tracking"), name="lots.csv"
    )
    oak.bring("lots", [("SERUM", "L-1", "2025-12-01", "2026-06-30")], ("item", "lot", "made_on", "expires_on"))
    oak.record("PO-2", "SERUM", 5, date(2026, 1, 6), value="50.00", lot="L-1")
    oak.do(
        "sell-within",
        oak.ada,
        **SOLD | {"reference": "IC-2", "item": "SERUM", "lot": "L-1", "quantity": "2", "price": "30.00"},
    )
    told = do("history", elm.ben, entity="ELM", item="SERUM", lot="L-1")
    assert str(told.expires_on) == "2026-06-30"


def test_the_group_has_neither_the_debt_nor_the_sale_nor_the_margin(pair):
    _, oak, elm = pair
    oak.do("sell-within", oak.ada, **SOLD)
    elm.record("SO-1", "LAMP", 10, date(2026, 1, 20), from_location="Shop")
    oak.do("draft-journal", oak.ada, document="J-1", on=JANUARY, because="a service", lines="1100 70.00; 4000 -70.00")
    shown = oak.do("show-journal", oak.ben, document="J-1").journal_hash
    oak.do("approve-journal", oak.ben, step_up_id=oak.prove(shown), document="J-1", journal_hash=shown)
    oak.do("post-journal", oak.ben, up_to=JANUARY, document="J-1")
    done = oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    assert done.profit_in_stock_minor == 150_00
    shown = oak.do("show-consolidation", oak.ben)
    sheet = {row.account: row for row in shown.worksheet}
    assert sheet["1200"].group_minor == 900_00
    assert (sheet["1100"].members_minor, sheet["1100"].balances_minor, sheet["1100"].group_minor) == (
        670_00,
        -600_00,
        70_00,
    )
    assert sheet["2000"].group_minor == 0
    assert sheet["4000"].group_minor == -70_00
    for one in (oak, elm):
        answered = one.do("verify", one.ben)
        assert answered.clean, [check.faults for check in answered.checks if check.faults]


def test_whoever_has_no_role_in_the_buyer_sells_nothing(pair):
    _, oak, elm = pair
    oak.do("grant", oak.root, user="ivy", role="warehouse")
    refused = []
    for code in ("ELM", "MLE"):
        with pytest.raises(Problem) as raised:
            oak.do("sell-within", "ivy", **SOLD | {"buyer": code})
        refused.append(str(raised.value).replace(code, "it"))
    assert refused[0] == refused[1]
    assert "may not sell-within" in refused[0]
    assert elm.balances(JANUARY) == {}
    bounded = replace(actor(oak.ada), bounds=Bounds(entities=frozenset({"OAK"}), may_write=True))
    assert refusal(lambda: oak.do("sell-within", bounded, **SOLD)) == "not_granted"
    assert oak.balances(JANUARY) == {"1200": 1000_00, "2100": -1000_00}


REFUSED = (
    ({"buyer": "OAK"}, "bad_request"),
    ({"price": "-1"}, "bad_request"),
    ({"to_location": "customer"}, "bad_request"),
    ({"to_location": "Nowhere"}, "not_found"),
    ({"quantity": "101"}, "short"),
    ({"sold_on": date(2027, 1, 1)}, "no_rate"),
    ({"sold_on": date(2027, 1, 1), "worth": "1"}, "refused"),
)


def test_what_one_side_refuses_is_written_on_neither(pair):
    _, oak, elm = pair
    before = oak.balances(JANUARY), elm.balances(JANUARY)
    for said, code in REFUSED:
        assert refusal(lambda said=said: oak.do("sell-within", oak.ada, **SOLD | said)) == code
    assert (oak.balances(JANUARY), elm.balances(JANUARY)) == before
    oak.do("sell-within", oak.ada, **SOLD)
    assert refusal(lambda: oak.do("sell-within", oak.ada, **SOLD | {"line": "2"})) == "bad_request"
    agreed = SOLD | {"sold_on": date(2026, 3, 20), "reference": "IC-9", "worth": "410.00"}
    assert oak.do("sell-within", oak.ada, **agreed).worth_minor == 410_00
    assert elm.balances(date(2026, 3, 31)) == {"1200": 810_00, "2000": -810_00}


def test_goods_keep_their_age_and_their_price_is_of_the_day_on_which_they_were_bought(pair):
    """OAK's lamps are of 5 January; 10 more come on the 8th."""
    _, oak, elm = pair
    oak.record("PO-2", "LAMP", 10, date(2026, 1, 8), value="100.00")
    oak.do("sell-within", oak.ada, **SOLD)
    ages = elm.do("positions", elm.ben, as_of=JANUARY).lines
    assert [(line.item, str(line.received_on), line.age_days) for line in ages] == [("LAMP", "2026-01-05", 26)]
    # What is sold on a day before others of its goods takes the age of what it was taken from.
    oak.do(
        "sell-within",
        oak.ada,
        **SOLD | {"reference": "IC-0", "quantity": "5", "price": "60.00", "sold_on": date(2026, 1, 7)},
    )
    ages = elm.do("positions", elm.ben, as_of=JANUARY).lines
    assert [(str(line.received_on), line.quantity_micro) for line in ages] == [("2026-01-05", 45_000_000)]
    elm.bring("rates", [("2026-01-05", "USD", "CAD", "1.2", "bank"), ("2026-01-10", "USD", "CAD", "1.25", "bank"),
                        ("2026-01-31", "USD", "CAD", "1.5", "bank")], RATES, name="own.csv")  # fmt: skip
    elm.record("SO-2", "LAMP", 5, date(2026, 1, 20), from_location="Shop")
    (line,) = elm.do("remeasure", elm.ben, as_of=JANUARY, functional="CAD").lines
    assert line.cost_minor == 500_00
    for one in (oak, elm):
        answered = one.do("verify", one.ben)
        assert answered.clean, [check.faults for check in answered.checks if check.faults]


def test_one_side_alone_takes_nothing_back_and_the_goods_are_sold_back(pair):
    _, oak, elm = pair
    oak.do("sell-within", oak.ada, **SOLD)
    on = date(2026, 1, 15)
    calls = (
        lambda: oak.do("reverse", oak.ada, document="IC-1", line="1", reversed_on=on, because="an error"),
        lambda: elm.do("reverse", elm.ada, document="IC-1", line="1", reversed_on=on, because="an error"),
        lambda: oak.do("receive", oak.ada, document="RET-1", item="LAMP", source="customer", location="Main", quantity="1",
                       returns_document="IC-1", received_on=on),
    )  # fmt: skip
    for call in calls:
        with pytest.raises(Problem, match="sell the goods back with sell-within"):
            call()
    columns = ("document", "line", "item", "from_location", "to_location", "reason", "quantity", "effective_on",
               "returns_document", "returns_line")  # fmt: skip
    row = ("RET-2", 1, "LAMP", "customer", "Main", "return", 1, on, "IC-1", 1)
    with pytest.raises(AssertionError, match="sold_within"):
        oak.bring("stock_moves", [row], columns, name="returns.csv")
    elm.do("grant", elm.root, user=elm.ada, role="warehouse")
    elm.do("sell-within", elm.ada, buyer="OAK", reference="CN-1", item="LAMP", quantity="40", price="400.00", worth="600.00",
           from_location="Shop", to_location="Main", sold_on=on)  # fmt: skip
    assert (oak.balances(JANUARY)["1200"], elm.balances(JANUARY).get("1200", 0)) == (1200_00, 0)
    oak.do("consolidate", oak.ben, as_of=JANUARY, accept_late=True)
    sheet = {row.account: row.group_minor for row in oak.do("show-consolidation", oak.ben).worksheet}
    assert (sheet["1200"], sheet.get("4000", 0)) == (1000_00, 0)
