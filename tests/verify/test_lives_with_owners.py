"""Goods of others among ours, at random: quantities are those of a dictionary, values those of a twin.

The twin is a company that knows nothing of owners: what becomes ours it buys, what becomes another's it sells. Whatever
others' goods do beside ours, both have the same accounts, and nothing that verify checks is wrong.
"""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from tests.company import MOVES, Company, found
from tests.fresh_store import fresh_store
from tests.verify.life import faults

OWNERS = ("", "ACME", "BUYER")
PLACES = {"Main": "stock", "Agent": "consignment", "At sea": "in_transit", "Hold": "quarantine"}
COLUMNS = (*MOVES, "owner", "unit")
PASSED = ("document", "line", "item", "location", "from_owner", "to_owner", "quantity", "value", "effective_on")
FIRST, LAST = date(2026, 1, 5), date(2026, 3, 31)
STEPS = 45


class Owners:
    """Two companies of one store: one that tells goods of others from its own, and its twin."""

    def __init__(self, seed: int, method: str) -> None:
        self.random, self.on, self.n = random.Random(seed), FIRST, 0
        self.company, self.twin = (found(code, mark=f"-{code}", method=method) for code in ("OWNS", "TWIN"))
        for company in (self.company, self.twin):
            company.items("A", "B")
            company.bring("locations", PLACES.items(), ("location", "kind"), name="more.csv")
            company.bring("item_units", [("A", "DOZ", 12, 1), ("B", "HALF", 1, 2)],
                          ("item", "unit", "numerator", "denominator"))  # fmt: skip
        self.held: Counter[tuple[str, str, str]] = Counter()
        """By item, owner and place, how many there are."""

    def live(self) -> None:
        for _ in range(STEPS):
            self.on += timedelta(days=self.random.choice((0, 1, 2)))
            self.n += 1
            doing = self.random.choices((self.receive, self.issue, self.carry, self.pass_title), weights=(5, 4, 3, 4))[
                0
            ]
            doing()

    def some(self) -> tuple[str, str, str, int] | None:
        """Return item, owner and place of some goods that are there, and how many of them."""
        there = sorted(goods for goods, n in self.held.items() if n)
        if not there:
            return None
        item, owner, place = self.random.choice(there)
        return item, owner, place, self.random.randint(1, self.held[item, owner, place])

    def tell(self, table: str, row: tuple[object, ...], columns: tuple[str, ...], *companies: Company) -> None:
        for company in companies:
            company.bring(table, [row], columns, name=f"{table}-{self.n}-{company.entity}.csv")

    def receive(self) -> None:
        item, owner, place = self.random.choice("AB"), self.random.choice(OWNERS), self.random.choice(list(PLACES))
        quantity, unit, base = self.random.choice(((3, "", 3), (7, "EA", 7)))
        if item == "A" and self.random.random() < 0.4:
            quantity, unit, base = 2, "DOZ", 24
        elif item == "B" and self.random.random() < 0.4:
            quantity, unit, base = 8, "HALF", 4
        value = "" if owner else f"{self.random.randint(0, 9999) / 100:.2f}"
        row = (f"R{self.n}", 1, item, "vendor", place, "receipt", quantity, value, self.on, owner, unit)
        self.tell("stock_moves", row, COLUMNS, self.company, *(() if owner else (self.twin,)))
        self.held[item, owner, place] += base

    def issue(self) -> None:
        if (goods := self.some()) is None:
            return
        item, owner, place, quantity = goods
        to = self.random.choice(("customer", "scrap", "vendor"))
        row = (f"I{self.n}", 1, item, place, to, "any", quantity, "", self.on, owner, "")
        self.tell("stock_moves", row, COLUMNS, self.company, *(() if owner else (self.twin,)))
        self.held[item, owner, place] -= quantity

    def carry(self) -> None:
        if (goods := self.some()) is None:
            return
        item, owner, place, quantity = goods
        to = self.random.choice([each for each in PLACES if each != place])
        row = (f"T{self.n}", 1, item, place, to, "transfer", quantity, "", self.on, owner, "")
        self.tell("stock_moves", row, COLUMNS, self.company, *(() if owner else (self.twin,)))
        self.held[item, owner, place] -= quantity
        self.held[item, owner, to] += quantity

    def pass_title(self) -> None:
        if (goods := self.some()) is None:
            return
        item, owner, place, quantity = goods
        to = self.random.choice([each for each in OWNERS if each != owner])
        value = f"{self.random.randint(0, 9999) / 100:.2f}" if not to else ""
        row = (f"P{self.n}", 1, item, place, owner, to, quantity, value, self.on)
        self.tell("title_transfers", row, PASSED, self.company)
        if not to:
            as_bought = (f"P{self.n}", 1, item, "vendor", place, "receipt", quantity, value, self.on, "", "")
            self.tell("stock_moves", as_bought, COLUMNS, self.twin)
        elif not owner:
            as_sold = (f"P{self.n}", 1, item, place, "customer", "sale", quantity, "", self.on, "", "")
            self.tell("stock_moves", as_sold, COLUMNS, self.twin)
        self.held[item, owner, place] -= quantity
        self.held[item, to, place] += quantity

    def listed(self) -> dict[tuple[str, str, str], int]:
        """Return what the company's cut-off lists, by item, owner and place."""
        lines = self.company.do("cut-off", self.company.ben, as_of=LAST + timedelta(days=60)).lines
        return {(line.item, line.owner, line.location): line.quantity_micro // 1_000_000 for line in lines}


@pytest.mark.parametrize(
    "engine, seed, method",
    [
        pytest.param("sqlite", 1, "fifo", marks=pytest.mark.more),
        pytest.param("sqlite", 2, "moving_average", marks=pytest.mark.more),
        ("postgresql", 3, "fifo"),
    ],
)
def test_goods_of_others_change_no_value(engine, seed, method):
    with fresh_store(engine):
        life = Owners(seed, method)
        life.live()
        end = LAST + timedelta(days=60)
        assert life.company.balances(end) == life.twin.balances(end)
        away = {place for place, kind in PLACES.items() if kind in {"consignment", "in_transit"}}
        assert life.listed() == {
            (item, owner, place): n
            for (item, owner, place), n in life.held.items()
            if n and bool(owner) != (place in away)
        }
        assert not life.company.do("recost", life.company.ben).found
        assert faults() == []
