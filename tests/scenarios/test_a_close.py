"""A month is closed by its board: what is computed follows from the books, what is signed falls open when they change.

A tent is bought at 100.00 and its price is 60.00, so 40.00 is charged. Ada prepares, Ben decides, Root administers. Ben
closes January; Root reopens it, for a reason; what the books said at the close stays beside it.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import Company, found
from tests.fresh_store import ENGINES, fresh_store

ENDS = date(2026, 1, 31)
SIGNED = ("cut_off", "freeze", "tie_out", "counts", "evidence")


@pytest.fixture(params=ENGINES)
def company(request) -> Iterator[Company]:
    with fresh_store(request.param):
        made = found("MAPLE", months=2)
        made.items("TENT", "LAMP")
        made.moves(
            *(
                (f"PO-{item}", 1, item, "vendor", "Main", "receipt", 10, 100, date(2026, 1, 2))
                for item in ("TENT", "LAMP")
            )
        )
        made.prices(("L-1", 1, "TENT", "price_list", 6, date(2026, 1, 20)))
        yield made


def states(company: Company) -> dict[str, str]:
    return {line.task: line.state for line in company.do("close-board", company.ben, ends_on=ENDS).lines}


def refusal(company: Company, operation: str, who: str, **asked: object) -> str:
    with pytest.raises(Problem) as refused:
        company.do(operation, who, ends_on=ENDS, **asked)
    return refused.value.message


def sign(company: Company, *tasks: str) -> None:
    for task in tasks:
        company.do("sign-task", company.ben, ends_on=ENDS, task=task, because="looked at")


def test_a_month_is_closed_task_by_task_reopened_by_another_and_both_states_are_kept(company):
    assert states(company)["cut_off"] == "open" and states(company)["freeze"] == "waiting"
    assert refusal(company, "sign-task", company.ada, task="freeze") == "it waits for cut_off"
    assert "nobody signs it" in refusal(company, "sign-task", company.ben, task="post")
    company.do("assign-task", company.root, ends_on=ENDS, task="cut_off", owner=company.ada, due_on=date(2026, 2, 3))
    sign(company, "cut_off", "freeze")
    assert states(company)["snapshot"] == "open"
    company.do("seal", company.root)
    assert states(company)["snapshot"] == "done"

    company.record(
        "S-1", "TENT", 1, date(2026, 1, 30)
    )  # Somebody was quicker: the freeze and the seal are not of this.
    assert {task: states(company)[task] for task in ("cut_off", "freeze", "snapshot")} == {
        "cut_off": "done", "freeze": "fallen", "snapshot": "waiting"
    }  # fmt: skip
    sign(company, "freeze")
    company.do("seal", company.root)
    sign(company, "tie_out", "counts", "evidence")
    run = company.do("propose", company.ada, as_of=ENDS)
    company.approve(run.run, run.run_hash)
    assert states(company)["post"] == "open" and states(company)["disclose"] == "waiting"
    company.do("post", company.ben, run=run.run)
    company.do("seal", company.root)
    found_ = states(company)
    assert found_["tie_out"] == "fallen"  # The run has moved the allowance since: what was tied out is not this.
    sign(company, "tie_out", "disclose")
    closed = company.do("close", company.ben, ends_on=ENDS)
    board = company.do("close-board", company.ben, ends_on=ENDS)
    assert {line.state for line in board.lines} == {"done"} and board.done == 12 and board.state == "closed"
    assert board.lines[0].owner == company.ada and not board.lines[0].is_late

    assert (
        refusal(company, "reopen-period", company.ben, because="freight")
        == "whoever closed a period does not reopen it"
    )
    assert "the period is closed" in refusal(
        company, "sign-task", company.ben, task="counts", because="no", withdraw=True
    )
    reopened = company.do("reopen-period", company.root, ends_on=ENDS, because="the freight invoice came late")
    assert (reopened.state, reopened.closed_by, reopened.statement_hash) == ("open", company.ben, closed.statement_hash)
    company.record("S-2", "LAMP", 1, date(2026, 1, 31))
    sign(company, "freeze")
    again = company.do("close", company.ben, ends_on=ENDS)
    events = company.do("close-board", company.ben, ends_on=ENDS).events
    assert [one.event for one in events] == ["opened", "closed", "reopened", "closed"]
    assert [one.by for one in events[1:]] == [company.ben, company.root, company.ben]
    assert events[1].statement_hash == closed.statement_hash != again.statement_hash == events[3].statement_hash
    assert company.do("verify", company.ben).clean, company.do("verify", company.ben)


def test_a_close_waits_for_the_tasks_that_were_given_and_names_them_all(company):
    """Two tasks are given, one is signed at last and one passed; what was given to nobody does not keep the period open."""
    company.do("assign-task", company.root, ends_on=ENDS, task="cut_off", owner=company.ada)
    company.do("assign-task", company.root, ends_on=ENDS, task="post", due_on=date(2026, 2, 3))
    with pytest.raises(Problem) as refused:
        company.do("close", company.ben, ends_on=ENDS)
    assert refused.value.code == "refused" and refused.value.where == {
        "tasks": ("cut_off", "post"), "owners": (company.ada, "poster")
    }  # fmt: skip
    assert f"waits for cut_off ({company.ada}): 0 quantities" in refused.value.message
    assert "`sign-task`" in refused.value.hint and "pass them for a reason" in refused.value.hint

    board = company.do("close-board", company.ben, ends_on=ENDS)
    assert (board.awaited, [line.task for line in board.lines if line.is_required]) == (2, ["cut_off", "post"])
    assert "to pass it" in refusal(
        company, "sign-task", company.ada, task="post", passed=True, because="nothing to test"
    )
    assert "for a reason" in refusal(company, "sign-task", company.ben, task="post", passed=True)
    assert "the close itself" in refusal(company, "sign-task", company.ben, task="lock", passed=True, because="no")
    company.do("sign-task", company.ben, ends_on=ENDS, task="post", passed=True, because="nothing to test")
    line = next(one for one in company.do("close-board", company.ben, ends_on=ENDS).lines if one.task == "post")
    assert (line.state, line.signed_by, line.because, line.is_late) == ("passed", company.ben, "nothing to test", False)
    company.do("sign-task", company.ada, ends_on=ENDS, task="cut_off", because="nothing under way")
    assert company.do("close", company.ben, ends_on=ENDS).state == "closed"
    assert company.do("verify", company.ben).clean


def test_a_policy_says_which_tasks_every_close_waits_for(company):
    """What is passed falls open when the books say something else; a pass is withdrawn like a signature."""
    company.do("set-policy", company.ben, path="close/required_tasks", value='["counts", "tie_out"]',
               valid_from=date(2026, 1, 1))  # fmt: skip
    assert [line.task for line in company.do("close-board", company.ben, ends_on=ENDS).lines if line.is_required] == [
        "tie_out", "counts"
    ]  # fmt: skip
    for task in ("counts", "tie_out"):
        company.do("sign-task", company.ben, ends_on=ENDS, task=task, passed=True, because="a month without a count")
    company.record("S-1", "TENT", 1, date(2026, 1, 30))
    assert {task: states(company)[task] for task in ("counts", "tie_out")} == {"counts": "passed", "tie_out": "fallen"}
    assert "waits for tie_out (preparer)" in refusal(company, "close", company.ben)
    company.do("sign-task", company.ben, ends_on=ENDS, task="counts", withdraw=True, because="we counted after all")
    assert refusal(company, "close", company.ben).count("; ") == 1

    company.do("set-policy", company.ben, path="close/required_tasks", value="all", valid_from=date(2026, 1, 15))
    assert company.do("close-board", company.ben, ends_on=ENDS).awaited == 11
    with pytest.raises(Problem, match="given, all, or a list"):
        company.do("set-policy", company.ben, path="close/required_tasks", value='["lunch"]', valid_from=ENDS)
    company.do("set-policy", company.ben, path="close/required_tasks", value="given", valid_from=ENDS)
    assert company.do("close", company.ben, ends_on=ENDS).state == "closed"


def test_a_signature_is_withdrawn_for_a_reason_and_what_comes_after_waits_again(company):
    sign(company, "cut_off")
    assert states(company)["freeze"] == "open"
    assert "for a reason" in refusal(company, "sign-task", company.ben, task="cut_off", withdraw=True)
    company.do("sign-task", company.ben, ends_on=ENDS, task="cut_off", withdraw=True, because="a shipment was missed")
    line = company.do("close-board", company.ben, ends_on=ENDS).lines[0]
    assert (line.state, line.signed_by, line.because) == ("open", "", "a shipment was missed")
    assert states(company)["freeze"] == "waiting"


def test_an_access_review_says_who_may_do_what_and_what_to_look_at(company):
    company.do("set-limit", company.root, user=company.ben, amount="500.00", valid_from=date(2026, 1, 1))
    company.do("grant", company.root, user=company.ada, role="approver")
    lines = company.do("access-review", company.root).lines
    told = {(line.user, line.role): (line.granted_by, line.limit_minor, line.finding) for line in lines}
    assert told[company.ben, "approver"] == (company.root, 500_00, "never_signed_in")
    assert told[company.ada, "approver"] == (company.root, None, "prepares_and_approves")
    assert told[company.ada, "planner"] == (company.root, None, "never_signed_in")
    company.do("grant", company.root, user=company.ada, role="approver", granted=False)
    assert (company.ada, "approver") not in {
        (line.user, line.role) for line in company.do("access-review", company.root).lines
    }


def test_a_limit_adds_up_over_the_runs_of_a_period(company):
    """The limit is 50.00: the run of 40.00 is within it, a second one of 15.00 in the same month is not."""
    company.do("set-limit", company.root, user=company.ben, amount="50.00", valid_from=date(2026, 1, 1))
    first = company.do("propose", company.ada, as_of=date(2026, 1, 25))
    company.approve(first.run, first.run_hash)
    company.do("post", company.ben, run=first.run)
    company.prices(("L-2", 1, "TENT", "price_list", "4.50", date(2026, 1, 28)), name="lower.csv")
    second = company.do("propose", company.ada, as_of=ENDS)
    with pytest.raises(Problem, match="the limit for the period would be passed"):
        company.approve(second.run, second.run_hash)
    company.do("set-limit", company.root, user=company.ben, amount="55.00", valid_from=date(2026, 1, 1))
    assert company.approve(second.run, second.run_hash).state == "approved"


def test_one_person_posts_without_an_approval_and_only_while_alone(company):
    company.do("set-approval-rule", company.root, profile="one_person", valid_from=date(2026, 1, 1))
    company.do("grant", company.root, user=company.ada, role="poster")
    run = company.do("propose", company.ada, as_of=ENDS)
    with pytest.raises(Problem, match="somebody else may approve"):
        company.do("post", company.ada, run=run.run)
    company.do("grant", company.root, user=company.ben, role="approver", granted=False)
    assert company.do("post", company.ada, run=run.run).state == "posted_unapproved"
    assert company.do("show-run", company.ben, run=run.run).decided_by == ""
    assert company.do("verify", company.ben).clean, company.do("verify", company.ben)


def test_goods_at_an_agents_are_among_those_elsewhere(company):
    def words() -> str:
        return next(
            line.words for line in company.do("close-board", company.ben, ends_on=ENDS).lines if line.task == "cut_off"
        )

    assert words().startswith("0 quantities elsewhere")
    company.bring("locations", [("Agent", "consignment"), ("Ship", "in_transit")], ("location", "kind"))
    for nth, place in enumerate(("Agent", "Ship")):
        company.record(f"TR-{nth}", "TENT", 1, date(2026, 1, 20), to_location=place, reason="consigned")
    assert words().startswith("2 quantities elsewhere")
