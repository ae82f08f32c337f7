"""An overlay is released as the goods of its class leave: their share of its cost, once.

100 tents for 1,000.00 and 10 stoves, of another class, for 500.00. On 31 January an auditor has 100.00 charged on merchandise,
to be decided again by 30 April. In February 25 tents leave: 250.00 of 1,000.00, 25.00. Tents that come in February do not count:
an overlay stands on the cost of its day. In March 15 more leave, and 5 stoves: 400.00 in all, 40.00, of which 15.00 are new. In April
80 more leave, 1,200.00 in all: no more than the 1,000.00 that there were, so 60.00 are left to be released, and then nothing is.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.hammer.invariants import require_sound

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))


def overlay(company: Company, on: date, **given: object):
    return company.do("adjust-allowance", company.ada, **{
        "item_class": "merchandise", "as_of": on, "kind": "release", "because": "goods have left", "evidence": "AUDIT-7", **given
    })  # fmt: skip


def posted(company: Company, run) -> None:
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)


@pytest.fixture
def company(store) -> Company:
    made = found("MAPLE")
    made.bring(
        "items", [("TENT", "A tent", "merchandise"), ("STOVE", "A stove", "supplies")], ("item", "name", "item_class")
    )
    made.bring("locations", [("Main",)], ("location",))
    made.record("PO-1", "TENT", 100, date(2026, 1, 5), value="1000.00")
    made.record("PO-2", "STOVE", 10, date(2026, 1, 5), value="500.00")
    posted(made, overlay(made, JANUARY, kind="charge", amount="100.00", expires_on=APRIL))
    return made


def test_goods_that_leave_release_their_share_once(company, store):
    with pytest.raises(Problem, match="no goods of merchandise have left"):
        overlay(company, JANUARY)
    company.record("SO-1", "TENT", 25, date(2026, 2, 10))
    company.record("PO-3", "TENT", 60, date(2026, 2, 11), value="600.00")
    first = overlay(company, FEBRUARY)
    assert first.reversal_minor == 25_00
    with pytest.raises(Problem, match=f"run {first.run} releases of merchandise already"):
        overlay(company, FEBRUARY)
    posted(company, first)
    with pytest.raises(Problem, match="no goods of merchandise have left"):
        overlay(company, FEBRUARY)
    company.record("SO-2", "TENT", 15, date(2026, 3, 10))
    company.record("SO-3", "STOVE", 5, date(2026, 3, 10))
    again = overlay(company, MARCH)
    assert again.reversal_minor == 15_00
    posted(company, again)
    company.record("SO-4", "TENT", 80, date(2026, 4, 10))
    last = overlay(company, APRIL)
    assert last.reversal_minor == 60_00
    posted(company, last)
    with pytest.raises(Problem, match="no goods of merchandise have left"):
        overlay(company, APRIL)
    rolled = company.do("roll-forward", company.ben, first_on=JANUARY, last_on=APRIL)
    assert rolled.held_minor == 0 and company.balances(APRIL).get("1290", 0) == 0
    assert company.do("verify", company.ben).clean
    require_sound(store)


def test_only_a_release_goes_without_an_amount(company):
    with pytest.raises(Problem, match="an overlay has an amount"):
        overlay(company, FEBRUARY, kind="charge")


def test_what_is_past_its_day_is_on_the_worklist_until_somebody_decides(company):
    def past(on: date) -> list[tuple[str, int, str, date]]:
        lines = company.do("worklist", company.ben, as_of=on).lines
        return [(line.name, line.cost_minor - line.carrying_minor, line.document, line.latest_on) for line in lines
                if line.finding == "overlay_expired"]  # fmt: skip

    assert past(MARCH) == []
    assert past(APRIL) == [("merchandise", 100_00, "AUDIT-7", APRIL)]
    (counted,) = [
        one for one in company.do("worklist", company.ben, as_of=APRIL).sums if one.finding == "overlay_expired"
    ]
    assert counted.units == 1
    posted(company, overlay(company, date(2026, 5, 31), kind="charge", amount="5.00", expires_on=date(2026, 12, 31)))
    assert past(date(2026, 6, 30)) == []
