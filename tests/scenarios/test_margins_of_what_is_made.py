"""Components that were bought within a group become part of what is made, and the group's profit goes with them.

OAK (CAD) holds all of ELM (CAD). OAK bought 100 tubes for 1,000.00 and sells 40 to ELM for 600.00: 5.00 of profit are in each. ELM
makes 8 frames of 30 tubes and labour of 82.00, and 2 more are lost that should not have been: a frame takes a tenth of what went in. By hand:
150.00 of profit went in, 15.00 with each frame, 30.00 with those lost. Of 8 frames, 4 become 2 bicycles, 1 frame is sold: 3 frames and
2 bicycles are left, with 7 x 15.00 = 105.00, and 10 tubes with 50.00. One bicycle is sold to YEW for 400.00, which takes 30.00 of
OAK's profit along. It cost ELM 2 frames of (30 x 15.00 + 82.00) / 10 = 53.20, so ELM makes 400.00 - 106.40 = 293.60.
"""

from datetime import date

import pytest

from tests.company import found
from tests.fresh_store import ENGINES, fresh_store

JANUARY = date(2026, 1, 31)


def day(number: int) -> date:
    return date(2026, 1, number)


@pytest.mark.parametrize(("engine", "method"), [(ENGINES[0], "fifo"), (ENGINES[1], "moving_average")])
def test_profit_goes_with_components_into_products_of_products_and_on(engine, method):
    with fresh_store(engine):
        oak, elm, yew = (
            found(code, months=3, framework="ifrs", catalogue="GROUP", method=method) for code in ("OAK", "ELM", "YEW")
        )
        oak.items("TUBE", "FRAME", "BIKE")
        for one in (elm, yew):
            one.bring("locations", [("Main",)], ("location",))
            oak.do("set-ownership", oak.root, held=one.entity, share="100 %", valid_from=day(1))
        oak.record("PO-1", "TUBE", 100, day(5), value="1000.00")
        within = {"item": "TUBE", "from_location": "Main", "to_location": "Main"}
        oak.do(
            "sell-within",
            oak.ada,
            **within,
            buyer="ELM",
            reference="IC-1",
            quantity="40",
            price="600.00",
            sold_on=day(6),
        )
        for document, item, quantity, inputs, given in (
            ("W-1", "FRAME", "8", "TUBE=30", {"labour": "82.00", "abnormal": "2"}), ("W-2", "BIKE", "2", "FRAME=4", {}),
        ):  # fmt: skip
            elm.do("produce", elm.ada, document=document, item=item, quantity=quantity, inputs=inputs, location="Main",
                   produced_on=day(8), **given)  # fmt: skip
        elm.record("SO-1", "FRAME", 1, day(9))
        assert profits(oak) == {("OAK", "ELM"): 155_00}
        sold = elm.do("sell-within", elm.ada, **within | {"item": "BIKE"}, buyer="YEW", reference="IC-2", quantity="1",
                      price="400.00", sold_on=day(20))  # fmt: skip
        assert sold.margin_minor == 293_60
        assert profits(oak) == {("OAK", "ELM"): 125_00, ("OAK", "YEW"): 30_00, ("ELM", "YEW"): 293_60}
        tested = oak.do("group-retest", oak.ben, as_of=JANUARY)
        costs = {(line.holder, line.item): (line.holder_cost_minor, line.group_cost_minor) for line in tested.lines}
        assert costs["ELM", "FRAME"] == (159_60, 114_60)
        assert costs["YEW", "BIKE"] == (400_00, 76_40)
        for one in (oak, elm, yew):
            answered = one.do("verify", one.ben)
            assert answered.clean, [check.faults for check in answered.checks if check.faults]


def profits(head):
    """Return the profit in stock by who made it and who has the goods."""
    head.do("consolidate", head.ben, as_of=JANUARY, accept_late=True)
    shown = head.do("show-consolidation", head.ben)
    assert shown.stale_because == ""
    return {(each.seller, each.holder): each.closing_minor for each in shown.profits}
