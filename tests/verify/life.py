"""A company that does something at random, day after day: everything that is recorded today, in any order it may come.

Goods come and go, come back, are set apart and put back, by four formulas of cost; receipts are reversed; runs are posted
late, months closed. What it does is always allowed, so whatever verify says then is a fault of posting or of verify.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, OPERATOR, csv, do, found

LAST = date(2026, 11, 30)
OUT = ("customer", "customer", "customer", "scrap", "production", "vendor", "adjustment")
IN = ("vendor", "vendor", "vendor", "production", "adjustment")
PLACES = {"Main": "stock", "Shop": "stock", "Hold": "quarantine", "Broken": "damaged"}
CONDITION = {"Main": "", "Shop": "", "Hold": "quarantine", "Broken": "damaged"}
COLUMNS = (*MOVES, "returns_document", "returns_line")
METHODS = {"A": "", "B": "moving_average", "C": "standard", "D": "fifo"}


@dataclass
class Issue:
    """An issue, of which something may come back."""

    document: str
    line: int
    item: str
    quantity: int
    to: str
    left: int


class Life:
    """A company that lives. `style` says how it posts write-downs, `method` how it costs what has no formula of its own."""

    def __init__(self, seed, *, method="fifo", style="allowance", framework=""):
        self.random = random.Random(seed)
        framework = framework or ("us_gaap" if method == "lifo" else "ifrs")
        self.company = found("X", framework=framework, method=method, write_downs=style)
        self.on, self.tested, self.closed, self.n, self.posted, self.rolled = (
            date(2026, 1, 5),
            date(2026, 1, 1),
            0,
            0,
            0,
            0,
        )
        self.stock = {(item, place): 0 for item in METHODS for place in CONDITION}
        self.issues, self.receipts = [], []
        self.begin()

    def begin(self):
        """Set up, and take over goods and what had been written down on them."""
        company = self.company
        company.items(*METHODS)
        company.bring("locations", PLACES.items(), ("location", "kind"))
        own = [(item, method, "3.333333" if method == "standard" else "", "2026-01-01" if method == "standard" else "")
               for item, method in METHODS.items() if method]  # fmt: skip
        company.bring("item_costing", own, ("item", "method", "standard_cost", "valid_from"))
        rows = [("OPEN", line, item, "Main", 7, "23.45", "2025-11-30", "2026-01-01")
                for line, item in enumerate((*METHODS, "A", "D"))]  # fmt: skip
        columns = ("document", "line", "item", "location", "quantity", "value", "received_on", "opening_on")
        company.bring("opening_layers", rows, columns)
        for row in rows:
            self.stock[row[2], row[3]] += 7
        taken = [("OA", 1, "A", 2025, "expired", "9.99"), ("OA", 2, "B", 2024, "damaged", "5.01"),
                 ("OA", 3, "B", 2025, "expired", "4.00"), ("OA", 4, "C", 2025, "damaged", "23.33"),
                 ("OA", 5, "A", 2024, "damaged", "1.11")]  # fmt: skip
        company.bring("opening_allowances", [(*row, "2026-01-01") for row in taken],
                      ("document", "line", "item", "fiscal_year", "reason", "amount", "accounting_on"))  # fmt: skip

    def live(self, steps):
        """Do so many things."""
        doing = {self.record: 6, self.bring: 4, self.give_back: 5, self.set_apart: 5, self.reverse: 2, self.price: 4,
                 self.write_down: 4, self.write_off: 1, self.close: 1, self.roll: 1}  # fmt: skip
        while self.on < LAST and self.n < steps:
            self.on += timedelta(days=self.random.choice((0, 0, 1, 3, 6)))
            self.n += 1
            self.random.choices(list(doing), weights=doing.values())[0]()

    def some(self, quantity):
        return self.random.choice((quantity, self.random.randint(1, quantity)))

    def move(self, document, line):
        """Return a move in or out: the columns of COLUMNS."""
        item, quantity = self.random.choice(list(METHODS)), self.random.randint(1, 9)
        there = [place for (own, place), n in self.stock.items() if own == item and n]
        if not there or self.random.random() < 0.4:
            place = self.random.choice(("Main", "Main", "Shop", "Hold"))
            return self.take_in(document, line, item, place, quantity)
        place = self.random.choice(there)
        quantity, to = self.some(self.stock[item, place]), self.random.choice(OUT)
        self.stock[item, place] -= quantity
        self.issues.append(Issue(document, line, item, quantity, to, quantity))
        return document, line, item, place, to, "any", quantity, "", self.on, "", ""

    def take_in(self, document, line, item, place, quantity):
        source, value = self.random.choice(IN), f"{self.random.randint(0, 5000) / 100:.2f}"
        self.stock[item, place] += quantity
        if source == "vendor":
            self.receipts.append(Issue(document, line, item, quantity, place, quantity))
        return document, line, item, source, place, "any", quantity, value, self.on, "", ""

    def back(self, document, line):
        """Return a move that brings some of an issue back, or one that moves anything."""
        out = [issue for issue in self.issues if issue.left]
        if not out:
            return self.move(document, line)
        issue, place = self.random.choice(out[-6:]), self.random.choice(list(PLACES))
        quantity = self.some(issue.left)
        issue.left -= quantity
        self.stock[issue.item, place] += quantity
        return (
            document,
            line,
            issue.item,
            issue.to,
            place,
            "return",
            quantity,
            "",
            self.on,
            issue.document,
            issue.line,
        )

    def apart(self, document, line):
        """Return a move between two places of ours, or one that moves anything."""
        there = [goods for goods, n in self.stock.items() if n]
        if not there:
            return self.move(document, line)
        item, place = self.random.choice(there)
        to = self.random.choice(list(PLACES))
        quantity = self.some(self.stock[item, place])
        self.stock[item, place] -= quantity
        self.stock[item, to] += quantity
        return document, line, item, place, to, "apart", quantity, "", self.on, "", ""

    def desk(self, row):
        """Record one move by itself."""
        document, line, item, leaves, goes, reason, quantity, value, on, *_ = row
        self.company.do("record-move", self.company.ada, document=document, line=str(line), item=item,
                        from_location=leaves, to_location=goes, reason=reason, quantity=str(quantity), value=value,
                        effective_on=on)  # fmt: skip

    def record(self):
        self.desk(self.move(f"M{self.n}", 1))

    def set_apart(self):
        self.desk(self.apart(f"T{self.n}", 1))

    def give_back(self):
        document, line, item, source, place, _, quantity, value, on, *issue = self.back(f"R{self.n}", 1)
        if not issue[0]:
            self.desk((document, line, item, source, place, "any", quantity, value, on))
            return
        self.company.do("receive", self.company.ada, document=document, line=str(line), item=item, source=source,
                        location=place, quantity=str(quantity), value="", returns_document=issue[0],
                        returns_line=str(issue[1]), received_on=on)  # fmt: skip

    def bring(self):
        """Import a file in which anything may happen, also an issue and its return."""
        ways = (self.move, self.move, self.move, self.back, self.apart)
        rows = [self.random.choice(ways)(f"I{self.n}", line) for line in range(self.random.randint(1, 8))]
        self.company.bring("stock_moves", rows, COLUMNS, name=f"{self.n}.csv")

    def reverse(self):
        """Reverse a receipt of which there is enough still, whichever goods these are by now."""
        for made in reversed(self.receipts):
            goods = made.item, made.to
            if made.left and self.stock[goods] >= made.left:
                self.stock[goods] -= made.left
                made.left = 0
                self.company.do("reverse", self.company.ada, document=made.document, line=str(made.line),
                                reversal=f"V{self.n}", reversed_on=self.on, because="Keyed twice")  # fmt: skip
                return

    def price(self):
        seen = self.on - timedelta(days=self.random.randint(0, 20))
        item, price = self.random.choice(list(METHODS)), f"{self.random.randint(0, 600) / 100:.2f}"
        self.company.prices((f"E{self.n}", 1, item, "price_list", price, seen), name=f"e{self.n}.csv")

    def some_day(self):
        """Return some day since the last test, of which nothing more will be recorded."""
        return self.tested + timedelta(days=self.random.randint(0, max(0, (self.on - self.tested).days)))

    def write_down(self):
        as_of = self.some_day()
        layers = self.company.do("cost", self.company.ada, as_of=as_of).layers
        if layers:  # There is something to test.
            self.company.write_down(as_of)
            self.set_on(as_of)

    def write_off(self):
        as_of, item = self.some_day(), self.random.choice(list(METHODS))
        try:
            run = self.company.do("write-off", self.company.ada, item=item, as_of=as_of, reason="damaged",
                                  condition=self.random.choice(("", "quarantine", "damaged")), because="A flood")  # fmt: skip
        except Problem as problem:
            if problem.code not in {"refused", "not_found"}:
                raise
            return  # There is nothing left to write off.
        self.company.approve(run.run, run.run_hash)
        self.company.do("post", self.company.ben, run=run.run)
        self.set_on(as_of)

    def set_on(self, as_of):
        self.posted += 1
        self.tested, self.on = as_of, max(self.on, as_of + timedelta(days=1))

    def roll(self):
        """Give what is costed at standard another, from tomorrow on; not below what is written down on it."""
        self.on += timedelta(days=1)
        rows = [(item, method, f"{self.random.randint(200, 500) / 100:.2f}", self.on)
                for item, method in METHODS.items() if method == "standard"]  # fmt: skip
        content = csv(("item", "method", "standard_cost", "valid_from"), rows)
        made = self.company.do("import", self.company.ada, table="item_costing", file=File(f"r{self.n}.csv", content))
        assert {problem.code for problem in made.problems} <= {"allowance_over_cost"}, made.problems
        self.rolled += made.accepted

    def close(self):
        if self.on.month > self.closed + 1:
            self.closed += 1
            following = date(2026, self.closed + 1, 1)
            self.company.do("close", self.company.ben, ends_on=following - timedelta(days=1))
            self.tested = max(self.tested, following)


def faults():
    """Return everything that verify says."""
    return [fault for check in do("verify", OPERATOR).checks for fault in check.faults]
