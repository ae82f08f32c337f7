"""Last in, first out, perpetual and periodic: the newest layer goes first, and no cent is lost by any path."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lowmark.core.costing import grouping, lifo, lifo_periodic
from lowmark.core.costing.cost import cost
from lowmark.core.costing.one import CostedOne, MoveToCost, OpenLayer, Short, cost_one
from lowmark.core.costing.rows import Flows, Rows, Terms
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from tests.oracles import lifo as oracles
from tests.properties.test_costing import COMPONENTS, flows_of
from tests.properties.test_costing import run as run_layered
from tests.properties.test_costing_pooled import POOLS, histories, still_open, story, with_periods

METHODS = ("lifo", "lifo_periodic")
ORACLES = {"lifo": oracles.lifo, "lifo_periodic": oracles.lifo_periodic}

every_method = pytest.mark.parametrize("method", METHODS)


def run(method, moves, layers=None):
    return cost(moves=with_periods(moves), layers=layers, method=method, components=COMPONENTS)


@every_method
@given(moves=histories(), rows_per_bucket=st.sampled_from([3, 100_000]))
def test_flows_layers_and_refusals_are_the_oracles(method, moves, rows_per_bucket):
    told = ORACLES[method](moves, [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "ROWS_PER_BUCKET", rows_per_bucket)
        costed = run(method, moves)

    assert flows_of(costed.flows) == told.flows
    assert costed.refused.select("move", "short_micro", "code").rows() == told.refused
    layers = costed.layers.select("pool", "layer", "quantity_micro", "consumed_micro", *COMPONENTS).rows()
    assert layers == [(each.pool, each.number, each.quantity, each.taken, *each.values) for each in told.layers]


@every_method
@given(moves=histories(feasible=True))
def test_value_in_is_value_out_and_value_left(method, moves):
    costed = run(method, moves)

    for pool, (k, name) in itertools.product(range(POOLS), enumerate(COMPONENTS)):
        come = sum(each["values"][k] for each in moves if each["pool"] == pool and each["quantity"] > 0)
        gone = sum(-flow[5][k] for flow in flows_of(costed.flows) if flow[0] == pool and flow[3] == "issue")
        left = sum(
            row[name] - multiply_divide_round(row[name], row["consumed_micro"], row["quantity_micro"])
            for row in costed.layers.filter(pl.col("pool") == pool).rows(named=True)
        )
        assert come == gone + left
    assert costed.refused.is_empty()


@given(moves=histories(feasible=True))
def test_an_issue_leaves_no_newer_layer_open(moves):
    costed = run("lifo", moves)

    left = dict.fromkeys((each["move"] for each in moves), 0)
    for pool, layer, move, kind, quantity, _ in flows_of(costed.flows):
        left[layer] += quantity
        if kind == "issue":
            newer = [each["move"] for each in moves if each["pool"] == pool and layer < each["move"] < move]
            assert not any(left[each] for each in newer)


@every_method
@given(moves=histories(feasible=True), data=st.data())
def test_splitting_an_issue_in_two_changes_nothing(method, moves, data):
    issues = [each for each in moves if each["quantity"] < -1]
    assume(issues)
    chosen = data.draw(st.sampled_from(issues))
    part = data.draw(st.integers(1, -chosen["quantity"] - 1))
    pieces = chosen | {"quantity": -part}, chosen | {"quantity": chosen["quantity"] + part, "move": 1000}
    split = [piece for each in moves for piece in (pieces if each is chosen else (each,))]

    whole, parts = run(method, moves), run(method, split)

    def by_layer(costed):
        mine = costed.flows.filter(pl.col("move").is_in([chosen["move"], 1000]))
        return mine.group_by("layer").agg(pl.col("quantity_micro", *COMPONENTS).sum()).sort("layer")

    assert by_layer(whole).equals(by_layer(parts))
    others = ~pl.col("move").is_in([chosen["move"], 1000])
    assert whole.flows.filter(others).equals(parts.flows.filter(others))
    assert whole.layers.equals(parts.layers)


@every_method
@given(moves=histories(feasible=True), cuts=st.sets(st.integers(0, 18)), only_open=st.booleans())
def test_costing_on_from_carried_layers_is_costing_all_again(method, moves, cuts, only_open):
    whole = run(method, moves)
    cuts = sorted(cut for cut in cuts if 0 < cut < len(moves))
    if method == "lifo_periodic":
        cuts = [cut for cut in cuts if moves[cut - 1]["period"] != moves[cut]["period"]]

    layers, flows = None, []
    for first, end in itertools.pairwise([0, *cuts, len(moves)]):
        costed = run(method, moves[first:end], layers)
        layers = still_open(costed.layers) if only_open else costed.layers
        flows.append(costed.flows)

    assert pl.concat(flows).sort("pool", "known_seq", maintain_order=True).equals(whole.flows)
    assert still_open(layers).equals(still_open(whole.layers))
    if not only_open:
        assert layers["layer"].sort().equals(whole.layers["layer"].sort())


@every_method
@given(moves=histories(), random=st.randoms())
def test_the_order_of_rows_does_not_matter(method, moves, random):
    shuffled = moves.copy()
    random.shuffle(shuffled)

    as_posted, any_order = run(method, moves), run(method, shuffled)

    for name in ("flows", "layers", "refused"):
        assert getattr(as_posted, name).equals(getattr(any_order, name))


@every_method
@settings(max_examples=10)
@given(moves=histories(most=40))
def test_the_compiled_path_of_the_whole_call_gives_the_same_tables(method, moves):
    first = [each for each in moves if each["period"] <= moves[len(moves) // 2]["period"]] if moves else []
    before = run(method, first)
    rest = [each for each in moves[len(first) :] if each["pool"] not in set(before.refused["pool"])]
    few = run(method, rest, before.layers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM_ROWS", 0)
        patch.setattr(grouping, "ROWS_PER_BUCKET", 10)
        many = run(method, rest, before.layers)

    for name in ("flows", "layers", "refused"):
        assert getattr(few, name).equals(getattr(many, name))
        assert getattr(few, name).schema == getattr(many, name).schema


@given(moves=histories())
def test_one_move_at_a_time_costs_what_all_at_once_do(moves):
    moves = [each for each in moves if each["pool"] == 0]
    layers, flows, refused = (), [], []
    for each in moves:
        move = MoveToCost(move=each["move"], accounting_on=each["day"], known_seq=each["seq"],
                          quantity_micro=each["quantity"], values=each["values"])  # fmt: skip
        costed = cost_one(layers=layers, move=move, method="lifo")
        if isinstance(costed, Short):
            refused.append((each["move"], costed.short_micro))
            break
        assert isinstance(costed, CostedOne)
        layers = costed.layers
        flows += [(0, flow.layer, flow.move, flow.kind, flow.quantity_micro, flow.values) for flow in costed.flows]

    whole = run("lifo", moves)
    assert flows == flows_of(whole.flows)
    assert refused == whole.refused.filter(pl.col("code") == "short").select("move", "short_micro").rows()
    names = ("layer", "opened_on", "known_seq", "quantity_micro", "consumed_micro")
    assert [(*(getattr(each, name) for name in names), *each.values) for each in layers] == whole.layers.select(
        *names, *COMPONENTS
    ).rows()


def test_sales_take_the_newest_and_a_period_takes_what_came_after_them():
    moves = story((5, 50), (2, 30), (-4,), (3, 60), (-2,)).with_columns(period=pl.Series([1, 1, 1, 1, 2]))

    perpetual, periodic = (cost(moves=moves, method=method).flows for method in METHODS)

    assert perpetual.select("layer", "move", "value_minor").rows() == [
        (1, 1, 50), (2, 2, 30), (2, 3, -30), (1, 3, -20), (4, 4, 60), (4, 5, -40),
    ]  # fmt: skip
    assert periodic.select("layer", "move", "value_minor").rows() == [
        (1, 1, 50), (2, 2, 30), (4, 3, -60), (2, 3, -15), (4, 4, 60), (2, 5, -15), (1, 5, -10),
    ]  # fmt: skip


def test_both_kernels_say_what_is_short_and_agree():
    columns = ([0, 3], [3, -4, 5], [[9], [0], [5]], [1, 0, 0])

    plain = run_layered(lifo.kernel, *columns, bring=list)
    fast = run_layered(compiled.compile(lifo.kernel), *columns, bring=lambda each: np.array(each, "int64"))

    assert plain == fast
    assert plain[6:] == [[0, 1, 2], [0, 2, 0]]


def test_a_period_ends_where_an_issue_is_short():
    rows = Rows([0, 4], [3, -1, -3, 5], 1, [[9], [0], [0], [5]], [0] * 4, [0] * 4, [0] * 4)
    flows = Flows([0] * 4, [0] * 4, [0] * 4, [[0] for _ in range(4)])

    assert lifo_periodic.kernel(rows, flows, Terms([0] * 4, [1] * 4, [], [])) == 1
    assert (rows.status, rows.short, rows.consumed) == ([0, 0, 1, 2], [0, 0, 1, 0], [1, 0, 0, 0])


def test_periods_of_layers_go_on_and_cannot_go_back():
    moves = story((5, 50), (-1,)).with_columns(period=pl.Series([2, 1]))

    with pytest.raises(Problem, match="period_disorder"):
        cost(moves=moves, method="lifo_periodic")
    with pytest.raises(Problem, match="period"):
        cost(moves=moves.drop("period"), method="lifo_periodic")
    with pytest.raises(Problem, match="whole_periods"):
        cost_one(layers=[OpenLayer(layer=1, opened_on=0, known_seq=0, quantity_micro=5, values=(7,))],
                 move=MoveToCost(move=2, accounting_on=1, known_seq=1, quantity_micro=-1),
                 method="lifo_periodic")  # fmt: skip
