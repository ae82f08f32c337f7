"""A company that comes to know late what its goods cost: freight, other prices, what vendors give back, on any open day.

As in a life told late, half of all else is told late too; and verify holds every day against what was known of costs by it.
"""

import pytest

from lowmark.core.tables.cost_changes import CHANGE_KINDS
from tests.fresh_store import fresh_store
from tests.verify.life import faults
from tests.verify.test_late_lives import LateLife

LIVES = (
    pytest.param("sqlite", 1, "fifo", "allowance", marks=pytest.mark.more),
    ("sqlite", 2, "moving_average", "direct"),
    pytest.param("postgresql", 3, "fifo", "allowance", marks=pytest.mark.more),
    pytest.param("sqlite", 41, "lifo", "direct", marks=pytest.mark.more),
)


class ChangingLife(LateLife):
    """A life in which every other thing is a change of what something cost."""

    changed = 0

    def price(self):
        if self.random.random() < 0.3:
            super().price()
        else:
            self.told(self.change)

    def record(self):
        if self.random.random() < 0.5:
            super().record()
        else:
            self.told(self.change)

    def reverse(self):
        if self.random.random() < 0.3:
            super().reverse()
        else:
            self.told(self.change)

    def change(self):
        """Change what up to three receipts cost, seldom by more than they did."""
        some = self.random.sample(self.receipts, min(len(self.receipts), self.random.randint(1, 3)))
        names = [f"{one.document}/{one.line}" for one in some] or [f"OPEN/{self.random.randint(0, 5)}"]
        amount = self.random.choice((-1, 1, 1)) * self.random.choice((1, 77, 1234, 9001))
        self.company.do(
            "change-cost", self.company.ada, document=f"C{self.n}", kind=self.random.choice(CHANGE_KINDS),
            amount=f"{amount / 100:.2f}", receipts=", ".join(names), by=self.random.choice(("value", "quantity")),
            said_on=self.on,
        )  # fmt: skip
        for one in some:
            one.left = 0  # It is not reversed any more.
        self.changed += 1


@pytest.mark.parametrize("engine, seed, method, style", LIVES)
def test_a_life_in_which_costs_change_is_clean(engine, seed, method, style):
    with fresh_store(engine):
        life = ChangingLife(seed, method=method, style=style)
        life.live(45)
        assert faults() == []
        assert life.changed > 2
        assert life.company.do("recost", life.company.ben).found == 0
