"""A plan, by hand: 100 tents in Main cost 10.00 each and sell at 20.00. In the year before 73 were sold from Main and 73 from North.

Over 180 days each place sells 73 x 180 / 365 = 36. Main holds 100 - 73 + 73 = 100 tents, so 64 are at risk; North holds none and
is short of 36. Two lines of an order bring 50 more on 1 December: the 36 that North lacks are filled by the order, so 14 of
the order are too many, and the goods in Main have no place to go. ACME takes 30 back at 80 % of cost, the order can be
cancelled at 90 %, a liquidator pays 25 % of the price with a fee of 10.00: 30 x 8.00 = 240.00; 14 x 9.00 = 126.00;
34 x 5.00 - 10.00 = 160.00.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.life import faults

pytest.importorskip("highspy")

AS_OF = date(2026, 10, 31)
TERMS = ("document", "line", "action", "category", "partner", "rate", "limit", "fixed", "elasticity", "valid_from")
_numbers = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[object]:
    """A store of this file: every test has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


def tents(*, orders: bool = True, terms: bool = True, **given: str) -> Company:
    number = next(_numbers)
    company = found(f"P{number}", mark=f"-p{number}", **given)
    company.do("grant", company.root, user=company.ada, role="planner")
    company.bring("items", [("TENT", "The tent", "merchandise", "tents")], ("item", "name", "item_class", "category"))
    company.bring("locations", [("Main",), ("North",), ("Main/Shelf",)], ("location",))
    company.moves(
        ("PO-1", 1, "TENT", "vendor", "Main", "receipt", 173, 1730, "2026-01-10"),
        ("PO-1", 2, "TENT", "vendor", "North", "receipt", 73, 730, "2026-01-10"),
        ("SO-1", 1, "TENT", "Main", "customer", "sale", 73, "", "2026-06-10"),
        ("SO-1", 2, "TENT", "North", "customer", "sale", 73, "", "2026-06-10"),
    )
    company.prices(("PL-1", 1, "TENT", "price_list", "20.00", date(2026, 9, 20)))
    if orders:
        company.bring(
            "order_lines", [("PO-9", 1, "purchase", "TENT", 50, 500, "2026-12-01", "2026-10-20")],
            ("document", "line", "side", "item", "quantity", "amount", "due_on", "stated_on"),
        )  # fmt: skip
    if terms:
        company.bring("plan_terms", [
            ("ACME-26", 1, "vendor_return", "tents", "ACME", "0.8", 30, 0, "", "2026-01-01"),
            ("ACME-26", 2, "cancel", "", "ACME", "0.9", "", 0, "", "2026-01-01"),
            ("LIQ", 1, "liquidate", "", "Bargains", "0.25", "", "10.00", "", "2026-01-01"),
            ("LIQ", 2, "liquidate", "", "Bargains", "0.99", "", "0", "", "2027-01-01"),
        ], TERMS)  # fmt: skip
    return company


def made(company: Company, **given: object):
    return company.do("plan", company.ada, as_of=AS_OF, gap="0%", **given)


def test_the_plan_does_what_brings_most(store):
    company = tents()
    plan = made(company)
    told = {line.action: (line.quantity_micro // 1_000_000, line.gain_minor, line.without_minor) for line in plan.lines}
    assert told == {
        "vendor_return": (30, 240_00, 150_00), "cancel": (14, 126_00, 0), "liquidate": (34, 160_00, 0),
    }  # fmt: skip
    assert (plan.plan, plan.gain_minor, plan.bound_minor, plan.gap_micro) == (
        f"{company.entity}-2026-10-31-1",
        526_00,
        526_00,
        0,
    )
    assert (plan.risk_minor, plan.single_action, plan.is_reproducible) == (64 * 10_00 + 14 * 10_00, "liquidate", True)
    assert "the next best is liquidate; no more for a term" in next(
        x.why for x in plan.lines if x.action == "vendor_return"
    )
    assert company.do("show-plan", company.ben) == plan
    assert faults() == []


def test_a_plan_moves_goods_to_where_they_sell_and_keeps_to_the_budget(store):
    company = tents(orders=False, terms=False)
    (line,) = made(company).lines
    assert (line.action, line.to_location, line.quantity_micro, line.gain_minor) == (
        "transfer",
        "North",
        36_000_000,
        360_00,
    )
    company.bring("plan_terms", [("VAN", 1, "transfer", "", "", "", "", "45.00", "", "2026-01-01")], TERMS)
    (line,) = made(company).lines
    assert (line.gain_minor, line.spend_minor) == (360_00 - 45_00, 45_00)
    assert made(company, budget="44.99").lines == ()
    assert made(company, budget="45.00").plan.endswith("-4")


def test_an_accepted_action_is_drafted_carried_out_and_followed(store):
    company = tents(orders=False, terms=False)
    plan = made(company)
    drafted = company.do("decide-action", company.ada, plan=plan.plan, line_no=1, decided_on=date(2026, 11, 2))
    fields = {field.name: field.value for field in drafted.draft}
    assert (drafted.operation, fields["from_location"], fields["to_location"], fields["quantity"]) == (
        "transfer",
        "Main",
        "North",
        "36",
    )
    moved_on = date.fromisoformat(fields.pop("moved_on"))
    company.do("transfer", company.ada, moved_on=moved_on, **fields | {"quantity": "27"})
    (line,) = company.do("plan-results", company.ben, as_of=date(2026, 11, 30)).lines
    assert (line.done_micro, line.gain_minor, line.realised_minor, line.judgement) == (
        27_000_000,
        360_00,
        270_00,
        "part",
    )
    late = company.do("plan-results", company.ben, as_of=AS_OF + timedelta(days=200)).lines[0]
    assert late.judgement == "late"
    company.do("decide-action", company.ada, plan=plan.plan, line_no=1, status="done", decided_on=date(2026, 12, 1))
    assert company.do("show-plan", company.ben).lines[0].status == "done"
    for status, because in (("accepted", ""), ("rejected", "No"), ("withdrawn", "")):
        with pytest.raises(Problem) as refused:
            company.do("decide-action", company.ada, plan=plan.plan, line_no=1, status=status, because=because,
                       decided_on=date(2026, 12, 1))  # fmt: skip
        assert refused.value.code == "refused"
    assert faults() == []


def test_an_order_is_cancelled_through_its_draft(store):
    company = tents()
    plan = made(company)
    number = next(line.line_no for line in plan.lines if line.action == "cancel")
    drafted = company.do("decide-action", company.ada, plan=plan.plan, line_no=number, decided_on=date(2026, 11, 2))
    fields = {field.name: field.value for field in drafted.draft}
    assert (drafted.table, fields["quantity"], fields["amount"], fields["due_on"]) == (
        "order_lines",
        "36",
        "360",
        "2026-12-01",
    )
    company.bring("order_lines", [list(fields.values())], list(fields), name="draft.csv")
    (line,) = company.do("plan-results", company.ben, as_of=date(2026, 11, 30)).lines
    assert (line.done_micro, line.judgement, line.realised_minor) == (14_000_000, "done", 126_00)


def test_two_entities_are_planned_together_and_each_keeps_its_part(store):
    number = next(_numbers)
    one, other = (
        found(f"{code}{number}", mark=f"-{code}{number}", catalogue=f"G{number}") for code in ("LONG", "SHORT")
    )
    one.bring("items", [("TENT", "The tent", "merchandise", "tents")], ("item", "name", "item_class", "category"))
    for company, received in ((one, 173), (other, 73)):
        company.bring("locations", [("Main",)], ("location",))
        company.moves(
            ("PO-1", 1, "TENT", "vendor", "Main", "receipt", received, received * 10, "2026-01-10"),
            ("SO-1", 1, "TENT", "Main", "customer", "sale", 73, "", "2026-06-10"),
        )
        company.prices(("PL-1", 1, "TENT", "price_list", "20.00", date(2026, 9, 20)))
    columns = ("document", "line", "action", "partner", "cost", "valid_from")
    one.bring("plan_terms", [("VAN", 1, "transfer", other.entity, "1.00", "2026-01-01")], columns)
    with pytest.raises(Problem) as refused:
        made(one, others=other.entity)
    assert refused.value.code == "not_granted"
    other.do("grant", other.root, user=one.ada, role="planner")
    (line,) = made(one, others=other.entity).lines
    # 36 that the other lacks are worth 10.00 each to it, and cost 1.00 each to bring.
    assert (line.to_entity, line.quantity_micro, line.gain_minor) == (other.entity, 36_000_000, 360_00 - 36_00)
    kept = other.do("show-plan", other.ben)
    assert (kept.lines, kept.plan_minor, kept.risk_minor) == ((), 324_00, 0)
    assert faults() == []


def test_the_outlook_says_what_falls_into_which_window(store):
    company = tents()
    seen = company.do("outlook", company.ben, as_of=AS_OF)
    assert [(line.site, line.cause, line.in_30_minor, line.in_60_minor) for line in seen.lines] == [
        ("", "ordered", 0, 140_00), ("Main", "excess", 640_00, 640_00),
    ]  # fmt: skip
    assert [(item.item, item.cause, item.cost_minor) for item in seen.items] == [
        ("TENT", "excess", 640_00),
        ("TENT", "ordered", 140_00),
    ]


def test_terms_that_say_nothing_are_refused(store):
    company = tents(terms=False)
    from lowmark.services.operation import File
    from tests.company import csv

    rows = [
        ("T", 1, "vendor_return", "", "ACME", "", "", 0, "", "2026-01-01"),
        ("T", 2, "markdown", "", "", "1.0", "", 0, "", "2026-01-01"),
    ]
    refused = company.do("import", company.ada, table="plan_terms", file=File("t.csv", csv(TERMS, rows)))
    assert [(problem.row, problem.code) for problem in refused.problems] == [
        (2, "says_nothing"),
        (3, "bad_discount"),
        (3, "no_elasticity"),
    ]
