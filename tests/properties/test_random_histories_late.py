"""Any history that is told late, or of which it changes later what receipts cost, ends as the oracle says: day by day.

Some steps of each random history are recorded, and others come late; receipts are worth something else from some days on,
part of which was known when the first were recorded. The differences that costing anew posts are those between what counts
by the law on each day and what was recorded. `LOWMARK_SOAK=1` draws as many as `test_random_histories`.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from lowmark.core.costing.epochs import VALUES, Epochs, Pools
from lowmark.core.costing.recosting import RECORDED, recost
from tests.oracles.histories import Change, History, Step
from tests.oracles.recosting import counted
from tests.oracles.shrinking import shrunk
from tests.properties.random_histories import (
    FIRST,
    NUMBERS,
    POOLS,
    as_frame,
    as_text,
    enough,
    frames_of,
    histories,
    told_late,
)
from tests.properties.test_random_histories import EACH, EVERY, SEED

VALUE = ("value_minor",)
DAYS = (9, 14)
TOLD = ("flows", "variances", "stood", "layers")


def was_recorded(history):
    return replace(history, steps=tuple(step for step in history.steps if not step.is_late))


def by_oracle(history, days):
    """Return what was recorded, and what is to be besides; nothing of either where something is refused."""
    was = counted(was_recorded(history), days, lambda change: change.was)
    now = counted(history, days, lambda change: change.now)
    if was.is_refused or now.is_refused:
        return None
    late = {step.number for step in history.steps if step.is_late}
    new = sorted((flow for flow in now.own if flow[2] in late), key=lambda flow: flow[0])
    quantities, flows = Counter(now.quantities), Counter(now.flows)
    quantities.subtract(was.quantities)
    flows.subtract(was.flows)
    for pool, layer, move, _, day, seq, quantity, value in new:
        quantities[pool, layer, move, seq, day] -= quantity
        flows[pool, layer, move, seq, day] -= value
    adjusted = [(pool, layer, move, "adjust", day, seq, quantities[pool, layer, move, seq, day], value)
                for (pool, layer, move, seq, day), value in flows.items()
                if value or quantities[pool, layer, move, seq, day]]  # fmt: skip
    variances = Counter(now.variances)
    variances.subtract(was.variances)
    return was, {
        "flows": new + sorted(adjusted, key=lambda row: (row[0], row[4], row[5], row[2], row[1])),
        "variances": sorted(
            (pool, move, day, seq, value) for (pool, move, seq, day), value in variances.items() if value
        ),
        "stood": sorted(now.stood),
        "layers": [(pool, *layer) for pool, told in enumerate(now.last) for layer in told.layers],
    }


def by_package(those, told, days):
    """Cost all histories anew in one call; return what is to be recorded of each."""
    frames = frames_of(those, VALUE)
    recorded = [(POOLS * h + pool, h * NUMBERS + layer, h * NUMBERS + move, day, was.quantities[pool, layer, move, seq, day],
                 value) for h, (was, _) in enumerate(told) for (pool, layer, move, seq, day), value in was.flows.items()
                if value or was.quantities[pool, layer, move, seq, day]]  # fmt: skip
    values = [row for h, history in enumerate(those) for row in values_of(history, h, len(days) + 1)]
    recosted = recost(
        pools=Pools(moves=frames.moves, links=frames.links, standards=frames.standards, made=frames.made,
                    layers=frames.layers.with_columns(epoch=pl.lit(None, pl.Int64))),
        recorded=as_frame(recorded, RECORDED | {"accounting_on": pl.Int32}), epochs=Epochs(tuple(date(1970, 1, 1) + timedelta(days=day) for day in days)), values=as_frame(values, VALUES),
    )  # fmt: skip
    said = {"flows": recosted.flows, "variances": recosted.variances.sort("pool", "move", "accounting_on"),
            "stood": recosted.stood.sort("pool", "layer", "accounting_on"), "layers": recosted.costed.layers}  # fmt: skip
    found = [{name: [] for name in TOLD} for _ in those]
    for name, table in said.items():
        days_as_numbers = [
            pl.col(each).to_physical() for each in ("accounting_on", "opened_on") if each in table.columns
        ]
        numbers = pl.col("pool") // POOLS * NUMBERS
        own = table.with_columns(
            *days_as_numbers,
            *((pl.col(each) - numbers).alias(each) for each in ("layer", "move") if each in table.columns),
        )
        for pool, *row in own.iter_rows():
            found[pool // POOLS][name].append((pool % POOLS, *row))
    return found


def values_of(history, h, epochs):
    """Yield what receipts are worth in each epoch in which that is not what their moves say, and what it was."""
    for number in {change.step for change in history.changes}:
        for epoch in range(epochs):
            known = [change for change in history.changes if change.step == number and change.epoch <= epoch]
            if known:
                last = max(known, key=lambda change: change.epoch)
                yield h * NUMBERS + number, epoch, *last.now, *last.was


def with_what_they_come_to(those, days):
    """Return each history with what the oracle says of it, without those of which something is refused."""
    told = ((history, by_oracle(history, days)) for history in those)
    return [(history, both) for history, both in told if both is not None]


def first_of_told(those, days):
    """Return the first history that the package and the oracle tell differently."""
    found = by_package([history for history, _ in those], [told for _, told in those], days)
    return next((h for h, each in enumerate(found) if each != those[h][1][1]), None)


def first_that_differs(those, days):
    told = with_what_they_come_to(those, days)
    return first_of_told(told, days) if told else None


@pytest.mark.parametrize("days", [(), DAYS])
@pytest.mark.parametrize("batch", EVERY)
def test_every_history_that_is_told_late_ends_as_the_oracle_says(batch, days):
    def drawn(n, seed):
        those = told_late(histories(n, seed=seed, components=1), seed=seed, epochs=len(days) + 1)
        return with_what_they_come_to([history if days else replace(history, changes=()) for history in those], days)

    those = enough(EACH, seed=SEED + batch, draw=drawn)

    at = first_of_told(those, days)

    if at is not None:
        smallest = shrunk(those[at][0], lambda history: first_that_differs([history], days) is not None)
        pytest.fail(f"history {at} of seed {SEED} differs; the smallest that does:\n{as_text(smallest)}")


def test_a_variance_that_was_and_is_no_more_is_taken_back():
    """At a standard of 5: what came for 5 was said to have cost 7 from day 9 on, and costs 5 after all."""
    receipt = Step(FIRST, "receipt", 0, 1, day=5, seq=0, values=(5,))
    history = History(("standard",), ((1, (5,)),), (), (receipt,), changes=(Change(FIRST, 1, (7,), (5,)),))

    told = by_oracle(history, DAYS)
    (found,) = by_package([history], [told], DAYS)

    assert found == told[1]
    assert found["variances"] == [(0, FIRST, 9, 0, -2)]
