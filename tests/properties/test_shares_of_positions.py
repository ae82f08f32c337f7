"""Strata take from layers the same to the cent, whether all at once where both are alike, or one pool after the other."""

from collections import defaultdict

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.recording.positions import Held, spread
from lowmark.services.stock import positions

TEXTS = dict.fromkeys(("lot", "condition", "owner"), pl.String)
STRATA = {"item_id": pl.Int64, "quantity_micro": pl.Int64}
LAYERS = {"item_id": pl.Int64, **dict.fromkeys(positions.PARTS, pl.Int64)}
QUANTITIES = st.integers(1, 8)


@st.composite
def goods(draw, item):
    """Layers of an item, and strata that are alike, fewer, one heap, or anything."""
    layers = draw(st.lists(st.tuples(QUANTITIES, st.integers(0, 999), st.integers(0, 99)), max_size=4))
    there = [quantity for quantity, _, _ in layers]
    strata = draw(st.sampled_from([there, there[:-1], [sum(there)]]) | st.lists(st.integers(-2, 8), max_size=4))
    return [(item, *each) for each in layers], [(item, each) for each in strata]


@given(st.data(), st.integers(1, 6))
def test_the_quick_way_and_the_slow_way_share_alike(data, items):
    made = [data.draw(goods(item)) for item in range(items)]
    layers, strata = ([row for one in made for row in one[side]] for side in (0, 1))
    empty = [pl.lit("").alias(name) for name in TEXTS]
    there = pl.DataFrame(strata, schema=STRATA, orient="row").with_columns(empty).with_row_index("row")
    frame = pl.DataFrame(layers, schema=LAYERS, orient="row").with_columns(empty)
    held, lying = defaultdict(list), defaultdict(list)
    for item, *parts in layers:
        held[item].append(Held(*parts))
    for row, (item, quantity) in enumerate(strata):
        lying[item].append((row, max(quantity, 0)))
    wanted = {}
    for item, rows in lying.items():
        shares = spread(strata=[quantity for _, quantity in rows], layers=held[item])
        wanted |= {row: share for (row, _), share in zip(rows, shares, strict=True)}
    for few in (0, positions.IN_ONE_QUERY):
        found = positions.shared(there, frame, few=few).sort("row")
        told = found.select("row", "value_minor", "allowance_minor").iter_rows()
        assert {row: (cost, allowance) for row, cost, allowance in told} == wanted
