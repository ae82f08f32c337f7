"""Journals drafted by one person, approved by another and posted: rent accrued and reversed, a cost that recurs, a file.

By hand: October's rent of 150.00 is accrued on the 31st and reversed on 1 November, so that it is in October alone; a
licence of 20.00 counts on the last day of October, November and December, whenever it is asked for and only once a month.
"""

from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import every_entity
from lowmark.services.operation import File
from lowmark.verify.checks import journals_stand
from tests.company import Company, csv, found
from tests.fresh_store import ENGINES, fresh_store
from tests.verify.raw import lawless

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31)


@pytest.fixture(params=ENGINES)
def store(request):
    with fresh_store(request.param) as opened:
        yield opened


@pytest.fixture
def company(store):
    del store
    made = found("MAPLE", opens_on=date(2026, 10, 1), months=3)
    made.items("TENT")
    made.record("PO-1", "TENT", 10, date(2026, 10, 2), value="500.00")
    return made


def draft(company: Company, document: str, lines: str, *, on: date = OCTOBER, who: str = "", **given):
    return company.do("draft-journal", who or company.ada, document=document, on=on, lines=lines, because="asked",
                      **given)  # fmt: skip


def approve(company: Company, document: str, **given):
    shown = company.do("show-journal", company.ben, document=document).journal_hash
    proof = company.prove(shown)
    return company.do("approve-journal", company.ben, step_up_id=proof, document=document, journal_hash=shown, **given)


def test_accrued_and_reversed_and_once_a_month(company):
    made = draft(company, "RENT", "6000 150.00; 2200 -150.00", kind="reversing")
    assert (made.accepted, made.state, made.amount_minor) == (True, "drafted", 150_00)
    draft(company, "LICENCE", "6000 20.00; 2200 -20.00", kind="recurring")
    assert company.balances(OCTOBER).get("6000") is None, "nothing is posted before it is approved"
    for document in ("RENT", "LICENCE"):
        assert approve(company, document).state in {"approved", "recurring"}
    posted = company.do("post-journal", company.ben, up_to=OCTOBER)
    assert [(one.document, one.entry, str(one.accounting_on), one.reverses) for one in posted.entries] == [
        ("RENT", "general/2026/1", "2026-10-31", False),
        ("RENT", "general/2026/2", "2026-11-01", True),
        ("LICENCE", "general/2026/3", "2026-10-31", False),
    ]
    assert company.balances(OCTOBER)["6000"] == 170_00
    assert company.balances(NOVEMBER)["6000"] == 20_00
    for _ in range(2):
        company.do("post-journal", company.ben, up_to=NOVEMBER)
    assert company.balances(NOVEMBER)["6000"] == 40_00, "asked for twice, posted once"
    company.do("post-journal", company.ben, up_to=DECEMBER)
    assert (company.balances(DECEMBER)["6000"], company.balances(DECEMBER)["2200"]) == (60_00, -60_00)
    states = {line.document: line.state for line in company.do("list-journals", company.ben).lines}
    assert (states["RENT"], states["LICENCE"]) == ("posted", "recurring")


def test_everything_wrong_is_said_at_once_and_control_accounts_are_the_subledgers(company):
    told = draft(company, "BAD", "1200 5.00; 9999 1.00; 6000 -4.00 department=NOWHERE")
    assert not told.accepted
    assert [(one.line, one.code) for one in told.faults] == [
        (1, "control_account"), (2, "unknown_account"), (3, "unknown_dimension"), (0, "unbalanced"),
    ]  # fmt: skip
    assert "BAD" not in {line.document for line in company.do("list-journals", company.ben).lines}
    draft(company, "RENT", "6000 150.00; 2200 -150.00")
    again = draft(company, "RENT", "6000 1.00; 2200 -1.00")
    assert [one.code for one in again.faults] == ["conflict"]


def test_whoever_drafts_does_not_approve_and_nothing_is_posted_unapproved(company):
    company.do("grant", company.root, user=company.ben, role="preparer")
    draft(company, "OWN", "6000 1.00; 2200 -1.00", who=company.ben)
    with pytest.raises(Problem, match="drafted a journal") as told:
        approve(company, "OWN")
    assert told.value.where["reasons"] == ("drafted_it",)
    with pytest.raises(Problem, match="not approved"):
        company.do("post-journal", company.ben, up_to=OCTOBER, document="OWN")
    with pytest.raises(Problem) as told:
        company.do("approve-journal", company.ben, step_up_id=company.prove("22" * 32), document="OWN",
                   journal_hash="11" * 32)  # fmt: skip
    assert set(told.value.where["reasons"]) == {"drafted_it", "shown_differs", "step_up_for_other"}


def test_a_file_of_journals_is_drafted_whole_or_not_at_all(company):
    columns = ("document", "first_on", "account", "amount", "because")
    good = [("F-1", OCTOBER, "6000", "3.00", "a"), ("F-1", OCTOBER, "2200", "-3.00", "a"),
            ("F-2", OCTOBER, "6000", "4.00", "b"), ("F-2", OCTOBER, "2200", "-4.00", "b")]  # fmt: skip
    company.bring("journals", good, columns, name="two.csv")
    states = {line.document: line.state for line in company.do("list-journals", company.ben).lines}
    assert (states["F-1"], states["F-2"]) == ("drafted", "drafted")
    bad = company.do("import", company.ada, table="journals", file=file("bad.csv", columns, [
        ("F-3", OCTOBER, "6000", "3.00", "a"), ("F-3", OCTOBER, "1290", "-3.00", "a")]))  # fmt: skip
    assert not bad.accepted and [one.code for one in bad.problems] == ["control_account"]
    assert approve(company, "F-2", decision="returned").state == "returned"
    with pytest.raises(Problem, match="decided_already"):
        approve(company, "F-2")


def file(name, columns, rows):
    return File(name, csv(columns, rows))


def test_a_closed_period_takes_none_and_verification_finds_nothing(company):
    draft(company, "LATE", "6000 1.00; 2200 -1.00")
    approve(company, "LATE")
    company.do("close", company.root, ends_on=OCTOBER)
    with pytest.raises(Problem, match="closed") as told:
        company.do("post-journal", company.ben, up_to=OCTOBER, document="LATE")
    assert told.value.code == "period_closed"
    assert company.do("verify", company.ben).clean


def test_what_is_altered_behind_the_programs_back_is_found(company, store):
    """A line's amount in a draft, a decision by who drafted it, a posting of the other kind: each is named."""
    for document, kind in (("RENT", "reversing"), ("LICENCE", "recurring")):
        draft(company, document, "6000 20.00; 2200 -20.00", kind=kind)
        approve(company, document)
    for day in (OCTOBER, NOVEMBER, DECEMBER):
        company.do("post-journal", company.ben, up_to=day)
    number = next(one.id for one in every_entity() if one.code == "MAPLE")
    for sql, words in (
        ("UPDATE ledger_journal_draft_line SET amount_minor = amount_minor + 1", "not what its hash was taken over"),
        ("UPDATE ledger_journal_decision SET decided_by = (SELECT drafted_by FROM ledger_journal_draft WHERE id = draft_id)",
         "whoever drafted the journal decided on it"),
        ("DELETE FROM ledger_journal_decision", "its draft was not approved"),
        ("DELETE FROM ledger_journal_posting", "no draft of it was posted"),
        ("UPDATE ledger_journal_posting SET leg = 'reversed' WHERE occurrence = 2", "another event's"),
    ):  # fmt: skip
        with lawless(store) as reader:
            reader.execute(sql)
            assert any(words in fault for fault in journals_stand.check(reader, number).faults), sql
    with lawless(store) as reader:
        assert not journals_stand.check(reader, number).faults
