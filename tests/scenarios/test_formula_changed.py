"""Goods go over to another formula from a day on: by hand, at the desk and in files, with what is held and what comes late.

Ten tents come for 100.00 in March and ten for 140.00 in June; twelve are sold in September: eight are left at 14.00, 112.00 by first
in, first out. From 1 October they are costed by the moving average. Twelve come for 204.00: twenty for 316.00, 15.80 each. Ten are
sold at 158.00; ten are left for 158.00. By first in, first out ten would have cost 112.00 + 34.00 = 146.00.
"""

import random
from datetime import date, timedelta
from itertools import count

import pytest

from lowmark.core.kinds.problems import Problem
from lowmark.services.operation import File
from tests.company import MOVES, Company, csv, found

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 30)
WHY = {"because": "the average is more relevant", "impracticable": "no records of receipts before 2026"}

_numbers = count(1)


def begun(**given: object) -> Company:
    number = next(_numbers)
    company = found(f"F{number}", mark=f"-f{number}", **{"framework": "ifrs", **given})
    company.items("TENT", "ROPE")
    return company


def lived(**given: object) -> Company:
    company = begun(**given)
    company.record("PO-1", "TENT", 10, date(2026, 3, 1), value="100.00")
    company.record("PO-2", "TENT", 10, date(2026, 6, 1), value="140.00")
    company.record("SO-1", "TENT", 12, date(2026, 9, 1))
    return company


def drafted(company: Company, method: str = "moving_average", **given: object):
    fields = {"document": "CF-1", "method": method, "begins_on": OCTOBER, **WHY, **given}
    return company.do("draft-formula-change", company.ada, **fields)


def shown(company: Company, document: str = "CF-1"):
    return company.do("show-formula-change", company.ben, document=document)


def decided(company: Company, document: str = "CF-1", **given: object):
    digest = str(given.pop("figures_hash", "")) or shown(company, document).figures_hash
    return company.do("decide-formula-change", company.ben, step_up_id=company.prove(digest), document=document,
                      figures_hash=digest, **given)  # fmt: skip


def changed(company: Company, method: str = "moving_average", **given: object):
    drafted(company, method, **given)
    return decided(company)


def refused(act, *args: object, **given: object) -> Problem:
    with pytest.raises(Problem) as caught:
        act(*args, **given)
    return caught.value


def holds(company: Company) -> None:
    """Everything that is recorded is what independent code finds, and what costing it anew gives."""
    again = company.do("recost", company.ben)
    assert not again.found, again.differences
    report = company.do("verify", company.ben)
    assert report.clean, [(one.name, one.faults) for one in report.checks if one.faults]


def inventory(company: Company, on: date) -> int:
    return company.balances(on).get("1200", 0)


def test_goods_go_over_at_what_they_are_carried_at_and_the_average_costs_from_then_on(store):
    company = lived()
    assert drafted(company).state == "drafted"
    waits = shown(company)
    assert (waits.state, waits.value_minor, waits.quantity_micro, waits.items, waits.against) == (
        "drafted", 112_00, 8_000_000, ("TENT",), (),
    )  # fmt: skip
    done = decided(company)
    assert (done.state, done.items, done.value_minor, done.quantity_micro) == ("approved", 1, 112_00, 8_000_000)
    assert inventory(company, SEPTEMBER) == inventory(company, OCTOBER) == 112_00
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    assert company.record("SO-2", "TENT", 10, date(2026, 10, 9)).value_minor == -158_00
    assert inventory(company, date(2026, 10, 31)) == 158_00
    holds(company)


def apart(company: Company) -> None:
    company.bring("locations", [("Hold", "quarantine")], ("location", "kind"))
    company.record("TR-1", "TENT", 3, date(2026, 9, 10), to_location="Hold", reason="apart")


def test_the_note_names_the_formulas_by_which_goods_are_costed_then(store):
    company = lived()
    changed(company)
    for on, words in ((SEPTEMBER, "cost by first in, first out"), (OCTOBER, "cost by moving average")):
        note = company.do("disclosures", company.ben, as_of=on)
        (policy,) = {line.words for line in note.lines if "cost by" in (line.words or "")}
        assert policy.endswith(words), on


def test_goods_that_are_apart_go_over_too_and_come_back_among_the_average(store):
    """Five sound tents go over at 70.00 and three apart at 42.00; after twelve more, three come back at 42.00."""
    company = lived()
    apart(company)
    changed(company)
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    company.record("TR-2", "TENT", 3, date(2026, 10, 6), from_location="Hold", to_location="Main", reason="sound")
    # 5 for 70.00, 12 for 204.00 and 3 for 42.00 are 20 for 316.00.
    assert company.record("SO-2", "TENT", 10, date(2026, 10, 9)).value_minor == -158_00
    holds(company)


def test_what_was_sold_before_comes_back_at_what_it_had_cost(store):
    """Two of the twelve sold for 128.00 come back in October: 2/12 of that, 21.33, among 8 for 112.00."""
    company = lived()
    changed(company)
    back = company.do("record-move", company.ada, document="RE-1", line="1", item="TENT", from_location="customer",
                      to_location="Main", reason="return", quantity="2", effective_on=date(2026, 10, 2),
                      returns_document="SO-1")  # fmt: skip
    assert back.value_minor == 21_33
    assert inventory(company, OCTOBER) == 112_00 and inventory(company, date(2026, 10, 2)) == 133_33
    holds(company)


def test_what_receipts_cost_later_reaches_what_went_over(store):
    """10.00 of freight on June's ten: eight of them went over, two had been sold. Ten of twenty are sold in October."""
    company = lived()
    changed(company)
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    company.record("SO-2", "TENT", 10, date(2026, 10, 9))
    company.do("change-cost", company.ada, document="FR-1", kind="freight", amount="10.00", receipts="PO-2",
               said_on=date(2026, 10, 20))  # fmt: skip
    assert inventory(company, date(2026, 10, 19)) == 158_00
    assert inventory(company, date(2026, 10, 20)) == 162_00  # 8.00 on 20, of which half is left.
    holds(company)


def test_what_comes_late_after_the_day_is_costed_by_the_new_formula(store):
    company = lived()
    changed(company)
    company.record("SO-2", "TENT", 4, date(2026, 10, 9))
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")  # 4 of 20 for 316.00: 63.20.
    assert inventory(company, date(2026, 10, 31)) == 316_00 - 63_20
    company.moves(("PO-4", 1, "TENT", "vendor", "Main", "receipt", 5, "79.00", date(2026, 10, 4)),
                  ("PO-5", 1, "ROPE", "vendor", "Main", "receipt", 5, "10.00", date(2026, 10, 4)),
                  ("SO-5", 1, "ROPE", "Main", "customer", "sale", 1, "", date(2026, 10, 5)))  # fmt: skip
    holds(company)


def test_nothing_counts_any_more_on_a_day_before(store):
    company = lived()
    changed(company)
    late = refused(company.record, "PO-9", "TENT", 1, SEPTEMBER, value="10.00")
    assert "costed by another formula since 2026-10-01" in str(late)
    file = company.do("import", company.ada, table="stock_moves",
                      file=File("late.csv", csv(MOVES, [("SO-9", 1, "TENT", "Main", "customer", "sale", 1, "", SEPTEMBER)])))  # fmt: skip
    assert not file.accepted and [one.code for one in file.problems] == ["formula_changed"]
    company.record("PO-9", "ROPE", 1, SEPTEMBER, value="10.00")  # Other goods are as they were.
    assert company.record("SO-10", "TENT", 1, date(2026, 11, 1)).value_minor == -14_00
    holds(company)


def test_what_is_held_against_goods_goes_with_them(store):
    """Eight tents at 112.00 will fetch 10.00 each: 32.00 is held, on one layer after the change as on one before it."""
    company = lived()
    company.record("PO-3", "TENT", 2, date(2026, 9, 2), value="34.00")
    company.prices(("Q-1", 1, "TENT", "quote", "10.00", SEPTEMBER))
    company.write_down(SEPTEMBER)
    before = company.balances(SEPTEMBER)
    changed(company)
    assert shown(company).state == "approved"
    assert company.balances(OCTOBER) == before
    company.record("SO-2", "TENT", 5, date(2026, 10, 9))  # Half of 146.00 and half of 46.00.
    after = company.balances(date(2026, 10, 31))
    assert (after["1200"], after["1290"]) == (73_00, -23_00)
    holds(company)


def test_a_test_of_the_day_before_may_be_posted_after_it(store):
    """32.00 on eight tents as of 30 September, posted once they have gone over and two of them are sold."""
    company = lived()
    company.prices(("Q-1", 1, "TENT", "quote", "10.00", SEPTEMBER))
    changed(company)
    company.record("SO-2", "TENT", 2, date(2026, 10, 9))
    company.write_down(SEPTEMBER)
    assert company.balances(SEPTEMBER)["1290"] == -32_00
    assert company.balances(OCTOBER)["1290"] == -32_00
    assert company.balances(date(2026, 10, 31))["1290"] == -24_00
    holds(company)


def test_what_another_book_holds_goes_with_them_when_it_is_carried(store):
    company = lived(framework="us_gaap")
    company.do("add-book", company.root, framework="ifrs")
    company.prices(("Q-1", 1, "TENT", "quote", "10.00", SEPTEMBER))
    run = company.do("propose", company.ada, as_of=SEPTEMBER, book="ifrs")
    company.approve(run.run, run.run_hash)
    company.do("post", company.ben, run=run.run)
    changed(company)
    company.record("SO-2", "TENT", 2, date(2026, 10, 9))
    company.do("carry-books", company.ada)
    report = company.do("statements", company.ben, as_of=date(2026, 10, 31), book="ifrs")
    held = [line.posted_minor for line in report.lines if line.statement == "trial_balance" and line.account == "1290"]
    assert held == [-24_00]
    holds(company)


def test_goods_tracked_by_lot_go_over_lot_by_lot(store):
    """Two lots: each has a pool before and after; what is new of a lot joins its own."""
    company = begun()
    company.bring("items", [("MILK", "Milk", "merchandise", "lot")], ("item", "name", "item_class", "tracking"))
    for line, (lot, quantity, value) in enumerate((("L1", 4, "40.00"), ("L2", 6, "90.00"), ("L1", 4, "60.00"))):
        company.record(f"PO-{line}", "MILK", quantity, date(2026, 9, 1 + line), value=value, lot=lot)
    drafted(company)
    assert [(line.lot, line.layers, line.value_minor) for line in shown(company).lines] == [
        ("L1", 2, 100_00),
        ("L2", 1, 90_00),
    ]
    decided(company)
    assert company.record("SO-1", "MILK", 2, date(2026, 10, 2), lot="L1").value_minor == -25_00
    company.record("PO-9", "MILK", 2, date(2026, 10, 3), value="50.00", lot="L1")
    assert company.record("SO-2", "MILK", 4, date(2026, 10, 4), lot="L1").value_minor == -62_50
    company.record("PO-10", "MILK", 2, date(2026, 10, 3), value="50.00", lot="L3")
    assert "costed by another formula" in str(
        refused(company.record, "PO-11", "MILK", 2, SEPTEMBER, value="50.00", lot="L4")
    )
    holds(company)


def test_last_in_first_out_begins_with_one_layer(store):
    company = lived(framework="us_gaap")
    changed(company, "lifo", impracticable="")
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    assert company.record("SO-2", "TENT", 10, date(2026, 10, 9)).value_minor == -170_00
    assert company.record("SO-3", "TENT", 4, date(2026, 10, 10)).value_minor == -34_00 - 28_00
    holds(company)


def test_the_average_of_a_period_begins_on_its_first_day(store):
    company = lived()
    changed(company, "weighted_average")
    company.record("SO-2", "TENT", 4, date(2026, 10, 2))
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    company.do("true-up", company.ben, ends_on=date(2026, 10, 31))
    assert inventory(company, date(2026, 10, 31)) == 316_00 - 63_20
    holds(company)


def test_goods_that_are_new_begin_by_the_formula_of_the_book(store):
    company = lived()
    changed(company)
    company.record("PO-5", "ROPE", 10, date(2026, 10, 1), value="10.00")
    company.record("PO-6", "ROPE", 10, date(2026, 10, 2), value="30.00")
    assert company.record("SO-5", "ROPE", 10, date(2026, 10, 3)).value_minor == -20_00
    holds(company)


def test_a_second_change_takes_the_place_of_the_first(store):
    company = lived()
    changed(company)
    company.record("PO-3", "TENT", 12, date(2026, 10, 5), value="204.00")
    drafted(company, "fifo", document="CF-2", begins_on=date(2026, 11, 1), replaces="moving_average")
    decided(company, "CF-2")
    company.record("PO-4", "TENT", 10, date(2026, 11, 5), value="300.00")
    assert company.record("SO-2", "TENT", 20, date(2026, 11, 9)).value_minor == -316_00
    holds(company)
    assert [line.state for line in company.do("list-formula-changes", company.ben).lines] == ["approved", "approved"]


def test_a_move_by_which_goods_went_over_is_no_move_to_be_taken_back(store):
    company = lived()
    changed(company)
    back = refused(
        company.do, "reverse", company.ada, document="CF-1", line="1", reversed_on=date(2026, 10, 2), because="error"
    )
    assert "another formula" in str(back)
    again = refused(company.record, "RE-1", "TENT", 1, date(2026, 10, 2), from_location="customer", to_location="Main",
                    reason="return", returns_document="CF-1")  # fmt: skip
    assert again.code == "refused"
    holds(company)


def test_positions_and_ages_are_those_of_before(store):
    company = lived()
    before = company.do("positions", company.ben, as_of=date(2026, 9, 30))
    changed(company)
    after = company.do("positions", company.ben, as_of=OCTOBER)
    assert [line.quantity_micro for line in after.lines] == [line.quantity_micro for line in before.lines]
    layers = company.do("cost", company.ben, as_of=OCTOBER).layers
    assert [(one.item, one.received_on, one.quantity_micro) for one in layers] == [
        ("TENT", date(2026, 6, 1), 8_000_000)
    ]


ITEMS = ("TENT", "ROPE")


class Lived:
    """A life of two items, told to a company in the order of a seed: before October in order, after it in any."""

    def __init__(self, seed: int, company: Company) -> None:
        self.rng, self.company, self.n = random.Random(seed), company, 0
        self.stock: dict[tuple[str, str], int] = dict.fromkeys([(i, p) for i in ITEMS for p in ("Main", "Hold")], 0)
        self.receipts: list[str] = []
        self.sales: list[tuple[date, str, str, int]] = []

    def name(self, mark: str) -> str:
        self.n += 1
        return f"{mark}-{self.n}"

    def receive(self, on: date) -> None:
        item, quantity = self.rng.choice(ITEMS), self.rng.randint(3, 12)
        document, cents = self.name("PO"), self.rng.randint(500, 9000)
        self.company.record(document, item, quantity, on, value=f"{cents // 100}.{cents % 100:02}")
        self.stock[item, "Main"] += quantity
        self.receipts.append(document)

    def sell(self, on: date) -> None:
        item = self.rng.choice(ITEMS)
        if self.stock[item, "Main"] < 2:
            self.receive(on)
            return
        quantity, document = self.rng.randint(1, self.stock[item, "Main"] // 2), self.name("SO")
        self.company.record(document, item, quantity, on)
        self.stock[item, "Main"] -= quantity
        self.sales.append((on, document, item, quantity))

    def set_apart(self, on: date) -> None:
        item, there = self.rng.choice(ITEMS), ["Main", "Hold"]
        self.rng.shuffle(there)
        if self.stock[item, there[0]] < 2:
            self.receive(on)
            return
        quantity = self.rng.randint(1, self.stock[item, there[0]] // 2)
        self.company.record(
            self.name("TR"), item, quantity, on, from_location=there[0], to_location=there[1], reason="apart"
        )
        self.stock[item, there[0]] -= quantity
        self.stock[item, there[1]] += quantity

    def take_back(self, on: date) -> None:
        out = [sale for sale in self.sales if sale[0] <= on]
        if not out:
            self.sell(on)
            return
        sale = self.rng.choice(out)
        self.sales.remove(sale)
        _, document, item, quantity = sale
        back = self.rng.randint(1, quantity)
        self.company.record(self.name("RE"), item, back, on, from_location="customer", to_location="Main", reason="return",
                            returns_document=document)  # fmt: skip
        self.stock[item, "Main"] += back

    def cost_more(self, on: date) -> None:
        cents = self.rng.randint(1, 999)
        self.company.do("change-cost", self.company.ada, document=self.name("FR"), kind="freight",
                        amount=f"{cents // 100}.{cents % 100:02}", receipts=self.rng.choice(self.receipts), said_on=on)  # fmt: skip

    def live(self, days: list[date], acts: tuple[str, ...]) -> None:
        for on in days:
            getattr(self, self.rng.choice(acts))(on)


@pytest.mark.parametrize("seed, method, other", [
    (1, "fifo", "moving_average"), pytest.param(2, "moving_average", "fifo", marks=pytest.mark.more),
    pytest.param(3, "fifo", "weighted_average", marks=pytest.mark.more), pytest.param(4, "lifo", "moving_average", marks=pytest.mark.more),
    pytest.param(5, "moving_average", "lifo", marks=pytest.mark.more), pytest.param(6, "weighted_average", "fifo", marks=pytest.mark.more),
])  # fmt: skip
def test_goods_that_went_over_cost_what_the_figures_of_the_change_say(store, seed, method, other):
    """A life that went over comes, item by item and month by month, to what the question says of its twin that did not."""
    changed_one, twin = (begun(framework="us_gaap", method=method) for _ in range(2))
    for company in (changed_one, twin):
        company.bring("locations", [("Hold", "quarantine")], ("location", "kind"))
        life = Lived(seed, company)
        # Goods that go to and fro within a period that is averaged have no cost: neither does.
        apart = () if "weighted_average" in {method, other} else ("set_apart",)
        life.live([date(2026, 8, day) for day in range(1, 29, 2)], ("receive", "receive", "sell", *apart))
        life.live(
            [date(2026, 9, day) for day in range(1, 29, 3)], ("receive", "sell", "sell", "take_back", "cost_more")
        )
        if method == "weighted_average":
            for month in range(2, 11):
                company.do("true-up", company.ben, ends_on=date(2026, month, 1) - timedelta(days=1))
        if company is changed_one:
            changed(company, other, replaces=method)
        life.live(
            [date(2026, 10, day) for day in range(2, 29, 4)], ("receive", "sell", "take_back", "cost_more", *apart)
        )
        life.live([date(2026, 10, day) for day in (9, 5, 23, 3, 12)], ("receive", "cost_more", "take_back"))
        life.live(
            [date(2026, 11, day) for day in range(2, 29, 4)], ("receive", "sell", "take_back", "cost_more", *apart)
        )
        if other == "weighted_average":
            for ends_on in (date(2026, 10, 31), date(2026, 11, 30)):
                company.do("true-up", company.ben, ends_on=ends_on)
    holds(changed_one)
    for as_of in (date(2026, 10, 31), date(2026, 11, 30)):
        said = twin.do("change-of-method", twin.ben, method=other, replaces=method, as_of=as_of, since=OCTOBER)
        cost = changed_one.do("cost", changed_one.ben, as_of=as_of)
        found = {item: sum(one.value_minor for one in cost.layers if one.item == item) for item in ITEMS}
        assert found == {line.item: line.new_minor for line in said.lines}, as_of
        assert inventory(changed_one, as_of) == said.new_minor


def test_what_cannot_be_done_soundly_is_refused(store):
    company = lived()
    assert "2026-10-01 begins no fiscal year" in str(refused(drafted, company, impracticable=""))
    assert "no cost formula 'lifo'" in str(refused(drafted, company, "lifo"))
    assert "already" in str(refused(drafted, company, "fifo"))
    assert "no goods are costed by lifo" in str(refused(drafted, company, replaces="lifo"))
    drafted(company, begins_on=date(2026, 10, 2), document="CF-0")
    assert [one.code for one in shown(company, "CF-0").against] == ["no_period"]
    assert "no period begins on 2026-10-02" in str(refused(decided, company, "CF-0"))
    drafted(company)
    assert "has a change" not in str(refused(drafted, company)) and "already" in str(refused(drafted, company))
    stale = shown(company).figures_hash
    company.record("SO-8", "TENT", 1, SEPTEMBER)
    assert "not what was shown" in str(refused(decided, company, figures_hash=stale))
    company.record("SO-9", "TENT", 1, OCTOBER)
    assert "TENT moved, or was tested, on 2026-10-01" in str(refused(decided, company))
    assert decided(company, decision="returned", comment="next month").state == "returned"
    assert "returned already" in str(refused(decided, company))
    company.do("grant", company.root, user=company.ben, role="preparer")
    company.do(
        "draft-formula-change",
        company.ben,
        document="CF-3",
        method="moving_average",
        begins_on=date(2026, 11, 1),
        **WHY,
    )
    assert "whoever drafted" in str(refused(decided, company, "CF-3"))
    holds(company)
