"""Earlier years beside the year of a change of formula that goes back: by hand, on both engines, with the tax on it.

Ten tents come for 100.00 in March 2024 and ten for 140.00 in June; twelve are sold in September and two scrapped in May 2025. Ten
come for 170.00 in June 2025, eight are sold in September.

|                      | first in, first out             | moving average             | more by the average |
|----------------------|---------------------------------|----------------------------|---------------------|
| 12 sold, 2024        | 100.00 + 2 x 14.00 = 128.00     | 12 x 12.00 = 144.00        | 16.00               |
| 8 left, end of 2024  | 112.00                          | 96.00                      | -16.00              |
| 2 scrapped, 2025     | 28.00                           | 24.00                      | -4.00               |
| 8 sold, 2025         | 6 x 14.00 + 2 x 17.00 = 118.00  | 8 of 16 for 242.00: 121.00 | 3.00                |
| 8 left, end of 2025  | 136.00                          | 121.00                     | -15.00              |

So 2026 begins with 15.00 less, and at 25 % with 3.75 less tax to pay later: 4.00 of 2024, and 0.25 back in 2025. Capital is 1,000.00
in cash, so that what is bought on account is the only debt.
"""

from datetime import date
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.outside import bring_trial_balance
from tests.scenarios.test_errors_and_dimensions import book
from tests.scenarios.test_formula_changed import decided, holds
from tests.scenarios.test_journals_by_hand import approve
from tests.scenarios.test_reports_and_binder import reported

END_2024, END_2025, BEGINS = date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1)
JANUARY, MARCH, OCTOBER = date(2026, 1, 31), date(2026, 3, 31), date(2026, 10, 31)
INVENTORIES, RETAINED, SOLD, DEFERRED = "1200", "3100", "5000", "1600"

_numbers = count(1)


def lived(**given: object) -> Company:
    number = next(_numbers)
    company = found(
        f"S{number}", mark=f"-s{number}", **{"framework": "ifrs", "opens_on": date(2024, 1, 1), "months": 36, **given}
    )
    company.items("TENT")
    company.record("PO-1", "TENT", 10, date(2024, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2024, 6, 1), value="140.00")
    company.record("SO-1", "TENT", 12, date(2024, 9, 1))
    company.record("SC-1", "TENT", 2, date(2025, 5, 1), to_location="scrap", reason="expired")
    company.record("PO-3", "TENT", 10, date(2025, 6, 1), value="170.00")
    company.record("SO-2", "TENT", 8, date(2025, 9, 1))
    return company


def changed(company: Company, **given: object) -> None:
    company.do("draft-formula-change", company.ada, **{
        "document": "CF-1", "method": "moving_average", "begins_on": BEGINS, "because": "the average is more relevant",
        **given,
    })  # fmt: skip
    decided(company)


def beside(company: Company, as_of: date = JANUARY, compare: str = "prior_year_end", **given: object):
    return company.do("statements", company.ben, as_of=as_of, compare=compare, **given)


def earlier(answer, statement: str = "trial_balance") -> dict[str, int | None]:
    return {line.account or f"{line.section}: {line.caption}": line.earlier_minor for line in answer.lines
            if line.statement == statement and line.earlier_minor}  # fmt: skip


def now(answer, statement: str) -> dict[tuple[str, str], int]:
    return {(line.section, line.caption): line.posted_minor for line in answer.lines if line.statement == statement}


def taxed(company: Company, rate: str = "25 %", **given: object):
    found = company.do("draft-formula-tax", company.ada, document="CF-1", tax_rate=rate, **given)
    for journal in found.journals:
        approve(company, journal.document)
    company.do("post-journal", company.ben, up_to=JANUARY)
    return found


def cells(company: Company, report: str, **asked: object) -> set[object]:
    _, sheets = reported(company, report, **asked)
    return {cell.value for sheet in sheets.values() for cell in sheet.cells.values()}


def test_the_year_before_has_the_change_in_it_and_by_itself_says_what_it_said(store):
    company = lived()
    of_2025, of_2024 = (company.do("statements", company.ben, as_of=day).lines for day in (END_2025, END_2024))
    changed(company)
    answer = beside(company)
    assert answer.is_restated and answer.restated_for == ("change of formula CF-1",) and not answer.not_restated_for
    told = earlier(answer)
    assert (told[INVENTORIES], told[RETAINED], told[SOLD], told["5200"]) == (121_00, 16_00, 249_00 + 0, 24_00)
    assert earlier(answer, "income_statement")[": Net income"] == -145_00
    equity = {(line.section, line.caption): (line.posted_minor, line.earlier_minor) for line in answer.lines
              if line.statement == "changes_in_equity"}  # fmt: skip
    assert equity["Retained earnings", "At the beginning of the year"] == (-289_00, -144_00)
    assert equity["Retained earnings", "At the end"] == (-289_00, -289_00)
    third = beside(company, compare="prior_year_opening")
    assert third.compared_on == END_2024 and third.is_restated
    told = earlier(third)
    assert (told[INVENTORIES], told[SOLD]) == (96_00, 144_00) and RETAINED not in told
    for day, was in ((END_2025, of_2025), (END_2024, of_2024)):
        assert company.do("statements", company.ben, as_of=day).lines == was
    holds(company)


def test_the_tax_of_each_year_is_drafted_posted_and_stands_beside_it(store):
    """4.00 less tax on 2024's 16.00; -0.25 on 2025's 1.00 more of profit: together 3.75 on 15.00."""
    company = lived()
    known = company.do("statements", company.ben, as_of=END_2025).known_seq
    changed(company)
    at_the_decision = company.do("statements", company.ben, as_of=END_2025).known_seq
    found = taxed(company)
    assert (found.cumulative_effect_minor, found.cumulative_tax_minor, found.on) == (-15_00, -3_75, BEGINS)
    assert [(one.year, one.profit_minor, one.tax_minor) for one in found.journals] == [
        (2024, -16_00, -4_00),
        (2025, 1_00, 25),
    ]
    answer = beside(company)
    told = earlier(answer)
    assert (told[DEFERRED], told[RETAINED], told["6910"]) == (3_75, 12_00, 25)
    assert earlier(answer, "income_statement")[": Net income"] == -145_25
    after = company.balances(JANUARY)
    assert (after[DEFERRED], after[RETAINED], after[INVENTORIES]) == (3_75, 11_25, 121_00)
    equity = now(answer, "changes_in_equity")
    assert equity["Retained earnings", "At the beginning of the year"] == -285_25
    assert earlier(answer, "changes_in_equity")["Retained earnings: At the end"] == -285_25
    unadjusted = company.do("statements", company.ben, as_of=JANUARY, stage="unadjusted")
    assert now(unadjusted, "balance_sheet")["asset", "Deferred tax assets"] == 3_75
    assert not beside(company, known_seq=known).is_restated
    untaxed = beside(company, known_seq=at_the_decision)
    assert untaxed.is_restated and DEFERRED not in earlier(untaxed)
    holds(company)


def test_the_tax_may_be_payable_is_drafted_once_and_once_more_where_it_was_returned(store):
    company = lived(framework="us_gaap")
    company.do("add-book", company.root, framework="ifrs")
    changed(company)
    assert earlier(beside(company, book="ifrs"))[INVENTORIES] == 121_00
    first = company.do("draft-formula-tax", company.ada, document="CF-1", tax_rate="30 %")
    for journal in first.journals:
        approve(company, journal.document, decision="returned")
    with pytest.raises(Problem, match="there is no tax"):
        company.do("draft-formula-tax", company.ada, document="CF-1", tax_rate="0")
    found = taxed(company, due="now")
    assert found.cumulative_tax_minor == -3_75 and [one.document[-3:] for one in found.journals] == [", 2", ", 2"]
    for of in ("us_gaap", "ifrs"):
        assert earlier(beside(company, book=of))["6900"] == 25
    assert company.balances(JANUARY)["2300"] == 3_75
    with pytest.raises(Problem, match="already"):
        company.do("draft-formula-tax", company.ada, document="CF-1", tax_rate="25 %")


def test_what_the_change_does_is_no_cash_flow_and_no_movement_of_the_year(store):
    """Cash of 1,000.00 is paid in, in 2025; 24 tents cost 363.00 in 2026 on account. Nothing but that has flowed."""
    company = lived()
    book(company, "CAPITAL", "1000 1000.00; 3000 -1000.00", date(2025, 1, 2))
    changed(company)
    taxed(company)
    company.record("PO-4", "TENT", 24, date(2026, 1, 5), value="363.00")
    flows = now(company.do("statements", company.ben, as_of=JANUARY), "cash_flow")
    assert flows["operating", "Decrease (increase) in inventories"] == -363_00
    assert ("operating", "Decrease (increase) in deferred tax assets") not in flows
    assert not any("Retained" in caption for _, caption in flows)
    equity = now(company.do("statements", company.ben, as_of=JANUARY), "changes_in_equity")
    assert [caption for section, caption in equity if section == "Retained earnings"] == [
        "At the beginning of the year",
        "At the end",
    ]
    company.record("SO-3", "TENT", 16, date(2026, 1, 9))  # 32 for 484.00: 242.00.
    turnover = next(one for one in company.do("ratios", company.ben, as_of=JANUARY).lines if "turnover" in one.ratio)
    assert turnover.posted_micro == round(242_00 * 2 * 1_000_000 / (121_00 + 242_00))


def test_within_a_year_nothing_is_restated_and_the_answer_says_so(store):
    company = lived()
    changed(company)
    for compare, as_of in (("prior_year", OCTOBER), ("prior_year", MARCH)):
        answer = beside(company, as_of, compare)
        assert not answer.is_restated and answer.not_restated_for == ("change of formula CF-1",)
    whole = beside(company, date(2026, 12, 31), "prior_year")
    assert whole.restated_for == ("change of formula CF-1",) and earlier(whole)[INVENTORIES] == 121_00
    before = beside(company, JANUARY, "prior_period")
    assert before.compared_on == END_2025 and earlier(before)[INVENTORIES] == 121_00
    of_change = beside(company, MARCH, "prior_period")
    assert not of_change.is_restated and not of_change.not_restated_for and earlier(of_change)[INVENTORIES] == 121_00
    # Beside 2025, which is not restated by itself, 2024 is what it was.
    both = beside(company, END_2025, "prior_year_end")
    assert not both.is_restated and earlier(both)[INVENTORIES] == 112_00


def test_a_closed_year_has_what_it_would_have_borne_in_retained_earnings(store):
    company = lived()
    company.do("close-year", company.ben, year=2024)
    company.do("close-year", company.ben, year=2025)
    changed(company)
    told = earlier(beside(company))
    assert (told[SOLD], told["5200"], told[RETAINED]) == (121_00, 24_00, 144_00)
    shut = beside(company, stage="closed")
    told = earlier(shut)
    assert SOLD not in told and told[RETAINED] == 289_00 and told[INVENTORIES] == 121_00
    company.do("close-year", company.ben, year=2026)
    assert company.balances(JANUARY)[RETAINED] == 289_00
    holds(company)


def test_a_year_of_53_weeks_is_restated_at_its_own_end(store):
    """It ends on 3 February 2024: twelve sold in it are 16.00 more, and four on its last day 8.00 less, by the average."""
    company = found("W53", mark="-w53", framework="ifrs", opens_on=date(2023, 1, 29), months=24, fiscal_year_start_month=2,
                    fiscal_pattern="4-5-4", year_ends="nearest")  # fmt: skip
    company.items("TENT")
    company.record("PO-1", "TENT", 10, date(2023, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2023, 6, 1), value="140.00")
    company.record("SO-1", "TENT", 12, date(2023, 9, 1))
    company.record("SO-2", "TENT", 4, date(2024, 2, 3))
    changed(company, begins_on=date(2024, 2, 4))
    for compare, as_of in (("prior_year_end", date(2024, 3, 2)), ("prior_year", date(2025, 2, 1))):
        answer = beside(company, as_of, compare)
        assert (answer.compared_on, answer.restated_for) == (date(2024, 2, 3), ("change of formula CF-1",))
        assert (earlier(answer)[INVENTORIES], earlier(answer)[SOLD]) == (48_00, 192_00)
    within = beside(company, date(2024, 3, 2), "prior_year")
    assert (within.compared_on, within.not_restated_for) == (date(2023, 2, 25), ("change of formula CF-1",))
    note = company.do("disclosures", company.ben, as_of=date(2024, 3, 2))
    assert [(one.year, one.at, one.caption, one.adjustment_minor) for one in note.adjusted] == [
        (2024, date(2024, 2, 3), "Cost of sales", 8_00), (2024, date(2024, 2, 3), "Inventories", -8_00),
    ]  # fmt: skip
    holds(company)


def test_errors_and_changes_of_one_year_are_both_in_it(store):
    company = lived()
    entry = book(company, "FOUND", "6000 90.00; 2000 -90.00", JANUARY)
    company.do("classify-entry", company.ben, entry=entry, classified="material_error", origin_year=2025, because="x")
    changed(company)
    answer = beside(company)
    assert answer.restated_for == ("a material error", "change of formula CF-1")
    assert earlier(answer, "income_statement")[": Net income"] == -145_00 - 90_00
    mid = beside(company, OCTOBER, "prior_year")
    assert (mid.restated_for, mid.not_restated_for) == (("a material error",), ("change of formula CF-1",))
    ((year, number),) = store.rows("SELECT fiscal_year, number FROM ledger_entry WHERE event = 'formula_restated_back'")
    with pytest.raises(Problem, match="what a change of formula does"):
        company.do("classify-entry", company.ben, entry=f"stock/{year}/{number}",
                   classified="material_error", origin_year=2025, because="x")  # fmt: skip


def test_the_note_has_the_change_its_reason_and_each_line_that_it_adjusts(store):
    company = lived()
    changed(company)
    taxed(company)
    note = company.do("disclosures", company.ben, as_of=JANUARY)
    assert not note.faults
    (change,) = note.changes
    assert (change.paragraph, change.application, change.because, change.impracticable) == (
        "IAS 8.29(a)", "retrospective", "the average is more relevant", "",
    )  # fmt: skip
    assert change.nature == ("moving average in place of first in, first out for goods from 2026-01-01 on, "
                             "applied as if it had always been the formula")  # fmt: skip
    assert (change.cumulative_effect_minor, change.cumulative_tax_minor, change.cumulative_after_tax_minor) == (
        -15_00,
        -3_75,
        -11_25,
    )
    assert [(one.year, one.at, one.caption, one.adjustment_minor) for one in note.adjusted] == [
        (2024, END_2024, "Cost of sales", 16_00), (2024, END_2024, "Income tax expense", -4_00),
        (2024, END_2024, "Inventories", -16_00), (2024, END_2024, "Deferred tax assets", 4_00),
        (2025, date(2025, 1, 1), "Retained earnings", -12_00), (2025, END_2025, "Cost of sales", -1_00),
        (2025, END_2025, "Income tax expense", 25), (2025, END_2025, "Inventories", -15_00),
        (2025, END_2025, "Deferred tax assets", 3_75),
    ]  # fmt: skip
    (effect,) = (line for line in note.lines if line.paragraph == "IAS 8.29(c)")
    assert (effect.amount_minor, effect.ledger_minor) == (-15_00, -15_00)
    told = cells(company, "disclosures", as_of=JANUARY)
    assert {"Tax on it, as posted", f"{change.nature.capitalize()}: {change.because}", -11.25} <= told
    assert "The earlier figures are restated for change of formula CF-1." in cells(
        company, "statements", as_of=JANUARY, compare="prior_year_end"
    )
    before = company.do("disclosures", company.ben, as_of=END_2025)
    assert not before.changes and not any(line.paragraph.startswith("IAS 8") for line in before.lines)


def test_the_note_says_why_a_change_from_a_day_on_is_impracticable_further_back(store):
    company = lived(framework="us_gaap")
    changed(company, impracticable="receipts before 2026 are not kept")
    note = company.do("disclosures", company.ben, as_of=JANUARY)
    (change,) = note.changes
    assert (change.application, change.impracticable) == ("from_a_day", "receipts before 2026 are not kept")
    told = {line.paragraph: line.words for line in note.lines if line.paragraph.startswith("ASC 250")}
    assert told["ASC 250-10-50-1(b)(4)"] == "CF-1: receipts before 2026 are not kept" and not note.adjusted
    with pytest.raises(Problem, match="applied from a day, and does nothing to earlier years"):
        company.do("draft-formula-tax", company.ada, document="CF-1", tax_rate="25 %")
    answer = beside(company)
    assert not answer.is_restated and not answer.not_restated_for


def test_beside_an_outside_ledger_the_year_begins_with_what_was_restated(store):
    """The goods alone are kept here: the outside ledger has 136.00 of them at the end of 2025, and 121.00 once it has the entry."""
    company = lived(mode="subledger")
    company.do("export-entries", company.ben, up_to=END_2025)
    of_2025 = {"1200": 136_00, "2100": -410_00, "3100": 128_00, "5000": 118_00, "5200": 28_00}
    bring_trial_balance(company, "TB-2025", END_2025, of_2025)
    changed(company)
    taxed(company)

    def says() -> None:
        answer = beside(company)
        told = earlier(answer)
        assert (told[INVENTORIES], told["5000"], told["5200"], told[RETAINED]) == (121_00, 121_00, 24_00, 140_00)
        equity = now(answer, "changes_in_equity")
        assert {caption: minor for (section, caption), minor in equity.items() if section == "Retained earnings"} == {
            "At the beginning of the year": -285_25, "At the end": -285_25,
        }  # fmt: skip
        assert not any(line.posted_minor for line in answer.lines if line.statement == "cash_flow")

    says()
    company.do("export-entries", company.ben, up_to=JANUARY)
    bring_trial_balance(company, "TB-2026-01", JANUARY,
                        {"1200": 121_00, "1600": 3_75, "2100": -410_00, "3100": 285_25})  # fmt: skip
    says()
