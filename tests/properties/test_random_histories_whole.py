"""Any history with everything in it at once ends as the oracle says: day by day, move by move, layer by layer.

Receipts, issues, returns, goods that go over, productions, of every method, with layers from before; steps that come late,
receipts that cost something else from later days on, standards that are rolled, averages that are trued up as their periods end.
All of it is costed anew in one call, and what is posted is what counts by the law less what was recorded. What this leaves out
is decided before costing, by quantities alone: whose goods they are, and what is assumed to have come for sales of more than there
is (`test_random_histories_owned`); or takes several components of cost (`test_random_histories`). `LOWMARK_SOAK=1` draws a
hundred thousand, in batches.
"""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

from lowmark.core.costing.epochs import VALUES, Epochs, Pools
from lowmark.core.costing.recosting import NONE_REVALUED, RECORDED, recost
from lowmark.core.costing.rolls import ROLLS
from lowmark.core.costing.true_ups import TRUE_UPS, provisionally
from tests.oracles.recosting import Counted, counted
from tests.oracles.shrinking import shrunk_together
from tests.properties.random_histories import (
    NUMBERS,
    POOLS,
    as_frame,
    as_text,
    enough,
    frames_of,
    histories,
    rolled,
    told_late,
)
from tests.properties.test_random_histories import EACH, EVERY, SEED, SHRUNK, SOAKS
from tests.properties.test_random_histories_late import values_of, was_recorded

VALUE = ("value_minor",)
ROLLED, CHANGED = (8, 12, 20), (9, 14)
AVERAGED = "weighted_average"
EPOCHS = Epochs(tuple(date(1970, 1, 1) + timedelta(days=day) for day in CHANGED))


def drawn(n, seed):
    """Draw histories with what they come to; those of which something is refused are for others."""
    those = told_late(histories(n, seed=seed, components=1), seed=seed + 1, epochs=EPOCHS.n)
    several = rolled(those, seed=seed + 2, days=ROLLED, keeps_layers=True)
    return [(history, *told) for history in several if (told := by_oracle(history)) is not None]


def by_oracle(history):
    """Return what was recorded, and what counts with all that has come to be known; nothing where something is refused."""
    was = counted(was_recorded(history), CHANGED, lambda change: change.was, trues_up=True)
    if was.is_refused:
        return None
    now = counted(history, CHANGED, lambda change: change.now, trues_up=True)
    return None if now.is_refused else (was, now)


def told_by_oracle(history, was, now):
    """Say what is to be posted: flows of new moves, adjustments, revaluations, variances; how layers stood, and stand."""
    late = {step.number for step in history.steps if step.is_late}
    flows: Counter[tuple] = Counter()
    quantities: Counter[tuple] = Counter()
    for sign, counts in ((1, now), (-1, was)):
        for key, value in counts.flows.items():
            flows[placed(history, *key, "adjust")] += sign * value
            quantities[placed(history, *key, "adjust")] += sign * counts.quantities[key]
    for pool, layer, move, kind, day, seq, quantity, value in now.own:
        if move in late:
            for kind_of, sign in (("adjust", -1), (kind, 1)):
                flows[placed(history, pool, layer, move, seq, day, kind_of)] += sign * value
                quantities[placed(history, pool, layer, move, seq, day, kind_of)] += sign * quantity
    layers = {pool: stands(history, pool, told.layers) for pool, told in enumerate(now.last)}
    return {
        "flows": {key: (quantities[key], value) for key, value in flows.items()
                  if value or quantities[key] or key[-1] != "adjust"},
        "revalued": without_zeros(less(now.revalued, was.revalued)),
        "variances": without_zeros(less(now.variances, was.variances)),
        "stood": {row for row in now.stood if history.methods[row[0]] != AVERAGED}, "layers": layers,
    }  # fmt: skip


def placed(history, pool, layer, move, seq, day, kind):
    """Say where a flow counts: by layer, but where a period's average is laid on what is there at its end, by move alone."""
    return pool, 0 if history.methods[pool] == AVERAGED else layer, move, seq, day, kind


def stands(history, pool, layers):
    """Return a pool's layers, of an average what is left of them."""
    if history.methods[pool] != AVERAGED:
        return sorted(layers)
    left = [(quantity - gone, value - round(Fraction(value * gone, quantity)))
            for _, _, _, quantity, gone, value in layers if gone < quantity]  # fmt: skip
    return sum(quantity for quantity, _ in left), sum(value for _, value in left)


def less(some, others):
    found = Counter(some)
    found.subtract(others)
    return found


def without_zeros(counts):
    return {key: value for key, value in counts.items() if value}


def by_package(those):
    """Cost all histories anew in one call."""
    named = [(h, history, was) for h, (history, was, _) in enumerate(those)]
    frames = frames_of([history for _, history, _ in named], VALUE)
    recorded, revalued = [], []
    for h, _, was in named:
        recorded += [(POOLS * h + pool, h * NUMBERS + layer, h * NUMBERS + move, day,
                      was.quantities[pool, layer, move, seq, day], value)
                     for (pool, layer, move, seq, day), value in was.flows.items()]  # fmt: skip
        revalued += [(POOLS * h + pool, h * NUMBERS + layer, day, value)
                     for (pool, layer, day), value in was.revalued.items()]  # fmt: skip
    rolls = [(POOLS * h + roll.pool, roll.standard[0], *roll.standard[1], as_date(roll.day))
             for h, history, _ in named for roll in history.rolls]  # fmt: skip
    values = [row for h, history, _ in named for row in values_of(history, h, EPOCHS.n)]
    days = pl.col("accounting_on").cast(pl.Date)
    pools = Pools(
        moves=frames.moves.with_columns(days, method=provisionally(pl.col("method"))), links=frames.links,
        layers=frames.layers.with_columns(pl.col("opened_on").cast(pl.Date), epoch=pl.lit(None, pl.Int64)),
        standards=frames.standards, made=frames.made, rolls=as_frame(rolls, ROLLS),
        true_ups=as_frame([*true_ups(named)], TRUE_UPS),
    )  # fmt: skip
    of_days = {"accounting_on": pl.Int32}
    return told_by_package(
        those,
        recost(
            pools=pools, recorded=as_frame(recorded, RECORDED | of_days).with_columns(days), epochs=EPOCHS,
            values=as_frame(values, VALUES),
            revalued=as_frame(revalued, dict(NONE_REVALUED.schema) | of_days).with_columns(days),
        ),
    )  # fmt: skip


def true_ups(named):
    """Yield the periods of pools that are averaged: those in which their history has any move."""
    for h, history, _ in named:
        length = history.days_of_period
        for period in sorted({history.period(step.day) for step in history.steps}):
            for pool, method in enumerate(history.methods):
                if method == AVERAGED:
                    yield POOLS * h + pool, as_date(length * period), as_date(length * (period + 1) - 1)


def as_date(day):
    return date(1970, 1, 1) + timedelta(days=day)


def told_by_package(those, recosted):
    """Put what the package says in the oracle's terms, history by history."""
    assert recosted.costed.refused.is_empty()
    found = [{"flows": Counter(), "revalued": {}, "variances": {}, "stood": set(), "layers": [[] for _ in range(POOLS)]}
             for _ in those]  # fmt: skip
    quantities: list[Counter[tuple]] = [Counter() for _ in those]
    for pool, layer, move, kind, day, seq, quantity, value in in_numbers(recosted.flows):
        h = pool // POOLS
        key = placed(those[h][0], pool % POOLS, layer - NUMBERS * h, move - NUMBERS * h, seq, day, kind)
        found[h]["flows"][key] += value
        quantities[h][key] += quantity
    for pool, layer, _, _, day, _, _, value in in_numbers(recosted.revalued):
        found[pool // POOLS]["revalued"][pool % POOLS, layer - NUMBERS * (pool // POOLS), day] = value
    for pool, move, day, seq, value in in_numbers(recosted.variances):
        found[pool // POOLS]["variances"][pool % POOLS, move - NUMBERS * (pool // POOLS), seq, day] = value
    for pool, layer, day, value in in_numbers(recosted.stood):
        h = pool // POOLS
        if those[h][0].methods[pool % POOLS] != AVERAGED:
            found[h]["stood"].add((pool % POOLS, layer - NUMBERS * h, day, value))
    for pool, layer, *row in in_numbers(recosted.costed.layers):
        found[pool // POOLS]["layers"][pool % POOLS].append((layer - NUMBERS * (pool // POOLS), *row))
    for (history, *_), each, of_flows in zip(those, found, quantities, strict=True):
        each["flows"] = {key: (of_flows[key], value) for key, value in each["flows"].items()
                         if value or of_flows[key] or key[-1] != "adjust"}  # fmt: skip
        each["layers"] = {pool: stands(history, pool, layers) for pool, layers in enumerate(each["layers"])}
    return found


def in_numbers(table):
    return table.with_columns(pl.selectors.date().to_physical()).iter_rows()


def first_that_differs(those):
    """Return the place of the first history of which package and oracle say something else."""
    if not those:
        return None
    found = by_package(those)
    return next((h for h, each in enumerate(those) if found[h] != told_by_oracle(*each)), None)


def first_of(several):
    """Return the place of the first history that differs, of several of which some may be refused."""
    asked = [(place, (history, *told)) for place, history in enumerate(several) if (told := by_oracle(history))]
    at = first_that_differs([each for _, each in asked])
    return None if at is None else asked[at][0]


@pytest.mark.parametrize("batch", EVERY)
def test_every_history_with_everything_in_it_ends_as_the_oracle_says(batch):
    n = EACH if SOAKS else EACH // 2
    those = enough(n, seed=SEED + 100 + batch, draw=drawn)

    at = first_that_differs(those)

    if at is not None:
        smallest = shrunk_together(those[at][0], first_of)
        pytest.fail(
            f"history {at} of seed {SEED}, batch {batch}, differs; the smallest that does:\n{as_text(smallest)}"
        )
    print(
        f"{len(those)} histories, {sum(len(history.steps) for history, *_ in those)} steps, batch {batch}, seed {SEED}"
    )
    told = [told_by_oracle(*each) for each in those]
    for name in ("flows", "revalued", "variances", "stood"):
        assert sum(bool(each[name]) for each in told) > n / 20
    for often in (lambda history: history.productions, lambda history: history.layers, lambda history: history.changes):
        assert sum(bool(often(history)) for history, *_ in those) > n / 5


def test_what_counts_a_day_late_is_found_and_shrinks_to_what_makes_an_average(monkeypatch):
    """An oracle that lets what a period trues up count on the day after it is told from the package by a few steps."""
    counts = Counted.add
    monkeypatch.setattr(Counted, "add", lambda self, before, told, begins, changes_on=None: counts(
        self, before, told, begins, None if changes_on is None else changes_on + 1))  # fmt: skip
    those = enough(40, seed=SHRUNK, draw=drawn)
    at = first_that_differs(those)

    smallest = shrunk_together(those[at][0], first_of)

    assert "weighted_average" in smallest.methods
    assert len(smallest.steps) + len(smallest.layers) <= 4
