"""One move by itself and a table of moves do the same to cost, allowance and journal, to the last line.

Over pools of every method: goods come, go, come back from an issue of the same document or of an earlier one, and come
into another condition.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core import flow
from lowmark.core.costing.shares import share_of
from lowmark.core.flow_one import (
    Allowance,
    Label,
    MoveEvent,
    OpenLayer,
    PoolState,
    Short,
    Source,
    Standard,
    Taken,
    post_one,
)
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.recording.directions import COMING_IN, GOING_OUT, RE_POOL
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES
from lowmark.frameworks.read import read_chart

FIRST = date(2026, 11, 2)
ROLES = {(said.role, said.reason): int(said.account) for said in read_chart("ifrs").roles}
REASONS = ("price_decline", "expired", "damaged")
METHODS = ("fifo", "lifo", "moving_average", "standard")
SIZES = st.sampled_from([3, 1_000, 10**12])
STANDARDS = st.sampled_from([Standard(quantity_micro=3, values=(10,)), Standard(quantity_micro=7, values=(2,)),
                             Standard(quantity_micro=10**10, values=(3_333_333,))])  # fmt: skip
ELSEWHERE = 9
BEFORE = 5
"""The pool that an earlier issue left, and its number."""

LEGS = {"pool": pl.Int64, "method": pl.String, "move": pl.Int64, "known_seq": pl.Int64, "accounting_on": pl.Date,
        "quantity_micro": pl.Int64, "value_minor": pl.Int64, "kind": pl.String, "event": pl.String, "reason": pl.String,
        "item_class": pl.String}  # fmt: skip
LAYERS = {"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Date, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
          "consumed_micro": pl.Int64, "value_minor": pl.Int64}  # fmt: skip
STANDARD = {"pool": pl.Int64, "quantity_micro": pl.Int64, "value_minor": pl.Int64}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A move, the pool that it leaves or comes into, the one that it comes into from there, the issue that it returns."""

    move: MoveEvent
    pool: int
    into: int | None = None
    returns: int | None = None


@dataclass(kw_only=True)
class World:
    """The pools as they stand, and the issues whose goods may come back."""

    pools: dict[int, PoolState]
    sources: dict[int, Source] = field(default_factory=dict)


@st.composite
def pool_states(draw, number):
    """Draw a pool: open layers before FIRST, and on some of them an allowance no larger than the cost left when set."""
    layers, allowances, size, method = [], {}, draw(SIZES), draw(st.sampled_from(METHODS))
    standard = draw(STANDARDS) if method == "standard" else None
    for place in range(1, draw(st.integers(0, 4 if method in {"fifo", "lifo"} else 1)) + 1):
        layer, quantity = 10 * number + place, draw(st.integers(1, size))
        then = draw(st.integers(0, quantity - 1))
        consumed = draw(st.integers(then, quantity - 1))
        value = draw(st.sampled_from([0, 1, 100, 12_345, 10**15]))
        if standard is not None:
            quantity, base, then, consumed = quantity - consumed, quantity - then, 0, 0
            value = multiply_divide_round(standard.values[0], quantity, standard.quantity_micro)
        day = to_day(FIRST) - 6 + place
        layers.append(OpenLayer(layer=layer, opened_on=day, known_seq=place, quantity_micro=quantity,
                                consumed_micro=consumed, values=(value,)))  # fmt: skip
        left, gone = value - multiply_divide_round(value, then, quantity), consumed - then
        if standard is not None:
            gone = base - quantity
        if left and draw(st.booleans()):
            allowances[layer] = Allowance(
                reason=draw(st.sampled_from(REASONS)), fiscal_year=draw(st.sampled_from([2025, 2026])),
                state=AllowanceState(amount_minor=draw(st.integers(1, left)), base_micro=quantity - consumed + gone,
                                     released_micro=gone),
            )  # fmt: skip
    return PoolState(pool=number, method=method, standard=standard, layers=tuple(layers), allowances=allowances)


@st.composite
def earlier_issues(draw):
    """Draw an issue of another pool, some of which has come back, with what it took of allowances."""
    quantity, cost = draw(st.integers(1, draw(SIZES))), draw(st.sampled_from([0, 1, 100, 12_345]))
    before, taken, room = draw(st.integers(0, quantity)), {}, cost
    for label in draw(
        st.lists(st.sampled_from([Label(r, y) for r in REASONS for y in (2025, 2026)]), max_size=2, unique=True)
    ):
        amount = draw(st.integers(0, room))
        room -= amount
        if amount:
            taken[label] = Taken(amount_minor=amount, restored_minor=amount * before // quantity)
    return Source(
        pool=ELSEWHERE, move=BEFORE, quantity_micro=quantity, before_micro=before, values=(cost,), taken=taken
    )


@st.composite
def histories(draw, most):
    """Draw pools and moves of one document, in order; some ask for more than there is."""
    pools = {number: draw(pool_states(number)) for number in (1, 2, 3)}
    world = World(pools=pools, sources={BEFORE: draw(earlier_issues())})
    out = {BEFORE: ("customer", world.sources[BEFORE].quantity_micro - world.sources[BEFORE].before_micro)}
    size, steps, day = draw(SIZES), [], FIRST
    for number in range(100, 100 + draw(st.integers(1, most))):
        day += timedelta(days=draw(st.integers(0, 2)))
        what, pool, quantity = (
            draw(st.sampled_from("io<><>r")),
            draw(st.sampled_from((1, 2, 3))),
            draw(st.integers(1, size)),
        )
        if what == ">" and not (still := [issue for issue, (_, left) in out.items() if left]):
            what = "i"
        into, returns, value, event = None, None, None, RE_POOL
        if what in "o<":
            place = draw(st.sampled_from(sorted(GOING_OUT)))
            event, out[number], quantity = GOING_OUT[place], (place, quantity), -quantity
        elif what == "i":
            event, value = (
                COMING_IN[draw(st.sampled_from(sorted(COMING_IN)))],
                draw(st.sampled_from([0, 1, 99, 10**14])),
            )
        elif what == "r":
            into, quantity = draw(st.sampled_from([one for one in (1, 2, 3) if one != pool])), -quantity
        else:
            returns = draw(st.sampled_from(still))
            place, left = out[returns]
            quantity = draw(st.sampled_from((left, draw(st.integers(1, left)))))
            event, out[returns] = COMING_IN[place], (place, left - quantity)
        steps.append(Step(pool=pool, into=into, returns=returns, move=MoveEvent(
            move=number, document="D-1", event=event, reason=draw(st.sampled_from(["", "broken"])),
            item_class=draw(st.sampled_from(["", "merchandise"])), accounting_on=day, known_seq=number - 50,
            quantity_micro=quantity, value_minor=value,
        )))  # fmt: skip
    return world, steps


def _leg(world, step, pool, quantity, value):
    move = step.move
    return (pool, world.pools[pool].method, move.move, move.known_seq, move.accounting_on, quantity, value,
            RE_POOL if step.into else None, move.event, move.reason, move.item_class)  # fmt: skip


def _legs_and_links(world, steps):
    """Return legs, the links inside the document, and those of allowances, as a plan makes them."""
    legs, inside, carried, back = [], [], [], world.sources[BEFORE].before_micro
    issued = {step.move.move: (step.pool, -step.move.quantity_micro) for step in steps}
    for step in steps:
        move, value = step.move, step.move.value_minor
        if step.returns == BEFORE:
            source = world.sources[BEFORE]
            value = share_of(source.values, source.quantity_micro, back, move.quantity_micro)[0]
            carried.append((step.pool, move.move, ELSEWHERE, BEFORE, source.quantity_micro, back, "restore"))
            back += move.quantity_micro
        elif step.returns is not None:
            source_pool, quantity = issued[step.returns]
            inside.append((step.pool, move.move, source_pool, step.returns, quantity, 0, "restore"))
        legs.append(_leg(world, step, step.pool, move.quantity_micro, value))
        if step.into is not None:
            legs.append(_leg(world, step, step.into, -move.quantity_micro, None))
            inside.append((step.into, move.move, step.pool, move.move, -move.quantity_micro, 0, "transfer"))
    return legs, inside, inside + carried


def as_table(world, steps):
    """Post moves as a table."""
    legs, inside, carried = _legs_and_links(world, steps)
    pools, source = world.pools.values(), world.sources[BEFORE]
    layers = [(pool.pool, one.layer, from_day(one.opened_on), one.known_seq, one.quantity_micro, one.consumed_micro, *one.values)
              for pool in pools for one in pool.layers]  # fmt: skip
    states = [(pool.pool, layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro,
               one.state.released_micro) for pool in pools for layer, one in pool.allowances.items()]  # fmt: skip
    released = [
        (ELSEWHERE, BEFORE, *label, one.amount_minor, one.restored_minor) for label, one in source.taken.items()
    ]
    standards = [(pool.pool, pool.standard.quantity_micro, *pool.standard.values) for pool in pools if pool.standard]
    return flow.post_moves(
        moves=pl.DataFrame(legs, LEGS, orient="row"), links=pl.DataFrame(inside, LINKS, orient="row"),
        carried_links=pl.DataFrame(carried, LINKS, orient="row"),
        released_before=pl.DataFrame(released, RELEASED_BEFORE, orient="row"),
        layers=pl.DataFrame(layers, LAYERS, orient="row"), allowances=pl.DataFrame(states, STATES, orient="row"),
        standards=pl.DataFrame(standards, STANDARD, orient="row"), roles=ROLES, document="D-1",
    )  # fmt: skip


def after(world, step, posted):
    """Return the world as a move leaves it, without what is used up, as the store keeps it."""
    pools = dict(world.pools)
    for number, pool in world.pools.items():
        changed = {each.layer.layer: each.layer for each in posted.changed if each.pool == number}
        layers = [changed.pop(layer.layer, layer) for layer in pool.layers] + list(changed.values())
        still = tuple(layer for layer in layers if layer.consumed_micro < layer.quantity_micro)
        held = dict(pool.allowances) | {layer: one for (own, layer), one in posted.allowances.items() if own == number}
        open_ = {layer.layer for layer in still}
        held = {layer: one for layer, one in held.items() if layer in open_ and one.state.amount_minor}
        pools[number] = replace(pool, layers=still, allowances=held)
    return World(pools=pools, sources=_sources(world, step, posted))


def _sources(world, step, posted):
    """Return the issues whose goods may come back, as their facts tell them after a move."""
    sources, move = dict(world.sources), step.move
    if step.returns is not None:
        source = sources[step.returns]
        taken = {label: replace(one) for label, one in source.taken.items()}
        for movement in posted.movements:
            if movement.kind == "restore":
                taken[Label(movement.allowance_reason, movement.fiscal_year)].restored_minor += movement.amount_minor
        sources[step.returns] = replace(source, before_micro=source.before_micro + move.quantity_micro, taken=taken)
    elif step.into is None and move.quantity_micro < 0:
        taken = {}
        for movement in posted.movements:
            one = taken.setdefault(Label(movement.allowance_reason, movement.fiscal_year), Taken())
            one.amount_minor -= movement.amount_minor
        cost = -sum(sum(each.flow.values) for each in posted.flows)
        sources[move.move] = Source(pool=step.pool, move=move.move, quantity_micro=-move.quantity_micro, before_micro=0,
                                    values=(cost,), taken=taken)  # fmt: skip
    return sources


def one_by_one(world, steps):
    """Post moves one after another; return each with the world after it, up to one that is short."""
    for step in steps:
        posted = post_one(
            state=world.pools[step.pool], into=world.pools[step.into] if step.into else None, move=step.move, roles=ROLES,
            source=world.sources[step.returns] if step.returns else None,
        )  # fmt: skip
        if isinstance(posted, Short):
            yield step, posted, world
            return
        world = after(world, step, posted)
        yield step, posted, world


def flows_of(posted):
    return [(each.pool, each.flow.layer, each.flow.move, each.flow.kind, from_day(each.flow.accounting_on),
             each.flow.quantity_micro, *each.flow.values) for each in posted.flows]  # fmt: skip


def layers_of(world):
    return sorted(
        (pool.pool, one.layer, one.opened_on, one.known_seq, one.quantity_micro, one.consumed_micro, *one.values)
        for pool in world.pools.values() for one in pool.layers
    )  # fmt: skip


def held_in(world):
    return sorted(
        (pool.pool, layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro, one.state.released_micro)
        for pool in world.pools.values() for layer, one in pool.allowances.items()
    )  # fmt: skip


def of_table(table):
    """Return flows, movements, open layers and open allowances as they stand in a table's posting."""
    flows = table.costed.flows.select("pool", "layer", "move", "kind", "accounting_on", "quantity_micro", "value_minor")
    movements = table.movements.select("pool", "layer", "move", "event", "kind", "allowance_reason", "fiscal_year",
                                       "amount_minor")  # fmt: skip
    layers = table.costed.layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))
    layers = layers.select("pool", "layer", pl.col("opened_on").cast(pl.Int32), "known_seq", "quantity_micro", "consumed_micro",
                           "value_minor")  # fmt: skip
    held = table.allowances.filter(pl.col("amount_minor") > 0, pl.col("released_micro") < pl.col("base_micro"))
    return tuple(sorted(each.rows()) for each in (flows, movements, layers, held.select(list(STATES))))


def entries_of_table(table):
    """Return a table's entries with their lines."""
    lines = {entry: [] for entry in table.journal.entries["entry"]}
    for row in table.journal.lines.select(
        "entry", "line_no", "account_id", "reason", "item_class", "amount_minor"
    ).rows():
        lines[row[0]].append(row[1:])
    return [
        (row["journal"], row["event"], row["accounting_on"], row["document"], lines[row["entry"]])
        for row in table.journal.entries.iter_rows(named=True)
    ]


def entries_of(posted):
    return [
        (draft.journal, draft.event, draft.accounting_on, draft.document,
         [(one.line_no, one.account_id, one.reason, one.item_class, one.amount_minor) for one in draft.lines])
        for draft in posted.entries
    ]  # fmt: skip


def _sums(entries):
    """Add lines up by day, event, account and dimensions."""
    sums = {}
    for journal, event, on, _, lines in entries:
        for _, *dimensions, amount in lines:
            key = (journal, event, on, *dimensions)
            sums[key] = sums.get(key, 0) + amount
    return {key: amount for key, amount in sums.items() if amount}


@given(histories(1))
def test_one_move_and_a_table_of_one_say_the_same(history):
    world, steps = history
    (step, posted, now), table = next(iter(one_by_one(world, steps))), as_table(world, steps)
    if isinstance(posted, Short):
        refused = table.costed.refused.filter(pl.col("code") == "short")
        assert refused.select("pool", "move", "short_micro").rows() == [(step.pool, step.move.move, posted.short_micro)]
        return
    assert table.costed.refused.is_empty()
    expected = sorted(flows_of(posted)), sorted(posted.movements), layers_of(now), held_in(now)
    assert expected == of_table(table)
    assert entries_of(posted) == entries_of_table(table)


@given(histories(9))
def test_a_table_of_many_is_its_moves_one_after_another(history):
    """As an import posts them: entries are sums by day and event, flows and movements are move by move."""
    world, steps = history
    done, table = list(one_by_one(world, steps)), as_table(world, steps)
    if isinstance(done[-1][1], Short):
        refused = table.costed.refused.filter(pl.col("code") == "short")
        assert refused["move"].min() == done[-1][0].move.move
        return
    assert table.costed.refused.is_empty()
    flows = sorted(one for _, posted, _ in done for one in flows_of(posted))
    movements = sorted(one for _, posted, _ in done for one in posted.movements)
    assert (flows, movements, layers_of(done[-1][2]), held_in(done[-1][2])) == of_table(table)
    assert _sums(entry for _, posted, _ in done for entry in entries_of(posted)) == _sums(entries_of_table(table))


@given(histories(9))
def test_allowance_stays_between_nothing_and_cost_on_the_way(history):
    """Layer by layer, after every move, whatever the order of events."""
    for _, _, now in one_by_one(*history):
        for pool in now.pools.values():
            cost = {
                one.layer: one.values[0] - multiply_divide_round(one.values[0], one.consumed_micro, one.quantity_micro)
                for one in pool.layers
            }
            for layer, one in pool.allowances.items():
                assert 0 <= one.state.held_minor <= cost[layer]


@given(histories(9))
def test_nothing_is_lost_between_pools(history):
    """Goods that change their condition keep their cost, but for what a standard posts, and the allowance they carry."""
    for step, posted, _ in one_by_one(*history):
        if isinstance(posted, Short) or step.into is None:
            continue
        posted_value = sum(line.amount_minor for entry in posted.entries if entry.event.startswith(RE_POOL)
                           for line in entry.lines if line.account_id == ROLES["inventory", ""])  # fmt: skip
        assert sum(sum(each.flow.values) for each in posted.flows) == posted_value
        assert sum(each.amount_minor for each in posted.movements if each.event == "") == 0


def test_the_worked_example():
    """Ten for 50 and ten for 90, of which 20 is written down: five go, then fifteen."""
    layers = tuple(
        OpenLayer(
            layer=number, opened_on=to_day(FIRST) - 9 + number, known_seq=number, quantity_micro=10, values=(value,)
        )
        for number, value in ((1, 50), (2, 90))
    )
    held = {
        2: Allowance(reason="price_decline", fiscal_year=2026, state=AllowanceState(amount_minor=20, base_micro=10))
    }
    sale = MoveEvent(move=100, document="D-1", event="sale", reason="sale", item_class="", accounting_on=FIRST,
                     known_seq=50, quantity_micro=-5, value_minor=None)  # fmt: skip
    rest = replace(sale, move=101, known_seq=51, quantity_micro=-15)
    world = World(pools={1: PoolState(pool=1, layers=layers, allowances=held)})
    steps = list(one_by_one(world, [Step(pool=1, move=sale), Step(pool=1, move=rest)]))
    amounts = [[(entry[1], entry[4][0][4]) for entry in entries_of(posted)] for _, posted, _ in steps]
    assert amounts == [[("sale", 25)], [("sale", 115), ("release_on_sale", 20)]]
    assert steps[-1][2].pools == {1: PoolState(pool=1, layers=(), allowances={})}


def test_a_receipt_that_is_reversed_leaves_no_debt():
    """Five came for 30 beside older five for 50: the older go back, and what they cost more is a variance."""
    layers = tuple(OpenLayer(layer=number, opened_on=to_day(FIRST) - 9 + number, known_seq=number, quantity_micro=5,
                             values=(value,)) for number, value in ((1, 50), (2, 30)))  # fmt: skip
    move = MoveEvent(move=100, document="R-2", event="receipt_reversed", reason="reversal", item_class="", accounting_on=FIRST,
                     known_seq=50, quantity_micro=-5, value_minor=None, credited_minor=30)  # fmt: skip
    posted = post_one(state=PoolState(pool=1, layers=layers), move=move, roles=ROLES)
    received = ROLES["goods_received_not_invoiced", ""]
    assert sorted((entry.event, sum(abs(line.amount_minor) for line in entry.lines) // 2) for entry in posted.entries) == [
        ("purchase_variance", 20), ("receipt_reversed", 50)
    ]  # fmt: skip
    assert (
        sum(line.amount_minor for entry in posted.entries for line in entry.lines if line.account_id == received) == 30
    )
