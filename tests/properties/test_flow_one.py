"""One move by itself and a table of moves do the same to cost, allowance and journal, to the last line."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core import flow
from lowmark.core.flow_one import Allowance, MoveEvent, OpenLayer, PoolState, Short, post_one
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.recording.directions import COMING_IN, GOING_OUT
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.frameworks.read import read_chart

POOL = 4
FIRST = date(2026, 11, 2)
ROLES = {(said.role, said.reason): int(said.account) for said in read_chart("ifrs").roles}
REASONS = ("price_decline", "expired", "damaged")
SIZES = st.sampled_from([3, 1_000, 10**12])


@st.composite
def pools(draw):
    """Draw a pool: open layers before FIRST, and on some of them an allowance no larger than the cost left when set."""
    layers, allowances, size = [], {}, draw(SIZES)
    for number in range(1, draw(st.integers(0, 5)) + 1):
        quantity = draw(st.integers(1, size))
        then = draw(st.integers(0, quantity - 1))
        consumed = draw(st.integers(then, quantity - 1))
        value = draw(st.sampled_from([0, 1, 100, 12_345, 10**15]))
        day = to_day(FIRST) - 6 + number
        layers.append(OpenLayer(layer=number, opened_on=day, known_seq=number, quantity_micro=quantity,
                                consumed_micro=consumed, values=(value,)))  # fmt: skip
        left = value - multiply_divide_round(value, then, quantity)
        if left and draw(st.booleans()):
            allowances[number] = Allowance(
                reason=draw(st.sampled_from(REASONS)), fiscal_year=draw(st.sampled_from([2025, 2026])),
                state=AllowanceState(amount_minor=draw(st.integers(1, left)), base_micro=quantity - then,
                                     released_micro=consumed - then),
            )  # fmt: skip
    return PoolState(layers=tuple(layers), allowances=allowances)


@st.composite
def moves_of(draw, most):
    """Draw moves of one document, in order; some ask for more than there is."""
    size, moves, day = draw(SIZES), [], FIRST
    for number in range(draw(st.integers(1, most))):
        day += timedelta(days=draw(st.integers(0, 2)))
        comes = draw(st.booleans())
        event = draw(st.sampled_from(sorted((COMING_IN if comes else GOING_OUT).values())))
        quantity = draw(st.integers(1, size))
        moves.append(MoveEvent(
            move=100 + number, document="D-1", event=event, reason=draw(st.sampled_from(["", "broken"])),
            item_class=draw(st.sampled_from(["", "merchandise"])), accounting_on=day, known_seq=50 + number,
            quantity_micro=quantity if comes else -quantity,
            value_minor=draw(st.sampled_from([0, 1, 99, 10**14])) if comes else None,
        ))  # fmt: skip
    return moves


def as_table(state, moves):
    """Post moves as a table."""
    names = ("move", "known_seq", "accounting_on", "quantity_micro", "value_minor", "event", "reason", "item_class")
    types = {"move": pl.Int64, "known_seq": pl.Int64, "accounting_on": pl.Date, "quantity_micro": pl.Int64,
             "value_minor": pl.Int64, "event": pl.String, "reason": pl.String, "item_class": pl.String}  # fmt: skip
    table = pl.DataFrame([tuple(getattr(move, name) for name in names) for move in moves], schema=types, orient="row")
    layers = pl.DataFrame(
        [(POOL, one.layer, from_day(one.opened_on), one.known_seq, one.quantity_micro, one.consumed_micro, *one.values)
         for one in state.layers],
        schema={"pool": pl.Int64, "layer": pl.Int64, "opened_on": pl.Date, "known_seq": pl.Int64,
                "quantity_micro": pl.Int64, "consumed_micro": pl.Int64, "value_minor": pl.Int64}, orient="row",
    )  # fmt: skip
    held = pl.DataFrame(
        [(POOL, layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro, one.state.released_micro)
         for layer, one in state.allowances.items()],
        schema={"pool": pl.Int64, "layer": pl.Int64, "allowance_reason": pl.String, "fiscal_year": pl.Int64,
                "amount_minor": pl.Int64, "base_micro": pl.Int64, "released_micro": pl.Int64}, orient="row",
    )  # fmt: skip
    return flow.post_moves(
        moves=table.with_columns(pool=pl.lit(POOL, dtype=pl.Int64)), layers=layers, allowances=held, roles=ROLES,
        document="D-1", method="fifo",
    )  # fmt: skip


def after(state, posted):
    """Return the pool as a move leaves it, without what is used up, as the store keeps it."""
    changed = {layer.layer: layer for layer in posted.changed}
    layers = [changed.pop(layer.layer, layer) for layer in state.layers] + list(changed.values())
    allowances = dict(state.allowances) | {each.layer: each.after for each in posted.releases}
    still = tuple(layer for layer in layers if layer.consumed_micro < layer.quantity_micro)
    kept = {layer.layer for layer in still}
    return PoolState(layers=still, allowances={layer: one for layer, one in allowances.items() if layer in kept})


def one_by_one(state, moves):
    """Post moves one after another; return each with the pool after it, up to one that is short."""
    for move in moves:
        posted = post_one(state=state, move=move, roles=ROLES)
        if isinstance(posted, Short):
            yield move, posted, state
            return
        state = after(state, posted)
        yield move, posted, state


def flows_of(posted):
    return [(one.layer, one.move, one.kind, from_day(one.accounting_on), one.quantity_micro, *one.values)
            for one in posted.flows]  # fmt: skip


def releases_of(move, posted):
    return [(one.layer, move.move, move.accounting_on, one.event, one.after.reason, one.amount_minor)
            for one in posted.releases if one.amount_minor]  # fmt: skip


def of_table(table):
    """Return flows, releases and the pool afterwards as they stand in a table's posting."""
    flows = table.costed.flows.select("layer", "move", "kind", "accounting_on", "quantity_micro", "value_minor").rows()
    releases = table.releases.select(
        "layer", "move", "accounting_on", "event", "allowance_reason", "amount_minor"
    ).rows()
    layers = table.costed.layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))
    layers = layers.select("layer", pl.col("opened_on").cast(pl.Int32), "known_seq", "quantity_micro", "consumed_micro",
                           "value_minor")  # fmt: skip
    return flows, releases, layers.rows()


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


@given(state=pools(), moves=moves_of(1))
def test_one_move_and_a_table_of_one_say_the_same(state, moves):
    (move, posted, now), table = next(iter(one_by_one(state, moves))), as_table(state, moves)
    if isinstance(posted, Short):
        assert table.costed.refused.select("move", "code", "short_micro").rows() == [
            (move.move, "short", posted.short_micro)
        ]
        return
    assert table.costed.refused.is_empty()
    flows, releases, layers = of_table(table)
    assert (flows_of(posted), releases_of(move, posted)) == (flows, releases)
    assert entries_of(posted) == entries_of_table(table)
    assert [(one.layer, one.opened_on, one.known_seq, one.quantity_micro, one.consumed_micro, *one.values)
            for one in now.layers] == layers  # fmt: skip
    released = dict(table.allowances.select("layer", "released_micro").rows())
    assert {layer: one.state.released_micro for layer, one in now.allowances.items()} == {
        layer: released[layer] for layer in now.allowances
    }


@given(state=pools(), moves=moves_of(8))
def test_a_table_of_many_is_its_moves_one_after_another(state, moves):
    """As an import posts them: entries are sums by day and event, flows and releases are move by move."""
    steps = list(one_by_one(state, moves))
    table = as_table(state, moves)
    if isinstance(steps[-1][1], Short):
        assert table.costed.refused["move"].to_list()[0] == steps[-1][0].move
        return
    flows, releases, layers = of_table(table)
    assert [one for _, posted, _ in steps for one in flows_of(posted)] == flows
    assert sorted(one for move, posted, _ in steps for one in releases_of(move, posted)) == sorted(releases)
    assert [(one.layer, one.opened_on, one.known_seq, one.quantity_micro, one.consumed_micro, *one.values)
            for one in steps[-1][2].layers] == layers  # fmt: skip
    assert _sums(entry for _, posted, _ in steps for entry in entries_of(posted)) == _sums(entries_of_table(table))


def _sums(entries):
    """Add lines up by day, event, account and dimensions."""
    sums = {}
    for journal, event, on, _, lines in entries:
        for _, *dimensions, amount in lines:
            key = (journal, event, on, *dimensions)
            sums[key] = sums.get(key, 0) + amount
    return {key: amount for key, amount in sums.items() if amount}


@given(state=pools(), moves=moves_of(6))
def test_allowance_stays_between_nothing_and_cost_on_the_way(state, moves):
    """Layer by layer, after every move, whatever the order of events."""
    for _, _, now in one_by_one(state, moves):
        cost = {
            one.layer: one.values[0] - multiply_divide_round(one.values[0], one.consumed_micro, one.quantity_micro)
            for one in now.layers
        }
        for layer, one in now.allowances.items():
            assert 0 <= one.state.held_minor <= cost[layer]


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
    steps = list(one_by_one(PoolState(layers=layers, allowances=held), [sale, rest]))
    amounts = [[(entry[1], entry[4][0][4]) for entry in entries_of(posted)] for _, posted, _ in steps]
    assert amounts == [[("sale", 25)], [("sale", 115), ("release_on_sale", 20)]]
    assert steps[-1][2] == PoolState(layers=(), allowances={})
