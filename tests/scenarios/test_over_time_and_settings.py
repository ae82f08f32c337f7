"""How inventory went, what an entity is set to, and its seals: by hand.

100 tents come in for 1,000.00 on 10 January. On 20 February 40 are sold, which cost 400.00: 600.00 are left. At the end of March
they fetch 7.00, so that 60 are written down by 180.00 to 420.00. On 5 April 20 more are sold: 200.00 of cost and 60.00 of the
allowance leave with them: 400.00 less 120.00 is 280.00.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import found

SPRING = date(2026, 3, 31)


def a_company():
    company = found("MAPLE")
    company.items("TENT")
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    company.record("SO-1", "TENT", 40, date(2026, 2, 20))
    company.prices(("LIST-1", 1, "TENT", "price_list", "7.00", SPRING))
    company.write_down(SPRING)
    company.record("SO-2", "TENT", 20, date(2026, 4, 5))
    return company


def test_inventory_over_time_is_what_the_books_said_at_the_end_of_each_month(store):
    company = a_company()
    shown = company.do("trend", company.ben, as_of=date(2026, 4, 15), months=4)
    assert [(line.on.isoformat(), line.gross_minor, line.allowance_minor, line.net_minor) for line in shown.lines] == [
        ("2025-12-31", 0, 0, 0),
        ("2026-01-31", 1_000_00, 0, 1_000_00),
        ("2026-02-28", 600_00, 0, 600_00),
        ("2026-03-31", 600_00, 180_00, 420_00),
        ("2026-04-15", 400_00, 120_00, 280_00),
    ]
    before = company.do("trend", company.ben, as_of=date(2026, 4, 15), months=1, known_seq=shown.known_seq - 1)
    assert before.lines[-1].gross_minor == 600_00
    with pytest.raises(Problem) as refused:
        company.do("trend", company.ben, as_of=SPRING, months=61)
    assert refused.value.code == "bad_request"


def test_a_run_says_the_tiers_of_what_it_proposes(store):
    company = a_company()
    (run,) = company.do("list-runs", company.ben).lines
    (tier,) = company.do("show-run", company.ben, run=run.run).tiers
    assert (tier.item, tier.kind, tier.quantity_micro) == ("TENT", "rest", 60_000_000)
    assert (tier.cost_minor, tier.value_minor, tier.lower_minor) == (600_00, 420_00, 420_00)
    assert tier.evidence_kind == "price_list"


def test_settings_say_what_holds_who_says_so_and_what_it_was_before(store):
    company = found("MAPLE")
    path = "inventories/cost_to_sell_rate"
    for value, day in (("5 %", date(2026, 2, 1)), ("6 %", date(2026, 5, 1))):
        company.do("set-policy", company.ben, path=path, valid_from=day, value=value)
    for day, value, level in (
        (date(2026, 1, 15), '"0"', "framework"),
        (SPRING, '"0.05"', "entity"),
        (date(2026, 6, 1), '"0.06"', "entity"),
    ):
        shown = company.do("settings", company.ben, as_of=day)
        (held,) = [one for one in shown.parameters if one.path == path]
        assert (held.value, held.level, held.may_be_set) == (value, level, True)
        assert held.default == ("" if level == "framework" else '"0"')
    assert [(one.before, one.value, one.set_by) for one in shown.changes] == [
        ('"5 %"', '"6 %"', company.ben), ("", '"5 %"', company.ben),
    ]  # fmt: skip
    assert [(one.book, one.is_primary) for one in shown.books] == [(shown.book, True)]
    (inventory,) = [one for one in shown.accounts if "inventory" in one.roles.split(", ")]
    assert (inventory.kind, inventory.section) == ("control", "asset")


def test_seals_are_listed_with_what_has_come_since(store):
    company = a_company()
    assert company.do("list-seals", company.ben).lines == ()
    made = company.do("seal", company.root)
    listed = company.do("list-seals", company.ben)
    assert [(one.seal_no, one.root, one.chained, one.to_seq) for one in listed.lines] == [
        (1, made.root, made.chained, made.to_seq)
    ]
    company.record("SO-3", "TENT", 1, date(2026, 4, 6))
    assert company.do("list-seals", company.ben).unsealed > listed.unsealed
