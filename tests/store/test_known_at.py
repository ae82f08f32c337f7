"""A report as of D as known at K says the same whenever it is asked: what came to be known later is not in it.

Seeded histories of a company's work; between two askings of every question there are receipts, exits, prices, policies
and closes, and always a write-down posted late with an exit after it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from lowmark.services.access import every_entity
from lowmark.services.finding import find_book
from lowmark.services.testing import run_test
from lowmark.store.scope import Scope
from lowmark.store.session import reading
from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store
from tests.history import FAR, OPENS, History

SEEDS = (0, 1, *(pytest.param(seed, marks=pytest.mark.more) for seed in range(2, 6)))
ROUNDS = 5


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[Store]:
    """A store of this file; every seed has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


@dataclass(frozen=True)
class Question:
    """A report as of a date as known at a sequence."""

    as_of: date
    known_seq: int
    account: str

    def ask(self, company: Company) -> dict[str, Any]:
        """Ask every report, and the explanation of an item and of an account."""
        at = {"as_of": self.as_of, "known_seq": self.known_seq}
        answers = {name: company.do(name, company.ben, **at) for name in ("cost", "statements")}
        for subject in ("item TENT", f"account {self.account}"):
            answers[subject] = company.do("explain", company.ben, subject=subject, **at)
        return answers | {"test": self.test(company)}

    def test(self, company: Company) -> tuple[str, ...]:
        """Test the stock, as `assess` does, as known then: what it was done on and everything that it found."""
        entity = next(one for one in every_entity() if one.code == company.entity)
        with reading(Scope(user_id=None, entities=(entity.id,), purpose="report")) as reader:
            book = find_book(reader, entity, "")
            test = run_test(reader, entity=entity, book=book, as_of=self.as_of, known_seq=self.known_seq, channel="")
        return test.run_hash.hex(), test.snapshot_hash.hex(), test.policy.text


def some_question(history: History, known_seq: int) -> Question:
    """Return a question of some day and account."""
    accounts = sorted(history.company.balances(FAR))
    return Question(OPENS + timedelta(days=history.draw.randrange(0, 60)), known_seq, history.draw.choice(accounts))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_came_later_is_not_in_it(store, seed):
    company = found(f"SEED{seed}", opens_on=OPENS, months=8)
    history = History(company, random.Random(seed))
    history.begin()
    first: dict[Question, dict[str, Any]] = {}
    for nth in range(ROUNDS):
        for _ in range(3):
            history.go_on()
        now = history.known_seq()
        question = some_question(history, now if nth % 2 else history.draw.randrange(now // 2, now))
        first[question] = question.ask(company)
        history.late_write_down_and_exit()
        for _ in range(3):
            history.go_on()
        assert history.known_seq() > now
        assert question.ask(company) == first[question]
    earliest = min(first, key=lambda question: question.known_seq)
    assert earliest.ask(company) == first[earliest]
    assert any(answers["cost"].allowance_minor for answers in first.values())
