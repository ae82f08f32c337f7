"""Recorded in any order, a history ends as if it had been recorded in the order of its days.

Over pools of every method, with returns, goods re-pooled and allowances: some moves are posted, then the others come late.
What both came to is compared with one posting of all: flows by move and layer, layers, allowances and what moved of them,
and every account on every day.
"""

from collections import Counter
from dataclasses import replace

import polars as pl
from hypothesis import assume, given
from hypothesis import strategies as st

from lowmark.core.costing.recosting import RECORDED
from lowmark.core.flow_late import History, post_late
from lowmark.core.kinds.day import from_day
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES
from lowmark.core.write_downs.replay import RECORDED as CARRIED
from tests.properties.test_flow_one import BEFORE, LAYERS, LEGS, ROLES, STANDARD, _legs_and_links, as_table, histories

LATER = 10_000


@st.composite
def told_late(draw):
    """Draw a world, the moves that were known first, and those that came late, each in its place of the commit order."""
    world, steps = draw(histories(most=10))
    steps = [step for step in steps if step.returns != BEFORE]
    late = {step.move.move for step in steps if draw(st.booleans())}
    late |= {step.move.move for step in steps if step.returns in late}
    assume(late)
    known = [
        replace(step, move=replace(step.move, known_seq=step.move.known_seq + LATER * (step.move.move in late)))
        for step in steps
    ]
    places = {step.move.move: (step.move.accounting_on, step.move.known_seq) for step in known}
    assume(all(step.returns is None or places[step.returns] < places[step.move.move] for step in known))
    first = [step for step in known if step.move.move not in late]
    return world, first, sorted(known, key=lambda step: places[step.move.move]), late


def added(world, first, steps, late):
    """Post the late moves among those that were posted first."""
    legs, links, _ = _legs_and_links(world, steps)
    pools = world.pools.values()
    layers = [(pool.pool, one.layer, from_day(one.opened_on), one.known_seq, one.quantity_micro, one.consumed_micro, *one.values)
              for pool in pools for one in pool.layers]  # fmt: skip
    states = [(pool.pool, layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro,
               one.state.released_micro) for pool in pools for layer, one in pool.allowances.items()]  # fmt: skip
    standards = [(pool.pool, pool.standard.quantity_micro, *pool.standard.values) for pool in pools if pool.standard]
    linked = pl.DataFrame(links, LINKS, orient="row")
    return post_late(
        moves=pl.DataFrame(legs, LEGS, orient="row").with_columns(is_new=pl.col("move").is_in(list(late))),
        links=linked, carried_links=linked, roles=ROLES, document="D-2",
        standards=pl.DataFrame(standards, STANDARD, orient="row"),
        history=History(
            layers=pl.DataFrame(layers, LAYERS, orient="row"), allowances=pl.DataFrame(states, STATES, orient="row"),
            recorded=first.costed.flows.select(list(RECORDED)), carried=first.movements.select(list(CARRIED)),
            released_before=pl.DataFrame(schema=RELEASED_BEFORE),
        ),
    )  # fmt: skip


def summed(frames, key, value):
    """Sum what frames say by a key; what comes to nothing is left out."""
    found = Counter()
    for frame in frames:
        for row in frame.select(*key, *value).iter_rows():
            for place, amount in enumerate(row[len(key) :]):
                found[row[: len(key)], place] += amount
    return {each: amount for each, amount in found.items() if amount}


def lines(posting):
    journal = posting.journal
    return journal.lines.join(journal.entries.select("entry", "accounting_on"), on="entry")


def still_held(posting):
    """Return the states that matter: of layers that hold something."""
    held = posting.allowances.filter(pl.col("amount_minor") > 0, pl.col("released_micro") < pl.col("base_micro"))
    return sorted(held.select(list(STATES)).rows())


@given(told_late())
def test_told_in_any_order_it_ends_as_if_told_in_the_order_of_days(told):
    world, first, steps, late = told
    known, whole = as_table(world, first), as_table(world, steps)
    assume(known.costed.refused.is_empty())

    posted = added(world, known, steps, late)

    assert posted.costed.refused.rows() == whole.costed.refused.rows()
    if not whole.costed.refused.is_empty():
        assert posted.flows.is_empty() and posted.movements.is_empty() and posted.journal.entries.is_empty()
        return
    moved, sums = ("pool", "layer", "move"), ("quantity_micro", "value_minor")
    assert summed([known.flows, posted.flows], moved, sums) == summed([whole.flows], moved, sums)
    assert posted.costed.layers.rows() == whole.costed.layers.rows()
    label = (*moved, "allowance_reason", "fiscal_year")
    both = [known.movements, posted.movements]
    assert summed(both, label, ["amount_minor"]) == summed([whole.movements], label, ["amount_minor"])
    assert still_held(posted) == still_held(whole)
    account = ("accounting_on", "account_id", "reason", "item_class")
    assert summed([lines(known), lines(posted)], account, ["amount_minor"]) == summed(
        [lines(whole)], account, ["amount_minor"]
    )

    assert_only_adjusted(posted.flows, first, late)


def assert_only_adjusted(flows, first, late):
    """What is recorded is only ever adjusted, and no adjustment moves goods in or out of a pool."""
    adjusted = flows.filter(pl.col("kind") == "adjust")
    assert set(adjusted["move"]) <= {step.move.move for step in first}
    assert set(flows.filter(pl.col("kind") != "adjust")["move"]) <= late
    by_pool = adjusted.group_by("pool", "move").agg(pl.col("quantity_micro").sum())
    assert by_pool.filter(pl.col("quantity_micro") != 0).is_empty()
