"""Allowances carried with goods: sold, returned, joined, re-pooled, one at a time or in a batch, and posted late.

Histories are made with a cost model written from the definitions: layers first in, first out; one averaged layer; one
layer at standard.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.journal.posting_rules import POSTING_RULES
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.recording.directions import GOING_OUT, RE_POOL, allowance_event
from lowmark.core.write_downs.allowance import AllowanceState, join, release, release_many, take_along
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES, carry
from lowmark.core.write_downs.carrying import (
    BACK,
    Allowance,
    CarryFlow,
    CarryLink,
    Taken,
    carry_one,
    kind_of,
)
from lowmark.core.write_downs.labels import Label, one_label
from lowmark.core.write_downs.replay import RECORDED, Later, concerned, replay_late, states_at

FIRST = date(2026, 1, 5)
REASONS = ("damaged", "expired", "price_decline")
FAMILIES = ("fifo", "average", "standard")
FLOWS = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "known_seq": pl.Int64,
         "quantity_micro": pl.Int64, "value_minor": pl.Int64, "event": pl.String, "kind": pl.String,
         "item_class": pl.String}  # fmt: skip
MOVEMENTS = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "event": pl.String,
             "kind": pl.String, "allowance_reason": pl.String, "fiscal_year": pl.Int64,
             "amount_minor": pl.Int64}  # fmt: skip
LAYERS = {"pool": pl.Int64, "layer": pl.Int64, "quantity_micro": pl.Int64, "consumed_micro": pl.Int64}


# --- the cost model --------------------------------------------------------------------------------------------------


@dataclass
class Pool:
    family: str
    standard: int = 0
    layers: dict[int, list[int]] = field(default_factory=dict)  # quantity, value, consumed

    def left(self):
        return sum(quantity - consumed for quantity, _, consumed in self.layers.values())

    def cost(self, layer):
        quantity, value, consumed = self.layers[layer]
        return value - multiply_divide_round(value, consumed, quantity)

    def receive(self, move, quantity, value):
        """Return the layer and the value that it takes on."""
        open_layer = next((n for n, (q, _, gone) in self.layers.items() if q > gone), None)
        if self.family == "fifo" or open_layer is None:
            value = multiply_divide_round(self.standard, quantity, 7) if self.family == "standard" else value
            self.layers[move] = [quantity, value, 0]
            return move, value
        before, was, left = self.cost(open_layer), open_layer, self.left()
        now = before + value
        if self.family == "standard":
            now = multiply_divide_round(self.standard, left + quantity, 7)
        self.layers[was] = [left + quantity, now, 0]
        return was, now - before

    def issue(self, quantity):
        """Yield layer, quantity and cost."""
        for number, layer in self.layers.items():
            taken = min(quantity, layer[0] - layer[2])
            if taken:
                before = self.cost(number)
                layer[2] += taken
                if self.family == "standard":
                    left = layer[0] - layer[2]
                    self.layers[number] = [left or layer[0], multiply_divide_round(self.standard, left or layer[0], 7),
                                           0 if left else layer[0]]  # fmt: skip
                yield number, taken, before - self.cost(number)
                quantity -= taken


@dataclass
class Step:
    """A move with its flows, or allowances set at the end of a day: (pool, layer, target, reason, year)."""

    on: date
    flows: tuple = ()
    link: tuple | None = None  # the arriving pool and its CarryLink
    sets: tuple = ()
    cost: dict = field(default_factory=dict)
    left: dict = field(default_factory=dict)


@st.composite
def histories(draw, most=14, families=FAMILIES):
    small = draw(st.booleans())
    size, worth = (6, 12) if small else (10**12, 10**15)
    dearest = worth if small else 20
    pools = {n: Pool(draw(st.sampled_from(families)), draw(st.integers(0, dearest))) for n in (1, 2)}
    steps, sold, on = [], {}, FIRST
    begins = ["receive", "receive", "set", "issue"]  # So that most histories have something to carry.
    for move in range(1, draw(st.integers(6, most)) + 1):
        on += timedelta(days=draw(st.integers(0, 1)))
        number, other = [(1, 2), (2, 1)][draw(st.integers(0, 1)) if move > 2 else move % 2]
        pool = pools[number]
        what = begins.pop(0) if begins else draw(st.sampled_from(["issue", "return", "re_pool", "set", "receive"]))
        if (
            (what in {"issue", "re_pool"} and not pool.left())
            or (what == "set" and not any(each.left() for each in pools.values()))
            or (what == "return" and not sold)
        ):
            what = "receive"
        step = Step(on)
        if what == "receive":
            quantity, value = draw(st.integers(1, size)), draw(st.integers(0, worth))
            layer, flow_value = pool.receive(move, quantity, value)
            step.flows = ((number, layer, "", quantity, flow_value, "receipt"),)
        elif what == "issue":
            quantity = draw(st.integers(1, pool.left()))
            event = draw(st.sampled_from(["sale", "sale", "sale", "sale", *GOING_OUT.values()]))
            parts = list(pool.issue(quantity))
            step.flows = tuple((number, layer, allowance_event(event), -q, -v, "issue") for layer, q, v in parts)
            if event == "sale":
                sold[number, move] = [quantity, sum(v for *_, v in parts), 0]
        elif what == "return":
            source = draw(st.sampled_from(sorted(sold)))
            whole, cost, before = sold[source]
            quantity = draw(st.integers(1, whole - before))
            value = multiply_divide_round(cost, before + quantity, whole) - multiply_divide_round(cost, before, whole)
            arrives = draw(st.sampled_from([source[0], number]))
            layer, flow_value = pools[arrives].receive(move, quantity, value)
            step.flows = ((arrives, layer, "restore_release", quantity, flow_value, "receipt"),)
            step.link = arrives, CarryLink(source=source, kind="restore", quantity_micro=whole)
            sold[source][2] += quantity
            if sold[source][2] == whole:
                del sold[source]
        elif what == "re_pool":
            quantity = draw(st.integers(1, pool.left()))
            parts = list(pool.issue(quantity))
            layer, flow_value = pools[other].receive(move, quantity, sum(v for *_, v in parts))
            step.flows = (*((number, left, "", -q, -v, "re_pool") for left, q, v in parts),
                          (other, layer, "", quantity, flow_value, "re_pool"))  # fmt: skip
            step.link = other, CarryLink(source=(number, move), kind="transfer", quantity_micro=quantity)
        else:
            reason, year = draw(st.sampled_from(REASONS)), 2025 + len(steps) // 4
            step.sets = tuple(
                (n, layer, draw(st.one_of(st.just(each.cost(layer)), st.integers(0, each.cost(layer)))), reason, year)
                for n, each in pools.items() for layer, (q, _, gone) in each.layers.items()
                if q > gone and draw(st.integers(0, 3))
            )  # fmt: skip
            on += timedelta(days=1)
        step.move = move
        step.cost = {(n, layer): each.cost(layer) for n, each in pools.items() for layer in each.layers}
        step.left = {(n, layer): q - gone for n, each in pools.items() for layer, (q, _, gone) in each.layers.items()}
        steps.append(step)
    return steps


# --- carrying them out -----------------------------------------------------------------------------------------------


def set_on(allowances, left, step, shares=None):
    """Set allowances as a run does that is posted on its day."""
    for pool, layer, target, reason, year in step.sets:
        before = allowances.get((pool, layer))
        held = before.state.held_minor if before else 0
        if target == held:
            continue
        if shares is not None:
            shares.append((pool, layer, left[pool, layer], held, target - held, reason, "goods"))
        allowances[pool, layer] = Allowance(
            reason=reason, fiscal_year=min(year, before.fiscal_year) if held else year,
            state=AllowanceState(amount_minor=target, base_micro=left[pool, layer]),
        )  # fmt: skip


def one_by_one(steps, skipped=None):
    """Carry step by step; return allowances and, per move, movements; hold the law on the way."""
    allowances, left, taken, returned, told = {}, {}, {}, {}, []
    for step in steps:
        if step.sets and step is not skipped:
            changes = []
            set_on(allowances, left, step, changes)
            told += [(pool, layer, None, step.on, "", "charge" if change > 0 else "reverse", reason, step.sets[0][4],
                      change) for pool, layer, _, _, change, reason, _ in changes]  # fmt: skip
        link, given = None, {}
        if step.link:
            source = step.link[1].source
            link = CarryLink(source=source, kind=step.link[1].kind, quantity_micro=step.link[1].quantity_micro,
                             before_micro=returned.get(source, 0))  # fmt: skip
            given = taken.get(source, {})
        carried = carry_one(
            flows=[CarryFlow(pool, layer, step.move, event, q, v) for pool, layer, event, q, v, _ in step.flows],
            allowances=allowances, left_micro=left, link=link, taken=given,
        )  # fmt: skip
        for each in carried.movements:
            if each.kind in {"release", "use"} and each.event != "release_over_cost":
                label = Label(each.allowance_reason, each.fiscal_year)
                own = taken.setdefault((each.pool, step.move), {}).setdefault(label, Taken())
                own.amount_minor -= each.amount_minor
            if each.kind == "restore":
                given[Label(each.allowance_reason, each.fiscal_year)].restored_minor += each.amount_minor
        if link and link.kind == "restore":
            returned[link.source] = returned.get(link.source, 0) + step.flows[0][3]
        allowances |= carried.allowances
        left = dict(step.left)
        told += [(*row[:3], step.on, *row[3:]) for row in carried.movements]
        for layer, one in allowances.items():
            assert 0 <= one.state.held_minor <= step.cost.get(layer, 0)
            assert one.state.amount_minor == 0 or one.state.base_micro - one.state.released_micro == left[layer]
    return allowances, told


def flows_frame(steps):
    rows = [
        (pool, layer, step.move, step.on, step.move, q, v, event, kind, "goods")
        for step in steps for pool, layer, event, q, v, kind in step.flows
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FLOWS, orient="row")


def links_frame(steps, before):
    """Return links, with what had come back of their sources in the steps before."""
    back = {}
    for step in before:
        if step.link and step.link[1].kind == "restore":
            back[step.link[1].source] = back.get(step.link[1].source, 0) + step.flows[0][3]
    rows = [
        (step.link[0], step.move, *step.link[1].source, step.link[1].quantity_micro,
         back.get(step.link[1].source, 0), step.link[1].kind)
        for step in steps if step.link
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=LINKS, orient="row")


def released_frame(before, told):
    """Return what earlier issues took, and what of it came back."""
    sums, sources = {}, {step.move: step.link[1].source for step in before if step.link}
    for pool, _, move, _, event, kind, reason, year, amount in told:
        if kind in {"release", "use"} and event != "release_over_cost":
            sums.setdefault((pool, move, reason, year), [0, 0])[0] -= amount
        elif kind == "restore":
            sums.setdefault((*sources[move], reason, year), [0, 0])[1] += amount
    return pl.DataFrame([(*key, *both) for key, both in sums.items()], schema=RELEASED_BEFORE, orient="row")


def layers_frame(left):
    rows = [(*layer, quantity + 3, 3) for layer, quantity in left.items()]
    return pl.DataFrame(rows, schema=LAYERS, orient="row")


def states_frame(allowances):
    rows = [(*layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro, one.state.released_micro)
            for layer, one in allowances.items()]  # fmt: skip
    return pl.DataFrame(rows, schema=STATES, orient="row")


def carry_steps(steps, before, allowances, told):
    return carry(
        flows=flows_frame(steps), links=links_frame(steps, before), states=states_frame(allowances),
        released_before=released_frame(before, told), layers=layers_frame(before[-1].left if before else {}),
    )  # fmt: skip


def batches(steps, cuts):
    """Cut steps into batches, at the cuts and before and after everything that sets allowances."""
    part = []
    for place, step in enumerate(steps):
        if part and (step.sets or part[-1].sets or place in cuts):
            yield part
            part = []
        part.append(step)
    yield part


def holding(states):
    """Return states without those that hold nothing, of which neither base nor label matters."""
    return sorted(row for row in states.rows() if row[4] * (row[5] - row[6]) >= max(row[5], 1))


# --- laws ------------------------------------------------------------------------------------------------------------


@given(histories())
def test_allowance_stays_between_nothing_and_cost_and_is_the_sum_of_its_movements(steps):
    allowances, told = one_by_one(steps)

    sums = {}
    for pool, layer, *_, amount in told:
        sums[pool, layer] = sums.get((pool, layer), 0) + amount
        assert amount != 0
    assert {layer: held for layer, held in sums.items() if held} == {
        layer: one.state.held_minor for layer, one in allowances.items() if one.state.held_minor
    }


@given(histories(), st.sets(st.integers(0, 13)))
def test_batches_are_their_moves_one_after_another_however_they_are_cut(steps, cuts):
    expected, expected_told = one_by_one(steps)

    allowances, told, before = {}, [], []
    for part in batches(steps, cuts):
        if part[0].sets:
            changes = []
            set_on(allowances, before[-1].left, part[0], changes)
        carried = carry_steps(part, before, allowances, told)
        allowances = {
            (pool, layer): Allowance(reason=reason, fiscal_year=year, state=AllowanceState(
                amount_minor=amount, base_micro=base, released_micro=released))
            for pool, layer, reason, year, amount, base, released in carried.states.rows()
        }  # fmt: skip
        told += carried.movements.rows()
        before += part

    assert allowances == expected
    assert sorted(told) == sorted(row for row in expected_told if row[2] is not None)


@given(histories())
def test_goods_that_are_re_pooled_take_all_along_and_nothing_is_lost(steps):
    _, told = one_by_one(steps)

    for step in steps:
        own = [row for row in told if row[2] == step.move and row[5] == "transfer"]
        assert sum(row[-1] for row in own) == 0


@given(histories())
def test_states_at_a_day_follow_from_what_was_recorded(steps):
    allowances, told = one_by_one(steps)

    assert holding(states_at(flows=flows_frame(steps), movements=recorded_frame(told))) == holding(
        states_frame(allowances)
    )


def recorded_frame(told):
    frame = pl.DataFrame(told, schema=MOVEMENTS, orient="row")
    seq = pl.int_range(pl.len(), dtype=pl.Int64)
    return frame.with_columns(known_seq=seq)


@given(histories(most=18))
def test_posted_late_is_posted_on_the_day_state_for_state(steps):
    runs = [step for step in steps if step.sets]
    if not runs:
        return
    run = runs[-1]
    place = steps.index(run)
    at_once, told_at_once = one_by_one(steps)
    _, told = one_by_one(steps, skipped=run)
    begun, told_before = one_by_one(steps[:place])
    before, later = steps[:place], steps[place + 1 :]
    shares = []
    set_on(dict(begun), steps[place].left, run, shares)
    then = {step.move for step in later}
    recorded = [row for row in told if row[2] in then]

    late = replay_late(
        shares=pl.DataFrame(shares, orient="row", schema={
            "pool": pl.Int64, "layer": pl.Int64, "remaining_micro": pl.Int64, "held_minor": pl.Int64,
            "amount_minor": pl.Int64, "reason": pl.String, "item_class": pl.String}),
        fiscal_year=run.sets[0][4], as_of=run.on,
        states=states_at(flows=flows_frame(before), movements=recorded_frame(told_before)),
        later=Later(
            flows=flows_frame(later), links=links_frame(later, before), layers=layers_frame(run.left),
            released_before=released_frame(before, told_before), classes=flows_frame(later).select("pool", "move", "item_class"),
            recorded=pl.DataFrame(recorded, schema=MOVEMENTS, orient="row").select(list(RECORDED)),
        ),
    )  # fmt: skip

    assert holding(late.states) == holding(states_frame(at_once))
    differences = late.differences.select("pool", "layer", "move", "accounting_on", "event", "kind", "reason",
                                          "fiscal_year", "amount_minor").rows()  # fmt: skip
    assert net([*recorded, *differences]) == net(row for row in told_at_once if row[2] in then)
    for *_, event, kind, _, _, amount in differences:
        assert kind == kind_of(event)
        assert not event or (amount < 0) == (event in BACK)


def net(rows):
    """Add movements up by flow, what brings back an event's amount with it, and label."""
    away, sums = {back: event for event, back in BACK.items()}, {}
    for pool, layer, move, on, event, _, reason, year, amount in rows:
        key = (pool, layer, move, on, away.get(event, event), reason, year)
        sums[key] = sums.get(key, 0) + amount
    return {key: amount for key, amount in sums.items() if amount}


# --- by hand ---------------------------------------------------------------------------------------------------------


def held_on(layers, reason="expired", year=2026):
    return {
        layer: Allowance(reason=reason, fiscal_year=year, state=AllowanceState(amount_minor=amount, base_micro=base))
        for layer, (amount, base) in layers.items()
    }


def test_a_receipt_into_an_averaged_pool_does_not_share_in_the_charge():
    # Ten pieces carry 20; five are sold with 10; ten more come in; a third of the fifteen is sold with a third of 10.
    state, released = release(state=AllowanceState(amount_minor=20, base_micro=10), quantity_micro=5)
    assert released == 10
    state = join(state=state, came_micro=10)
    state, released = release(state=state, quantity_micro=6)
    assert (released, state.held_minor) == (4, 6)


def test_a_return_restores_what_the_sale_released_and_all_of_it_in_the_end():
    link = CarryLink(source=(1, 90), kind="restore", quantity_micro=3)
    taken, restored = {Label("expired", 2025): Taken(amount_minor=10)}, []
    for number in range(3):
        link = CarryLink(source=(1, 90), kind="restore", quantity_micro=3, before_micro=number)
        back = carry_one(flows=[CarryFlow(1, 100 + number, 100 + number, "restore_release", 1, 40)], allowances={},
                         left_micro={}, link=link, taken=taken)  # fmt: skip
        restored.append(back.movements[0].amount_minor)
        taken[Label("expired", 2025)].restored_minor += restored[-1]
    assert restored == [3, 3, 4]


def test_a_return_restores_no_more_than_the_goods_came_back_with_and_catches_up_on_the_next():
    taken = {Label("expired", 2025): Taken(amount_minor=2)}
    first = carry_one(flows=[CarryFlow(1, 100, 100, "restore_release", 1, 0)], allowances={}, left_micro={},
                      link=CarryLink(source=(1, 90), kind="restore", quantity_micro=2), taken=taken)  # fmt: skip
    second = carry_one(
        flows=[CarryFlow(1, 101, 101, "restore_release", 1, 5)], allowances={}, left_micro={}, taken=taken,
        link=CarryLink(source=(1, 90), kind="restore", quantity_micro=2, before_micro=1),
    )  # fmt: skip
    assert first.movements == ()
    assert first.allowances == {}
    assert [each.amount_minor for each in second.movements] == [2]


def test_goods_put_into_quarantine_take_their_part_of_each_layer_along():
    flows = [CarryFlow(1, 7, 90, "", -10, -50), CarryFlow(1, 8, 90, "", -5, -45), CarryFlow(2, 90, 90, "", 15, 95)]
    link = CarryLink(source=(1, 90), kind="transfer", quantity_micro=15)
    carried = carry_one(flows=flows, allowances=held_on({(1, 7): (12, 10), (1, 8): (20, 10)}),
                        left_micro={(1, 7): 10, (1, 8): 10}, link=link)  # fmt: skip
    assert [(each.pool, each.layer, each.kind, each.amount_minor) for each in carried.movements] == [
        (1, 7, "transfer", -12),
        (1, 8, "transfer", -10),
        (2, 90, "transfer", 22),
    ]
    assert carried.allowances[2, 90].state == AllowanceState(amount_minor=22, base_micro=15)
    assert carried.allowances[1, 8].state == AllowanceState(amount_minor=10, base_micro=5)


def test_goods_that_are_worth_less_where_they_arrive_release_what_their_cost_does_not_bear():
    flows = [CarryFlow(1, 7, 90, "", -10, -50), CarryFlow(2, 90, 90, "", 10, 15)]
    link = CarryLink(source=(1, 90), kind="transfer", quantity_micro=10)
    carried = carry_one(flows=flows, allowances=held_on({(1, 7): (20, 10)}), left_micro={(1, 7): 10}, link=link)
    assert [(each.kind, each.event, each.amount_minor) for each in carried.movements] == [
        ("transfer", "", -20),
        ("transfer", "", 20),
        ("release", "release_over_cost", -5),
    ]
    assert carried.allowances[2, 90].state.held_minor == 15


def test_what_an_earlier_year_charged_never_looks_like_this_years():
    """ASC 330-10-35-14: last year's write-down is cost; put together with this year's, the whole counts as last year's."""
    flows = [CarryFlow(1, 7, 90, "", -10, -50), CarryFlow(2, 8, 90, "", 10, 50)]
    link = CarryLink(source=(1, 90), kind="transfer", quantity_micro=10)
    earlier, later = held_on({(1, 7): (20, 10)}, "expired", 2025), held_on({(2, 8): (30, 10)}, "damaged", 2026)
    carried = carry_one(flows=flows, allowances=earlier | later, left_micro={(1, 7): 10, (2, 8): 10}, link=link)
    assert carried.allowances[2, 8].label == Label("damaged", 2025)
    assert carried.allowances[2, 8].state == AllowanceState(amount_minor=50, base_micro=20)
    assert [(each.layer, *each[5:]) for each in carried.movements] == [
        (7, "expired", 2025, -20),
        (8, "expired", 2025, 20),
        (8, "expired", 2025, -20),
        (8, "damaged", 2026, -30),
        (8, "damaged", 2025, 50),
    ]
    assert one_label({Label("b", 2026): 5, Label("a", 2026): 5}) == Label("a", 2026)


def test_a_charge_of_30_posted_late_reaches_a_sale_its_return_and_the_quarantine():
    # 31 January: 20 pieces at 100 are written down by 30. On 5 February 10 are sold; on the 6th 4 of them come back into
    # a layer of their own; on the 7th 5 of the rest go into quarantine.
    on = [date(2026, 2, day) for day in (5, 6, 7, 7)]
    rows = [
        (1, 7, 90, on[0], 3, -10, -50, "release_on_sale", "issue", "goods"),
        (1, 91, 91, on[1], 4, 4, 20, "restore_release", "receipt", "goods"),
        (1, 7, 92, on[2], 5, -5, -25, "", "re_pool", "goods"),
        (2, 92, 92, on[3], 5, 5, 25, "", "re_pool", "goods"),
    ]
    links = pl.DataFrame(
        [(1, 91, 1, 90, 10, 0, "restore"), (2, 92, 1, 92, 5, 0, "transfer")], schema=LINKS, orient="row"
    )
    shares = pl.DataFrame({"pool": [1], "layer": [7], "remaining_micro": [20], "held_minor": [0], "amount_minor": [30],
                           "reason": ["expired"], "item_class": ["goods"]})  # fmt: skip
    late = replay_late(
        shares=shares, fiscal_year=2026, as_of=date(2026, 1, 31), states=pl.DataFrame(schema=STATES), later=Later(
            links=links, flows=(flows := pl.DataFrame(rows, schema=FLOWS, orient="row")), layers=layers_frame({(1, 7): 20}),
            released_before=pl.DataFrame(schema=RELEASED_BEFORE), recorded=pl.DataFrame(schema=RECORDED),
            classes=flows.select("pool", "move", "item_class"),
        ),
    )  # fmt: skip
    assert late.differences.select("pool", "layer", "move", "event", "amount_minor").rows() == [
        (1, 7, 90, "release_on_sale", -15),
        (1, 7, 92, "", -8),
        (1, 91, 91, "restore_release", 6),
        (2, 92, 92, "", 8),
    ]
    assert holding(late.states) == [
        (1, 7, "expired", 2026, 7, 5, 0),
        (1, 91, "expired", 2026, 6, 4, 0),
        (2, 92, "expired", 2026, 8, 5, 0),
    ]
    assert late.changes["amount_minor"].to_list() == [30]


def test_a_run_posted_late_sets_each_layer_by_its_own_exits_and_leaves_others_alone():
    """30 on layer 7, of which half is sold; 9 reversed on layer 8, of which the sale had released 4; layer 9 as it was."""
    on = date(2026, 2, 5)
    rows = [(1, layer, 90, on, 3, -quantity, -quantity, "release_on_sale", "issue", "goods")
            for layer, quantity in ((7, 10), (8, 4), (9, 5))]  # fmt: skip
    recorded = [
        (1, 8, 90, on, "release_on_sale", "expired", 2025, -4),
        (1, 9, 90, on, "release_on_sale", "expired", 2025, -3),
    ]
    states = [(1, 8, "expired", 2025, 9, 10, 0), (1, 9, "expired", 2025, 5, 11, 0)]
    late = replay_late(
        shares=pl.DataFrame({"pool": [1, 1], "layer": [7, 8], "remaining_micro": [20, 10], "held_minor": [0, 9],
                             "amount_minor": [30, -9], "reason": ["expired"] * 2, "item_class": ["goods"] * 2}),
        fiscal_year=2026, as_of=date(2026, 1, 31), states=pl.DataFrame(states, schema=STATES, orient="row"), later=Later(
            flows=(flows := pl.DataFrame(rows, schema=FLOWS, orient="row")), links=pl.DataFrame(schema=LINKS),
            layers=layers_frame({(1, 7): 20, (1, 8): 10, (1, 9): 11}), released_before=pl.DataFrame(schema=RELEASED_BEFORE),
            recorded=pl.DataFrame(recorded, schema=RECORDED, orient="row"),
            classes=flows.select("pool", "move", "item_class"),
        ),
    )  # fmt: skip
    assert late.changes["amount_minor"].to_list() == [30, -9]
    assert late.differences.select("layer", "move", "event", "kind", "amount_minor").rows() == [
        (7, 90, "release_on_sale", "release", -15),
        (8, 90, "restore_release", "restore", 4),
    ]
    assert holding(late.states) == [(1, 7, "expired", 2026, 30, 20, 10), (1, 9, "expired", 2025, 5, 11, 5)]


def test_a_batch_without_states_and_links_is_handed_back():
    flows = pl.DataFrame([(1, 7, 7, FIRST, 1, 5, 50, "", "receipt", "")], schema=FLOWS, orient="row")
    states = pl.DataFrame(schema=STATES)
    link = pl.DataFrame([(1, 7, 3, 4, 5, 0, "restore")], schema=LINKS, orient="row")
    for links in (pl.DataFrame(schema=LINKS), link):
        carried = carry(flows=flows, links=links, states=states, layers=pl.DataFrame(schema=LAYERS),
                        released_before=pl.DataFrame(schema=RELEASED_BEFORE))  # fmt: skip
        assert carried.states is states
        assert carried.movements.is_empty()
        assert carried.movements.columns == list(MOVEMENTS)


def test_a_large_batch_goes_through_the_compiled_kernel():
    n = compiled.COMPILE_FROM_ROWS
    rows = pl.DataFrame({"move": pl.int_range(1, n + 1, eager=True)}).with_columns(
        pool=pl.lit(1, dtype=pl.Int64), layer=pl.lit(1, dtype=pl.Int64), accounting_on=pl.lit(FIRST),
        known_seq=pl.col("move"), value_minor=pl.lit(0, dtype=pl.Int64),
        quantity_micro=pl.when(pl.col("move") % 2 == 1).then(-1).otherwise(1).cast(pl.Int64),
        event=pl.when(pl.col("move") % 2 == 1).then(pl.lit("release_on_sale")).otherwise(pl.lit("")),
    )  # fmt: skip
    carried = carry(
        flows=rows, links=pl.DataFrame(schema=LINKS), layers=pl.DataFrame(schema=LAYERS),
        released_before=pl.DataFrame(schema=RELEASED_BEFORE),
        states=pl.DataFrame([(1, 1, "expired", 2026, 10**9, 1000, 0)], schema=STATES, orient="row"),
    )  # fmt: skip
    state = AllowanceState(amount_minor=10**9, base_micro=1000)
    amounts = []
    for place in range(n):
        if place % 2:
            state = join(state=state, came_micro=1)
        else:
            state, amount = release(state=state, quantity_micro=1)
            amounts.append(-amount)
    assert carried.movements["amount_minor"].to_list() == [amount for amount in amounts if amount]
    assert carried.states.row(0)[4:] == (state.amount_minor, state.base_micro, state.released_micro)


@given(st.integers(0, 12), st.integers(1, 12), st.data())
def test_joins_in_columns_are_joins(amount, base, data):
    import numpy as np

    quantities, left = [], base
    for _ in range(data.draw(st.integers(0, 8))):
        quantity = data.draw(st.integers(-5, left).filter(bool))
        left -= quantity
        quantities.append(quantity)
    state, told = AllowanceState(amount_minor=amount, base_micro=base), []
    for quantity in quantities:
        if quantity > 0:
            state, released = release(state=state, quantity_micro=quantity)
        else:
            state, released = join(state=state, came_micro=-quantity), 0
        told.append(released)
    many = release_many(
        amount_minor=np.array([amount]), base_micro=np.array([base]), released_micro=np.array([0]),
        layer=np.zeros(len(quantities), dtype=np.int64), quantity_micro=np.array(quantities, dtype=np.int64),
    )  # fmt: skip
    assert many.amount_minor.tolist() == told
    assert (many.set_minor[0], many.base_micro[0], many.released_micro[0]) == (
        state.amount_minor, state.base_micro, state.released_micro)  # fmt: skip


def test_a_cent_that_the_cost_does_not_bear_stays_behind():
    state = AllowanceState(amount_minor=2, base_micro=4, released_micro=2)
    assert take_along(state=state, quantity_micro=1, cost_minor=0) == (AllowanceState(amount_minor=1, base_micro=1), 0)
    assert take_along(state=state, quantity_micro=1, cost_minor=1) == (AllowanceState(amount_minor=0, base_micro=1), 1)


def test_pools_are_concerned_over_links_both_ways():
    links = pl.DataFrame({"pool": [2, 3, 9], "source_pool": [1, 2, 8]})
    assert concerned(pools={3}, links=links) == {1, 2, 3}
    assert concerned(pools={5}, links=links) == {5}


@pytest.mark.parametrize("event, back", BACK.items())
def test_what_brings_back_is_posted_the_other_way_round(event, back):
    away, again = POSTING_RULES[event], POSTING_RULES[back]
    assert (away.debit, away.credit) == (again.credit, again.debit)
    assert away.debit == "allowance"
    assert (kind_of(event), kind_of(back)) in {("release", "restore"), ("use", "restore")}
    assert away.by_reason
    assert again.by_reason


def test_every_exit_has_an_event_that_takes_its_allowance_and_one_that_brings_it_back():
    taken = {allowance_event(event) for event in GOING_OUT.values()}
    assert len(taken) == len(GOING_OUT)
    assert taken <= BACK.keys()
    assert allowance_event("sales_return") == BACK[allowance_event("sale")]
    assert allowance_event("scrap_return") == BACK[allowance_event("scrap")]
    assert allowance_event(RE_POOL) == ""
