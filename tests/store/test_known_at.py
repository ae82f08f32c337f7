"""A report as of D as known at K says the same whenever it is asked: what came to be known later is not in it.

Seeded histories of a company's work; between two askings of every question there are receipts, exits, prices, policies
and closes, and always a write-down posted late with an exit after it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import every_entity
from lowmark.services.testing import find_book, run_test
from lowmark.store.scope import Scope
from lowmark.store.session import reading
from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store

SEEDS = range(6)
ROUNDS = 5
ITEMS = ("TENT", "ROPE", "LAMP")
OPENS = date(2026, 1, 1)


@pytest.fixture(scope="module", params=ENGINES)
def store(request) -> Iterator[Store]:
    """A store of this file; every seed has a company of its own in it."""
    with fresh_store(request.param) as opened:
        yield opened


@dataclass
class History:
    """A company's work, drawn from a seed: days go forward item by item, and not in step with one another."""

    company: Company
    draw: random.Random
    last_on: dict[str, date] = field(default_factory=lambda: dict.fromkeys(ITEMS, OPENS))
    closed_to: date = OPENS - timedelta(days=1)
    tested_to: date = OPENS
    documents: int = 0

    def go_on(self) -> None:
        """Do one thing; what the business refuses (there is too little, or nothing to propose) is no harm."""
        work: list[Callable[[], object]] = [self.receive, self.receive, self.sell, self.sell, self.scrap, self.import_file,
                                            self.price, self.price, self.set_policy, self.write_down, self.close]  # fmt: skip
        try:
            self.draw.choice(work)()
        except Problem as problem:
            assert problem.code in {"short", "refused", "conflict"}, problem

    def document(self) -> str:
        self.documents += 1
        return f"D{self.documents}"

    def item_and_day(self) -> tuple[str, date]:
        item = self.draw.choice(ITEMS)
        first = max(self.last_on[item], self.closed_to + timedelta(days=1))
        self.last_on[item] = min(first + timedelta(days=self.draw.randrange(0, 6)), date(2026, 6, 30))
        return item, self.last_on[item]

    def receive(self) -> None:
        item, on = self.item_and_day()
        self.company.record(
            self.document(), item, self.draw.randrange(1, 20), on, value=f"{self.draw.randrange(1, 300)}.01"
        )

    def sell(self) -> None:
        item, on = self.item_and_day()
        self.company.record(self.document(), item, self.draw.randrange(1, 9), on)

    def scrap(self) -> None:
        item, on = self.item_and_day()
        self.company.record(self.document(), item, 1, on, to_location="scrap", reason="damaged")

    def import_file(self) -> None:
        rows = []
        for _ in range(self.draw.randrange(1, 5)):
            item, on = self.item_and_day()
            rows.append((self.document(), 1, item, "vendor", "Main", "receipt", self.draw.randrange(1, 9), 17, on))
        self.company.moves(*rows)

    def price(self) -> None:
        item, on = self.draw.choice(ITEMS), OPENS + timedelta(days=self.draw.randrange(0, 150))
        self.company.prices((self.document(), 1, item, "price_list", self.draw.randrange(1, 20), on))

    def set_policy(self) -> None:
        self.company.do("set-policy", self.company.ben, path="inventories/cost_to_sell_rate",
                        valid_from=OPENS + timedelta(days=self.draw.randrange(0, 150)),
                        value=f"{self.draw.randrange(0, 40)} %")  # fmt: skip

    def write_down(self) -> None:
        """Post a run of an earlier day: exits after that day release, in the same transaction, what it then sets."""
        first = max(self.closed_to + timedelta(days=1), self.tested_to)
        last = max(first, *self.last_on.values())
        self.tested_to = first + timedelta(days=self.draw.randrange(0, (last - first).days + 1))
        self.company.write_down(self.tested_to)

    def close(self) -> None:
        ends_on = (self.closed_to + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if ends_on < max(self.last_on.values()):
            self.company.do("close", self.company.ben, ends_on=ends_on)
            self.closed_to = ends_on

    def late_write_down_and_exit(self) -> None:
        """Write TENT down as of the day before its last, whatever it is worth then, and sell one after that."""
        item = "TENT"
        on = max(self.last_on[item], self.tested_to, self.closed_to + timedelta(days=1)) + timedelta(days=2)
        self.last_on[item], self.tested_to = on, on - timedelta(days=1)
        self.company.record(self.document(), item, 10, on - timedelta(days=2), value="500.00")
        self.company.record(self.document(), item, 1, on)
        self.company.prices((self.document(), 1, item, "quote", self.draw.randrange(1, 3), on - timedelta(days=1)))
        self.company.write_down(self.tested_to)
        self.company.record(self.document(), item, 1, on)

    def question(self, known_seq: int) -> "Question":
        """Return a question of some day and account."""
        accounts = sorted(self.company.balances(date(2026, 8, 31)))
        return Question(OPENS + timedelta(days=self.draw.randrange(0, 60)), known_seq, self.draw.choice(accounts))

    def known_seq(self) -> int:
        return int(self.company.do("cost", self.company.ada, as_of=OPENS).known_seq)


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


@pytest.mark.parametrize("seed", SEEDS)
def test_what_came_later_is_not_in_it(store, seed):
    company = found(f"SEED{seed}", opens_on=OPENS, months=8)
    company.items(*ITEMS)
    history = History(company, random.Random(seed))
    company.moves(*((f"PO-{item}", 1, item, "vendor", "Main", "receipt", 30, 300, OPENS) for item in ITEMS))
    company.prices(*((f"PL-{item}", 1, item, "price_list", 9, OPENS) for item in ITEMS))
    first: dict[Question, dict[str, Any]] = {}
    for nth in range(ROUNDS):
        for _ in range(3):
            history.go_on()
        now = history.known_seq()
        question = history.question(now if nth % 2 else history.draw.randrange(now // 2, now))
        first[question] = question.ask(company)
        history.late_write_down_and_exit()
        for _ in range(3):
            history.go_on()
        assert history.known_seq() > now
        assert question.ask(company) == first[question]
    earliest = min(first, key=lambda question: question.known_seq)
    assert earliest.ask(company) == first[earliest]
    assert any(answers["cost"].allowance_minor for answers in first.values())
