"""Any history in which standards are rolled costs what the oracle says: what is on hand is worth the new one from that day.

Goods that went at the old standard come back at what they cost then, and the new one makes the rest a variance. Rolls are on
first days of periods, where averages of periods begin anew as well. `LOWMARK_SOAK=1` draws as many as `test_random_histories`.
"""

from datetime import date, timedelta

import polars as pl
import pytest

from lowmark.core.costing.results import Costed
from lowmark.core.costing.rolls import ROLLS, cost_rolled
from tests.oracles.histories import replay
from tests.oracles.shrinking import shrunk
from tests.properties.random_histories import POOLS, as_frame, as_text, by_oracle, enough, frames_of, histories, rolled
from tests.properties.random_histories import first_that_differs as first_history
from tests.properties.test_random_histories import EACH, EVERY, SEED

VALUE = ("value_minor",)
DAYS = (8, 12, 20)


def by_package(those):
    """Cost all histories in one call."""
    frames = frames_of(those, VALUE)
    rolls = [(POOLS * h + roll.pool, roll.standard[0], *roll.standard[1], date(1970, 1, 1) + timedelta(days=roll.day))
             for h, history in enumerate(those) for roll in history.rolls]  # fmt: skip
    costed = cost_rolled(
        moves=frames.moves.drop("is_new").with_columns(pl.col("accounting_on").cast(pl.Date)), links=frames.links,
        standards=frames.standards, rolls=as_frame(rolls, ROLLS), made=frames.made,
    )  # fmt: skip
    days = pl.selectors.date().to_physical()
    return Costed(*(
        table.with_columns(days) for table in (costed.flows, costed.layers, costed.refused, costed.variances)
    ))  # fmt: skip


def differs(those):
    """Return the first history that the package and the oracle tell differently."""
    return first_history(by_package(those), by_oracle(those, VALUE))


def is_refused(history):
    return any(told.refused for told in replay(history))


def drawn(n, seed):
    those = rolled(histories(n, seed=seed, components=1), seed=seed, days=DAYS)
    return [history for history in those if history.rolls and not is_refused(history)]


@pytest.mark.parametrize("batch", EVERY)
def test_every_history_with_rolls_costs_what_the_oracle_says(batch):
    those = enough(EACH, seed=SEED + 7 + batch, draw=drawn)

    at = differs(those)

    if at is not None:
        smallest = shrunk(those[at], lambda history: not is_refused(history) and differs([history]) is not None)
        pytest.fail(f"history {at} of seed {SEED} differs; the smallest that does:\n{as_text(smallest)}")
