"""What is made costs what went into it: trees of bills, joint products, by-products and waste, to the cent."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.costing.bills import BillLine, circle_of, drawn_micro, first_circle, low_level_codes
from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.production import MADE, abnormal_waste, share_out
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES, carry

COMPONENTS = ("purchase_minor", "labour_minor")
METHODS = ("fifo", "moving_average", "lifo", "specific_identification")
MOVE = {"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Int32, "known_seq": pl.Int64, "quantity_micro": pl.Int64,
        **dict.fromkeys(COMPONENTS, pl.Int64), "method": pl.String}  # fmt: skip
LEG = dict.fromkeys((*MADE, *COMPONENTS), pl.Int64)
LINK = dict.fromkeys(("pool", "move", "source_pool", "source_move", "quantity_micro", "before_micro"), pl.Int64)
BOUGHT = 3


@dataclass
class Works:
    """Moves in the order in which they happen, and the legs of productions."""

    methods: tuple[str, ...]
    rows: list[tuple] = field(default_factory=list)
    legs: list[tuple] = field(default_factory=list)
    on_hand: dict[int, int] = field(default_factory=dict)

    def add(self, pool, quantity, values=(None, None), day=1):
        move = len(self.rows) + 1
        self.rows.append((pool, move, day, move, quantity, *values, self.methods[pool]))
        self.on_hand[pool] = self.on_hand.get(pool, 0) + quantity
        return pool, move

    def leg(self, production, leg, share=None, own=None, lost=0, known=(0, 0)):
        self.legs.append((production, leg[1], *leg, share, own, lost, *known))

    def moves(self):
        return pl.DataFrame(self.rows, schema=MOVE, orient="row")

    def made(self):
        return pl.DataFrame(self.legs, schema=LEG, orient="row")

    def costed(self, moves=None, made=None):
        return cost_linked(moves=self.moves() if moves is None else moves, links=pl.DataFrame(schema=LINK),
                           components=COMPONENTS, made=self.made() if made is None else made)  # fmt: skip


@st.composite
def works(draw):
    """Draw purchases, then productions level by level: each of what is there, into one of the pools above it."""
    pools = BOUGHT + draw(st.integers(1, 4))
    made = Works(tuple(draw(st.sampled_from(METHODS)) for _ in range(pools)))
    for pool in range(BOUGHT):
        for _ in range(draw(st.integers(1, 2))):
            made.add(pool, draw(st.integers(1, 50)), (draw(st.integers(0, 999)), 0))
    for production in range(draw(st.integers(1, 5))):
        there = [pool for pool, quantity in made.on_hand.items() if quantity and pool < pools - 1]
        used = draw(st.lists(st.sampled_from(there), min_size=1, max_size=3, unique=True)) if there else []
        for pool in used:
            made.leg(production, made.add(pool, -draw(st.integers(1, made.on_hand[pool]))))
        above = range(max([BOUGHT - 1, *used]) + 1, pools)
        for nth in range(draw(st.integers(1, 2))):
            pool, quantity = draw(st.sampled_from(above)), draw(st.integers(1, 20))
            if nth and draw(st.booleans()):
                made.leg(production, made.add(pool, quantity), own=draw(st.sampled_from([0, 0, 1, 7])))
            else:
                known = (0, draw(st.integers(0, 500)))
                made.leg(
                    production,
                    made.add(pool, quantity),
                    quantity,
                    lost=draw(st.sampled_from([0, 0, 1, 3])),
                    known=known,
                )
    for pool, quantity in made.on_hand.items():
        if quantity and draw(st.booleans()):
            made.add(pool, -draw(st.integers(1, quantity)))
    return made


def sums(flows, legs, sign):
    own = flows.join(legs, on=["pool", "move"], how="semi")
    return {name: sign * own[name].sum() for name in COMPONENTS}


@given(works())
def test_all_that_goes_in_comes_out_component_by_component(made):
    costed, legs = made.costed(), made.made()

    wasted = abnormal_waste(flows=costed.flows, made=legs, components=COMPONENTS)
    refused = costed.refused.select("pool", "move")

    for production in legs["production"].unique():
        own = legs.filter(pl.col("production") == production)
        if own.join(refused, on=["pool", "move"], how="semi").height:
            continue  # By-products that are worth more than all that went in.
        inputs = own.filter(pl.col("share_micro").is_null() & pl.col("own_minor").is_null())
        went, came = (
            sums(costed.flows, inputs, -1),
            sums(costed.flows, own.join(inputs, on=["pool", "move"], how="anti"), 1),
        )
        lost = wasted.filter(pl.col("production") == production)
        for name in COMPONENTS:
            assert went[name] + own[name].sum() == came[name] + lost[name].sum()
        for row in own.filter(pl.col("own_minor").is_not_null()).iter_rows(named=True):
            flow = costed.flows.filter(pl.col("pool") == row["pool"], pl.col("move") == row["move"])
            assert sum(flow[name].sum() for name in COMPONENTS) == row["own_minor"]


@given(works(), st.randoms())
def test_the_order_of_rows_says_nothing(made, random):
    told = made.costed()
    random.shuffle(made.rows)
    random.shuffle(made.legs)

    again = made.costed()

    for name in ("flows", "layers", "refused"):
        assert getattr(told, name).equals(getattr(again, name))


@given(works())
def test_costing_a_part_from_known_costs_is_costing_all(made):
    """The first pools are costed; what they cost is given as known to the others, as when something comes late."""
    whole = made.costed()
    costs = whole.flows.group_by("pool", "move").agg(pl.col(COMPONENTS).sum())
    known = made.made().join(costs, on=["pool", "move"], how="left", suffix="_cost")
    is_bought = pl.col("pool") < BOUGHT
    given_ = known.with_columns(
        pl.when(is_bought).then(-pl.col(f"{name}_cost")).otherwise(name).alias(name) for name in COMPONENTS
    )
    if whole.refused.height:
        return

    part = made.costed(made.moves().filter(~is_bought), given_.select(list(LEG)))

    assert part.flows.equals(whole.flows.filter(~is_bought))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 99)), min_size=1, max_size=4), st.sampled_from(METHODS))
def test_an_order_split_takes_the_same_cost_in_all(parts, method):
    """So many orders for parts of it, or one for all: what comes out in all is what went in, and so is what is left."""
    used, totals = sum(quantity for quantity, _ in parts), []
    for orders in (parts, [(used, sum(labour for _, labour in parts))]):
        made = Works((method,) * 2)
        made.add(0, used + 2, (1000, 7))
        for production, (quantity, labour) in enumerate(orders):
            made.leg(production, made.add(0, -quantity))
            made.leg(production, made.add(1, quantity), quantity, known=(0, labour))
        costed = made.costed()
        totals.append(costed.flows.group_by("pool").agg(pl.col(COMPONENTS).sum()).sort("pool").rows())

    assert totals[0] == totals[1]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=3), st.data())
def test_shares_are_the_whole(values, data):
    n = data.draw(st.integers(1, 4))
    shares = data.draw(st.lists(st.integers(1, 10**9), min_size=n, max_size=n))
    lost = data.draw(st.lists(st.integers(0, 10**9), min_size=n, max_size=n))
    parts = share_out(values, shares, lost)
    for k, value in enumerate(values):
        assert sum(came[k] + gone[k] for came, gone in parts) == value


def test_goods_made_of_themselves_are_named():
    """A of B and B of A on one day: in the order in which they are said to have been made, none can be costed."""
    made = Works(("fifo",) * 2)
    made.rows = [
        (0, 2, 1, 1, 5, None, None, "fifo"), (0, 3, 1, 2, -5, None, None, "fifo"),
        (1, 4, 1, 1, 5, None, None, "fifo"), (1, 1, 1, 2, -5, None, None, "fifo"),
    ]  # fmt: skip
    made.leg(1, (1, 1))
    made.leg(1, (0, 2), 5)
    made.leg(2, (0, 3))
    made.leg(2, (1, 4), 5)

    with pytest.raises(
        Problem, match=r"goods are made of themselves: move \d of pool \d of move \d of pool \d of move"
    ) as told:
        made.costed()

    assert told.value.code == "circular_production"
    assert sorted(told.value.where["moves"]) == [2, 4]


def test_by_products_worth_more_than_all_are_refused():
    made = Works(("fifo",) * 3)
    made.add(0, 10, (50, 0))
    made.leg(1, made.add(0, -10))
    made.leg(1, made.add(1, 1), 1)
    made.leg(1, made.add(2, 1), own=51)
    made.add(1, -1)

    costed = made.costed()

    assert costed.refused.select("pool", "move", "code").rows() == [
        (1, 3, "by_products_over_cost"), (1, 5, "after_refusal"), (2, 4, "by_products_over_cost"),
    ]  # fmt: skip


def test_what_is_made_of_what_was_refused_is_refused():
    made = Works(("fifo",) * 2)
    made.leg(1, made.add(0, -10))
    made.leg(1, made.add(1, 1), 1)

    assert made.costed().refused.select("move", "code").rows() == [(1, "short"), (2, "source_refused")]


@pytest.mark.parametrize(
    "legs",
    [
        [(1, 1, 0, 1, None, None, 0), (1, 2, 1, 2, 5, 7, 0)],
        [(1, 1, 0, 1, None, None, 0), (1, 2, 1, 2, None, 7, 0)],
        [(1, 1, 0, 1, None, None, 0), (1, 2, 1, 2, None, None, 0)],
        [(1, 1, 0, 1, 5, None, 0), (1, 2, 1, 2, 5, None, 0)],
        [(1, 1, 0, 1, None, None, 1), (1, 2, 1, 2, 5, None, 0)],
        [(1, 1, 0, 1, None, None, 0), (2, 2, 0, 1, None, None, 0), (2, 3, 1, 2, 5, None, 0)],
    ],
)
def test_legs_that_cannot_be_are_refused(legs):
    made = Works(("fifo",) * 2)
    made.add(0, -10)
    made.add(1, 1)
    made.legs = [(*leg, 0, 0) for leg in legs]

    with pytest.raises(Problem) as told:
        made.costed()

    assert told.value.code == "bad_production"


# --- allowances ------------------------------------------------------------------------------------------------------


@given(works(), st.data())
def test_what_inputs_carry_comes_out_or_is_posted_and_never_exceeds_cost(made, data):
    """Purchases are written down by some of their cost; all of it is on layers at the end, or was posted with a reason."""
    costed = made.costed()
    if costed.refused.height:
        return
    flows = costed.flows.with_columns(value_minor=pl.sum_horizontal(COMPONENTS), event=pl.lit("release_on_sale"))
    bought = flows.filter(pl.col("pool") < BOUGHT, pl.col("quantity_micro") > 0, pl.col("layer") == pl.col("move"))
    bought = bought.unique(["pool", "layer"], maintain_order=True).filter(
        pl.col("pool").is_in([pool for pool, method in enumerate(made.methods) if method != "moving_average"])
    )
    held = [data.draw(st.integers(0, value)) for value in bought["value_minor"]]
    rows = [(pool, layer, "expired", 2025 + layer % 2, amount, quantity, 0) for (pool, layer, quantity), amount in zip(
        bought.select("pool", "layer", "quantity_micro").rows(), held, strict=True)]  # fmt: skip
    before = pl.DataFrame([(pool, layer, base, 0) for pool, layer, *_, base, _ in rows], orient="row",
                          schema=dict.fromkeys(("pool", "layer", "quantity_micro", "consumed_micro"), pl.Int64))  # fmt: skip
    since = flows.join(bought.select("pool", "move"), on=["pool", "move"], how="anti", maintain_order="left")

    carried = carry(
        flows=since, links=pl.DataFrame(schema=LINKS), states=pl.DataFrame(rows, schema=STATES, orient="row"), layers=before,
        released_before=pl.DataFrame(schema=RELEASED_BEFORE), made=made.made(),
    )  # fmt: skip

    moved = carried.movements
    assert moved.filter(pl.col("kind") == "transfer")["amount_minor"].sum() == 0
    posted = moved.filter(pl.col("event") != "")["amount_minor"].sum()
    still = sum(
        0 if not amount else amount * (base - gone) // base
        for amount, base, gone in carried.states.select("amount_minor", "base_micro", "released_micro").iter_rows()
    )
    assert still - posted == sum(held)
    cost = flows.group_by("pool", "layer").agg(pl.col("value_minor").sum())
    for pool, layer, _, _, amount, base, gone in carried.states.iter_rows():
        own = cost.filter(pl.col("pool") == pool, pl.col("layer") == layer)["value_minor"].sum()
        assert 0 <= (amount * (base - gone) // base if amount else 0) <= own


# --- bills -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_a_component_is_below_all_that_it_goes_into_or_there_is_a_circle(pairs):
    circle = circle_of(pairs)
    if circle:
        assert circle[0] == circle[-1]
        assert set(pairwise(circle)) <= set(pairs)
        with pytest.raises(Problem, match="made of itself"):
            low_level_codes(pairs)
        return
    codes = low_level_codes(pairs)
    assert all(codes[component] > codes[parent] for parent, component in pairs)
    assert all(codes[item] == 0 for item in codes if item not in {component for _, component in pairs})


def test_only_bills_that_hold_together_can_make_a_circle():
    first, later = date(2026, 1, 1), date(2026, 3, 1)
    assert first_circle([(1, first, 2), (2, later, 1)]) == [1, 2, 1]
    assert first_circle([(1, first, 2), (1, later, 3), (2, later, 1)]) == []


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 999_999), st.integers(0, 10**9))
def test_of_what_is_drawn_as_much_is_left_as_the_bill_contains(batch, quantity, scrap, made):
    drawn = drawn_micro(
        line=BillLine(component=1, batch_micro=batch, quantity_micro=quantity, scrap_micro=scrap), made_micro=made
    )
    contains = quantity * made
    assert abs(drawn * (1_000_000 - scrap) * batch - contains * 1_000_000) * 2 <= (1_000_000 - scrap) * batch
