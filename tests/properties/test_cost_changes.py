"""What goods cost changes later: told in any order, in any parts, moves and changes end in the same books on every day.

Over pools of every method, with returns, goods re-pooled and allowances. The law is held against costing itself: for every
day, what is recorded up to it is what costing the moves up to it gives, with receipts at what the changes up to it say.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lowmark.core.costing.epochs import VALUES, Epochs
from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.recosting import RECORDED
from lowmark.core.flow_late import History, post_late
from lowmark.core.journal.cost_changes import CHANGES
from lowmark.core.kinds.day import LAST, from_day
from lowmark.core.tables.cost_changes import CHANGE_KINDS
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES
from lowmark.core.write_downs.late import over_cost
from lowmark.core.write_downs.replay import RECORDED as CARRIED
from tests.properties.test_flow_late import lines, still_held, summed
from tests.properties.test_flow_one import BEFORE, FIRST, LAYERS, LEGS, ROLES, STANDARD, _legs_and_links, histories

MOVED, SUMS = ("pool", "layer", "move", "accounting_on"), ("quantity_micro", "value_minor")
LABEL = (*MOVED, "event", "allowance_reason", "fiscal_year")
ACCOUNT = ("accounting_on", "account_id", "reason", "item_class")
FEW = settings(max_examples=max(6, settings().max_examples // 4))
"""An example is a whole history, costed over and over."""


@dataclass(frozen=True, eq=False)
class Change:
    """A change of what a receipt costs, from a day on."""

    pool: int
    move: int
    accounting_on: object
    kind: str
    value_minor: int
    item_class: str
    at_standard: bool


@st.composite
def worlds(draw):
    """Draw a world, its moves in order, and changes of what receipts cost."""
    world, steps = draw(histories(most=9))
    steps = [step for step in steps if step.returns != BEFORE]
    while not (posted := Books(world).tell(steps, []).posted[-1]).costed.refused.is_empty():
        short = set(posted.costed.refused["move"])
        steps = [step for step in steps if not {step.move.move, step.returns} & short]
    receipts = [step for step in steps if step.move.value_minor is not None]
    assume(receipts)
    changes = []
    for _ in range(draw(st.integers(1, 4))):
        step = draw(st.sampled_from(receipts))
        day = step.move.accounting_on + timedelta(days=draw(st.integers(0, 6)))
        value = draw(st.sampled_from([-(10**14), -100, -50, -1, 1, 7, 10**13]))
        changes.append(Change(step.pool, step.move.move, day, draw(st.sampled_from(CHANGE_KINDS)), value,
                              step.move.item_class, world.pools[step.pool].method == "standard"))  # fmt: skip
    return world, steps, changes


class Books:
    """What is recorded so far: moves and changes that are known, and every table that was posted for them."""

    def __init__(self, world):
        self.world, self.steps, self.changes, self.posted = world, [], [], []

    def tell(self, steps, changes):
        """Record more."""
        new = {step.move.move for step in steps}
        self.steps = sorted([*self.steps, *steps], key=lambda step: (step.move.accounting_on, step.move.known_seq))
        self.changes += changes
        legs, links, _ = _legs_and_links(self.world, self.steps)
        linked, epochs = pl.DataFrame(links, LINKS, orient="row"), self.epochs()
        pools = self.world.pools.values()
        states = [(pool.pool, layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro,
                   one.state.released_micro) for pool in pools for layer, one in pool.allowances.items()]  # fmt: skip
        moves = pl.DataFrame(legs, LEGS, orient="row").with_columns(is_new=pl.col("move").is_in(list(new)))
        self.posted.append(post_late(
            moves=moves, links=linked, carried_links=linked, roles=ROLES, document="D-2", standards=self.standards(),
            changes=pl.DataFrame([tuple(vars(one).values()) for one in changes], CHANGES, orient="row"),
            history=History(
                layers=self.layers().with_columns(epoch=pl.lit(None, dtype=pl.Int64)), epochs=epochs,
                allowances=pl.DataFrame(states, STATES, orient="row"), values=self.values(epochs, set(changes)),
                recorded=pl.concat([pl.DataFrame(schema=RECORDED), *(one.flows.select(list(RECORDED)) for one in self.posted)]),
                carried=pl.concat([pl.DataFrame(schema=CARRIED), *(one.movements.select(list(CARRIED)) for one in self.posted)]),
                released_before=pl.DataFrame(schema=RELEASED_BEFORE),
            ),
        ))  # fmt: skip
        return self

    def layers(self):
        rows = [(pool.pool, one.layer, from_day(one.opened_on), one.known_seq, one.quantity_micro, one.consumed_micro,
                 *one.values) for pool in self.world.pools.values() for one in pool.layers]  # fmt: skip
        return pl.DataFrame(rows, LAYERS, orient="row")

    def standards(self):
        rows = [(pool.pool, pool.standard.quantity_micro, *pool.standard.values)
                for pool in self.world.pools.values() if pool.standard]  # fmt: skip
        return pl.DataFrame(rows, STANDARD, orient="row")

    def epochs(self):
        return Epochs(
            tuple(
                sorted({one.accounting_on for one in self.changes if not one.at_standard and one.accounting_on > FIRST})
            )
        )

    def worth(self, step, until, changes):
        """Return what a receipt is worth by the changes up to a day."""
        own = [one for one in changes if one.move == step.move.move and not one.at_standard]
        return max(0, step.move.value_minor + sum(one.value_minor for one in own if one.accounting_on <= until))

    def values(self, epochs, new):
        ends = [*(day - timedelta(days=1) for day in epochs.days), from_day(LAST)]
        rows = [(step.move.move, epoch, self.worth(step, end, self.changes),
                 self.worth(step, end, [one for one in self.changes if one not in new]))
                for step in self.steps if step.move.value_minor is not None for epoch, end in enumerate(ends)]  # fmt: skip
        return pl.DataFrame(rows, VALUES, orient="row")

    def by_day(self):
        return {
            "flows": summed([one.flows for one in self.posted], MOVED, SUMS),
            "allowance": summed([one.movements for one in self.posted], LABEL, ["amount_minor"]),
            "accounts": summed([lines(one) for one in self.posted], ACCOUNT, ["amount_minor"]),
            "held": still_held(self.posted[-1]), "layers": self.posted[-1].costed.layers.rows(),
        }  # fmt: skip


@FEW
@given(worlds(), st.data())
def test_told_in_any_order_moves_and_changes_end_in_the_same_books_on_every_day(drawn, data):
    world, steps, changes = drawn
    whole = Books(world).tell(steps, []).tell([], changes)
    books = tell_in_batches(Books(world), steps, changes, data)

    assert books.by_day() == whole.by_day()
    assert over_cost(states=books.posted[-1].allowances, layers=books.posted[-1].costed.layers).is_empty()
    assert_law(books)


def tell_in_batches(books, steps, changes, data):
    """Tell facts in batches, changes and returns not before their receipts and issues; what is short waits for the next."""
    batch = {step.move.move: data.draw(st.integers(0, 2)) for step in steps}
    for step in steps:
        if step.returns is not None:
            batch[step.move.move] = max(batch[step.move.move], batch[step.returns])
    told = {place: data.draw(st.integers(batch[one.move], 3)) for place, one in enumerate(changes)}
    moves, own = [], []
    for number in range(4):
        moves += [step for step in steps if batch[step.move.move] == number]
        own += [one for place, one in enumerate(changes) if told[place] == number]
        if moves or own:
            known = books.steps, books.changes, books.posted
            books.steps, books.changes, books.posted = list(books.steps), list(books.changes), list(books.posted)
            if books.tell(moves, []).posted[-1].costed.refused.is_empty():
                if own:
                    books.tell([], own)
                moves, own = [], []
            else:
                books.steps, books.changes, books.posted = known
    return books


def assert_law(books):
    """What is recorded up to a day is what costing up to that day gives."""
    flows = pl.concat([one.flows.select(*MOVED, *SUMS) for one in books.posted])
    legs, links, _ = _legs_and_links(books.world, books.steps)
    moves, linked = pl.DataFrame(legs, LEGS, orient="row"), pl.DataFrame(links, LINKS, orient="row")
    for day in sorted({*moves["accounting_on"], *(one.accounting_on for one in books.changes)}):
        worth = pl.DataFrame([(step.move.move, books.worth(step, day, books.changes)) for step in books.steps
                              if step.move.value_minor is not None], {"move": pl.Int64, "worth": pl.Int64}, orient="row")  # fmt: skip
        until = moves.filter(pl.col("accounting_on") <= day).join(worth, on="move", how="left", maintain_order="left")
        costed = cost_linked(
            moves=until.with_columns(value_minor=pl.col("worth")).drop("worth"),
            links=linked.join(until, on=["pool", "move"], how="semi"),
            layers=books.layers(),
            standards=books.standards(),
        )
        stands = summed([flows.filter(pl.col("accounting_on") <= day)], MOVED[:3], SUMS)
        assert stands == summed([costed.flows], MOVED[:3], SUMS), day


@FEW
@given(worlds(), st.data())
def test_a_change_in_two_parts_is_the_change_and_one_of_nothing_is_nothing(drawn, data):
    world, steps, changes = drawn
    books = Books(world).tell(steps, []).tell([], changes)
    one = data.draw(st.sampled_from(changes))
    part = data.draw(st.sampled_from([one.value_minor // 2, one.value_minor // 3, one.value_minor]))
    others = [each for each in changes if each is not one]
    split = [Change(**(vars(one) | {"value_minor": value})) for value in (part, one.value_minor - part) if value]

    again = Books(world).tell(steps, []).tell([], others)
    for each in split:
        again.tell([], [each])

    assert again.by_day() == books.by_day()
    assert_goes_somewhere(books)


def assert_goes_somewhere(books):
    """All that came in is in inventory, in what left or in the variance: the clearing accounts say what came in."""
    totals = Counter()
    for posting in books.posted:
        for account, amount in lines(posting).select("account_id", "amount_minor").iter_rows():
            totals[account] += amount
    inventory = ROLES["inventory", ""]
    assert totals[inventory] == sum(int(one.flows["value_minor"].sum()) for one in books.posted)
    claims = {"landed_cost_clearing": ("freight", "duty", "insurance"),
              "vendor_rebates_receivable": ("rebate", "credit", "price_protection")}  # fmt: skip
    for role, kinds in claims.items():
        came = sum(one.value_minor for one in books.changes if one.kind in kinds)
        assert totals[ROLES[role, ""]] == -came
    assert sum(totals.values()) == 0
