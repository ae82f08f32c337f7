"""Averages and standard: one layer a pool, no cent lost between receipts, by whatever path the history is costed."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lowmark.core.costing import grouping, methods
from lowmark.core.costing.cost import cost
from lowmark.core.costing.one import CostedOne, MoveToCost, OpenLayer, Short, Standard, cost_one
from lowmark.core.costing.rows import Pooled, Rows, Terms
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem
from tests.oracles.moving_average import moving_average
from tests.oracles.standard import standard
from tests.oracles.weighted_average import weighted_average
from tests.properties.test_costing import COMPONENTS, as_frame, flows_of, grouped

METHODS = ("moving_average", "standard", "weighted_average")
ONE_BY_ONE = ("moving_average", "standard")
POOLS = 3
SIZES = st.sampled_from([7, 1_000, 10**12, 2**55])
"""Small enough for many ties and emptied pools, or so large that value times consumed is beyond 64 bits."""

every_method = pytest.mark.parametrize("method", METHODS)


@st.composite
def histories(draw, *, feasible=False, most=18):
    """Draw moves of some pools with their periods, in posting order: dicts as the oracles read them."""
    size, on_hand, period, moves = draw(SIZES), dict.fromkeys(range(POOLS), 0), 1, []
    for number in range(draw(st.integers(0, most))):
        pool, quantity, issues = draw(st.integers(0, POOLS - 1)), draw(st.integers(1, size)), draw(st.booleans())
        period += draw(st.sampled_from([0, 0, 0, 1, 5]))
        if issues and (feasible or draw(st.booleans())):
            quantity = on_hand[pool] if draw(st.booleans()) else min(quantity, on_hand[pool])
            issues, quantity = quantity > 0, quantity or 1
        on_hand[pool] += -quantity if issues else quantity
        values = (0, 0) if issues else (draw(st.integers(0, size)), draw(st.sampled_from([0, 1, 12_345, 2**55])))
        moves.append({"pool": pool, "move": 100 + number, "day": 20_000 + number // 3, "seq": number + 1,
                      "period": period, "quantity": -quantity if issues else quantity, "values": values})  # fmt: skip
    return moves


@st.composite
def standards(draw):
    """Draw what a quantity of each pool should cost: pool to (quantity, values)."""
    of = st.sampled_from([1, 3, 7, 1_000_000])
    found = {pool: draw(of) for pool in range(POOLS)}
    return {pool: (each, tuple(draw(st.integers(0, 3 * each)) for _ in COMPONENTS)) for pool, each in found.items()}


def with_periods(moves):
    return as_frame(moves).with_columns(period=pl.Series([each["period"] for each in moves], dtype=pl.Int32))


def standards_frame(found):
    return pl.DataFrame(
        [(pool, quantity, *values) for pool, (quantity, values) in found.items()],
        schema={"pool": pl.Int64, "quantity_micro": pl.Int64, **dict.fromkeys(COMPONENTS, pl.Int64)},
        orient="row",
    )


def run(method, moves, of, layers=None):
    standards = standards_frame(of) if method == "standard" else None
    return cost(moves=with_periods(moves), layers=layers, method=method, components=COMPONENTS, standards=standards)


def tell(method, moves, of):
    if method == "standard":
        return standard(moves, [], of)
    return {"moving_average": moving_average, "weighted_average": weighted_average}[method](moves, [])


def still_open(layers):
    return layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))


@every_method
@given(moves=histories(), of=standards(), rows_per_bucket=st.sampled_from([3, 100_000]))
def test_flows_layers_refusals_and_variances_are_the_oracles(method, moves, of, rows_per_bucket):
    told = tell(method, moves, of)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "ROWS_PER_BUCKET", rows_per_bucket)
        costed = run(method, moves, of)

    assert flows_of(costed.flows) == told.flows
    assert costed.refused.select("move", "short_micro", "code").rows() == told.refused
    layers = costed.layers.select(
        "pool", "layer", "opened_on", "known_seq", "quantity_micro", "consumed_micro", *COMPONENTS
    )
    assert layers.rows() == [
        (each.pool, each.number, each.day, each.seq, each.quantity, each.taken, *each.values) for each in told.layers
    ]
    varied = {row[0]: row[1:] for row in costed.variances.select("move", *COMPONENTS).rows()}
    assert varied == {move: values for move, values in told.variances.items() if any(values)}


@every_method
@given(moves=histories(feasible=True), of=standards())
def test_value_in_is_value_out_and_value_left_and_variance(method, moves, of):
    costed = run(method, moves, of)

    for pool, name in itertools.product(range(POOLS), COMPONENTS):
        k = COMPONENTS.index(name)
        flows = [flow for flow in flows_of(costed.flows) if flow[0] == pool]
        come = sum(each["values"][k] for each in moves if each["pool"] == pool and each["quantity"] > 0)
        gone = sum(-flow[5][k] for flow in flows if flow[3] == "issue")
        varied = sum(costed.variances.filter(pl.col("pool") == pool)[name])
        left = sum(
            row[name] - multiply_divide_round(row[name], row["consumed_micro"], row["quantity_micro"])
            for row in costed.layers.filter(pl.col("pool") == pool).rows(named=True)
        )
        assert come == gone + left + varied
    assert costed.refused.is_empty()
    assert len(costed.flows) == len(moves)


@every_method
@given(moves=histories(feasible=True), of=standards())
def test_a_pool_has_one_open_layer_and_one_that_ended_has_no_value_left(method, moves, of):
    costed = run(method, moves, of)

    assert not still_open(costed.layers)["pool"].is_duplicated().any()
    ended = costed.layers.filter(pl.col("consumed_micro") == pl.col("quantity_micro"))
    for layer in ended.rows(named=True):
        values = [flow[5] for flow in flows_of(costed.flows) if flow[:2] == (layer["pool"], layer["layer"])]
        assert [sum(each) for each in zip(*values, strict=True)] == [0, 0]


@every_method
@given(moves=histories(feasible=True), of=standards(), data=st.data())
def test_splitting_an_issue_in_two_costs_the_same(method, moves, of, data):
    issues = [each for each in moves if each["quantity"] < -1]
    assume(issues)
    chosen = data.draw(st.sampled_from(issues))
    part = data.draw(st.integers(1, -chosen["quantity"] - 1))
    pieces = chosen | {"quantity": -part}, chosen | {"quantity": chosen["quantity"] + part, "move": 1000}
    split = [piece for each in moves for piece in (pieces if each is chosen else (each,))]

    whole, parts = run(method, moves, of), run(method, split, of)

    mine = {chosen["move"], 1000}
    at_once, in_two = ([flow for flow in flows_of(each.flows) if flow[2] in mine] for each in (whole, parts))
    assert at_once[0][5] == tuple(sum(each) for each in zip(*(flow[5] for flow in in_two), strict=True))
    assert [flow for flow in flows_of(whole.flows) if flow[2] not in mine] == [
        flow for flow in flows_of(parts.flows) if flow[2] not in mine
    ]
    assert still_open(whole.layers).equals(still_open(parts.layers))


@every_method
@given(moves=histories(feasible=True), of=standards(), cuts=st.sets(st.integers(0, 18)), only_open=st.booleans())
def test_costing_on_from_carried_layers_is_costing_all_again(method, moves, of, cuts, only_open):
    whole = run(method, moves, of)
    cuts = sorted(cut for cut in cuts if 0 < cut < len(moves))
    if method == "weighted_average":
        cuts = [cut for cut in cuts if moves[cut - 1]["period"] != moves[cut]["period"]]

    layers, flows, variances = None, [], []
    for first, end in itertools.pairwise([0, *cuts, len(moves)]):
        costed = run(method, moves[first:end], of, layers)
        layers = still_open(costed.layers) if only_open else costed.layers
        flows.append(costed.flows)
        variances.append(costed.variances)

    assert pl.concat(flows).sort("pool", "known_seq").equals(whole.flows)
    assert pl.concat(variances).sort("pool", "known_seq").equals(whole.variances)
    assert still_open(layers).equals(still_open(whole.layers))
    if not only_open:
        assert layers["layer"].sort().equals(whole.layers["layer"].sort())


@every_method
@given(moves=histories(), of=standards(), random=st.randoms())
def test_the_order_of_rows_does_not_matter(method, moves, of, random):
    shuffled = moves.copy()
    random.shuffle(shuffled)

    as_posted, any_order = run(method, moves, of), run(method, shuffled, of)

    assert as_posted.flows.equals(any_order.flows)
    assert as_posted.layers.equals(any_order.layers)
    assert as_posted.refused.equals(any_order.refused)
    assert as_posted.variances.equals(any_order.variances)


def run_kernel(method, kernel, moves, layers, of, *, bring):
    """Run a kernel on columns brought as lists or as arrays, and return all that it wrote where it means something."""
    rows = sorted([*layers, *moves], key=lambda each: each["pool"])
    starts, quantity, value = grouped(rows, POOLS)
    zeros, n = [0] * len(rows), len(rows)
    brought = [int("consumed" in each) for each in rows]
    of_pools = [of[pool] for pool in range(POOLS)]
    terms = Terms(bring(brought), bring([each.get("period", 0) for each in rows]),
                  bring([each[0] for each in of_pools]), bring([value for each in of_pools for value in each[1]]),
                  )  # fmt: skip
    given = Rows(bring(starts), bring(quantity), 2, bring(value), bring([each.get("consumed", 0) for each in rows]),
                 bring(zeros), bring(zeros), *(bring([]) for _ in range(3)))  # fmt: skip
    pooled = Pooled(*(bring(zeros) for _ in range(4)), *(bring([[0, 0] for _ in range(n)]) for _ in range(3)))
    return [kernel(given, terms, pooled), *(np.array(each).tolist() for each in (*pooled, given.status, given.short))]


@every_method
@given(moves=histories(), of=standards(), opened=st.sets(st.integers(0, POOLS - 1)))
def test_the_plain_and_the_compiled_kernel_write_the_same(method, moves, of, opened):
    assume(moves)
    kernel = methods.find(method).kernel
    layers = [{"pool": pool, "quantity": 9, "consumed": 4 * (pool % 2), "values": (100, 7)} for pool in sorted(opened)]

    plain = run_kernel(method, kernel, moves, layers, of, bring=lambda each: [*each])
    fast = run_kernel(method, compiled.compile(kernel), moves, layers, of, bring=lambda each: np.array(each, "int64"))

    assert plain == fast


@every_method
@settings(max_examples=5)
@given(moves=histories(most=40), of=standards())
def test_the_compiled_path_of_the_whole_call_gives_the_same_tables(method, moves, of):
    first = [each for each in moves if each["period"] <= moves[len(moves) // 2]["period"]] if moves else []
    before = run(method, first, of)
    rest = [each for each in moves[len(first) :] if each["pool"] not in set(before.refused["pool"])]
    by_pool = sorted(first, key=lambda move: move["pool"])
    few = before, before, run(method, rest, of, before.layers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM_ROWS", 0)
        patch.setattr(grouping, "ROWS_PER_BUCKET", 10)
        many = run(method, first, of), run(method, by_pool, of), run(method, rest, of, before.layers)

    for name in ("flows", "layers", "refused", "variances"):
        for one, other in zip(few, many, strict=True):
            assert getattr(one, name).equals(getattr(other, name))
            assert getattr(one, name).schema == getattr(other, name).schema


@pytest.mark.parametrize("method", ONE_BY_ONE)
@given(moves=histories(), of=standards())
def test_one_move_at_a_time_costs_what_all_at_once_do(method, moves, of):
    moves = [each for each in moves if each["pool"] == 0]
    layers, flows, refused, variances = (), [], [], {}
    for each in moves:
        move = MoveToCost(move=each["move"], accounting_on=each["day"], known_seq=each["seq"],
                          quantity_micro=each["quantity"], values=each["values"])  # fmt: skip
        costed = cost_one(layers=layers, move=move, method=method,
                          standard=Standard(quantity_micro=of[0][0], values=of[0][1]))  # fmt: skip
        if isinstance(costed, Short):
            refused.append((each["move"], costed.short_micro))
            break
        assert isinstance(costed, CostedOne)
        assert set(costed.changed) <= set(costed.layers)
        layers = costed.layers
        flows += [(0, flow.layer, flow.move, flow.kind, flow.quantity_micro, flow.values) for flow in costed.flows]
        variances |= {each["move"]: costed.variances} if any(costed.variances) else {}

    whole = run(method, moves, of)
    assert flows == flows_of(whole.flows)
    assert refused == whole.refused.filter(pl.col("code") == "short").select("move", "short_micro").rows()
    assert variances == {row[0]: row[1:] for row in whole.variances.select("move", *COMPONENTS).rows()}
    names = ("layer", "opened_on", "known_seq", "quantity_micro", "consumed_micro")
    assert [(*(getattr(each, name) for name in names), *each.values) for each in layers] == whole.layers.select(
        *names, *COMPONENTS
    ).rows()


def story(*steps):
    """Write down moves of one pool, a day each: (quantity, value) or (quantity,)."""
    return pl.DataFrame(
        {
            "pool": [1] * len(steps),
            "move": list(range(1, len(steps) + 1)),
            "accounting_on": list(range(1, len(steps) + 1)),
            "known_seq": list(range(1, len(steps) + 1)),
            "quantity_micro": [step[0] for step in steps],
            "value_minor": [step[1] if len(step) > 1 else None for step in steps],
        },
        schema_overrides={"accounting_on": pl.Int32, "value_minor": pl.Int64},
    )


def test_an_average_moves_with_each_receipt_as_on_paper():
    costed = cost(
        moves=story((10, 50), (10, 90), (-5,), (10, 70), (-10,), (2, 14), (-3,), (-14,)), method="moving_average"
    )

    assert costed.flows["value_minor"].to_list() == [50, 90, -35, 70, -70, 14, -21, -98]
    assert costed.layers.rows() == [(1, 1, 6, 6, 17, 17, 119)]


def test_an_emptied_pool_opens_another_layer():
    costed = cost(moves=story((3, 100), (-1,), (-2,), (1, 7)), method="moving_average")

    assert costed.flows.select("layer", "value_minor").rows() == [(1, 100), (1, -33), (1, -67), (4, 7)]
    assert costed.layers.rows() == [(1, 1, 1, 1, 3, 3, 100), (1, 4, 4, 4, 1, 0, 7)]


def test_a_period_has_one_cost_whenever_its_receipts_come():
    moves = story((10, 50), (-5,), (10, 90), (-5,), (10, 100), (-20,)).with_columns(
        period=pl.Series([1, 1, 1, 1, 2, 2])
    )

    costed = cost(moves=moves, method="weighted_average")

    assert costed.flows["value_minor"].to_list() == [50, -35, 90, -35, 100, -170]
    assert costed.layers.rows() == [(1, 1, 5, 5, 20, 20, 170)]


def test_a_period_that_is_empty_on_the_way_goes_on_in_its_layer():
    moves = story((10, 50), (-10,), (10, 90), (-5,)).with_columns(period=pl.lit(1))

    costed = cost(moves=moves, method="weighted_average")

    assert costed.flows.select("layer", "value_minor").rows() == [(1, 50), (1, -70), (1, 90), (1, -35)]


def test_a_receipt_beyond_standard_is_a_variance():
    standards = pl.DataFrame({"pool": [1], "quantity_micro": [3], "value_minor": [10]})

    costed = cost(moves=story((2, 8), (-1,), (4, 12), (-5,)), method="standard", standards=standards)

    assert costed.flows["value_minor"].to_list() == [7, -4, 14, -17]
    assert costed.variances.select("move", "value_minor").rows() == [(1, 1), (3, -2)]
    assert costed.layers.rows() == [(1, 1, 3, 3, 5, 5, 17)]


def test_a_flow_bears_the_kind_that_its_move_names():
    moves = story((10, 50), (-5,), (-5,)).with_columns(kind=pl.Series(["receipt", None, "re_pool"]))

    for method in ("fifo", "moving_average", "specific_identification"):
        costed = cost(moves=moves, method=method)
        assert costed.flows["kind"].to_list() == ["receipt", "issue", "re_pool"]
    layers = [OpenLayer(layer=1, opened_on=1, known_seq=1, quantity_micro=10, values=(50,))]
    move = MoveToCost(move=2, accounting_on=2, known_seq=2, quantity_micro=-5, kind="re_pool")
    for method in ("fifo", "moving_average"):
        assert cost_one(layers=layers, move=move, method=method).flows[0].kind == "re_pool"


def test_layers_of_one_instant_are_in_order_whatever_the_number_of_the_first():
    """A backdated receipt opened the layer; its number is higher than that of the last receipt, and of the next."""
    layer = pl.DataFrame({"pool": [1], "layer": [50], "opened_on": [2], "known_seq": [2], "quantity_micro": [4],
                          "consumed_micro": [0], "value_minor": [8]}, schema_overrides={"opened_on": pl.Int32})  # fmt: skip
    moves = story((-1,)).with_columns(
        pl.lit(2, pl.Int32).alias("accounting_on"), pl.lit(2, pl.Int64).alias("known_seq")
    )

    assert cost(moves=moves, layers=layer, method="moving_average").flows["value_minor"].to_list() == [-2]


def test_an_issue_that_is_short_counts_no_later_receipt_of_its_period():
    moves = story((10, 50), (-5,), (-6,), (10, 90)).with_columns(period=pl.lit(1))

    costed = cost(moves=moves, method="weighted_average")

    assert costed.flows["value_minor"].to_list() == [50, -25]
    assert costed.refused.select("move", "short_micro", "code").rows() == [(3, 1, "short"), (4, 0, "after_refusal")]


GOOD = story((3, 9), (-1,))
LAYER = pl.DataFrame({"pool": [1, 1], "layer": [8, 9], "opened_on": [0, 0], "known_seq": [0, 0],
                      "quantity_micro": [5, 5], "consumed_micro": [1, 1], "value_minor": [7, 8]},
                     schema_overrides={"opened_on": pl.Int32})  # fmt: skip
OF = pl.DataFrame({"pool": [1], "quantity_micro": [1], "value_minor": [3]})
PERIODS = GOOD.with_columns(period=pl.Series([2, 1]))
BAD = [
    ("several_open_layers", "moving_average", {"layers": LAYER}),
    ("layer_after_move", "moving_average", {"layers": LAYER[:1].with_columns(opened_on=pl.lit(7, pl.Int32))}),
    ("quantity_overflow", "moving_average", {"moves": story((1, INT64_MAX), (1, 1))}),
    ("quantity_overflow", "moving_average", {"moves": story((INT64_MAX, 1), (1, 1))}),
    ("quantity_overflow", "standard", {"moves": story((2**62, 1)), "standards": OF}),
    ("bad_kind", "fifo", {"moves": GOOD.with_columns(kind=pl.lit("gift"))}),
    ("bad_kind", "fifo", {"moves": GOOD.with_columns(kind=pl.lit("issue"))}),
    ("wrong_type", "fifo", {"moves": GOOD.with_columns(kind=pl.lit(1))}),
    ("missing_column", "weighted_average", {}),
    ("wrong_type", "weighted_average", {"moves": PERIODS.cast({"period": pl.String})}),
    ("missing_value", "weighted_average", {"moves": PERIODS.with_columns(period=pl.lit(None, pl.Int64))}),
    ("period_disorder", "weighted_average", {"moves": PERIODS}),
    ("no_standard", "standard", {}),
    ("no_standard", "standard", {"standards": OF.with_columns(pool=pl.lit(2, pl.Int64))}),
    ("zero_quantity", "standard", {"standards": OF.with_columns(quantity_micro=pl.lit(0, pl.Int64))}),
    ("negative_value", "standard", {"standards": OF.with_columns(value_minor=pl.lit(-1, pl.Int64))}),
    ("duplicate_standard", "standard", {"standards": pl.concat([OF, OF])}),
    ("not_at_standard", "standard", {"standards": OF, "layers": LAYER[:1]}),
]


@pytest.mark.parametrize(("code", "method", "changes"), BAD)
def test_what_a_method_cannot_take_is_a_problem(code, method, changes):
    with pytest.raises(Problem) as raised:
        cost(**{"moves": GOOD, "method": method} | changes)

    assert raised.value.code == code


OPEN = OpenLayer(layer=1, opened_on=0, known_seq=0, quantity_micro=5, consumed_micro=1, values=(7,))
ISSUE = MoveToCost(move=2, accounting_on=1, known_seq=1, quantity_micro=-1)
BAD_ONES = [
    ("several_open_layers", "moving_average", [OPEN, OPEN], ISSUE, None),
    ("whole_periods", "weighted_average", [OPEN], ISSUE, None),
    ("no_standard", "standard", [OPEN], ISSUE, None),
    ("bad_standard", "standard", [OPEN], ISSUE, Standard(quantity_micro=0, values=(1,))),
    ("bad_standard", "standard", [OPEN], ISSUE, Standard(quantity_micro=1, values=(1, 2))),
    ("not_at_standard", "standard", [OPEN], ISSUE, Standard(quantity_micro=1, values=(3,))),
    ("bad_kind", "moving_average", [OPEN],
     MoveToCost(move=2, accounting_on=1, known_seq=1, quantity_micro=-1, kind="receipt"), None),
    ("quantity_overflow", "moving_average", [OPEN],
     MoveToCost(move=2, accounting_on=1, known_seq=1, quantity_micro=INT64_MAX, values=(1,)), None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "method", "layers", "move", "of"), BAD_ONES)
def test_one_move_that_a_method_cannot_take_is_a_problem(code, method, layers, move, of):
    with pytest.raises(Problem) as raised:
        cost_one(layers=layers, move=move, method=method, standard=of)

    assert raised.value.code == code
