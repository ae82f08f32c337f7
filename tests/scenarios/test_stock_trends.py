"""Trends of stock, by hand, month by month.

TENT: 100 at 10.00 on 5 January, 20 sold on 20 February and 10 on 20 March. VIAL: lot A, 10 at 5.00 on 10 January, expires 30 April.
FLAG: 5 at 4.00 on 1 January 2025 by opening, of which nothing ever goes.

| end   | cost                                | sold   | mean of ends | turns a year                     | days           |
|-------|-------------------------------------|--------|--------------|----------------------------------|----------------|
| 31/1  | 1,000 + 50 + 20 = 1,070.00          | 0      |              | 0                                |                |
| 28/2  | 870.00                              | 200.00 | 970.00       | 200 * 365 / (970 * 28) = 2.687776 | 135.8, so 136 |
| 31/3  | 770.00                              | 100.00 | 820.00       | 100 * 365 / (820 * 31) = 1.435877 | 254.2, so 254 |

On 31 January the vials are slow by no count; with slow after 30 days, on 28 February (49 days since the 10 January) they are, and the
flags, which came on 1 January as of this ledger, are too; with dead after 60, both are dead on 31 March. The vials expire 30 days
after 31 March, and the tents fall to 8.00 each on 28 February: an allowance of 2.00 on 80.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store


@pytest.fixture(scope="module", params=ENGINES)
def company(request) -> Iterator[Company]:
    """A company with tents, vials and flags; nothing is recorded after this."""
    with fresh_store(request.param):
        made = found("MAPLE")
        made.items("TENT", "FLAG")
        made.bring(
            "items",
            [("VIAL", "The vial", "merchandise", "lot")],
            ("item", "name", "item_class", "tracking"),
            name="v.csv",
        )
        made.record("GR-1", "TENT", 100, date(2026, 1, 5), value="1000")
        made.record("GR-2", "FLAG", 5, date(2026, 1, 1), value="20")
        made.do("receive", made.ada, document="GR-3", item="VIAL", lot="A", expires_on=date(2026, 4, 30), location="Main", quantity="10",
                value="50", received_on=date(2026, 1, 10))  # fmt: skip
        made.record("SO-1", "TENT", 20, date(2026, 2, 20))
        made.prices(("PL-1", 1, "TENT", "price_list", 8, date(2026, 2, 28)))
        made.write_down(date(2026, 2, 28))
        made.record("SO-2", "TENT", 10, date(2026, 3, 20))
        yield made


def ask(company: Company, **given: object):
    asked = {"as_of": date(2026, 3, 31), "months": 3, "slow_days": 30, "dead_days": 60, **given}
    return company.do("stock-trends", company.ben, **asked)


def test_the_figures_of_each_period(company: Company):
    shown = ask(company)
    assert [(line.ends_on.month, line.cost_minor, line.sold_minor, line.turnover_micro, line.days_on_hand) for line in shown.lines] == [
        (1, 1_070_00, 0, 0, None), (2, 870_00, 200_00, 2_687_776, 136), (3, 770_00, 100_00, 1_435_877, 254),
    ]  # fmt: skip
    assert [(line.slow_minor, line.dead_minor) for line in shown.lines] == [(0, 0), (70_00, 0), (0, 70_00)]
    assert [(line.expired_minor, line.expiring_30_minor, line.expiring_60_minor, line.expiring_90_minor) for line in shown.lines] == [
        (0, 0, 0, 50_00), (0, 0, 0, 50_00), (0, 50_00, 50_00, 50_00),
    ]  # fmt: skip
    assert [(cause.ends_on.month, cause.reason, cause.charged_minor, cause.reversed_minor) for cause in shown.causes] == [
        (2, "price_decline", 160_00, 0),
    ]  # fmt: skip
    assert [line.charged_minor for line in shown.lines] == [0, 160_00, 0]


def test_ages_come_to_the_cost_of_each_period(company: Company):
    later = ask(company, as_of=date(2026, 8, 31), months=8).lines
    assert all(
        line.to_90_minor + line.to_180_minor + line.to_365_minor + line.older_minor == line.cost_minor for line in later
    )
    assert (later[-1].to_90_minor, later[-1].to_180_minor, later[-1].to_365_minor) == (0, 0, 770_00)
    assert later[-1].expired_minor == 50_00


def test_periods_that_cannot_be_are_refused(company: Company):
    for given in ({"months": 0}, {"months": 37}, {"slow_days": 90, "dead_days": 60}):
        with pytest.raises(Problem) as refused:
            ask(company, **given)
        assert refused.value.code == "bad_request", given
