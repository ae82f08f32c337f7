"""The parts of what goods cost are the whole, after every move of every pool, whatever happened to the goods.

The same random histories are costed with their parts and with the sums of these. The parts that come out are those of the oracle,
which replays each part by itself from the definitions, but for what rounding puts right; and no pool that is empty has any.
"""

import os
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from lowmark.core.costing.components import PARTS, WHOLE, brought
from lowmark.core.costing.rolls import cost_rolled
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.problems import Problem
from tests.properties.random_histories import POOLS, as_frame, by_oracle, by_package, frames_of, histories, rolled

SEED = int(os.environ.get("LOWMARK_SEED", "20261123"))
EACH = 20_000 if "LOWMARK_SOAK" in os.environ else 600
FED = {"pool": pl.Int64, "source_pool": pl.Int64}


def drawn(n, seed):
    """Draw histories of pools that begin with nothing."""
    return [replace(history, layers=()) for history in with_parts(histories(n, seed=seed, components=1))]


def with_parts(those):
    """Split what is said of histories into parts, as a table of random numbers has it."""
    random = np.random.default_rng(SEED)

    def split(values):
        if not values:
            return ()
        weights = random.integers(0, 4, len(PARTS))
        weights[random.integers(len(PARTS))] += 1
        return tuple(largest_remainder(values[0], weights.tolist()))

    return [
        replace(
            history, standards=tuple((quantity, split(values)) for quantity, values in history.standards),
            steps=tuple(replace(step, values=split(step.values)) for step in history.steps),
            productions=tuple(
                replace(one, known=split(one.known), outputs=tuple(replace(out, known=split(out.known)) for out in one.outputs))
                for one in history.productions
            ),
        )
        for history in those
    ]  # fmt: skip


def in_all(history):
    """Return a history with one amount for the sum of each."""

    def summed(one):
        return (sum(one),) if one else one

    return replace(
        history, standards=tuple((quantity, summed(values)) for quantity, values in history.standards),
        steps=tuple(replace(step, values=summed(step.values)) for step in history.steps),
        productions=tuple(
            replace(one, known=summed(one.known), outputs=tuple(replace(out, known=summed(out.known)) for out in one.outputs))
            for one in history.productions
        ),
    )  # fmt: skip


def costed_both(those):
    """Cost histories as a whole and by part; leave out those of which either refuses something."""
    kept = those
    for _ in range(2):
        whole, parts = by_package(frames_of(list(map(in_all, kept)), (WHOLE,))), by_package(frames_of(kept, PARTS))
        refused = set(pl.concat([whole.refused["pool"], parts.refused["pool"]]) // POOLS)
        kept = [history for h, history in enumerate(kept) if h not in refused]
    assert not refused
    return kept, whole, parts


def fed_by(those):
    """Return every pool as fed by all others of its history."""
    rows = [
        (POOLS * h + pool, POOLS * h + other)
        for h in range(len(those))
        for pool in range(POOLS)
        for other in range(POOLS)
    ]
    return pl.DataFrame(rows, FED, orient="row")


@pytest.fixture(scope="module")
def told():
    kept, whole, parts = costed_both(drawn(EACH, SEED))
    assert len(kept) > EACH / 5
    return kept, brought(whole=whole, parts=parts, fed=fed_by(kept)), whole


def test_the_parts_of_every_move_are_what_the_whole_says_of_it(told):
    _, found, whole = told
    sums = whole.flows.group_by("pool", "move").agg(pl.col(WHOLE).sum()).sort("pool", "move")
    assert found.select("pool", "move", value_minor=pl.sum_horizontal(PARTS)).sort("pool", "move").equals(sums)


def test_what_is_empty_is_empty_in_every_part_and_nothing_that_is_there_is_below_nothing(told):
    _, found, _ = told
    left = found.group_by("pool").agg(pl.col("quantity_micro", *PARTS).sum())
    assert left.select(pl.min_horizontal(PARTS).min()).item() >= 0
    empty = left.filter(pl.col("quantity_micro") == 0)
    assert empty.height > EACH / 20
    assert empty.select(pl.sum_horizontal(PARTS).sum()).item() == 0


def test_each_part_is_what_the_oracle_says_but_for_what_rounding_put_right(told):
    those, found, _ = told
    oracle = by_oracle(those, PARTS).flows.group_by("pool", "move").agg(pl.col(PARTS).sum())
    both = found.join(oracle, on=["pool", "move"], suffix="_oracle", maintain_order="left")
    apart = both.select("rounded_minor", *(
        (pl.col(name) - pl.col(f"{name}_oracle")).cum_sum().over("pool").alias(name) for name in PARTS
    ))  # fmt: skip
    assert apart.filter(pl.sum_horizontal(PARTS) != pl.col("rounded_minor")).is_empty()
    assert apart.filter(pl.sum_horizontal(pl.col(PARTS).abs()) != pl.col("rounded_minor").abs()).is_empty()
    assert apart["rounded_minor"].abs().max() < 4 * len(PARTS)


def test_more_than_rounding_is_an_error(told):
    those, _, whole = told
    frames = frames_of(those, PARTS)
    first = pl.int_range(pl.len()) == pl.arg_where(pl.col(PARTS[0]).is_not_null()).first()
    more = replace(frames, moves=frames.moves.with_columns(pl.col(PARTS[0]) + pl.when(first).then(10**6).otherwise(0)))
    with pytest.raises(Problem) as caught:
        brought(whole=whole, parts=by_package(more), fed=fed_by(those))
    assert caught.value.code == "parts_differ"


@pytest.mark.parametrize("is_averaged", [False, True], ids=["rolled", "averaged"])
def test_parts_of_rolled_standards_and_of_averages_that_are_said_are_each_as_if_by_itself(is_averaged):
    those = rolled_histories(EACH // 2)
    assert len(those) > EACH / 20
    names = ("one_minor", "other_minor")
    both = as_told(those, names, is_averaged=is_averaged)
    for k, name in enumerate(names):
        apart = as_told([only(history, k) for history in those], (WHOLE,), is_averaged=is_averaged)
        for table in ("flows", "variances"):
            own = getattr(both, table).rename({name: WHOLE}).drop(names, strict=False)
            key = [column for column in own.columns if column != WHOLE]
            sums = (one.group_by(key).agg(pl.col(WHOLE).sum()).filter(pl.col(WHOLE) != 0).sort(key) for one in
                    (own, getattr(apart, table)))  # fmt: skip
            one, other = sums
            assert one.equals(other)


def rolled_histories(n):
    """Draw histories of two components with standards that are rolled, none of which is refused a move."""
    found = [
        history for history in histories(n, seed=SEED + 1, components=2)
        if "lifo_periodic" not in history.methods and not history.productions
    ]  # fmt: skip
    ones = rolled([only(replace(history, layers=()), 0) for history in found], seed=SEED, days=(8, 12))
    refused = set(
        cost_frames([replace(one, rolls=()) for one in ones], (WHOLE,), is_averaged=False, rolls=()).refused["pool"]
        // POOLS
    )
    return [
        replace(history, layers=(), rolls=tuple(replace(roll, standard=(roll.standard[0], roll.standard[1] * 2)) for roll in one.rolls))
        for h, (history, one) in enumerate(zip(found, ones, strict=True)) if h not in refused
    ]  # fmt: skip


def only(history, k):
    """Return a history of one of its components."""
    return replace(
        history, standards=tuple((quantity, (values[k],)) for quantity, values in history.standards),
        steps=tuple(replace(step, values=step.values[k : k + 1]) for step in history.steps),
        rolls=tuple(replace(roll, standard=(roll.standard[0], roll.standard[1][k : k + 1])) for roll in history.rolls),
    )  # fmt: skip


def as_date(day):
    return date(1970, 1, 1) + timedelta(days=day)


def as_told(those, components, *, is_averaged):
    rolls = () if is_averaged else [
        (POOLS * h + roll.pool, roll.standard[0], *roll.standard[1], as_date(roll.day)) for h, one in enumerate(those) for roll in one.rolls
    ]  # fmt: skip
    return cost_frames(those, components, is_averaged=is_averaged, rolls=rolls)


def cost_frames(those, components, *, is_averaged, rolls):
    """Cost histories with rolls; or with averages of the whole of their time, which are said at its end."""
    frames = frames_of(those, components)
    method = pl.when(pl.col("method") == "weighted_average").then(pl.lit("moving_average")).otherwise("method")
    moves = frames.moves.drop("is_new", "period").with_columns(pl.col("accounting_on").cast(pl.Date), method=method)
    averaged = frames.moves.filter(pl.col("method") == "weighted_average")["pool"].unique().sort()
    true_ups = pl.DataFrame({"pool": averaged}).with_columns(starts_on=as_date(0), ends_on=as_date(10_000))
    valued = dict.fromkeys(components, pl.Int64)
    return cost_rolled(
        moves=moves, links=frames.links, standards=frames.standards, components=components,
        rolls=as_frame(list(rolls), {"pool": pl.Int64, "quantity_micro": pl.Int64, **valued, "valid_from": pl.Date}),
        **({"true_ups": true_ups} if is_averaged else {}),
    )  # fmt: skip
