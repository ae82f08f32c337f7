"""The goods alone are kept here and the rest in an outside ledger: statements of the whole company, and tying out."""

from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lowmark.core.kinds.problems import Problem
from lowmark.services.ledgers.opening_trial_balance import post_opening
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading, writing
from tests.company import OPERATOR, do, found
from tests.outside import bring_trial_balance, granted_to, post

YEAR_END = date(2025, 12, 31)
FEBRUARY, MARCH, DECEMBER = date(2026, 2, 28), date(2026, 3, 31), date(2026, 12, 31)

AT_YEAR_END = {"1000": 500, "1200": 1000, "3000": -1100, "3100": -200, "4000": -900, "5000": 700}
IN_FEBRUARY = {"1000": 650, "1200": 800, "3000": -1100, "3100": -400, "4000": -150, "5000": 200}


def beside(code="MAPLE"):
    """A company that has kept its goods here since the year began, all of them in its outside ledger before."""
    company = found(code, opens_on=date(2026, 1, 1), months=24, mode="subledger")
    post(company, date(2026, 1, 1), {"1200": 1000, "3900": -1000}, event="opening")
    bring_trial_balance(company, "TB-2025", YEAR_END, AT_YEAR_END)
    post(company, date(2026, 2, 10), {"5000": 200, "1200": -200}, event="sale")
    return company


def lines_of(company, as_of, statement, known_seq=0):
    said = company.do("statements", company.ben, as_of=as_of, known_seq=known_seq)
    return {line.caption: line.posted_minor for line in said.lines if line.statement == statement}


def test_a_mode_is_chosen_when_an_entity_is_set_up(store):
    company = found("MAPLE", mode="subledger")
    with reading(granted_to(company, company.ben).scope("report")) as reader:
        entity = entities_read.entity_by_code(reader, "MAPLE")
    assert entity is not None and entity.mode == "subledger"


def test_without_a_trial_balance_there_are_our_own_entries(store):
    company = found("MAPLE", mode="subledger")
    post(company, date(2026, 1, 1), {"1200": 1000, "3900": -1000}, event="opening")
    assert company.balances(MARCH) == {"1200": 1000, "3900": -1000}
    assert company.do("tie-out", company.ben, as_of=MARCH).trial_balance == ""


def test_a_trial_balance_of_last_year_brings_its_result_into_retained_earnings(store):
    company = beside()
    said = company.do("statements", company.ben, as_of=FEBRUARY)

    assert (said.trial_balance, said.trial_balance_on) == ("TB-2025", YEAR_END)
    assert said.net_income_minor == -200
    sheet = lines_of(company, FEBRUARY, "balance_sheet")
    assert (sheet["Inventories"], sheet["Retained earnings"], sheet["Profit for the year"]) == (800, 400, -200)
    assert "Opening balances" not in sheet
    flows = lines_of(company, FEBRUARY, "cash_flow")
    assert flows["Decrease (increase) in inventories"] == 200
    assert (flows["Change in cash"], flows["Cash at the beginning of the year"]) == (0, 500)


def test_what_went_out_is_in_the_next_trial_balance_and_what_came_since_is_beside_it(store):
    company = beside()
    handed = company.do("export-entries", company.ben, up_to=FEBRUARY)
    assert (handed.n_entries, handed.debit_minor, handed.credit_minor) == (1, 200, 200)
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, IN_FEBRUARY)
    assert lines_of(company, FEBRUARY, "balance_sheet")["Inventories"] == 800

    post(company, date(2026, 2, 20), {"5200": 10, "1200": -10}, event="scrap")
    post(company, date(2026, 3, 5), {"5100": 30, "1290": -30}, event="write_down")
    sheet, flows = lines_of(company, MARCH, "balance_sheet"), lines_of(company, MARCH, "cash_flow")
    assert (sheet["Inventories"], sheet["Retained earnings"], sheet["Profit for the year"]) == (760, 400, -90)
    assert flows["Net income"] == -90
    assert flows["Write-down of inventories: price decline"] == 30
    assert (flows["Cash at the beginning of the year"], flows["Cash at the end"]) == (500, 650)
    assert lines_of(company, FEBRUARY, "balance_sheet")["Inventories"] == 790

    next_year = lines_of(company, date(2027, 1, 31), "balance_sheet")
    assert (next_year["Retained earnings"], next_year["Profit for the year"]) == (310, 0)


def test_every_balance_of_the_company_is_explained_by_the_trial_balance_and_what_came_since(store):
    """Stock: 800 in the trial balance of February, of which ours are 1,000 taken over and 200 sold; 10 scrapped since."""
    company = beside()
    company.do("export-entries", company.ben, up_to=FEBRUARY)
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, IN_FEBRUARY)
    post(company, date(2026, 2, 20), {"5200": 10, "1200": -10}, event="scrap")
    said = company.do("statements", company.ben, as_of=MARCH)
    told = {
        line.account: line.posted_minor for line in said.lines if line.statement == "trial_balance" and line.account
    }
    steps = {
        account: company.do("explain", company.ben, subject=f"account {account}", as_of=MARCH).steps for account in told
    }
    assert told["1000"] == 650 and told["1200"] == 790
    assert {account: some[0].amount_minor for account, some in steps.items()} == told
    assert {account: sum(one.amount_minor for one in some if one.depth == 1) for account, some in steps.items()} == told
    assert [(one.depth, one.what, one.amount_minor) for one in steps["1200"]] == [
        (0, "account", 790), (1, "entry", -10), (1, "trial balance", 800), (2, "entry", -200), (2, "entry", 1000),
    ]  # fmt: skip


def test_an_entry_that_no_export_reached_is_beside_a_later_trial_balance(store):
    """Known before the export, but counting after its day: the outside ledger has not got it."""
    company = beside()
    post(company, date(2026, 2, 25), {"5000": 50, "1200": -50}, event="sale")
    company.do("export-entries", company.ben, up_to=date(2026, 2, 15))
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, IN_FEBRUARY)

    assert lines_of(company, FEBRUARY, "balance_sheet")["Inventories"] == 750


def test_a_statement_as_known_before_a_trial_balance_came_stays_as_it_was(store):
    company = beside()
    company.do("export-entries", company.ben, up_to=FEBRUARY)
    said = company.do("statements", company.ben, as_of=MARCH)
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, {**IN_FEBRUARY, "1200": 790, "1000": 660})
    bring_trial_balance(company, "TB-2026-02 corrected", FEBRUARY, IN_FEBRUARY)

    assert company.do("statements", company.ben, as_of=MARCH, known_seq=said.known_seq) == said
    assert company.do("statements", company.ben, as_of=MARCH).trial_balance == "TB-2026-02 corrected"


def test_without_a_trial_balance_at_the_years_begin_there_are_no_cash_flows(store):
    company = found("MAPLE", mode="subledger")
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, IN_FEBRUARY)

    assert lines_of(company, MARCH, "cash_flow") == {}
    assert lines_of(company, MARCH, "balance_sheet")["Cash and cash equivalents"] == 650


def test_a_tie_out_finds_what_the_two_ledgers_do_not_share(store):
    company = beside()
    company.do("export-entries", company.ben, up_to=FEBRUARY)
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, {**IN_FEBRUARY, "1200": 790, "1000": 660})
    post(company, date(2026, 3, 5), {"5100": 30, "1290": -30}, event="write_down")

    said = company.do("tie-out", company.ben, as_of=MARCH)
    assert (said.trial_balance, said.trial_balance_on, said.difference_minor) == ("TB-2026-02", FEBRUARY, 10)
    assert [(line.account, line.ours_minor, line.theirs_minor, line.difference_minor) for line in said.lines] == [
        ("1200", 800, 790, 10),
        ("1290", 0, 0, 0),
    ]
    before = company.do("tie-out", company.ben, as_of=date(2026, 1, 31))
    assert (before.trial_balance, before.difference_minor) == ("TB-2025", 0)


def test_nothing_that_passes_between_two_ledgers_is_a_fault(store):
    company = beside()
    company.do("export-entries", company.ben, up_to=FEBRUARY)
    bring_trial_balance(company, "TB-2026-02", FEBRUARY, IN_FEBRUARY)
    own = found("ELM", opens_on=date(2026, 1, 1), mark="2")
    begin(own, bring_trial_balance(own, "TB-2025", YEAR_END, AT_YEAR_END))

    ledgers = ("entries_balance", "trial_balance_zero", "content_hashes", "known_order", "numbers_without_gaps")
    found_out = do("verify", OPERATOR)
    assert {check.name: check.faults for check in found_out.checks if check.name in ledgers} == dict.fromkeys(
        ledgers, ()
    )


JANUARY_ON = st.integers(0, 200).map(lambda n: date(2026, 1, 1) + timedelta(n))
STEPS = st.lists(st.tuples(st.sampled_from(["post", "post", "export", "trial balance"]), JANUARY_ON), max_size=12)
OUTSIDE = {"1000": 500, "1200": 1000, "3000": -1500}


def summed(*parts):
    sums = Counter()
    for part in parts:
        sums.update(part)
    return {code: amount for code, amount in sums.items() if amount}


def test_the_whole_company_is_the_outside_ledger_and_every_entry_of_ours_once(store):
    """However entries, exports and trial balances follow one another, as long as a trial balance is of no day before
    that of the last export: the outside ledger books what it is handed, on its day, and says so in the next balance.
    """
    numbers = count(1)

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(STEPS, JANUARY_ON)
    def law(steps, asked):
        company = found(code := f"E{next(numbers)}", mark=code, mode="subledger")
        post(company, date(2026, 1, 1), {"1200": 1000, "3900": -1000}, event="opening")
        bring_trial_balance(company, "TB", date(2025, 12, 31), OUTSIDE)
        ours, handed, closed = [], [], date(2025, 12, 31)
        for place, (what, day) in enumerate(steps):
            if what == "post":
                ours.append((day, {"5000": 1 + place, "1200": -1 - place}))
                post(company, *ours[-1], event="sale")
                continue
            closed = max(day, closed)
            if what == "export":
                company.do("export-entries", company.ben, up_to=closed)
                handed += [entry for entry in ours if entry[0] <= closed and entry not in handed]
            else:
                said = summed(OUTSIDE, *(amounts for _, amounts in handed))
                bring_trial_balance(company, f"TB-{place}", closed, said)
        truth = summed(OUTSIDE, *(amounts for day, amounts in ours if day <= asked))
        assert company.balances(asked) == truth
        assert company.do("tie-out", company.ben, as_of=asked).difference_minor == 0

    law()


# --- a ledger of our own, begun elsewhere ----------------------------------------------------------------------------


def begin(company, rows):
    granted = granted_to(company, company.ben)
    with writing(granted.scope()) as writer:
        book = entities_read.book(writer, granted.entity.id)
        assert book is not None
        return post_opening(writer, granted, book, rows)


def test_an_opening_trial_balance_waits_for_the_goods(store):
    company = found("MAPLE", opens_on=date(2026, 1, 1))
    theirs = {**AT_YEAR_END, "1290": -60, "1000": 560}
    rows = bring_trial_balance(company, "TB-2025", YEAR_END, theirs)
    assert begin(company, rows).name == "general/2026/1"

    assert company.balances(YEAR_END) == theirs, "what was before our ledger began is stated as the other one stated it"
    opened = {"1000": 560, "3000": -1100, "3100": -400, "3900": 940}
    assert company.balances(date(2026, 1, 1)) == opened
    post(company, date(2026, 1, 1), {"1200": 990, "3900": -990}, event="opening")
    post(company, date(2026, 1, 1), {"3900": 60, "1290": -60}, event="opening_allowance")

    said = company.do("tie-out", company.ben, as_of=MARCH)
    assert [(line.account, line.ours_minor, line.theirs_minor, line.difference_minor) for line in said.lines] == [
        ("1200", 990, 1000, -10),
        ("1290", -60, -60, 0),
        ("3900", 10, 0, 10),
    ]
    flows = lines_of(company, MARCH, "cash_flow")
    assert (flows["Change in cash"], flows["Cash at the end"]) == (0, 560)
    assert company.do("statements", company.ben, as_of=MARCH).net_income_minor == 0


def test_an_opening_within_the_year_keeps_its_result(store):
    company = found("MAPLE", opens_on=date(2026, 1, 1))
    begin(company, bring_trial_balance(company, "TB-2026-02", FEBRUARY, IN_FEBRUARY))

    assert company.do("statements", company.ben, as_of=MARCH).net_income_minor == -50
    flows = lines_of(company, MARCH, "cash_flow")
    assert (flows["Net income"], flows["Result before the balances were taken over"]) == (-50, 50)
    assert flows["Cash at the beginning of the year"] == flows["Cash at the end"] == 650


def test_a_ledger_begins_once_in_an_open_period(store):
    company = found("MAPLE", opens_on=date(2026, 1, 1))
    rows = bring_trial_balance(company, "TB-2025", YEAR_END, AT_YEAR_END)
    begin(company, rows)
    with pytest.raises(Problem, match="has its opening trial balance"):
        begin(company, rows)

    other = found("ELM", opens_on=date(2026, 1, 1), mark="2")
    with pytest.raises(Problem, match="no period holds"):
        begin(other, bring_trial_balance(other, "TB", date(2025, 11, 30), AT_YEAR_END))
    other.do("close", other.ben, ends_on=date(2026, 1, 31))
    with pytest.raises(Problem, match="the period of 2026-01-01 is closed"):
        begin(other, bring_trial_balance(other, "TB-2025", YEAR_END, AT_YEAR_END))


def test_a_trial_balance_of_goods_against_opening_balances_alone_opens_nothing(store):
    company = found("MAPLE", opens_on=date(2026, 1, 1))
    rows = bring_trial_balance(company, "TB-2025", YEAR_END, {"1200": 1000, "3900": -1000})
    with pytest.raises(Problem, match="opens no account"):
        begin(company, rows)
