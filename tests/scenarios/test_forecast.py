"""From stock moves to a forecast, and from it to a write-down with its distribution. All worked by hand.

TENT sells 10 a week for 40 weeks (Mondays from 5 January to 5 October 2026), 8 of them as 12 with 2 brought back; in the first, 7
are TENT's and 3 are of OLD, which TENT supersedes. So 10 a week is what every model says, and what came of it always: 100 over
the next 70 days, whatever quantile one asks for. 600 came in at 1.00 and 397 went: 203 are left, 103 beyond demand. These fetch
a fifth of their cost: 103 x 0.80 = 82.40. ROPE sells 4 every other week: it alone has a scale to be scored on.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.hammer.invariants import require_sound

pytest.importorskip("statsforecast", reason="forecasts are an extra: lowmark[forecast]")

FIRST = date(2026, 1, 5)
END = date(2026, 10, 11)


@pytest.fixture(params=ENGINES)
def made(request) -> Iterator[tuple[object, Company]]:
    with fresh_store(request.param) as store:
        company = found("CAMP", mark="-camp")
        company.bring("locations", [("Main",), ("Shop",)], ("location",))
        company.bring("items", [("TENT", "Tent", "merchandise", "Tents", "", ""), ("NEW", "New", "merchandise", "Tents", "", ""),
                                ("OLD", "Old tent", "merchandise", "Tents", "superseded", "TENT"), ("ROPE", "Rope", "merchandise", "", "", "")],
                      ("item", "name", "item_class", "category", "status", "superseded_by"))  # fmt: skip
        rows = [("PO", 1, "TENT", "vendor", "Main", "receipt", 600, 600, "2026-01-02"),
                ("PO", 3, "ROPE", "vendor", "Main", "receipt", 100, 100, "2026-01-02"),
                ("PO", 2, "OLD", "vendor", "Main", "receipt", 3, 3, "2026-01-02"),
                ("SO-OLD", 1, "OLD", "Main", "customer", "sale", 3, "", FIRST.isoformat())]  # fmt: skip
        for week in range(40):
            day = FIRST + timedelta(weeks=week)
            quantity = 12 if week % 5 == 4 else 7 if week == 0 else 10
            rows += [(f"SO-{week}", 2, "ROPE", "Main", "customer", "sale", 4, "", day.isoformat())] if week % 2 else []
            rows.append((f"SO-{week}", 1, "TENT", "Main", "customer", "sale", quantity, "", day.isoformat()))
        company.moves(*rows)
        back = [(f"RE-{week}", 1, "TENT", "customer", "Main", "return", 2, "", (FIRST + timedelta(weeks=week, days=1)).isoformat(),
                 f"SO-{week}", 1) for week in range(40) if week % 5 == 4]  # fmt: skip
        company.bring("stock_moves", back, ("document", "line", "item", "from_location", "to_location", "reason", "quantity", "value",
                                            "effective_on", "returns_document", "returns_line"), name="back.csv")  # fmt: skip
        yield store, company


def test_returns_are_netted_and_the_history_of_a_superseded_item_is_handed_on(made):
    _, company = made
    answer = company.do("demand", company.ada, as_of=END, period="week")
    by_week = {(line.name, line.begins_on): line for line in answer.lines}
    first, fifth = by_week["TENT", FIRST], by_week["TENT", FIRST + timedelta(weeks=4)]
    assert (first.taken_micro, first.demand_micro) == (10_000_000, 10_000_000)  # 7 of its own, 3 of OLD
    assert (fifth.taken_micro, fifth.returned_micro, fifth.demand_micro) == (12_000_000, -2_000_000, 10_000_000)
    assert answer.demand_micro == 480_000_000
    assert not any(name == "OLD" for name, _ in by_week)


def test_a_forecast_feeds_the_test_with_its_distribution_and_its_scores_are_kept(made):
    store, company = made
    company.do("set-policy", company.ben, path="inventories/rules/excess", valid_from=date(2026, 1, 1),
               value='{"rank": 50, "factors": {"excess": "0.2"}, "horizon_days": 70}')  # fmt: skip
    company.prices(("LIST", 1, "TENT", "price_list", "5.00", END))
    asked = {"as_of": END, "horizon_days": 70, "period": "week", "by_location": True}
    answer = company.do("forecast", company.ada, **asked)

    line = {each.item: each for each in answer.lines}["TENT"]
    assert (line.demand_class, line.mean_micro) == ("smooth", 100_000_000)
    assert (line.low_micro, line.median_micro, line.high_micro) == (100_000_000,) * 3
    assert {each.item: each.why for each in answer.lines}["NEW"] in {"by_analogy", "no_history"}
    assert answer.is_tested and answer.scores
    kept = company.do("back-test", company.ben)
    assert kept.scores == answer.scores and kept.made_on == END

    tested = company.do("assess", company.ada, as_of=END)
    assert {each.item: each.required_minor for each in tested.lines}["TENT"] == 82_40
    spread = company.do("expected-write-down", company.ben, as_of=END, thresholds="82.39 1000")
    tent = {each.item: each for each in spread.lines}["TENT"]
    assert (tent.required_minor, tent.expected_minor, tent.low_minor, tent.high_minor) == (82_40,) * 4
    assert spread.low_minor <= spread.expected_minor <= spread.high_minor
    assert [each.above_micro for each in spread.thresholds] == [1_000_000, 0]
    seen = {each.item: each for each in company.do("show-forecast", company.ada, as_of=END).lines if not each.location}[
        "TENT"
    ]
    assert (seen.on_hand_micro, seen.runs_out_on) == (203_000_000, None)  # 203 last 142 days, past the 70.
    require_sound(store)


def test_the_same_facts_give_the_same_forecast(made):
    _, company = made
    asked = {"as_of": END, "horizon_days": 70, "period": "week"}
    one, two = (company.do("forecast", company.ada, **asked) for _ in range(2))
    assert (one.lines, one.scores, one.seed_hash) == (two.lines, two.scores, two.seed_hash)


def test_items_add_up_to_their_category_until_they_are_forecast_without_it(made):
    """TENT is nearly all of Tents, and was right each time; so its 100 stand, and the category is what its items add up to."""
    store, company = made
    asked = {"as_of": END, "horizon_days": 70, "period": "week", "by_location": True}
    answer = company.do("forecast", company.ada, by_category=True, **asked)

    (tents,) = answer.categories
    means = {line.item: line.mean_micro for line in answer.lines}
    assert (tents.category, tents.items, tents.mean_micro) == ("Tents", 2, means["TENT"] + means["NEW"])
    assert tents.low_micro <= tents.mean_micro <= tents.high_micro
    scored = {score.model: score for score in answer.scores if score.demand_class == "category"}
    assert set(scored) == {"items_added_up", "category_alone", "reconciled"}
    shown = company.do("show-forecast", company.ada, as_of=END)
    assert [(each.category, each.mean_micro) for each in shown.categories] == [("Tents", tents.mean_micro)]
    placed = sum(line.mean_micro for line in shown.lines if line.location and line.item == "TENT")
    assert placed == means["TENT"]
    require_sound(store)
    company.do("forecast", company.ada, **asked)
    assert not company.do("show-forecast", company.ada, as_of=END).categories


def test_a_correction_is_a_row_of_its_own_with_who_and_why(made):
    _, company = made
    day = FIRST + timedelta(weeks=2)
    company.do("correct-demand", company.ada, item="NEW", demand_on=day, quantity="4", because="sold by hand")
    answer = company.do("demand", company.ben, as_of=END, item="NEW", period="week")
    (line,) = [each for each in answer.lines if each.corrected_micro]
    assert (line.taken_micro, line.corrected_micro, line.demand_micro) == (0, 4_000_000, 4_000_000)
    assert [(each.because, each.corrected_by) for each in answer.corrections] == [("sold by hand", company.ada)]
    with pytest.raises(Problem, match="a quantity and a reason"):
        company.do("correct-demand", company.ada, item="NEW", demand_on=day, quantity="4", because=" ")
