"""A life costed by one formula comes, by the change to another, to what the same life comes to that had always been costed by that.

Both are told the same, half of it late: goods come and go, come back, are set apart, are made of others of any formula, and cost more or
less later. Neither is tested, for what is written down is not the same where costs are not. And the change the other way round is
the mirror of it, year by year. Costed anew from a day in the midst of it, by the formulas that its goods have, a life is as it was.
"""

from datetime import date

import polars as pl
import pytest

from lowmark.services.changing.costed import by_both
from lowmark.services.finding import find_book
from lowmark.services.recording.anew import goods_of
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading
from tests.fresh_store import fresh_store
from tests.outside import granted_to
from tests.verify.life import METHODS, PLACES
from tests.verify.test_changing_lives import ChangingLife
from tests.verify.test_making_lives import MakingLife

LAST = date(2026, 11, 30)
LIVES = (
    ("sqlite", 2, 10, "fifo", "moving_average"),
    pytest.param("sqlite", 4, 40, "moving_average", "fifo", marks=pytest.mark.more),
    pytest.param("sqlite", 5, 40, "lifo", "moving_average", marks=pytest.mark.more),
    pytest.param("postgresql", 6, 30, "fifo", "moving_average", marks=pytest.mark.more),
    pytest.param("postgresql", 7, 30, "lifo", "fifo", marks=pytest.mark.more),
)


class SameLife(MakingLife, ChangingLife):
    """A life in which nothing hangs on what goods cost: A and D are costed by its formula, B and C by others, E by the first in it."""

    def begin(self):
        company, own = self.company, dict(METHODS)
        company.items(*METHODS)
        company.bring("locations", PLACES.items(), ("location", "kind"))
        own["B"] = "weighted_average"
        rows = [(item, method, "3.333333" if method == "standard" else "", "2026-01-01" if method == "standard" else "")
                for item, method in own.items() if method and item != "D"]  # fmt: skip
        company.bring("item_costing", rows, ("item", "method", "standard_cost", "valid_from"))
        taken = [("OPEN", line, item, "Main", 7, "23.45", "2025-11-30", "2026-01-01")
                 for line, item in enumerate((*METHODS, "A", "D"))]  # fmt: skip
        company.bring("opening_layers", taken, ("document", "line", "item", "location", "quantity", "value", "received_on",
                                                "opening_on"))  # fmt: skip
        for row in taken:
            self.stock[row[2], row[3]] += 7

    def write_down(self):
        self.told(self.change)

    def write_off(self):
        self.told(self.change)

    def roll(self):
        self.record()

    def close(self):
        """Leave every month open: what is known late counts on its own day."""

    def legs(self, document, line):
        """Return the rows of an order, of which no by-product is worth more than what goes in."""
        return [(*row[:7], "0.00" if row[7] else "", *row[8:]) for row in super().legs(document, line)]


def told(engine, seed, steps, method, other):
    """Live, and return what the goods of a life cost day by day, and what the change to another formula makes of that."""
    with fresh_store(engine):
        life = SameLife(seed, method=method, framework="us_gaap")
        life.live(steps)
        assert life.made and life.changed and life.late
        found = {}
        for on in (date(2026, 1, 31), LAST):
            found[on] = life.company.do("change-of-method", life.company.ben, method=other, replaces=method, as_of=on,
                                          tested=on == LAST)  # fmt: skip
            cost = life.company.do("cost", life.company.ben, as_of=on)
            assert found[on].value_minor == cost.value_minor
        for since in (date(2026, 2, 1), date(2026, 3, 1))[-1 if steps < 20 else 0 :]:
            assert unchanged(life.company, since)
        return found


def unchanged(company, since):
    """Whether costing goods anew by their own formulas, from a day on with the layers that there were, is what is recorded."""
    with reading(granted_to(company, company.ben).scope("report")) as reader:
        entity = entities_read.entity_by_code(reader, company.entity)
        book = find_book(reader, entity, "")
        items = items_read.items(reader, entity.catalogue_id).select("item_id", "item")
        goods = goods_of(reader, entity, book, items, known_seq=entities_read.known_seq(reader, entity.id), until=LAST)
        none = goods.pools.select("pool").clear()
        counts, _ = by_both(reader, entity, book, goods, none, method="fifo", since=since)
    return counts.height > 0 and counts.filter(pl.col("value_minor") != pl.col("new_minor")).is_empty()


def mirrored(year):
    return (year.opening_new_minor, year.opening_minor, year.cost_of_sales_new_minor, year.cost_of_sales_minor,
            -year.other_minor, -year.profit_minor, year.closing_new_minor, year.closing_minor)  # fmt: skip


def straight(year):
    return (year.opening_minor, year.opening_new_minor, year.cost_of_sales_minor, year.cost_of_sales_new_minor,
            year.other_minor, year.profit_minor, year.closing_minor, year.closing_new_minor)  # fmt: skip


@pytest.mark.parametrize("engine, seed, steps, method, other", LIVES)
def test_a_change_of_formula_comes_to_what_the_same_life_comes_to_by_it(engine, seed, steps, method, other):
    ours, theirs = told(engine, seed, steps, method, other), told(engine, seed, steps, other, method)
    for on, one in ours.items():
        assert list(map(straight, one.years)) == list(map(mirrored, theirs[on].years))
        assert [(line.item, line.quantity_micro, line.value_minor, line.new_minor) for line in one.lines] == [
            (line.item, line.quantity_micro, line.new_minor, line.value_minor) for line in theirs[on].lines
        ]  # fmt: skip
    assert any(one.difference_minor for one in ours.values())
