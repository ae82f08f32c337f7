"""Whatever a company lives through, in whatever order runs are posted late and periods closed, its books are clean."""

import random
from datetime import date, timedelta

import pytest

from tests.company import OPERATOR, do, found
from tests.fresh_store import fresh_store

LAST = date(2026, 11, 30)
OUT = ("customer", "customer", "scrap", "production", "vendor")


class Life:
    """A company that does something at random, day after day."""

    def __init__(self, seed):
        self.random, self.company = random.Random(seed), found("X")
        self.company.items("A", "B")
        self.on, self.tested, self.closed, self.n = date(2026, 1, 5), date(2026, 1, 1), 0, 0
        self.held = {"A": 0, "B": 0}
        self.posted = 0

    def step(self):
        self.on += timedelta(days=self.random.choice((0, 0, 1, 3, 6)))
        self.n += 1
        doing = (self.record, self.bring, self.price, self.write_down, self.close)
        self.random.choices(doing, weights=(8, 2, 3, 3, 1))[0]()

    def move(self):
        """Return a move: item, from, to, quantity, value."""
        item, quantity = self.random.choice("AB"), self.random.randint(1, 9)
        if self.held[item] < quantity or self.random.random() < 0.4:
            self.held[item] += quantity
            return item, "vendor", "Main", quantity, f"{self.random.randint(0, 5000) / 100:.2f}"
        self.held[item] -= quantity
        return item, "Main", self.random.choice(OUT), quantity, ""

    def record(self):
        item, leaves, goes, quantity, value = self.move()
        self.company.do(
            "record-move", self.company.ada, document=f"M{self.n}", item=item, from_location=leaves, to_location=goes,
            reason="any", quantity=str(quantity), value=value, effective_on=self.on,
        )  # fmt: skip

    def bring(self):
        rows = []
        for line in range(4):
            *way, quantity, value = self.move()
            rows.append((f"I{self.n}", line, *way, "any", quantity, value, self.on))
        self.company.moves(*rows, name=f"{self.n}.csv")

    def price(self):
        seen = self.on - timedelta(days=self.random.randint(0, 20))
        item, price = self.random.choice("AB"), f"{self.random.randint(0, 600) / 100:.2f}"
        self.company.prices((f"E{self.n}", 1, item, "price_list", price, seen), name=f"e{self.n}.csv")

    def write_down(self):
        """Test at some day since the last test, of which nothing more will be recorded."""
        as_of = self.tested + timedelta(days=self.random.randint(0, max(0, (self.on - self.tested).days)))
        layers = self.company.do("cost", self.company.ada, as_of=as_of).layers
        if not layers:
            return  # There is nothing to test.
        self.company.write_down(as_of)
        self.posted += 1
        self.tested, self.on = as_of, max(self.on, as_of + timedelta(days=1))

    def close(self):
        if self.on.month > self.closed + 1:
            self.closed += 1
            following = date(2026, self.closed + 1, 1)
            self.company.do("close", self.company.ben, ends_on=following - timedelta(days=1))
            self.tested = max(self.tested, following)


@pytest.mark.parametrize("engine, seed", [("sqlite", 0), ("sqlite", 7), ("postgresql", 11)])
def test_a_random_life_is_clean(engine, seed):
    with fresh_store(engine):
        life = Life(seed)
        while life.on < LAST and life.n < 25:
            life.step()
        verified = do("verify", OPERATOR)
        assert verified.clean, [fault for check in verified.checks for fault in check.faults]
        assert life.posted
