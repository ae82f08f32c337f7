"""Linked receipts: goods come back, or arrive in another pool, at what their issue cost, in waves as one by one."""

from collections import defaultdict

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lowmark.core.costing.cost import cost
from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.one import MoveToCost, Short, Standard, cost_one
from lowmark.core.costing.shares import share_of
from lowmark.core.costing.waves import waves_of
from lowmark.core.kinds import compiled
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem
from tests.oracles.weighted_average import weighted_average

METHODS = ("fifo", "lifo", "moving_average", "standard", "specific_identification")
COMPONENTS = ("purchase_minor", "freight_minor")
STANDARD = (7, (30, 11))
POOLS = 3
LINK = {"pool": pl.Int64, "move": pl.Int64, "source_pool": pl.Int64, "source_move": pl.Int64,
        "quantity_micro": pl.Int64, "before_micro": pl.Int64}  # fmt: skip
MOVE = {"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Int32, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
        **dict.fromkeys(COMPONENTS, pl.Int64), "method": pl.String, "kind": pl.String, "period": pl.Int64}  # fmt: skip


class Lived:
    """Moves as they happen, a day each, and what is linked to what."""

    def __init__(self, *methods):
        self.methods, self.rows, self.links, self.at = methods, [], [], 0

    def add(self, pool, quantity, values=None, *, kind=None, same_move=False):
        self.at += not same_move
        values = values or (None,) * len(COMPONENTS)
        self.rows.append((pool, self.at, 100 + self.at, self.at, quantity, *values, self.methods[pool], kind, self.at))
        return pool, self.at, quantity

    def back(self, source, quantity, *, to=None, same_move=False, kind=None):
        """Take something of an issue back, into its pool or another."""
        pool = source[0] if to is None else to
        added = self.add(pool, quantity, kind=kind, same_move=same_move)
        self.links.append((*added[:2], *source[:2], -source[2], 0))
        return added

    def re_pool(self, pool, to, quantity):
        out = self.add(pool, -quantity, kind="re_pool")
        self.back(out, quantity, to=to, same_move=True, kind="re_pool")
        return out

    def moves(self):
        return pl.DataFrame(self.rows, schema=MOVE, orient="row")

    def linked(self):
        return pl.DataFrame(self.links, schema=LINK, orient="row")

    def costed(self, layers=None):
        return cost_linked(moves=self.moves(), links=self.linked(), layers=layers, components=COMPONENTS,
                           standards=standards())  # fmt: skip


def standards():
    rows = [(pool, STANDARD[0], *STANDARD[1]) for pool in range(POOLS)]
    return pl.DataFrame(rows, ["pool", "quantity_micro", *COMPONENTS], orient="row")


@st.composite
def lives(draw, *, feasible=False, methods=METHODS):
    """Draw receipts, issues, returns to the same pool or another, and moves between pools."""
    lived = Lived(*(draw(st.sampled_from(methods)) for _ in range(POOLS)))
    on_hand, open_issues = dict.fromkeys(range(POOLS), 0), []
    size = draw(st.sampled_from([7, 10**9]))
    for _ in range(draw(st.integers(0, 14))):
        what, pool = (
            draw(st.sampled_from(["in", "out", "out", "back", "back", "over"])),
            draw(st.integers(0, POOLS - 1)),
        )
        quantity = draw(st.integers(1, size))
        if what in {"out", "over"} and (feasible or draw(st.integers(0, 9))):
            quantity = max(0, min(quantity, on_hand[pool]))
        if what == "in":
            lived.add(pool, quantity, (draw(st.integers(0, size)), draw(st.sampled_from([0, 1, 999]))))
            on_hand[pool] += quantity
        elif what == "out" and quantity:
            open_issues.append([lived.add(pool, -quantity), quantity])
            on_hand[pool] -= quantity
        elif what == "over" and quantity:
            to = (pool + draw(st.integers(1, POOLS - 1))) % POOLS
            lived.re_pool(pool, to, quantity)
            on_hand[pool] -= quantity
            on_hand[to] += quantity
        elif what == "back" and open_issues:
            issue = draw(st.sampled_from(open_issues))
            quantity = draw(st.sampled_from([min(quantity, issue[1]), issue[1]]))
            if quantity:
                issue[1] -= quantity
                to = draw(st.sampled_from([issue[0][0], pool]))
                lived.back(issue[0], quantity, to=to)
                on_hand[to] += quantity
    return lived


def one_by_one(lived):
    """Cost a life move by move; return flows by pool, open layers, refusals."""
    layers, costs, before, stopped = defaultdict(tuple), {}, defaultdict(int), set()
    flows, refused, links = defaultdict(list), [], {each[:2]: each for each in lived.links}
    for pool, move, day, seq, quantity, *values, method, kind, _ in lived.rows:
        link = links.get((pool, move))
        taken = before[link[2:4]] if link else 0
        if link:
            before[link[2:4]] += quantity
        if pool in stopped:
            refused.append((pool, move, "after_refusal"))
            continue
        if link and link[2:4] not in costs:
            refused.append((pool, move, "source_refused"))
            stopped.add(pool)
            continue
        values = share_of(costs[link[2:4]], link[4], taken, quantity) if link else tuple(values)
        costed = cost_one(
            layers=layers[pool], method=method, standard=Standard(quantity_micro=STANDARD[0], values=STANDARD[1]),
            move=MoveToCost(move=move, accounting_on=day, known_seq=seq, quantity_micro=quantity,
                            values=values if quantity > 0 else (), kind=kind),
        )  # fmt: skip
        if isinstance(costed, Short):
            refused.append((pool, move, "short"))
            stopped.add(pool)
            continue
        layers[pool] = costed.layers
        flows[pool] += [(pool, flow.layer, move, flow.kind, flow.quantity_micro, *flow.values) for flow in costed.flows]
        if quantity < 0:
            costs[pool, move] = tuple(-sum(each) for each in zip(*(flow.values for flow in costed.flows), strict=True))
    return flows, layers, sorted(refused)


def flows_of(costed):
    return costed.flows.select("pool", "layer", "move", "kind", "quantity_micro", *COMPONENTS).rows()


@given(lives(), st.randoms())
def test_waves_cost_what_one_by_one_does(lived, random):
    flows, layers, refused = one_by_one(lived)
    random.shuffle(lived.rows)

    costed = lived.costed()

    assert flows_of(costed) == [flow for pool in sorted(flows) for flow in flows[pool]]
    assert sorted(costed.refused.select("pool", "move", "code").rows()) == refused
    assert costed.refused["pool"].is_sorted()
    names = ("layer", "opened_on", "known_seq", "quantity_micro", "consumed_micro")
    assert costed.layers.select("pool", *names, *COMPONENTS).rows() == [
        (pool, *(getattr(layer, name) for name in names), *layer.values)
        for pool in sorted(layers) for layer in layers[pool]
    ]  # fmt: skip


@given(lives())
def test_the_kernel_says_of_a_return_what_waves_do(lived):
    """Every return goes by way of a pool of its own, so that its value comes from another pool, in a later wave."""
    roundabout, links = Lived(*lived.methods, *["fifo"] * len(lived.rows)), {each[:2]: each for each in lived.links}
    for pool, move, day, seq, *row in lived.rows:
        if (link := links.get((pool, move))) and link[2] == pool:
            ghost, (there, back) = POOLS + move - 1, (1000 + move, 2000 + move)
            roundabout.rows += [
                (ghost, there, day, 10 * seq, row[0], *row[1:3], "fifo", None, day),
                (ghost, back, day, 10 * seq + 1, -row[0], None, None, "fifo", None, day),
            ]
            roundabout.links += [(ghost, there, *link[2:]), (pool, move, ghost, back, row[0], 0)]
        elif link:
            roundabout.links.append(link)
        roundabout.rows.append((pool, move, day, 10 * seq + 2, *row))

    by_kernel, by_waves = lived.costed(), roundabout.costed()

    for name in ("flows", "layers", "refused", "variances"):
        of_pools = getattr(by_waves, name).filter(pl.col("pool") < POOLS)
        expected = getattr(by_kernel, name).with_columns(pl.col("known_seq") * 10 + 2)
        assert of_pools.equals(expected)


@given(lives())
def test_the_compiled_kernels_bring_back_the_same(lived):
    few = lived.costed()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM_ROWS", 0)
        many = lived.costed()

    for name in ("flows", "layers", "refused", "variances"):
        assert getattr(few, name).equals(getattr(many, name))


@given(lives(feasible=True), st.integers(0, 14))
def test_costing_on_from_carried_layers_is_costing_all_again(lived, at):
    """What was issued in the first part is linked by value in the second, and counted as returned before."""
    whole = lived.costed()
    costs = defaultdict(lambda: (0,) * len(COMPONENTS))
    for pool, _, move, _, quantity, *values in flows_of(whole):
        if quantity < 0:
            costs[pool, move] = tuple(cost - value for cost, value in zip(costs[pool, move], values, strict=True))
    first, second = Lived(*lived.methods), Lived(*lived.methods)
    links, before = {each[:2]: each for each in lived.links}, defaultdict(int)
    for row in lived.rows:
        link = links.get(row[:2])
        if row[1] <= at:
            first.rows.append(row)
            first.links += [link] if link else []
        elif link and link[3] <= at:
            value = share_of(costs[link[2:4]], link[4], before[link[2:4]], row[4])
            second.rows.append((*row[:5], *value, *row[7:]))
        else:
            second.rows.append(row)
            second.links += [link] if link else []
        if link:
            before[link[2:4]] += row[4]

    reached = first.costed()
    after = second.costed(reached.layers)

    assert sorted(flows_of(reached) + flows_of(after)) == sorted(flows_of(whole))
    assert after.layers.sort("pool", "layer").equals(whole.layers.sort("pool", "layer"))


@given(lives(feasible=True))
def test_value_in_is_value_out_and_value_left(lived):
    costed = lived.costed()

    came = sum(sum(row[5:7]) for row in lived.rows if row[5] is not None)
    returned = costed.flows.join(lived.linked(), on=["pool", "move"], how="semi")
    gone = sum(-sum(flow[5:]) for flow in flows_of(costed) if flow[4] < 0)
    back = sum(returned.select(COMPONENTS).sum().row(0))
    varied = sum(costed.variances.select(COMPONENTS).sum().row(0))
    flowed = sum(costed.flows.select(COMPONENTS).sum().row(0))
    linked_variance = sum(
        costed.variances.join(lived.linked(), on=["pool", "move"], how="semi").select(COMPONENTS).sum().row(0)
    )
    assert came + back + linked_variance == flowed + gone + varied
    assert costed.refused.is_empty()


@given(lives(feasible=True), st.data())
def test_an_issue_that_comes_back_whole_leaves_the_value_as_it_was(lived, data):
    costed = lived.costed()
    on_hand = costed.flows.group_by("pool").agg(pl.col("quantity_micro", *COMPONENTS).sum()).sort("pool")
    there = on_hand.filter(pl.col("quantity_micro") > 0)
    assume(not there.is_empty())
    pool, quantity, *_ = data.draw(st.sampled_from(there.rows()))
    issue = lived.add(pool, -data.draw(st.integers(1, quantity)))
    part = data.draw(st.integers(0, -issue[2]))
    for some in (part, -issue[2] - part):
        if some:
            lived.back(issue, some)

    after = lived.costed().flows.group_by("pool").agg(pl.col("quantity_micro", *COMPONENTS).sum()).sort("pool")

    assert after.equals(on_hand)


@given(lives(methods=("moving_average", "fifo"), feasible=True))
def test_without_links_it_is_costing_each_pool_by_its_method(lived):
    moves = lived.moves().with_columns(
        pl.when(pl.col("quantity_micro") > 0).then(pl.col(name).fill_null(0)).alias(name) for name in COMPONENTS
    )

    costed = cost_linked(moves=moves, links=lived.linked().clear(), components=COMPONENTS)

    parts = [cost(moves=moves.filter(pl.col("method") == each), method=each, components=COMPONENTS)
             for each in ("fifo", "moving_average")]  # fmt: skip
    for name in ("flows", "layers", "refused"):
        expected = pl.concat([getattr(part, name) for part in parts]).sort("pool", maintain_order=True)
        assert getattr(costed, name).equals(expected)


def test_returns_come_back_at_the_cost_at_which_they_went():
    """10@5, 10@9; sell 5 at 35; receive 10@7; sell 10 at 70; 2 of those come back with 14; scrap 3 at 21; 14 are 98."""
    lived = Lived("moving_average")
    lived.add(0, 10, (50, 0))
    lived.add(0, 10, (90, 0))
    lived.add(0, -5)
    lived.add(0, 10, (70, 0))
    sale = lived.add(0, -10)
    lived.back(sale, 2)
    lived.add(0, -3)
    lived.add(0, -14)

    costed = lived.costed()

    assert costed.flows["purchase_minor"].to_list() == [50, 90, -35, 70, -70, 14, -21, -98]
    assert costed.layers["consumed_micro"].to_list() == costed.layers["quantity_micro"].to_list()


def test_a_return_is_sold_and_returned_again():
    lived = Lived("fifo")
    lived.add(0, 1, (10, 0))
    lived.add(0, 1, (99, 0))
    sale = lived.add(0, -1)
    back = lived.back(sale, 1)
    lived.add(0, -1)  # The second unit, at 99.
    again = lived.add(0, -1)  # The first, which had come back as a layer of its own.
    lived.back(again, 1)

    costed = lived.costed()

    assert costed.flows["purchase_minor"].to_list() == [10, 99, -10, 10, -99, -10, 10]
    assert costed.flows["layer"].to_list() == [1, 2, 1, back[1], 2, back[1], 7]


def test_goods_go_to_quarantine_and_come_back():
    lived = Lived("moving_average", "fifo")
    lived.add(0, 3, (100, 1))
    lived.re_pool(0, 1, 2)
    lived.re_pool(1, 0, 2)

    costed = lived.costed()

    assert flows_of(costed) == [
        (0, 1, 1, "receipt", 3, 100, 1), (0, 1, 2, "re_pool", -2, -67, -1), (0, 1, 3, "re_pool", 2, 67, 1),
        (1, 2, 2, "re_pool", 2, 67, 1), (1, 2, 3, "re_pool", -2, -67, -1),
    ]  # fmt: skip


def test_three_returns_of_one_issue_bring_all_of_it():
    lived = Lived("fifo", "fifo")
    lived.add(0, 3, (100, 0))
    sale = lived.add(0, -3)
    for pool in (0, 1, 0):
        lived.back(sale, 1, to=pool)

    assert lived.costed().flows.filter(pl.col("move") > 2).sort("move")["purchase_minor"].to_list() == [33, 34, 33]


def test_what_was_returned_before_these_moves_counts():
    lived = Lived("fifo")
    lived.add(0, 3, (100, 0))
    lived.back(lived.add(0, -3), 1)
    lived.links = [(*each[:5], 1) for each in lived.links]

    assert lived.costed().flows["purchase_minor"].to_list() == [100, -100, 34]


def test_a_later_period_takes_back_what_an_earlier_issued():
    lived = Lived("weighted_average", "weighted_average")
    lived.add(0, 10, (50, 0))
    sale = lived.add(0, -5)
    lived.add(0, 10, (90, 0))
    lived.re_pool(0, 1, 5)
    lived.back(sale, 1, to=1)
    lived.add(1, -6)
    lived.rows = [(*row[:-1], 1 if row[1] < 3 or row[0] else 2) for row in lived.rows]

    costed = lived.costed()

    assert [flow[5] for flow in flows_of(costed)] == [50, -25, 90, -38, 38, 5, -43]


@st.composite
def periodic_lives(draw):
    """Draw receipts, issues and returns of one averaged pool, in periods of several moves."""
    lived, on_hand, period, open_issues, periods = Lived("weighted_average"), 0, 1, [], []
    for _ in range(draw(st.integers(0, 14))):
        period += draw(st.sampled_from([0, 0, 1]))
        what, quantity = draw(st.sampled_from(["in", "out", "back"])), draw(st.integers(1, 7))
        if what == "out" and (on_hand > 0 or not draw(st.integers(0, 9))):
            quantity = min(quantity, max(0, on_hand)) or quantity
            open_issues.append([lived.add(0, -quantity), quantity])
            on_hand -= quantity
        elif what == "back" and open_issues:
            issue = draw(st.sampled_from(open_issues))
            quantity = min(quantity, issue[1])
            if not quantity:
                continue
            issue[1] -= quantity
            lived.back(issue[0], quantity)
            on_hand += quantity
        else:
            lived.add(0, quantity, (draw(st.integers(0, 999)), draw(st.sampled_from([0, 1, 10**12]))))
            on_hand += quantity
        periods.append(period)
    lived.rows = [(*row[:-1], period) for row, period in zip(lived.rows, periods, strict=True)]
    return lived


@given(periodic_lives(), st.booleans())
def test_returns_of_a_period_and_of_an_earlier_one_are_the_oracles(lived, is_compiled):
    sources = {each[1]: each[3] for each in lived.links}
    moves = [
        {"pool": pool, "move": move, "day": day, "seq": seq, "quantity": quantity, "values": tuple(values),
         "period": period, "source": sources.get(move)}
        for pool, move, day, seq, quantity, *values, _, _, period in lived.rows
    ]  # fmt: skip
    told = weighted_average([each | {"values": tuple(value or 0 for value in each["values"])} for each in moves], [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM_ROWS", 0 if is_compiled else compiled.COMPILE_FROM_ROWS)
        costed = lived.costed()

    assert flows_of(costed) == [(*flow[:5], *flow[5]) for flow in told.flows]
    assert costed.refused.select("move", "short_micro", "code").rows() == told.refused
    names = ("opened_on", "known_seq", "quantity_micro", "consumed_micro")
    assert costed.layers.select(*names, *COMPONENTS).rows() == [
        (each.day, each.seq, each.quantity, each.taken, *each.values) for each in told.layers
    ]


def test_an_unfilled_period_outside_periodic_pools_is_no_matter():
    lived = Lived("weighted_average", "fifo")
    lived.add(0, 10, (50, 0))
    lived.re_pool(0, 1, 5)
    lived.rows = [(*row[:-1], None if row[0] else 1) for row in lived.rows]

    assert [flow[5] for flow in flows_of(lived.costed())] == [50, -25, 25]


def test_a_refusal_in_one_pool_refuses_what_is_linked_to_it():
    lived = Lived("fifo", "moving_average", "fifo")
    lived.add(0, 1, (1, 0))
    lived.add(1, 1, (1, 0))
    lived.add(2, 1, (1, 0))
    lived.re_pool(0, 1, 2)
    lived.re_pool(1, 2, 1)
    lived.add(2, -1)

    refused = lived.costed().refused.select("pool", "move", "short_micro", "code").rows()

    assert refused == [(0, 4, 1, "short"), (1, 4, 0, "source_refused"), (1, 5, 0, "after_refusal"),
                       (2, 5, 0, "source_refused"), (2, 6, 0, "after_refusal")]  # fmt: skip


def test_layers_of_pools_without_a_move_stay_as_they_were():
    lived = Lived("moving_average", "moving_average")
    layers = pl.DataFrame({"pool": [1, 1], "layer": [7, 8], "opened_on": [1, 2], "known_seq": [0, 0],
                           "quantity_micro": [5, 5], "consumed_micro": [1, 0], "purchase_minor": [7, 7],
                           "freight_minor": [0, 0]}, schema_overrides={"opened_on": pl.Int32})  # fmt: skip
    assert lived.costed(layers).layers.equals(layers)

    lived.add(0, 2, (5, 0))
    lived.back(lived.add(0, -1), 1)

    assert lived.costed(layers).layers.filter(pl.col("pool") == 1).equals(layers)


def test_waves_are_few_where_pools_wait_for_few():
    assert waves_of(follows=[False, True, True, False], sources=[(1, 3), (2, 3)]) == [0, 1, 1, 0]


def broken():
    """A receipt, a sale and a return, of which each case spoils something."""
    lived = Lived("fifo", "weighted_average")
    lived.add(0, 5, (10, 0))
    lived.back(lived.add(0, -3), 2)
    return lived


def _row(lived, at, **changes):
    names = list(MOVE)
    lived.rows[at] = tuple(changes.get(name, value) for name, value in zip(names, lived.rows[at], strict=True))


def _link(lived, **changes):
    lived.links[0] = tuple(changes.get(name, value) for name, value in zip(LINK, lived.links[0], strict=True))


def _circle(lived):
    lived.add(0, 3, None)
    lived.links.append((0, 4, 0, 5, 3, 0))
    lived.add(0, -3)


def _periods_go_back(lived):
    lived.add(1, 5, (5, 0))
    lived.add(1, 5, (5, 0))
    _row(lived, -1, period=1)


SPOILED = {
    "several_methods": lambda lived: _row(lived, 1, method="moving_average"),
    "missing_value": lambda lived: _row(lived, 1, method=None),
    "unknown_method": lambda lived: [_row(lived, at, method="lifo-ish") for at in range(3)],
    "duplicate_move": lambda lived: _row(lived, 1, move=1),
    "value_on_link": lambda lived: _row(lived, 2, purchase_minor=1),
    "no_value": lambda lived: _row(lived, 0, purchase_minor=None),
    "unknown_receipt": lambda lived: _link(lived, move=9),
    "unknown_source": lambda lived: _link(lived, source_move=1),
    "bad_link": lambda lived: _link(lived, quantity_micro=4),
    "returned_too_much": lambda lived: _link(lived, before_micro=2),
    "circular_link": _circle,
    "period_disorder": _periods_go_back,
}


@pytest.mark.parametrize("code", SPOILED)
def test_a_link_that_cannot_be_followed_is_a_problem(code):
    lived = broken()
    SPOILED[code](lived)

    with pytest.raises(Problem) as raised:
        lived.costed()

    assert raised.value.code == code


def test_a_return_of_the_period_of_its_issue_is_as_if_it_had_not_gone():
    lived = Lived("weighted_average")
    lived.add(0, 10, (50, 0))
    sale = lived.add(0, -5)
    lived.back(sale, 2)
    lived.add(0, 10, (90, 0))
    lived.add(0, -17)
    lived.rows = [(*row[:-1], 1) for row in lived.rows]

    assert [flow[5] for flow in flows_of(lived.costed())] == [50, -35, 14, 90, -119]


def test_goods_that_go_round_within_a_period_have_no_average():
    lived = Lived("weighted_average", "weighted_average")
    lived.add(0, 5, (10, 0))
    lived.re_pool(0, 1, 2)
    lived.re_pool(1, 0, 2)
    lived.rows = [(*row[:-1], 1) for row in lived.rows]

    with pytest.raises(Problem, match=r"circular_link.*within a period"):
        lived.costed()


def test_a_periodic_stack_takes_back_in_a_later_period_only():
    lived = Lived("lifo_periodic")
    lived.add(0, 5, (10, 0))
    lived.back(lived.add(0, -3), 2)
    assert [flow[5] for flow in flows_of(lived.costed())] == [10, -6, 4]

    lived.rows = [(*row[:-1], 1) for row in lived.rows]
    with pytest.raises(Problem, match="circular_link"):
        lived.costed()


@pytest.mark.parametrize("changes", [{"before_micro": -1}, {"before_micro": None}, {"quantity_micro": 0}])
def test_a_link_has_sound_quantities(changes):
    lived = broken()
    _link(lived, **changes)

    with pytest.raises(Problem, match=r"bad_link|missing_value"):
        lived.costed()


@pytest.mark.parametrize("extra", [(0, 3, 0, 2, 3, 0), (0, 1, 0, 2, 3, 1)])
def test_links_do_not_contradict_one_another(extra):
    lived = broken()
    lived.links.append(extra)

    with pytest.raises(Problem, match="bad_link"):
        lived.costed()


def test_moves_name_their_method():
    lived = broken()

    with pytest.raises(Problem, match="method"):
        cost_linked(moves=lived.moves().drop("method"), links=lived.linked(), components=COMPONENTS)


def test_a_share_is_what_a_part_adds():
    assert [share_of((100, 1), 3, before, 1) for before in range(3)] == [(33, 0), (34, 1), (33, 0)]
    assert share_of((INT64_MAX,), 7, 0, 7) == (INT64_MAX,)
    with pytest.raises(AssertionError):
        share_of((1,), 3, 2, 2)


def _worth(besides):
    """Re-pool two of three for 100 and 10, worth that and something besides where they come in; and sell one of them."""
    lived = Lived("fifo", "moving_average")
    lived.add(0, 3, (100, 10))
    lived.re_pool(0, 1, 2)
    _row(lived, 2, purchase_minor=besides[0], freight_minor=besides[1])
    lived.add(1, -1)
    return lived


@pytest.mark.parametrize("besides, flows", [
    ((5, 0), [100, -67, 72, -36]), ((-67, 0), [100, -67, 0, 0]), ((None, None), [100, -67, 67, -34]),
])  # fmt: skip
def test_goods_in_another_pool_may_be_worth_something_there_besides(besides, flows):
    assert [flow[5] for flow in flows_of(_worth(besides).costed())] == flows


@pytest.mark.parametrize("besides", [(-68, 0), (0, -8)])
def test_goods_in_another_pool_are_never_worth_less_than_nothing(besides):
    with pytest.raises(Problem) as raised:
        _worth(besides).costed()
    assert raised.value.code == "below_nothing"
