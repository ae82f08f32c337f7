"""Any history costs what the oracle says, which replays it from the definitions with exact fractions.

Thousands of random histories are pools of one frame and one call: receipts, issues, counts, purchase returns, sales returns,
goods that go over to another pool or stay in theirs, of every method, with layers from before and issues of too much. What
fails is made smaller until nothing can be left out, and printed. `LOWMARK_SOAK=1` draws a hundred thousand; LOWMARK_SEED
draws others. `make oracle` draws as many here and in every `test_random_histories_*`, of which `whole` mixes them all.
"""

import math
import os
from fractions import Fraction

import pytest

from lowmark.core.kinds import compiled
from tests.oracles import histories as oracle
from tests.oracles.shrinking import mended, shrunk, smaller
from tests.properties.random_histories import (
    BACK,
    COMING,
    GOING,
    INSIDE,
    MADE,
    METHODS,
    OVER,
    as_text,
    by_oracle,
    by_package,
    first_that_differs,
    frames_of,
    histories,
)

SEED = int(os.environ.get("LOWMARK_SEED", "20261122"))
SHRUNK = 20261122
"""What these histories shrink to can be said beforehand."""

BATCHES = 4
SOAKS = "LOWMARK_SOAK" in os.environ
EACH = (100_000 if SOAKS else 2_000) // BATCHES
EVERY = range(BATCHES if SOAKS else 1)
"""The batches of what is drawn beside these; each is a call or two of the package."""
COMPONENTS = ("purchase_minor", "freight_minor", "labour_minor")


def differs(those, components, *, rounded=round, **how):
    """Return the first history that the package and the oracle tell differently."""
    return first_that_differs(by_package(frames_of(those, components), **how), by_oracle(those, components, rounded))


def report(those, at, components, **how):
    """Fail with the smallest history that fails like one that does."""
    if differs([those[at]], components, **how) is None:
        pytest.fail(f"history {at} of seed {SEED} differs, though not by itself:\n{as_text(those[at])}")
    smallest = shrunk(those[at], lambda history: differs([history], components, **how) is not None)
    pytest.fail(f"history {at} of seed {SEED} differs; the smallest that does:\n{as_text(smallest)}")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_history_costs_what_the_oracle_says(batch, monkeypatch):
    """One batch by compiled kernels whatever its size, one with its rows in any order, each with its number of components."""
    if batch == 1:
        monkeypatch.setattr(compiled, "COMPILE_FROM_ROWS", 0)
    components = COMPONENTS[: 1 + batch % 3]
    how = {"shuffled_by": batch if batch == 2 else None}
    those = histories(EACH, seed=SEED + batch, components=len(components))

    at = differs(those, components, **how)

    if at is not None:
        report(those, at, components, **how)


def test_what_is_drawn_has_everything_in_it():
    those = histories(500, seed=SEED, components=1)

    told = by_oracle(those, COMPONENTS[:1])
    steps = [step for history in those for step in history.steps]
    assert {step.event for step in steps} == {*COMING, *GOING, BACK, OVER, INSIDE, MADE}
    assert {method for history in those for method in history.methods} == {*METHODS}
    assert {*told.refused["code"]} == {"short", "after_refusal", "source_refused", "by_products_over_cost"}
    assert told.refused["pool"].n_unique() < told.flows["pool"].n_unique() / 5
    assert max(step.quantity for step in steps) > 10**11
    assert not told.variances.is_empty()


def half_up(number):
    return math.floor(number + Fraction(1, 2))


def test_a_wrong_rounding_is_found_and_shrinks_to_half_of_a_cent():
    those, components = histories(200, seed=SHRUNK, components=2), COMPONENTS[:2]
    at = differs(those, components, rounded=half_up)

    smallest = shrunk(those[at], lambda history: differs([history], components, rounded=half_up) is not None)

    there = [*smallest.steps, *(layer for _, layer in smallest.layers)]
    assert len(there) <= 3
    assert max(each.quantity for each in there) <= 6
    assert sum(sum(each.values) for each in there) <= 6


def test_a_wrong_order_is_found_and_shrinks_to_two_receipts_and_an_issue(monkeypatch):
    monkeypatch.setitem(oracle.COSTED_BY, "fifo", oracle.newest_first)
    those, components = histories(200, seed=SHRUNK, components=1), COMPONENTS[:1]
    at = differs(those, components)

    smallest = shrunk(those[at], lambda history: differs([history], components) is not None)

    came = [*(layer for _, layer in smallest.layers), *(step for step in smallest.steps if step.event in COMING)]
    assert len(came) == 2
    assert [each.quantity for each in came] == [1, 1]
    assert len(smallest.steps) + len(smallest.layers) == 3


def test_what_is_smaller_could_have_happened():
    for history in histories(50, seed=SEED, components=1):
        for each in smaller(history):
            assert each == mended(each)
            for step in each.steps:
                back = sum(other.quantity for other in each.steps if other.source == step.number)
                assert back <= step.quantity
                assert step.quantity > 0


def test_the_oracle_says_what_one_can_check_by_hand():
    """3 for 100: one goes at 33, two at 67; one of the two comes back at 34 (half of 67 is even there), and goes at 34."""
    steps = tuple(
        oracle.Step(number, event, 0, quantity, number, 0, values, source)
        for number, (event, quantity, values, source) in enumerate(
            [("receipt", 3, (100,), 0), ("sale", 1, (), 0), ("sale", 2, (), 0), (BACK, 1, (), 2), ("scrap", 1, (), 0)]
        )
    )

    for method in ("fifo", "moving_average", "lifo"):
        (told,) = oracle.replay(oracle.History((method,), ((1, (0,)),), (), steps))
        assert [flow[6] for flow in told.flows] == [100, -33, -67, 34, -34]
