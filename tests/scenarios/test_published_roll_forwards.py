"""What companies have filed of their allowances comes out of the ledger again, once it is entered; and what is altered is named.

An overlay by hand, on goods that have cost 1,000.00: 300.00 come with a business, 20.00 go by translation, 10.00 are
charged and 4.00 of that is taken back, 6.00 go with goods that are sold. 300 - 20 + 10 - 4 - 6 = 280.00 are held, all of
it without lots; the books of a business that is bought, translated and charged lose 10 - 4 - 6 = 0.00.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.roll_forward import footing_faults
from lowmark.verify.run import verify_entity
from tests.cases.figures import minor
from tests.cases.filed import MONTHS, first_day, rows_from_books
from tests.cases.record import load
from tests.cases.stock import CURRENCY
from tests.cases.topics.roll_forward import given_row
from tests.cases.wording import frameworks_of
from tests.company import OPERATOR, do, found
from tests.verify.raw import lawless

PUBLISHED = load(Path(__file__).resolve().parents[1] / "cases" / "published" / "roll_forward.json")
SPRING, AUTUMN, YEAR_END = date(2026, 3, 1), date(2026, 9, 1), date(2026, 12, 31)


def require_sound():
    checks = do("verify", OPERATOR).checks
    assert [fault for check in checks for fault in check.faults] == []


def test_a_filing_comes_out_of_the_ledger_and_with_one_figure_altered_its_row_is_named(store):
    for number, case in enumerate(PUBLISHED):
        (framework,) = frameworks_of(case.framework)
        company = found(f"CO{number}", mark=f"-{number}", opens_on=first_day(), months=MONTHS, framework=framework,
                        currency=CURRENCY)  # fmt: skip
        booked = list(rows_from_books(company, case.inputs["opening"], case.inputs["periods"]))
        filed = [given_row(row) for row in case.inputs["as_published"]]
        assert filed == booked
        for at, row in enumerate(filed):
            altered = [
                ("opening", replace(row, opening_minor=row.opening_minor + minor("1"))),
                ("closing", replace(row, closing_minor=row.closing_minor - minor("1"))),
                *((title, replace(row, movements=row.movements | {title: amount + minor("1")}))
                  for title, amount in row.movements.items()),
            ]  # fmt: skip
            for column, wrong in altered:
                faults = footing_faults(rows=[*filed[:at], wrong, *filed[at + 1 :]], expected=booked)
                named = {(fault.row, fault.column) for fault in faults}
                assert (row.name, column) in named
                assert {name for name, _ in named} == {row.name}
    require_sound()


def overlay(company, kind, amount, on=SPRING, **given):
    asked = {"item_class": "merchandise", "because": "told by the auditor", "evidence": "AUDIT-1", **given}
    return company.do("adjust-allowance", company.ada, kind=kind, amount=amount, as_of=on, **asked)


def posted(company, run):
    company.approve(run.run, run.run_hash)
    return company.do("post", company.ben, run=run.run)


def a_company(**given):
    company = found("MAPLE", **given)
    company.items("TENT")
    company.record("PO-1", "TENT", 100, date(2026, 1, 10), value="1000.00")
    return company


@pytest.mark.parametrize("write_downs", ["allowance", "direct"])
def test_an_overlay_is_decided_by_another_posted_shown_apart_and_told_with_what_it_rests_on(store, write_downs):
    company = a_company(write_downs=write_downs)
    asked = (("acquisition", "300.00", SPRING), ("translation", "-20.00", SPRING), ("charge", "10.00", SPRING),
             ("reverse", "-4.00", AUTUMN), ("release", "-6.00", AUTUMN))  # fmt: skip
    for kind, amount, on in asked:
        run = overlay(company, kind, amount, on, expires_on=date(2026, 12, 1))
        with pytest.raises(Problem, match="refused"):
            company.do("post", company.ben, run=run.run)
        posted(company, run)

    found_ = company.do("roll-forward", company.ben, first_on=date(2026, 1, 1), last_on=YEAR_END)
    (line,) = found_.lines
    assert (line.name, line.is_overlay) == ("merchandise", True)
    moved = (line.acquired_minor, line.fx_minor, line.charged_minor, line.reversed_minor, line.released_on_sale_minor)
    assert moved == (300_00, -20_00, 10_00, -4_00, -6_00)
    assert line.closing_minor == found_.total.closing_minor == found_.ledger.closing_minor == 280_00
    assert (found_.held_minor, found_.overlay_minor, found_.difference_minor) == (0, 280_00, 0)
    assert [(one.author, one.evidence, one.is_expired) for one in found_.overlays] == [("ada", "AUDIT-1", True)] * 5
    result = company.do("statements", company.ben, as_of=YEAR_END)
    assert result.net_income_minor == 0
    require_sound()


def test_an_overlay_that_takes_a_class_below_nothing_or_above_cost_is_refused(store):
    company = a_company(framework="us_gaap")
    for kind, amount, words in (
        ("disposal", "-1.00", "would be -100"), ("charge", "1000.01", "have cost 100000"),
        ("reverse", "-1.00", "may be taken back"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=words):
            overlay(company, kind, amount)
    for wrong in ({"because": " "}, {"evidence": ""}, {"reason": "boredom"}, {"expires_on": SPRING}):
        with pytest.raises(Problem, match="bad_request"):
            overlay(company, "charge", "1.00", **wrong)
    for kind, amount in (("charge", "-1.00"), ("disposal", "1.00"), ("other", "0")):
        with pytest.raises(Problem, match="wrong_sign"):
            overlay(company, kind, amount)


def test_an_overlay_that_the_class_can_no_longer_bear_is_stale(store):
    company = a_company()
    first, second = overlay(company, "charge", "900.00"), overlay(company, "charge", "200.00")
    posted(company, first)
    with pytest.raises(Problem, match="refused"):
        company.approve(second.run, second.run_hash)
    third = overlay(company, "charge", "50.00")
    posted(company, third)
    assert company.do("list-runs", company.ben).lines[0].change_minor == 50_00


def test_goods_are_tested_and_sold_beside_an_overlay_as_if_it_were_not_there(store):
    company = a_company()
    posted(company, overlay(company, "charge", "100.00", on=AUTUMN))
    company.prices(("LIST-1", 1, "TENT", "price_list", "7.00", SPRING))
    company.write_down(SPRING)
    company.record("SO-1", "TENT", 50, AUTUMN)
    found_ = company.do("roll-forward", company.ben, first_on=date(2026, 1, 1), last_on=YEAR_END)
    assert [(line.is_overlay, line.closing_minor) for line in found_.lines] == [(False, 150_00), (True, 100_00)]
    assert found_.difference_minor == 0
    require_sound()


def test_a_changed_move_of_an_overlay_is_found(store):
    company = a_company()
    posted(company, overlay(company, "charge", "100.00"))
    (entity,) = [number for (number,) in store.rows("SELECT id FROM entities_entity")]
    changes = {
        "UPDATE subledger_overlay_move SET amount_minor = 9000": {"allowance_equals_ledger", "approvals_stand"},
        "DELETE FROM subledger_overlay_move": {"allowance_equals_ledger", "approvals_stand"},
        "UPDATE runs_overlay SET item_class = 'supplies'": {"approvals_stand"},
    }
    for statement, checks in changes.items():
        with lawless(store) as raw:
            raw.execute(statement)
            found_ = {each.name for each in verify_entity(raw, entity) if each.checked.faults}
        assert found_ == checks, statement
