"""Two close at once, one closes while another posts a run, one approves while another proposes anew: one wins, nothing lost.

Each round has a run of its own: the next month of one company. Whoever loses is told so; the books are sound after every
round. `LOWMARK_SOAK=1` goes a thousand rounds of each.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count

import pytest

from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.hammer.crew import Writer, at_once, crew
from tests.hammer.invariants import require_sound
from tests.hammer.writer import Answer

ROUNDS = 1_000 if "LOWMARK_SOAK" in os.environ else 3
_NUMBERS = count(1)


@pytest.fixture(scope="module", params=ENGINES)
def hall(request) -> Iterator[tuple[Store, Sequence[Writer]]]:
    with fresh_store(request.param) as store, crew(store, 2) as writers:
        yield store, writers


def company() -> Company:
    made = found(f"D{next(_NUMBERS)}", months=12)
    made.items("TENT")
    made.moves(("PO-1", 1, "TENT", "vendor", "Main", "receipt", 10, 100, date(2026, 1, 2)))
    return made


def test_of_two_who_close_one_does(hall):
    store, writers = hall
    told: Counter[tuple[str, ...]] = Counter()
    made, months = company(), iter(())
    for _ in range(ROUNDS):
        month = next(months, None)
        if month is None:
            made = company()
            months = iter(ends(made))
            month = next(months)
        answers = at_once(writers, lambda w, on=month, who=made: w.ask(
            "close", (who.ben, who.root)[w.number], entity=who.entity, ends_on=on
        ))  # fmt: skip
        told[codes(answers)] += 1
        events = store.rows(
            "SELECT count(*) FROM entities_period_event e JOIN entities_period p ON p.id = e.period_id"
            f" WHERE e.event = 'closed' AND p.ends_on = {(month - date(1970, 1, 1)).days} AND e.entity_id ="
            f" (SELECT id FROM entities_entity WHERE code = '{made.entity}')"
        )
        assert events == [(1,)]
    print(f"{store.engine}: {ROUNDS} rounds of two closes: {dict(told)}")
    assert set(told) == {("", "period_closed")}
    require_sound(store)


def ends(made: Company) -> list[date]:
    """Return the last days of the company's periods."""
    return list(made.do("close-board", made.ben).periods)


def codes(answers: Sequence[Answer]) -> tuple[str, ...]:
    assert [one.failure for one in answers if one.failure] == []
    return tuple(sorted(one.code for one in answers))


def begun(made: Company, nth: int, on: date) -> tuple[str, str, date]:
    """Propose a run of a new day: each has a lower price, so each charges."""
    made.prices((f"L-{nth}", 1, "TENT", "price_list", f"{9 - nth / 1000:.3f}", on), name=f"prices-{nth}.csv")
    run = made.do("propose", made.ada, as_of=on)
    return run.run, run.run_hash, on


def test_a_run_is_posted_before_its_period_is_closed_or_not_at_all(hall):
    store, writers = hall
    told: Counter[tuple[str, str]] = Counter()
    months: Iterator[date] = iter(())
    for nth in range(ROUNDS):
        month = next(months, None)
        if month is None:
            made = company()
            made.do("close", made.ben, ends_on=date(2026, 1, 31))
            months = iter(ends(made)[1:])
            month = next(months)
        run, run_hash, _ = begun(made, month.month, month.replace(day=1))
        made.approve(run, run_hash)
        posted, closed = at_once(writers, lambda w, who=made, it=run, on=month: (
            w.ask("post", who.ben, entity=who.entity, run=it) if w.number == 0
            else w.ask("close", who.root, entity=who.entity, ends_on=on)
        ))  # fmt: skip
        codes((posted, closed))
        told[posted.code, closed.code] += 1
        state = made.do("show-run", made.ben, run=run).state
        assert (state == "posted") == (posted.code == "") and closed.code == ""
        assert nth or made.do("verify", made.ben).clean
    print(f"{store.engine}: {ROUNDS} rounds of close against post: {dict(told)}")
    assert set(told) <= {("", ""), ("period_closed", "")}
    require_sound(store)


def test_what_is_approved_is_what_was_shown(hall):
    """Ben approves what he saw while Ada proposes anew: either he was first, and his run has fallen, or he is told."""
    store, writers = hall
    told: Counter[tuple[str, str]] = Counter()
    made = company()
    for nth in range(ROUNDS):
        if nth % 20 == 19:
            made = company()
        run, run_hash, on = begun(made, nth % 20, date(2026, 2, 1) + timedelta(days=nth % 20))
        proof = made.prove(run_hash)
        approved, proposed = at_once(writers, lambda w, it=(run, run_hash, proof, on), who=made: (
            w.ask("approve", who.ben, step_up_id=it[2], entity=who.entity, run=it[0], run_hash=it[1]) if w.number == 0
            else w.ask("propose", who.ada, entity=who.entity, as_of=it[3])
        ))  # fmt: skip
        codes((approved, proposed))
        told[approved.code, proposed.code] += 1
        assert proposed.code == "" and approved.code in {"", "refused"}
        states = {line.run: line.state for line in made.do("list-runs", made.ben).lines}
        assert states[run] in {"stale", "approved"} and states[proposed.response.run] == "proposed"
        decisions = store.rows(f"SELECT count(*) FROM runs_approval a JOIN runs_run r ON r.id = a.run_id WHERE r.code = '{run}'"
                               f" AND r.entity_id = (SELECT id FROM entities_entity WHERE code = '{made.entity}')")  # fmt: skip
        assert decisions == [(int(approved.code == ""),)]
    print(f"{store.engine}: {ROUNDS} rounds of approve against edit: {dict(told)}")
    require_sound(store)
