"""A company that comes to know of things late: what it records counts on any open day since its last test.

Whatever is not refused ends as if it had been recorded in the order of its days: verify replays every pool and every
allowance in that order, from the moves alone, and compares each flow with its adjustments, each layer, each day's account.
"""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import File, csv
from tests.fresh_store import fresh_store
from tests.verify.life import COLUMNS, Life, faults

REFUSALS = {"short", "later_short", "tested", "rolled", "before_its_issue", "more_than_issued"}
LIVES = (
    pytest.param("sqlite", 1, "fifo", "allowance", marks=pytest.mark.more),
    ("sqlite", 2, "moving_average", "direct"),
    ("postgresql", 3, "fifo", "allowance"),
    pytest.param("sqlite", 8, "lifo", "direct", marks=pytest.mark.more),
)


class LateLife(Life):
    """A life of which half is told late, by file or at the desk; what is refused has not happened."""

    late = refused = 0

    def told(self, doing):
        """Do something, perhaps as of an earlier day."""
        before, today = deepcopy((self.stock, self.issues, self.receipts)), self.on
        first = max(self.tested + timedelta(days=1), date(2026, self.closed + 1, 1))
        if self.random.random() < 0.6:
            self.on = first + timedelta(days=self.random.randint(0, max(0, (self.on - first).days)))
        try:
            doing()
            self.late += self.on < today
        except Problem as problem:
            if problem.code not in {"short", "refused"}:
                raise
            self.refused += 1
            self.stock, self.issues, self.receipts = before
        finally:
            self.on = today

    def record(self):
        self.told(super().record)

    def set_apart(self):
        self.told(super().set_apart)

    def give_back(self):
        self.told(super().give_back)

    def reverse(self):
        self.told(super().reverse)

    def bring(self):
        self.told(self.file)

    def file(self):
        """Import a file in which anything may happen, also an issue and its return."""
        ways = (self.move, self.move, self.move, self.back, self.apart)
        rows = [self.random.choice(ways)(f"I{self.n}", line) for line in range(self.random.randint(1, 8))]
        made = self.company.do(
            "import", self.company.ada, table="stock_moves", file=File(f"{self.n}.csv", csv(COLUMNS, rows))
        )
        if not made.accepted:
            assert {problem.code for problem in made.problems} <= REFUSALS, made.problems
            raise Problem("refused", "some rows are refused")


@pytest.mark.parametrize("engine, seed, method, style", LIVES)
def test_a_life_told_late_is_clean(engine, seed, method, style):
    with fresh_store(engine):
        life = LateLife(seed, method=method, style=style)
        life.live(40)
        assert faults() == []
        assert life.late > 5
