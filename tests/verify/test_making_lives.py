"""A company that makes goods of goods, half of it told late: materials in any pool go into goods in any other.

Whatever is not refused leaves production clearing where what has no order left it, and verify and recost find nothing.
"""

import pytest

from lowmark.core.kinds.problems import Problem
from tests.company import File, csv
from tests.fresh_store import fresh_store
from tests.verify.life import METHODS, faults
from tests.verify.test_late_lives import LateLife

LIVES = (
    pytest.param("sqlite", 1, "fifo", "allowance", marks=pytest.mark.more),
    pytest.param("sqlite", 4, "moving_average", "direct", marks=pytest.mark.more),
    ("postgresql", 5, "fifo", "allowance"),
    pytest.param("sqlite", 6, "lifo", "allowance", marks=pytest.mark.more),
)
COLUMNS = ("document", "line", "kind", "item", "location", "quantity", "share", "value", "labour", "idle_overhead", "abnormal",
           "effective_on")  # fmt: skip


class MakingLife(LateLife):
    """A late life that makes things."""

    made = 0

    def live(self, steps):
        while self.n < steps:
            super().live(min(self.n + 2, steps))
            self.n += 1
            self.told(self.random.choice((self.order, self.order, self.orders)))

    def legs(self, document, line):
        """Return the rows of an order: what is there goes in, anything comes out."""
        on, rows, chance = self.on, [], self.random
        there = [goods for goods, n in self.stock.items() if n]
        for item, place in chance.sample(there, min(len(there), chance.randint(1, 3))):
            quantity = self.some(self.stock[item, place])
            self.stock[item, place] -= quantity
            rows.append((document, line + len(rows), "input", item, place, quantity, "", "", "", "", "", on))
        for nth in range(chance.randint(1, 3)):
            item, place, quantity = (
                chance.choice(list(METHODS)),
                chance.choice(("Main", "Main", "Hold")),
                chance.randint(1, 6),
            )
            by_product = nth > 0 and chance.random() < 0.5
            kind, value = ("by_product", f"{chance.randint(0, 99) / 100:.2f}") if by_product else ("product", "")
            labour = "" if by_product else f"{chance.randint(100, 3000) / 100:.2f}"
            abnormal = "" if nth else chance.choice(("", "", 1, 2.5))
            self.stock[item, place] += quantity
            share = "" if by_product else chance.choice(("", 3))
            rows.append((document, line + len(rows), kind, item, place, quantity, share, value, labour, "" if nth else "1.11",
                         abnormal, on))  # fmt: skip
        return rows

    def bring_orders(self, rows):
        made = self.company.do(
            "import", self.company.ada, table="productions", file=File(f"p{self.n}.csv", csv(COLUMNS, rows))
        )
        if not made.accepted:
            codes = {problem.code for problem in made.problems}
            assert codes <= {
                "short",
                "later_short",
                "tested",
                "rolled",
                "allowance_over_cost",
                "by_products_over_cost",
            }, made.problems
            raise Problem("refused", "some rows are refused")
        self.made += 1

    def order(self):
        self.bring_orders(self.legs(f"W{self.n}", 1))

    def orders(self):
        """Make several things in one file, each perhaps of the one before."""
        self.bring_orders([row for nth in range(3) for row in self.legs(f"W{self.n}-{nth}", 1)])


@pytest.mark.parametrize("engine, seed, method, style", LIVES)
def test_a_life_that_makes_goods_is_clean(engine, seed, method, style):
    with fresh_store(engine):
        life = MakingLife(seed, method=method, style=style)
        life.live(40)
        assert faults() == []
        assert life.company.do("recost", life.company.ben).found == 0
        assert life.made > 3
