"""Set allowances as of a run's date when goods have moved since: replay what came after, and post the difference.

Before this: an approved run's shares; the states at the end of its date; all flows after it in the pools concerned, with
their links, and what was recorded for them. After this: the journal. The law: posting late is posting on the day, state
for state. So a later exit releases more, a sale's return gets its part back, goods that were re-pooled take their part
along into another pool, and a receipt that joined sets the layer anew, all on their own days.

* Which pools are concerned: those of the shares, and every pool that links reach from them, one way or the other
  (`concerned`). * Which states to begin with: `states_at` says it from what was recorded up to the date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from lowmark.core.write_downs.carry import NONE_STOOD, ORDER, STATES, carry, reach
from lowmark.core.write_downs.carrying import BACK, kind_of
from lowmark.core.write_downs.labels import Label, one_label
from lowmark.core.write_downs.late import Late
from lowmark.core.write_downs.makings import NO_LEGS

RECORDED: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "event": pl.String,
                   "allowance_reason": pl.String, "fiscal_year": pl.Int64, "amount_minor": pl.Int64}  # fmt: skip
SETTINGS: Final = ("opening", "charge", "reverse")
"""Kinds of allowance moves that set a layer, at the end of their day; all others are caused by a flow, or, without a move,
by a change of what the layer costs, at the start of its day."""

_AWAY: Final = {back: event for event, back in BACK.items()}
_KEY: Final = ("pool", "layer", "move", "accounting_on", "pair", "allowance_reason", "fiscal_year")
_NO_MOVE: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What happened after a day in all pools concerned, and what is recorded of it.

    Shapes: flows, links, released_before, stood and made: as `carry` takes them; layers too, at the end of the day. recorded:
            ``RECORDED``: what was recorded for those flows, amounts signed, transfers with an empty event; no move where a
            change of cost released it. classes: pool, move (null for any), item_class.
    """

    flows: pl.DataFrame
    links: pl.DataFrame
    released_before: pl.DataFrame
    layers: pl.DataFrame
    recorded: pl.DataFrame
    classes: pl.DataFrame
    stood: pl.DataFrame = field(default_factory=NONE_STOOD.clear)
    made: pl.DataFrame = field(default_factory=NO_LEGS.clear)


def replay_late(*, shares: pl.DataFrame, fiscal_year: int, as_of: date, states: pl.DataFrame, later: Later) -> Late:
    """Set allowances as of a day, and make of every later flow what it would have been.

    Shapes: shares: pool, layer, remaining_micro, held_minor (both at the end of the day), amount_minor (the signed
            change), reason, item_class. states: as `carry` takes them, at the end of the day, of all pools concerned, before
            the changes.
            ``changes``: pool, layer, reason, fiscal_year, item_class, amount_minor, remaining_micro.
            ``differences``: pool, layer, move (null for none), accounting_on, event, kind, reason, fiscal_year, item_class,
            amount_minor (signed change of allowance). A flow that should have taken more has its own event; one that
            should have taken less has the opposite event; a transfer none.
            ``states``: as `carry` returns them, today's.
    Domain: every flow is later than the day, and nothing else has been set since; a layer has one share.
    Source: IAS 2.34.

    >>> from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE
    >>> shares = pl.DataFrame({"pool": [1], "layer": [7], "remaining_micro": [20], "held_minor": [0],
    ...                        "amount_minor": [30], "reason": ["price_decline"], "item_class": ["merchandise"]})
    >>> flows = pl.DataFrame({"pool": [1], "layer": [7], "move": [9], "accounting_on": [date(2026, 11, 5)],
    ...                       "known_seq": [4], "quantity_micro": [-10], "value_minor": [-70],
    ...                       "event": ["release_on_sale"]})
    >>> layers = pl.DataFrame({"pool": [1], "layer": [7], "quantity_micro": [20], "consumed_micro": [0]})
    >>> later = Later(flows=flows, layers=layers, links=pl.DataFrame(schema=LINKS), recorded=pl.DataFrame(schema=RECORDED),
    ...               released_before=pl.DataFrame(schema=RELEASED_BEFORE),
    ...               classes=pl.DataFrame({"pool": [1], "move": [9], "item_class": ["merchandise"]}))
    >>> late = replay_late(shares=shares, fiscal_year=2026, as_of=date(2026, 10, 31), later=later,
    ...                    states=pl.DataFrame(schema=STATES))
    >>> late.differences["amount_minor"].to_list(), late.states.rows()
    ([-15], [(1, 7, 'price_decline', 2026, 30, 20, 10)])
    """
    assert later.flows.filter(pl.col("accounting_on") <= as_of).is_empty()
    assert shares.select(pl.struct("pool", "layer").is_unique().all()).item()

    carried = carry(
        flows=later.flows, links=later.links, states=_changed(shares, states, fiscal_year), layers=later.layers,
        released_before=later.released_before, stood=later.stood, made=later.made,
    )  # fmt: skip
    return Late(
        changes=shares.select("pool", "layer", "reason", pl.lit(fiscal_year, dtype=pl.Int64).alias("fiscal_year"),
                              "item_class", "amount_minor", "remaining_micro"),
        differences=_differences(carried.movements, later.recorded, later.classes),
        states=carried.states,
    )  # fmt: skip


def concerned(*, pools: set[int], links: pl.DataFrame) -> set[int]:
    """Return the pools that a change in some pools may reach over links, and those from which these are reached.

    Shapes: links: pool, source_pool, of all moves after the run's date.

    >>> concerned(pools={1}, links=pl.DataFrame({"pool": [2, 4], "source_pool": [1, 3]}))
    {1, 2}
    """
    pairs = links.select("source_pool", "pool").unique().rows()
    return reach(pools, [*pairs, *((pool, source) for source, pool in pairs)])


def states_at(*, flows: pl.DataFrame, movements: pl.DataFrame) -> pl.DataFrame:
    """Return the states at the end of a day, from what was recorded up to it.

    A layer is set by a charge or reversal, by a receipt that joins it, by goods that leave it for another pool, and by a
    change of cost that releases what it no longer bears. What it held just after the last of these is its amount, what it
    contained its base; what has left since is gone.
    The reason is that of its last movement (of what was taken over in several parts, that of most of it); the year the oldest
    that brought something since it last held nothing.

    Shapes: flows: pool, layer, move, accounting_on, known_seq, quantity_micro (signed), kind (of the flow: re_pool for
            goods re-pooled); movements: pool, layer, accounting_on, known_seq, kind, allowance_reason, fiscal_year,
            amount_minor, move (null for what sets a layer), in the order in which they were made within a move; both
            of whole layers, up to the day. Returns rows as `carry` takes states, of layers that hold something.
    Domain: what was set on a day was set at its end, what a change of cost released at its start.

    >>> flows = pl.DataFrame({"pool": [1, 1], "layer": [7, 7], "move": [7, 9], "known_seq": [1, 4], "accounting_on":
    ...                       [1, 5], "quantity_micro": [20, -10], "kind": ["receipt", "issue"]})
    >>> movements = pl.DataFrame({"pool": [1, 1], "layer": [7, 7], "move": [None, 9], "known_seq": [2, 5],
    ...     "accounting_on": [3, 5], "kind": ["charge", "release"], "allowance_reason": ["expired"] * 2,
    ...     "fiscal_year": [2026] * 2, "amount_minor": [30, -15]})
    >>> states_at(flows=flows, movements=movements).rows()
    [(1, 7, 'expired', 2026, 30, 20, 10)]
    """
    own = flows.join(movements, on=["pool", "layer"], how="semi").sort(
        *ORDER, pl.col("quantity_micro") > 0, maintain_order=True
    )  # fmt: skip
    movements = _without_undone(movements)
    steps = pl.concat([
        own.select("pool", "layer", "accounting_on", pl.lit(0).alias("phase"), pl.int_range(pl.len()).alias("place"),
                   "move", "quantity_micro", (pl.col("kind") == "re_pool").alias("re_pools")),
        movements.filter(pl.col("move").is_null()).sort("known_seq", maintain_order=True).select(
            "pool", "layer", "accounting_on", "phase", pl.int_range(pl.len()).alias("place"),
            pl.lit(None, dtype=pl.Int64).alias("move"), pl.lit(0, dtype=pl.Int64).alias("quantity_micro"),
            pl.lit(value=False).alias("re_pools")),
    ]).sort("pool", "layer", "accounting_on", "phase", "place")  # fmt: skip
    moved = _by_step(movements)
    rows = []
    for (pool, layer), part in steps.partition_by("pool", "layer", as_dict=True, maintain_order=True).items():
        row = _state_of(part, moved[pool, layer])
        if row is not None:
            rows.append((pool, layer, *row))
    return pl.DataFrame(sorted(rows), schema=STATES, orient="row")


def _without_undone(movements: pl.DataFrame) -> pl.DataFrame:
    """Say when in its day a movement comes (-1 before the moves, 1 after them), and drop what changes of cost did not do.

    What a change of cost released and a later fact restored on its day never was: such a layer was not set then.
    """
    sets = pl.col("kind").is_in(SETTINGS)
    by_cost = pl.col("move").is_null() & ~sets
    placed = movements.with_columns(phase=pl.when(by_cost).then(-1).otherwise(sets.cast(pl.Int32)).cast(pl.Int32))
    net = (
        pl.col("amount_minor").sum().over("pool", "layer", "accounting_on", "phase", "allowance_reason", "fiscal_year")
    )
    return placed.filter((pl.col("phase") >= 0) | (net != 0))


class _Said(NamedTuple):
    """What one movement says."""

    reason: str
    year: int
    amount_minor: int
    kind: str


def _by_step(movements: pl.DataFrame) -> dict[tuple[int, int], dict[int | None, list[_Said]]]:
    """Return kind, label and amount of every movement by layer and the move that caused it; settings, in order, under none."""
    found: dict[tuple[int, int], dict[int | None, list[_Said]]] = {}
    ordered = movements.sort("accounting_on", "phase", "known_seq", maintain_order=True)
    columns = ("pool", "layer", "move", "allowance_reason", "fiscal_year", "amount_minor", "kind")
    for pool, layer, move, *said in ordered.select(columns).iter_rows():
        found.setdefault((pool, layer), {}).setdefault(move, []).append(_Said(*said))
    return found


def _state_of(steps: pl.DataFrame, moved: Mapping[int | None, list[_Said]]) -> tuple[str, int, int, int, int] | None:
    """Return reason, year, amount, base and quantity gone of one layer after its steps, if it holds something."""
    held, left, amount, base, reason, year = 0, 0, 0, 0, "", 0
    settings = iter(moved.get(None, ()))
    for move, quantity, re_pools in steps.select("move", "quantity_micro", "re_pools").iter_rows():
        sets = quantity >= 0 or re_pools
        for said in [next(settings)] if quantity == 0 else moved.get(move, ()):
            if (
                said.kind == "opening" and held
            ):  # What is taken over in several parts stands as parts that come together.
                reason, year = one_label({Label(reason, year): held, Label(said.reason, said.year): said.amount_minor})
            else:
                if said.amount_minor > 0:
                    year = min(year, said.year) if held else said.year
                reason = said.reason
            held += said.amount_minor
        left += quantity
        if sets:
            amount, base = held, left
    return (reason, year, amount, base, base - left) if held else None


def _changed(shares: pl.DataFrame, states: pl.DataFrame, fiscal_year: int) -> pl.DataFrame:
    """Set the layers of the shares: for the run's reason, and the oldest year of which something is held (`one_label`)."""
    earlier = states.select("pool", "layer", earlier="fiscal_year")
    was_held = pl.when(pl.col("held_minor") > 0).then("earlier")
    year = pl.lit(fiscal_year, dtype=pl.Int64)
    changed = shares.join(earlier, on=["pool", "layer"], how="left", maintain_order="left").select(
        "pool", "layer", allowance_reason="reason", fiscal_year=pl.min_horizontal(was_held, year),
        amount_minor=pl.col("held_minor") + pl.col("amount_minor"), base_micro="remaining_micro",
        released_micro=pl.lit(0, dtype=pl.Int64),
    )  # fmt: skip
    assert changed.filter(pl.col("amount_minor") < 0).is_empty()
    return pl.concat([states.select(list(STATES)).join(shares, on=["pool", "layer"], how="anti"), changed])


def _differences(movements: pl.DataFrame, recorded: pl.DataFrame, classes: pl.DataFrame) -> pl.DataFrame:
    """Return by flow, reason and year what should have been recorded less what was."""
    columns = list(RECORDED)
    both = pl.concat([movements.select(columns), recorded.select(columns).with_columns(-pl.col("amount_minor"))])
    paired = both.with_columns(pair=pl.col("event").replace(_AWAY), move=pl.col("move").fill_null(_NO_MOVE))
    net = paired.group_by(_KEY).agg(pl.col("amount_minor").sum()).filter(pl.col("amount_minor") != 0)
    # One event takes away and its pair brings back, so the sign of a difference says which of the two it is.
    event = pl.when(pl.col("amount_minor") < 0).then("pair").otherwise(pl.col("pair").replace(dict(BACK)))
    kinds = {name: kind_of(name) for name in ("", *BACK, *_AWAY)}
    # What now stands under the layer's label comes after what is undone: the last movement says the label (`states_at`).
    step = ("pool", "layer", "move", "accounting_on")
    last = movements.with_columns(pl.col("move").fill_null(_NO_MOVE)).group_by(step).agg(
        pl.col("allowance_reason", "fiscal_year").last()
    )  # fmt: skip
    stands = last.with_columns(stands=pl.lit(value=True))
    found = (
        net.join(classes.unique(["pool", "move"]), on=["pool", "move"], how="left")
        .join(classes.unique("pool").select("pool", of_pool="item_class"), on="pool", how="left")
        .join(stands, on=[*step, "allowance_reason", "fiscal_year"], how="left")
        .with_columns(pl.col("stands").fill_null(value=False), pl.coalesce("item_class", "of_pool"), event=event)
    )
    assert found["item_class"].null_count() == 0, "something was recorded for goods that are not there"
    return found.sort("pool", "layer", "accounting_on", "move", "stands", *_KEY[4:]).select(
        "pool", "layer", pl.col("move").replace(_NO_MOVE, None).alias("move"), "accounting_on", "event",
        pl.col("event").replace_strict(kinds, return_dtype=pl.String).alias("kind"), pl.col("allowance_reason")
        .alias("reason"), "fiscal_year", "item_class", "amount_minor",
    )  # fmt: skip
