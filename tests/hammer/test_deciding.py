"""Two close at once, one closes while another posts a run, one approves while another edits: one wins, nothing lost.

Both begin at one moment, and whoever keeps winning begins later (`racing`). After every round there is exactly one
effect, the loser has been told why, and what the round wrote is sound; after all of them so is the whole store, by
plain SQL, by `verify` and by `recost`. A company lasts for many rounds: a run that lost to a close is raced again when the period has
been reopened, and a run that was proposed anew is the next to be approved. `LOWMARK_SOAK=1` goes a thousand rounds of each.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import PRICES, Company, csv
from tests.hammer.lanes import asked, company, ends, first_done, race
from tests.hammer.racing import Races
from tests.hammer.writer import Answer, Asked

ON = date(2026, 2, 28)
"""The date of the runs that are approved."""


def months(companies: list[Company]) -> Iterator[tuple[Company, date]]:
    """Yield a company and the next month to close, and go on with another company when it has no more."""
    while True:
        for month in ends(companies[-1]):
            yield companies[-1], month
        companies.append(company())


def first_through(answers: Sequence[Answer]) -> int:
    """Return which of two was first where the first refuses to come second: it is carried out when it won."""
    assert answers[1].code == "", answers
    return 0 if answers[0].code == "" else 1


def test_of_two_who_close_one_does(hall):
    race(hall, ["two closes"], two_closes)


def two_closes(first: Company, raw: Any, races: Races) -> list[Company]:
    companies = [first]
    rounds = months(companies)
    for _ in races:
        made, month = next(rounds)
        answers = races.run(
            asked(made, made.ben, "close", ends_on=month), asked(made, made.root, "close", ends_on=month),
            winner=first_done, names=("ben", "root"),
        )  # fmt: skip
        won = first_done(answers)
        assert answers[1 - won].code == "period_closed" and f"{month}" in answers[1 - won].words
        assert raw.execute(closes(made, month)).fetchall() == [((made.ben, made.root)[won], "closed")]
    return companies


def closes(made: Company, month: date) -> str:
    """Return the query for who closed a month, and how the month is."""
    return (
        "SELECT u.username, p.state FROM entities_period_event e JOIN entities_period p ON p.id = e.period_id"
        " JOIN people_user u ON u.id = e.by_user JOIN entities_entity n ON n.id = e.entity_id"
        f" WHERE n.code = '{made.entity}' AND p.ends_on = {(month - date(1970, 1, 1)).days} AND e.event = 'closed'"
    )


def proposed(made: Company, on: date) -> tuple[str, str]:
    run = made.do("propose", made.ada, as_of=on)
    return run.run, run.run_hash


def test_a_run_is_posted_before_its_period_is_closed_or_not_at_all(hall):
    """A run that came too late is refused, and goes on waiting: when the period is reopened, it races again."""
    race(hall, ["close against post"], close_against_post)


def close_against_post(first: Company, raw: Any, races: Races) -> list[Company]:
    companies = [first]
    rounds = months(companies)
    run = ""
    for nth in races:
        if not run:
            made, month = next(rounds)
            run, run_hash = proposed(made, month.replace(day=2))
            made.approve(run, run_hash)
        closer, opener = (made.root, made.ben)[:: 1 if nth % 2 else -1]
        posted, closed = races.run(
            asked(made, made.ben, "post", run=run), asked(made, closer, "close", ends_on=month),
            winner=first_through, names=("post", "close"),
        )  # fmt: skip
        assert posted.code in {"", "period_closed"} and closed.code == ""
        ((state, entries, wrong, last),) = raw.execute(effects(made, run)).fetchall()
        if posted.code == "":
            assert (state, entries, wrong) == ("posted", 1, 0) and last < closed.response.known_seq
            run = ""
        else:
            assert (state, entries) == ("approved", 0) and f"{month.replace(day=2)}" in posted.words
            made.do("reopen-period", opener, ends_on=month, because="The run that it was closed without belongs to it.")
    return companies


def effects(made: Company, run: str) -> str:
    """Return the query for a run's state, its entries, those that do not balance, and the place of the last."""
    return (
        "SELECT r.state, count(e.id), sum(CASE WHEN (SELECT sum(l.amount_minor) FROM ledger_line l WHERE l.entry_id = e.id) = 0"
        " THEN 0 ELSE 1 END), max(e.known_seq) FROM runs_run r JOIN entities_entity n ON n.id = r.entity_id"
        f" LEFT JOIN ledger_entry e ON e.run_id = r.id WHERE n.code = '{made.entity}' AND r.code = '{run}' GROUP BY r.state"
    )


def test_what_is_approved_is_what_was_shown(hall):
    """Ben approves what he saw while Ada edits: by proposing anew, and in every other round by bringing a lower price.

    Either Ben was first, and what he approved falls: it is stale, or is refused when it is to be posted. Or he is told.
    """
    race(hall, ["approve against propose", "approve against a price"], approve_against_edit)


def approve_against_edit(first: Company, raw: Any, by_run: Races, by_price: Races) -> list[Company]:
    companies = [first]
    turns = iter(by_run)
    for nth in by_price:
        if nth % 100 == 99:
            companies.append(company())
        shown = proposed(companies[-1], ON)
        if next(turns, None) is not None:
            shown = approve_against_propose(companies[-1], raw, by_run, shown)
        approve_against_price(companies[-1], raw, by_price, shown, nth)
    for _ in turns:
        approve_against_propose(companies[-1], raw, by_run, proposed(companies[-1], ON))
    return companies


def approval(made: Company, run: str, run_hash: str) -> Asked:
    return asked(made, made.ben, "approve", step_up_id=made.prove(run_hash), run=run, run_hash=run_hash)


def approve_against_propose(made: Company, raw: Any, races: Races, shown: tuple[str, str]) -> tuple[str, str]:
    """Race; see that the run has fallen either way, and return the one that took its place."""
    approved, anew = races.run(
        approval(made, *shown),
        asked(made, made.ada, "propose", as_of=ON),
        winner=first_through,
        names=("approve", "propose"),
    )
    assert approved.code == "" or (approved.code == "refused" and "not waiting" in approved.words), approved
    assert decided(made, raw, shown[0]) == ("stale", int(approved.code == ""))
    assert decided(made, raw, anew.response.run) == ("proposed", 0)
    return anew.response.run, anew.response.run_hash


def approve_against_price(made: Company, raw: Any, races: Races, shown: tuple[str, str], nth: int) -> None:
    """Race; see, now and then, that what was approved before the price came is not posted after it."""
    price = File(
        f"price-{nth}.csv", csv(PRICES, [(f"N-{nth}", 1, "TENT", "price_list", f"{7 - nth % 100 / 100:.2f}", ON)])
    )
    approved, brought = races.run(
        approval(made, *shown), asked(made, made.ada, "import", table="price_evidence", file=price),
        winner=first_through, names=("approve", "price"),
    )  # fmt: skip
    assert brought.response.accepted and approved.code in {"", "refused"}
    assert decided(made, raw, shown[0]) == (("approved", 1) if approved.code == "" else ("proposed", 0))
    if nth % 10:
        return
    with pytest.raises(Problem) as refused:
        made.do("post", made.ben, run=shown[0])
    assert refused.value.code == ("stale" if approved.code == "" else "refused")


def decided(made: Company, raw: Any, run: str) -> tuple[str, int]:
    """Return a run's state, and how many decisions there are on it."""
    ((state, decisions),) = raw.execute(
        "SELECT r.state, count(a.id) FROM runs_run r JOIN entities_entity n ON n.id = r.entity_id"
        f" LEFT JOIN runs_approval a ON a.run_id = r.id WHERE n.code = '{made.entity}' AND r.code = '{run}' GROUP BY r.state"
    ).fetchall()
    return state, decisions
