"""Costing: value is conserved to the last unit, whatever the sizes, the partition, the order of rows or the path."""

import itertools
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lowmark.core.costing import fifo, grouping, methods
from lowmark.core.costing.columns import medium_for
from lowmark.core.costing.cost import cost
from lowmark.core.costing.grouping import group
from lowmark.core.costing.one import CostedOne, MoveToCost, OpenLayer, Short, cost_one
from lowmark.core.costing.rows import AFTER_REFUSAL, SHORT, Flows, Rows
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX, multiply_divide_round
from lowmark.core.kinds.problems import Problem
from tests.oracles.fifo import Layer
from tests.oracles.fifo import fifo as oracle

COMPONENTS = ("purchase_minor", "freight_minor")
SIZES = st.sampled_from([7, 1_000, 10**12, 2**61])
"""Small enough for many ties and used-up layers, or so large that value times consumed is beyond 64 bits."""


@st.composite
def histories(draw, *, feasible=False, pools=3, most=25):
    """Draw moves of some pools, in posting order: dicts as the oracle reads them."""
    size, on_hand, moves = draw(SIZES), dict.fromkeys(range(pools), 0), []
    for number in range(draw(st.integers(0, most))):
        pool = draw(st.integers(0, pools - 1))
        quantity = draw(st.integers(1, size))
        issues = draw(st.booleans())
        if feasible and issues:
            quantity = min(quantity, on_hand[pool])
            issues = quantity > 0
            quantity = quantity or 1
        if not issues and sum(on_hand.values()) + quantity > INT64_MAX:
            continue
        on_hand[pool] += -quantity if issues else quantity
        values = (0, 0) if issues else (draw(st.integers(0, size)), draw(st.sampled_from([0, 1, 12_345, INT64_MAX])))
        moves.append({"pool": pool, "move": 100 + number, "day": 20_000 + number // 3, "seq": number + 1,
                      "quantity": -quantity if issues else quantity, "values": values})  # fmt: skip
    return moves


def as_frame(moves):
    return pl.DataFrame(
        {
            "pool": [each["pool"] for each in moves],
            "move": [each["move"] for each in moves],
            "accounting_on": [each["day"] for each in moves],
            "known_seq": [each["seq"] for each in moves],
            "quantity_micro": [each["quantity"] for each in moves],
            **{
                name: [each["values"][k] if each["quantity"] > 0 else None for each in moves]
                for k, name in enumerate(COMPONENTS)
            },
        },
        schema={"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Int32, "known_seq": pl.Int64,
                "quantity_micro": pl.Int64} | dict.fromkeys(COMPONENTS, pl.Int64),
    )  # fmt: skip


def flows_of(frame):
    rows = frame.select("pool", "layer", "move", "kind", "quantity_micro", *COMPONENTS).rows()
    return [(*row[:5], tuple(row[5:])) for row in rows]


def run(kernel, starts, quantity, value, consumed, *, bring, returns=((), (), ())):
    """Run a kernel on columns brought as lists or as arrays, and return all that it wrote, as lists."""
    n, width = len(quantity), len(value[0]) if value else 1
    rows = Rows(bring(starts), bring(quantity), width, bring(value), bring(consumed), bring([0] * n), bring([0] * n),
                *(bring(each) for each in returns))  # fmt: skip
    flows = Flows(bring([0] * n), bring([0] * n), bring([0] * n), bring([[0] * width for _ in range(n)]))
    written = kernel(rows, flows)
    return [written, *(np.array(each).tolist() for each in (*flows, rows.consumed, rows.status, rows.short))]


def grouped(moves, pools=3):
    """Return moves as starts, quantities and values of rows."""
    rows = sorted(moves, key=lambda each: each["pool"])
    starts = [sum(each["pool"] < pool for each in rows) for pool in range(pools + 1)]
    return starts, [each["quantity"] for each in rows], [list(each["values"]) for each in rows]


@given(histories(), st.sampled_from([3, 100_000]))
def test_flows_layers_and_refusals_are_the_oracles(moves, rows_per_bucket):
    told = oracle(moves, [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "ROWS_PER_BUCKET", rows_per_bucket)
        costed = cost(moves=as_frame(moves), components=COMPONENTS)

    assert flows_of(costed.flows) == told.flows
    assert costed.refused.select("move", "short_micro", "code").rows() == told.refused
    layers = costed.layers.select("pool", "layer", "quantity_micro", "consumed_micro", *COMPONENTS).rows()
    assert layers == [(each.pool, each.number, each.quantity, each.taken, *each.values) for each in told.layers]


@given(histories(feasible=True))
def test_value_in_is_value_out_and_value_left(moves):
    costed = cost(moves=as_frame(moves), components=COMPONENTS)

    for pool, k in itertools.product(range(3), range(2)):
        come = sum(each["values"][k] for each in moves if each["pool"] == pool and each["quantity"] > 0)
        gone = sum(-flow[5][k] for flow in flows_of(costed.flows) if flow[0] == pool and flow[3] == "issue")
        left = 0
        for layer in costed.layers.filter(pl.col("pool") == pool).rows(named=True):
            value, consumed = layer[COMPONENTS[k]], layer["consumed_micro"]
            left += value - multiply_divide_round(value, consumed, layer["quantity_micro"])
        assert come == gone + left
    assert costed.refused.is_empty()


@given(histories(feasible=True))
def test_quantity_zero_is_value_zero_and_the_last_unit_takes_the_last_cent(moves):
    costed = cost(moves=as_frame(moves), components=COMPONENTS)

    for layer in costed.layers.filter(pl.col("consumed_micro") == pl.col("quantity_micro")).rows(named=True):
        values = [flow[5] for flow in flows_of(costed.flows) if flow[:2] == (layer["pool"], layer["layer"])]
        assert [sum(each) for each in zip(*values, strict=True)] == [0, 0]


@given(histories(feasible=True), st.data())
def test_splitting_an_issue_in_two_costs_the_same(moves, data):
    issues = [each for each in moves if each["quantity"] < -1]
    assume(issues)
    chosen = data.draw(st.sampled_from(issues))
    part = data.draw(st.integers(1, -chosen["quantity"] - 1))
    first = chosen | {"quantity": -part, "move": chosen["move"]}
    second = chosen | {"quantity": chosen["quantity"] + part, "move": chosen["move"] + 1000}
    split = [piece for each in moves for piece in ((first, second) if each is chosen else (each,))]

    whole, parts = (flows_of(cost(moves=as_frame(each), components=COMPONENTS).flows) for each in (moves, split))

    for layer in {flow[1] for flow in whole}:
        taken = [[flow[5] for flow in flows if flow[1] == layer and flow[2] % 1000 == chosen["move"] % 1000
                  and flow[3] == "issue"] for flows in (whole, parts)]  # fmt: skip
        assert [sum(each) for each in zip(*taken[0], strict=True)] == [
            sum(each) for each in zip(*taken[1], strict=True)
        ]
    assert [flow for flow in whole if flow[2] != chosen["move"]] == [
        flow for flow in parts if flow[2] not in (chosen["move"], second["move"])
    ]


@given(histories(feasible=True), st.integers(0, 25), st.booleans())
def test_costing_on_from_carried_layers_is_costing_all_again(moves, at, only_open):
    at = min(at, len(moves))
    whole = cost(moves=as_frame(moves), components=COMPONENTS)

    before = cost(moves=as_frame(moves[:at]), components=COMPONENTS)
    carried = before.layers
    if only_open:
        carried = carried.filter(pl.col("consumed_micro") < pl.col("quantity_micro"))
    after = cost(moves=as_frame(moves[at:]), layers=carried, components=COMPONENTS)

    key = ["pool", "known_seq", "layer"]
    assert pl.concat([before.flows, after.flows]).sort(key).equals(whole.flows.sort(key))
    open_after, open_whole = (
        each.layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro")) for each in (after, whole)
    )
    assert open_after.equals(open_whole)


@given(histories(), st.randoms())
def test_the_order_of_rows_does_not_matter(moves, random):
    shuffled = moves.copy()
    random.shuffle(shuffled)

    as_posted, any_order = (cost(moves=as_frame(each), components=COMPONENTS) for each in (moves, shuffled))

    assert as_posted.flows.equals(any_order.flows)
    assert as_posted.layers.equals(any_order.layers)
    assert as_posted.refused.equals(any_order.refused)


@given(histories())
def test_a_pool_with_a_refusal_takes_nothing_after_it_and_the_others_go_on(moves):
    refused = cost(moves=as_frame(moves), components=COMPONENTS).refused
    assume(not refused.is_empty())
    pools = set(refused["pool"])

    costed = cost(moves=as_frame(moves), components=COMPONENTS)
    others = cost(moves=as_frame([each for each in moves if each["pool"] not in pools]), components=COMPONENTS)

    for pool in pools:
        stops_at = refused.filter(pl.col("pool") == pool)["known_seq"].min()
        assert (costed.flows.filter(pl.col("pool") == pool)["known_seq"] < stops_at).all()
        codes = refused.filter(pl.col("pool") == pool)["code"].to_list()
        assert codes == ["short"] + ["after_refusal"] * (len(codes) - 1)
    assert costed.flows.filter(~pl.col("pool").is_in(pools)).equals(others.flows)


@given(histories())
def test_the_plain_and_the_compiled_kernel_write_the_same(moves):
    starts, quantity, value = grouped(moves)
    value = value or [[0, 0]]
    quantity = quantity or [1]
    consumed = [0] * len(quantity)

    plain = run(fifo.kernel, starts, quantity, value, consumed, bring=list)
    fast = run(compiled.compile(fifo.kernel), starts, quantity, value, consumed,
               bring=lambda each: np.array(each, "int64"))  # fmt: skip

    assert plain == fast


@given(st.integers(2**62, INT64_MAX), st.integers(2**62, INT64_MAX), st.integers(1, 2**62))
def test_both_kernels_are_exact_where_value_times_consumed_is_beyond_64_bits(value, quantity, taken):
    columns = ([0, 2], [quantity, -taken], [[value], [0]], [0, 0])

    plain = run(fifo.kernel, *columns, bring=list)
    fast = run(compiled.compile(fifo.kernel), *columns, bring=lambda each: np.array(each, "int64"))

    assert value * taken > INT64_MAX or taken == 1
    assert plain == fast
    assert plain[4][0] == [multiply_divide_round(value, taken, quantity)]


def test_a_stock_too_large_to_count_is_refused_by_both_kernels():
    columns = ([0, 2], [INT64_MAX, 1], [[0], [0]], [0, 0])

    for kernel, bring in ((fifo.kernel, list), (compiled.compile(fifo.kernel), lambda each: np.array(each, "int64"))):
        with pytest.raises(OverflowError):
            run(kernel, *columns, bring=bring)


@settings(max_examples=10)
@given(histories(most=40))
def test_the_compiled_path_of_the_whole_call_gives_the_same_tables(moves):
    frame, layers = as_frame(moves[20:]), cost(moves=as_frame(moves[:20]), components=COMPONENTS).layers
    held_back = set(cost(moves=as_frame(moves[:20]), components=COMPONENTS).refused["pool"])
    frame = frame.filter(~pl.col("pool").is_in(held_back))
    few = cost(moves=frame, layers=layers, components=COMPONENTS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM_ROWS", 0)
        patch.setattr(grouping, "ROWS_PER_BUCKET", 10)
        many = cost(moves=frame, layers=layers, components=COMPONENTS)

    assert few.flows.equals(many.flows)
    assert few.layers.equals(many.layers)
    assert few.refused.equals(many.refused)
    assert few.flows.schema == many.flows.schema


@given(histories())
def test_rows_that_come_by_pool_and_need_no_grouping_are_costed_as_others(moves):
    frame = as_frame(moves)
    told = cost(moves=frame, components=COMPONENTS)
    by_pool = frame.sort("pool", maintain_order=True)
    found = [cost(moves=by_pool, components=COMPONENTS)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM_ROWS", 0)
        patch.setattr(grouping, "ROWS_PER_BUCKET", 10)
        found += [cost(moves=each, components=COMPONENTS) for each in (by_pool, frame)]

    for each in found:
        assert told.flows.equals(each.flows)
        assert told.layers.equals(each.layers)
        assert told.refused.equals(each.refused)


@given(st.lists(st.one_of(st.integers(-5, 5), st.sampled_from([-(2**62), 2**62])), max_size=60), st.integers(1, 9))
def test_grouping_is_a_stable_sort_by_pool(pools, rows_per_bucket):
    rows = pl.int_range(len(pools), dtype=pl.Int64, eager=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "ROWS_PER_BUCKET", rows_per_bucket)
        grouped = group(pool=pl.Series(pools, dtype=pl.Int64))
    bucketed, order = grouped.to_buckets(rows), []

    for first_pool, end_pool in grouped.buckets():
        first, end = grouped.starts[first_pool], grouped.starts[end_pool]
        part = [0] * (end - first)
        grouped.to_pools(first_pool, end_pool, [(bucketed, part)], medium_for(len(pools)))
        order += part

    assert order == sorted(range(len(pools)), key=lambda row: pools[row])
    assert grouped.starts[-1] == len(pools)
    assert len(grouped.buckets()) <= grouping.MOST_BUCKETS


@given(histories(pools=1))
def test_one_move_at_a_time_costs_what_all_at_once_do(moves):
    layers, flows, refused = (), [], []
    for each in moves:
        move = MoveToCost(move=each["move"], accounting_on=each["day"], known_seq=each["seq"],
                          quantity_micro=each["quantity"], values=each["values"])  # fmt: skip
        costed = cost_one(layers=layers, move=move)
        if isinstance(costed, Short):
            refused.append((each["move"], costed.short_micro))
            break
        assert isinstance(costed, CostedOne)
        assert set(costed.changed) <= set(costed.layers)
        layers = costed.layers
        flows += [(0, flow.layer, flow.move, flow.kind, flow.quantity_micro, flow.values) for flow in costed.flows]

    told = oracle(moves, [])
    assert flows == told.flows
    assert refused == [(number, short) for number, short, code in told.refused if code == "short"]
    assert [(each.layer, each.consumed_micro) for each in layers] == [(each.number, each.taken) for each in told.layers]


def test_posting_one_move_imports_neither_frames_nor_a_compiler():
    program = ("import sys\nfrom lowmark.core.costing.one import MoveToCost, cost_one\n"
               "move = MoveToCost(move=1, accounting_on=1, known_seq=1, quantity_micro=1, values=(1,))\n"
        "cost_one(layers=[], move=move)\n"
               "print(sorted({'polars', 'numpy', 'numba', 'dataframely'} & set(sys.modules)))")  # fmt: skip

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_one_cent_over_three_units_goes_once():
    moves = [{"pool": 1, "move": 1, "day": 1, "seq": 1, "quantity": 3, "values": (1, 0)}]
    moves += [{"pool": 1, "move": n, "day": 1, "seq": n, "quantity": -1, "values": (0, 0)} for n in (2, 3, 4)]

    costed = cost(moves=as_frame(moves), components=COMPONENTS)

    assert costed.flows["purchase_minor"].to_list() == [1, 0, -1, 0]


def test_a_day_comes_back_as_the_type_that_it_had():
    frame = as_frame([{"pool": 1, "move": 1, "day": 1, "seq": 1, "quantity": 3, "values": (1, 0)}])

    costed = cost(moves=frame.with_columns(pl.col("accounting_on").cast(pl.Date)), components=COMPONENTS)

    assert costed.flows.schema["accounting_on"] == costed.layers.schema["opened_on"] == pl.Date


def test_no_moves_leave_the_layers_as_they_were():
    layers = pl.DataFrame({"pool": [1], "layer": [2], "opened_on": [3], "known_seq": [4], "quantity_micro": [5],
                           "consumed_micro": [1], "purchase_minor": [7], "freight_minor": [8]},
                          schema_overrides={"opened_on": pl.Int32})  # fmt: skip

    costed = cost(moves=as_frame([]), layers=layers, components=COMPONENTS)

    assert costed.layers.equals(layers)
    assert costed.flows.is_empty()
    assert costed.refused.is_empty()


RECEIPT = {"pool": 1, "move": 1, "day": 1, "seq": 1, "quantity": 3, "values": (1, 0)}
GOOD = as_frame([RECEIPT, RECEIPT | {"move": 2, "seq": 2, "quantity": -1}])
LAYER = pl.DataFrame({"pool": [1], "layer": [9], "opened_on": [0], "known_seq": [0], "quantity_micro": [5],
                      "consumed_micro": [1], "purchase_minor": [7], "freight_minor": [8]},
                     schema_overrides={"opened_on": pl.Int32})  # fmt: skip
BAD_MOVES = {
    "missing_column": GOOD.drop("known_seq"),
    "wrong_type": GOOD.cast({"quantity_micro": pl.Float64}),
    "missing_value": GOOD.with_columns(pool=pl.lit(None, pl.Int64)),
    "zero_quantity": GOOD.with_columns(quantity_micro=pl.lit(0, pl.Int64)),
    "out_of_range": GOOD.with_columns(quantity_micro=pl.lit(-(2**63), pl.Int64)),
    "no_value": GOOD.with_columns(freight_minor=pl.lit(None, pl.Int64)),
    "negative_value": GOOD.with_columns(purchase_minor=pl.lit(-1, pl.Int64)),
    "value_on_issue": GOOD.with_columns(purchase_minor=pl.lit(1, pl.Int64)),
    "quantity_overflow": GOOD.with_columns(
        quantity_micro=pl.lit(2**62, pl.Int64), purchase_minor=0, freight_minor=0
    ).cast(dict.fromkeys(COMPONENTS, pl.Int64)),
}
BAD_LAYERS = {
    "missing_column": LAYER.drop("opened_on"),
    "wrong_type": LAYER.cast({"opened_on": pl.Int64}),
    "missing_value": LAYER.with_columns(purchase_minor=pl.lit(None, pl.Int64)),
    "zero_quantity": LAYER.with_columns(quantity_micro=pl.lit(0, pl.Int64)),
    "bad_consumed": LAYER.with_columns(consumed_micro=pl.lit(6, pl.Int64)),
    "negative_value": LAYER.with_columns(freight_minor=pl.lit(-1, pl.Int64)),
    "layer_after_move": LAYER.with_columns(opened_on=pl.lit(1, pl.Int32), known_seq=pl.lit(3, pl.Int64)),
}


@pytest.mark.parametrize("code", BAD_MOVES)
def test_moves_that_cannot_be_costed_are_a_problem(code):
    with pytest.raises(Problem) as raised:
        cost(moves=BAD_MOVES[code], components=COMPONENTS)

    assert raised.value.code == code


@pytest.mark.parametrize("code", BAD_LAYERS)
def test_layers_that_cannot_be_carried_on_are_a_problem(code):
    with pytest.raises(Problem) as raised:
        cost(moves=GOOD, layers=BAD_LAYERS[code], components=COMPONENTS)

    assert raised.value.code == code


@pytest.mark.parametrize("components", [(), ("purchase_minor", "purchase_minor"), ("pool",)])
def test_components_are_named_once_and_not_like_keys(components):
    with pytest.raises(Problem, match="bad_components"):
        cost(moves=GOOD, components=components)


@pytest.mark.parametrize("method", ["lifo-ish", "cost", "../fifo", ""])
def test_an_unknown_method_is_answered_with_those_there_are(method):
    with pytest.raises(Problem, match="fifo"):
        cost(moves=GOOD, components=COMPONENTS, method=method)
    assert "fifo" in methods.names()


OPEN = OpenLayer(layer=9, opened_on=0, known_seq=0, quantity_micro=5, consumed_micro=1, values=(7,))
ISSUE = MoveToCost(move=1, accounting_on=1, known_seq=1, quantity_micro=-1)
BAD_ONES = [
    ("bad_quantity", [OPEN], {"quantity_micro": 0}),
    ("bad_quantity", [OPEN], {"quantity_micro": -(2**63)}),
    ("value_on_issue", [OPEN], {"values": (1,)}),
    ("bad_value", [OPEN], {"quantity_micro": 1}),
    ("bad_value", [OPEN], {"quantity_micro": 1, "values": (-1,)}),
    ("bad_components", [OPEN], {"quantity_micro": 1, "values": (1, 1)}),
    ("bad_layer", [{"consumed_micro": 6}], {}),
    ("bad_layer", [{"values": (-1,)}], {}),
    ("layer_after_move", [{"opened_on": 2}], {}),
    ("quantity_overflow", [OPEN], {"quantity_micro": INT64_MAX, "values": (1,)}),
]


@pytest.mark.parametrize(("code", "layers", "changes"), BAD_ONES)
def test_one_move_that_cannot_be_costed_is_a_problem(code, layers, changes):
    fields = {name: getattr(ISSUE, name) for name in ISSUE.__slots__}
    of_open = {name: getattr(OPEN, name) for name in OPEN.__slots__}
    layers = [each if isinstance(each, OpenLayer) else OpenLayer(**of_open | each) for each in layers]

    with pytest.raises(Problem) as raised:
        cost_one(layers=layers, move=MoveToCost(**fields | changes))

    assert raised.value.code == code


def test_kernels_mark_what_they_refuse():
    assert run(fifo.kernel, [0, 3], [1, -3, 1], [[1], [0], [1]], [0, 0, 0], bring=list)[6:] == [
        [0, SHORT, AFTER_REFUSAL], [0, 2, 0],
    ]  # fmt: skip


def test_the_oracle_itself_agrees_with_a_sum_on_paper():
    layer = Layer(pool=1, number=1, day=1, seq=1, quantity=3, values=(100,))
    told = oracle([{"pool": 1, "move": 2, "day": 2, "seq": 2, "quantity": -2, "values": (0,)}], [layer])

    assert told.flows == [(1, 1, 2, "issue", -2, (-67,))]
