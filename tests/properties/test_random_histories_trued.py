"""Any history in which averages of periods are trued up as these end comes to what the oracle says of them at once.

On the way goods go at the moving average; what they cost in the end is the average of their period, and what others take from
them follows, layer by layer. `LOWMARK_SOAK=1` draws as many as `test_random_histories`.
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

from lowmark.core.costing.rolls import NO_ROLLS, cost_rolled
from lowmark.core.costing.true_ups import TRUE_UPS, provisionally
from tests.oracles.histories import BACK, History, Step, replay
from tests.oracles.recosting import counted
from tests.oracles.shrinking import shrunk
from tests.properties.random_histories import FIRST, POOLS, as_frame, as_text, by_oracle, enough, frames_of, histories
from tests.properties.test_random_histories import EACH, EVERY, SEED

VALUE = ("value_minor",)
PERIODIC = "weighted_average"


def as_date(day):
    return date(1970, 1, 1) + timedelta(days=day)


def drawn(n, seed):
    """Draw histories with at least one pool by averages of periods, and none by another periodic formula."""
    instead = {"lifo_periodic": PERIODIC}
    those = [
        replace(history, methods=tuple(instead.get(method, method) for method in history.methods))
        for history in histories(n, seed=seed, components=1)
    ]
    return [history for history in those if is_averaged(history)]


def is_averaged(history):
    several = any(
        history.methods[pool] == PERIODIC and sum(of == pool for of, _ in history.layers) > 1 for pool in range(POOLS)
    )
    if PERIODIC not in history.methods or several or any(told.refused for told in replay(history)):
        return False
    return not counted(history, (), lambda change: change.now, trues_up=True).is_refused  # Nor is it on the way.


def periods_of(history):
    """Return the first and last day of each period that has a move: the same days in all histories."""
    length = history.days_of_period
    return [
        (length * period, length * (period + 1) - 1)
        for period in sorted({history.period(step.day) for step in history.steps})
    ]


def by_package(those):
    """Cost all histories in one call."""
    frames = frames_of(those, VALUE)
    true_ups = [(POOLS * h + pool, as_date(first), as_date(last)) for h, history in enumerate(those)
                for pool, method in enumerate(history.methods) if method == PERIODIC for first, last in periods_of(history)]  # fmt: skip
    moves = frames.moves.drop("is_new", "period").with_columns(
        pl.col("accounting_on").cast(pl.Date), method=provisionally(pl.col("method"))
    )
    return cost_rolled(
        moves=moves, links=frames.links, standards=frames.standards, made=frames.made, rolls=NO_ROLLS,
        layers=frames.layers.with_columns(pl.col("opened_on").cast(pl.Date)), true_ups=as_frame(true_ups, TRUE_UPS),
    )  # fmt: skip


def said(costed, those):
    """Return what counts: by move of averaged pools, by layer too of others, and what is left in all."""
    averaged = [
        POOLS * h + pool
        for h, history in enumerate(those)
        for pool in range(POOLS)
        if history.methods[pool] == PERIODIC
    ]
    is_averaged = pl.col("pool").is_in(averaged)
    flows = costed.flows.with_columns(layer=pl.when(is_averaged).then(pl.lit(0)).otherwise("layer"))
    left = pl.DataFrame(
        [(pool, quantity - gone, value - round(Fraction(value * gone, quantity))) for pool, quantity, gone, value in
         costed.layers.select("pool", "quantity_micro", "consumed_micro", "value_minor").iter_rows() if gone < quantity],
        schema=dict.fromkeys(("pool", "left_micro", "left_minor"), pl.Int64), orient="row",
    )  # fmt: skip
    return {
        "flows": flows.group_by("pool", "layer", "move").agg(pl.col("quantity_micro", "value_minor").sum()).sort(
            "pool", "layer", "move"
        ),
        "left": left.group_by("pool").agg(pl.col("left_micro", "left_minor").sum()).sort("pool"),
        "variances": costed.variances.group_by("pool", "move").agg(pl.col("value_minor").sum()).filter(
            pl.col("value_minor") != 0
        ).sort("pool", "move"),
    }  # fmt: skip


def first_that_differs(those):
    """Return the first history of which package and oracle say something else."""
    found, told = said(by_package(those), those), said(by_oracle(those, VALUE), those)
    for name, table in found.items():
        columns = table.columns
        other = pl.concat([table.join(told[name], on=columns, how="anti", nulls_equal=True),
                           told[name].select(columns).join(table, on=columns, how="anti", nulls_equal=True)])  # fmt: skip
        if not other.is_empty():
            return int(other["pool"].min()) // POOLS
    return None


@pytest.mark.parametrize("batch", EVERY)
def test_every_history_that_is_trued_up_costs_what_the_oracle_says(batch):
    those = enough(EACH, seed=SEED + 11 + batch, draw=drawn)

    at = first_that_differs(those)

    if at is not None:
        smallest = shrunk(
            those[at],
            lambda history: bool(history.steps) and is_averaged(history) and first_that_differs([history]) is not None,
        )
        pytest.fail(f"history {at} of seed {SEED} differs; the smallest that does:\n{as_text(smallest)}")


def test_what_comes_back_at_one_moment_comes_back_in_the_order_of_its_moves_however_rows_come():
    """Six cost 149; three of them come back in a later period and then three: 74 (half of 149 to even), and 75."""
    steps = (
        Step(FIRST, "receipt", 0, 6, 4, 0, (149,)), Step(FIRST + 1, "sale", 0, 6, 5, 0),
        *(Step(FIRST + 2 + nth, BACK, 1, 3, 17, 3, source=FIRST + 1) for nth in range(2)),
    )  # fmt: skip
    history = History((PERIODIC, "fifo", "fifo"), ((1, (0,)),) * POOLS, (), steps)
    frames = frames_of([history], VALUE)

    costed = cost_rolled(
        moves=frames.moves.reverse().drop("is_new", "period").with_columns(
            pl.col("accounting_on").cast(pl.Date), method=provisionally(pl.col("method"))
        ),
        links=frames.links.reverse(), standards=frames.standards, rolls=NO_ROLLS,
        true_ups=as_frame([(0, as_date(4), as_date(7))], TRUE_UPS),
    )  # fmt: skip

    assert costed.flows.filter(pl.col("pool") == 1)["value_minor"].to_list() == [74, 75]
