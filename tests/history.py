"""A company's work drawn from a seed: receipts, exits, files, prices, policies, write-downs, closes and grants.

What it does follows from the seed and from the company's own books alone, so that it can be done again elsewhere.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from lowmark.core.kinds.problems import Problem
from tests.company import Company

ITEMS = ("TENT", "ROPE", "LAMP")
OPENS = date(2026, 1, 1)
FAR = date(2026, 8, 31)


@dataclass
class History:
    """A company's work, drawn from a seed: days go forward item by item, receipts not in step with one another."""

    company: Company
    draw: random.Random
    last_on: dict[str, date] = field(default_factory=lambda: dict.fromkeys(ITEMS, OPENS))
    closed_to: date = OPENS - timedelta(days=1)
    tested_to: date = OPENS - timedelta(days=1)
    documents: int = 0

    def begin(self) -> None:
        """Bring the items, some stock and a price of each."""
        self.company.items(*ITEMS)
        self.company.moves(*((f"PO-{item}", 1, item, "vendor", "Main", "receipt", 30, 300, OPENS) for item in ITEMS))
        self.company.prices(*((f"PL-{item}", 1, item, "price_list", 9, OPENS) for item in ITEMS))

    def go_on(self) -> None:
        """Do one thing; what the business refuses (there is too little, or nothing to propose) is no harm."""
        work: list[Callable[[], object]] = [
            self.receive, self.receive, self.sell, self.sell, self.scrap, self.import_file, self.price, self.price,
            self.set_policy, self.write_down, self.close, self.grant, self.seal,
        ]  # fmt: skip
        try:
            self.draw.choice(work)()
        except Problem as problem:
            if problem.code not in {"short", "refused", "conflict"}:
                raise

    def document(self) -> str:
        self.documents += 1
        return f"D{self.documents}"

    def item_and_day(self) -> tuple[str, date]:
        """Draw an item and a day after its last, after what is closed and after what has been tested."""
        item = self.draw.choice(ITEMS)
        first = max(self.last_on[item], max(self.closed_to, self.tested_to) + timedelta(days=1))
        self.last_on[item] = min(first + timedelta(days=self.draw.randrange(0, 6)), max(first, date(2026, 6, 30)))
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
        first = max(self.closed_to + timedelta(days=1), self.tested_to, OPENS)
        last = max(first, *self.last_on.values())
        self.tested_to = first + timedelta(days=self.draw.randrange(0, (last - first).days + 1))
        self.company.write_down(self.tested_to)

    def close(self) -> None:
        ends_on = (self.closed_to + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if ends_on < max(self.last_on.values()):
            self.company.do("close", self.company.ben, ends_on=ends_on)
            self.closed_to = ends_on

    def grant(self) -> None:
        role = self.draw.choice(["planner", "auditor", "reviewer"])
        granted = self.draw.random() < 0.7
        self.company.do("grant", self.company.root, user=self.company.ada, role=role, granted=granted)

    def seal(self) -> None:
        self.company.do("seal", self.company.ben)

    def late_write_down_and_exit(self) -> None:
        """Write TENT down as of the day before its last, whatever it is worth then, and sell one after that."""
        item = "TENT"
        on = max(self.last_on[item], max(self.closed_to, self.tested_to) + timedelta(days=1)) + timedelta(days=2)
        self.last_on[item], self.tested_to = on, on - timedelta(days=1)
        self.company.record(self.document(), item, 10, on - timedelta(days=2), value="500.00")
        self.company.record(self.document(), item, 1, on)
        self.company.prices((self.document(), 1, item, "quote", self.draw.randrange(1, 3), on - timedelta(days=1)))
        self.company.write_down(self.tested_to)
        self.company.record(self.document(), item, 1, on)

    def known_seq(self) -> int:
        return int(self.company.do("cost", self.company.ada, as_of=OPENS).known_seq)
