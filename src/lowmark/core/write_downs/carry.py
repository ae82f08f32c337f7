"""Carry the allowances of many layers with all flows of a batch, or of a replay.

Before this: costing (flows and layers); the store (allowances as they stand, what links join). After this: the journal
takes the movements, the store the states. Flows of pools that a link joins and that carry something are taken one by
one through `carrying`, whose laws hold here; all others go through one kernel, layer by layer; flows of layers without
an allowance are not looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.write_downs.allowance import AllowanceState, release_many
from lowmark.core.write_downs.carrying import (
    Allowance,
    Carrier,
    CarryFlow,
    CarryLink,
    Layer,
    Source,
    Taken,
    kind_of,
)
from lowmark.core.write_downs.labels import Label
from lowmark.core.write_downs.makings import IS_INPUT, NO_LEGS, makings_of, pairs_of, used_of

STATES: Final = {"pool": pl.Int64, "layer": pl.Int64, "allowance_reason": pl.String, "fiscal_year": pl.Int64,
                 "amount_minor": pl.Int64, "base_micro": pl.Int64, "released_micro": pl.Int64}  # fmt: skip
LINKS: Final = {"pool": pl.Int64, "move": pl.Int64, "source_pool": pl.Int64, "source_move": pl.Int64,
                "quantity_micro": pl.Int64, "before_micro": pl.Int64, "kind": pl.String}  # fmt: skip
RELEASED_BEFORE: Final = {"source_pool": pl.Int64, "source_move": pl.Int64, "allowance_reason": pl.String,
                          "fiscal_year": pl.Int64, "amount_minor": pl.Int64,
                          "restored_minor": pl.Int64}  # fmt: skip
ORDER: Final = ("accounting_on", "known_seq", "move")
FLOW: Final = ("pool", "layer", "move", "event", "quantity_micro", "value_minor")
STOOD: Final = {"pool": pl.Int64, "layer": pl.Int64, "accounting_on": pl.Date, "cost_minor": pl.Int64}
NONE_STOOD: Final = pl.DataFrame(schema=STOOD)
BEFORE_ALL: Final = -1
"""The place in its day of what a change of cost does: before every move."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What moved, by pool, layer and order of flows; and the states after all flows."""

    movements: pl.DataFrame
    states: pl.DataFrame


def carry(
    *,
    flows: pl.DataFrame,
    links: pl.DataFrame,
    states: pl.DataFrame,
    released_before: pl.DataFrame,
    layers: pl.DataFrame,
    stood: pl.DataFrame = NONE_STOOD,
    made: pl.DataFrame = NO_LEGS,
) -> Carried:
    """Let every flow release, use, restore, take along or bring what its layer's allowance says.

    Shapes: flows: pool, layer, move, accounting_on, known_seq, quantity_micro, value_minor (both signed), event (by
            which the flow takes allowance or brings it back; empty for a receipt and for goods re-pooled); in any
            order of rows: they go by accounting_on, known_seq and move, what leaves before what arrives.
            links: pool, move (of the flow that arrives), source_pool, source_move, quantity_micro (that the source
            issued in all), before_micro (of it, what had come back before this batch), kind (restore, transfer).
            states: pool, layer, allowance_reason, fiscal_year, amount_minor, base_micro, released_micro.
            released_before: source_pool, source_move, allowance_reason, fiscal_year, amount_minor (taken when the
            source issued, before this batch), restored_minor (of it, so far).
            layers: pool, layer, quantity_micro, consumed_micro, open before this batch; read where links carry
            something, for a layer without a state then has to know what it contains.
            stood: pool, layer, accounting_on, cost_minor: what a layer costs from the start of a day on which that changes;
            what is held beyond it is released then, by no move.
            made: as `makings_of` takes it, of every production that some flow is of.
            ``movements``: pool, layer, move (null for none), accounting_on, event, kind (release, use, restore, transfer),
            allowance_reason, fiscal_year, amount_minor (signed change of allowance; none is zero).
            ``states``: the rows that were given, in their order, then those of layers that are new among them.
    Domain: a layer's state contains what the layer contains, unless it has no amount; 0 <= held <= cost of every layer,
            before and, which this upholds, after every flow (with periodic averages: at the end of every period).
    Source: IAS 2.34; ASC 330-10-35-14.

    >>> from datetime import date
    >>> flows = pl.DataFrame({"pool": [1], "layer": [7], "move": [9], "accounting_on": [date(2026, 11, 5)],
    ...                       "known_seq": [1], "quantity_micro": [-5], "value_minor": [-50],
    ...                       "event": ["release_on_sale"]})
    >>> states = pl.DataFrame([(1, 7, "expired", 2026, 20, 10, 0)], schema=STATES, orient="row")
    >>> layers = pl.DataFrame({"pool": [1], "layer": [7], "quantity_micro": [10], "consumed_micro": [0]})
    >>> carried = carry(flows=flows, links=pl.DataFrame(schema=LINKS), states=states, layers=layers,
    ...                 released_before=pl.DataFrame(schema=RELEASED_BEFORE))
    >>> carried.movements["amount_minor"].to_list(), carried.states["released_micro"].to_list()
    ([-10], [5])
    """
    joined = _joined_pools(links, states, released_before, made)
    if states.is_empty() and not joined:
        return Carried(_movements([], flows).drop("known_seq"), states)

    joined |= set(stood.join(states, on="pool", how="semi")["pool"].unique())
    is_joined = pl.col("pool").is_in(list(joined))
    one_by_one, one_by_one_states = flows.filter(is_joined), states.filter(is_joined)
    carrier = _carrier(
        links=links.filter(is_joined), states=one_by_one_states, released_before=released_before,
        layers=layers.filter(is_joined), made=made,
    )  # fmt: skip
    rows = _follow(carrier, one_by_one, stood.filter(is_joined))
    released, others = _release(flows, states.filter(~is_joined))
    after = pl.concat([others, _states(carrier.allowances)])
    movements = pl.concat([_movements(rows, flows), released]).sort(
        "pool", "layer", *ORDER, maintain_order=True
    )  # fmt: skip
    return Carried(movements.drop("known_seq"), _in_order(after, states))


def _joined_pools(
    links: pl.DataFrame, states: pl.DataFrame, released_before: pl.DataFrame, made: pl.DataFrame
) -> set[int]:
    """Return the pools whose flows cannot be taken by themselves: allowance may go from one of them to another.

    A link of goods that carry nothing joins nothing, nor does a production of such goods.
    """
    if links.is_empty() and made.is_empty():
        return set()
    carrying = set(states.filter(pl.col("amount_minor") > 0)["pool"].unique())
    took = released_before.filter(pl.col("amount_minor") > 0)
    brought = links.join(took, on=["source_pool", "source_move"], how="semi")
    taken = made.join(took, left_on=["pool", "move"], right_on=["source_pool", "source_move"], how="semi")
    products = made.filter(pl.col("share_micro").is_not_null()).join(taken, on="production", how="semi")
    pairs = [*links.select("source_pool", "pool").unique().rows(), *pairs_of(made)]
    arrivals = {*brought["pool"].unique(), *products["pool"].unique()}
    reached = reach(carrying | arrivals, pairs)
    return arrivals | {pool for pair in pairs if pair[0] in reached for pool in pair}


def reach(begin: set[int], pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Return the pools that can be reached from some by pairs of (from, to), and those themselves.

    >>> sorted(reach({1}, [(1, 2), (2, 3), (4, 1)]))
    [1, 2, 3]
    """
    after: dict[int, list[int]] = {}
    for source, pool in pairs:
        after.setdefault(source, []).append(pool)
    reached, waiting = set(begin), list(begin)
    while waiting:
        for pool in after.get(waiting.pop(), ()):
            if pool not in reached:
                reached.add(pool)
                waiting.append(pool)
    return reached


def _carrier(
    *,
    links: pl.DataFrame,
    states: pl.DataFrame,
    released_before: pl.DataFrame,
    layers: pl.DataFrame,
    made: pl.DataFrame,
) -> Carrier:
    """Put what is known before the batch together, for the flows that go one by one."""
    taken: dict[Source, dict[Label, Taken]] = {}
    used = made.filter(IS_INPUT).select(source_pool="pool", source_move="move")
    asked = pl.concat([links.select("source_pool", "source_move"), used])
    own = released_before.join(asked, on=["source_pool", "source_move"], how="semi")
    for pool, move, reason, year, amount, restored in own.select(list(RELEASED_BEFORE)).iter_rows():
        label = Label(reason, year)
        taken.setdefault((pool, move), {})[label] = Taken(amount_minor=amount, restored_minor=restored)
    by_arrival = {
        (pool, move): CarryLink(source=(source_pool, source_move), kind=kind, quantity_micro=whole, before_micro=before)
        for pool, move, source_pool, source_move, whole, before, kind in links.select(list(LINKS)).iter_rows()
    }
    makings = makings_of(made)
    left = layers.select("pool", "layer", pl.col("quantity_micro") - pl.col("consumed_micro"))
    return Carrier(
        allowances={
            (pool, layer): Allowance(reason=reason, fiscal_year=year, state=AllowanceState(
                amount_minor=amount, base_micro=base, released_micro=released))
            for pool, layer, reason, year, amount, base, released in states.select(list(STATES)).iter_rows()
        },
        left_micro={(pool, layer): quantity for pool, layer, quantity in left.iter_rows()},
        links=by_arrival, taken=taken,
        transfers=frozenset(link.source for link in by_arrival.values() if link.kind == "transfer"),
        makings=makings, used=used_of(makings),
    )  # fmt: skip


def _follow(carrier: Carrier, flows: pl.DataFrame, stood: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Take flows one by one, in order, and return the movements with the day and place of their flows."""
    ordered = flows.sort(*ORDER, pl.col("quantity_micro") > 0, maintain_order=True)
    places = ordered.select("accounting_on", "known_seq").iter_rows()
    changes = stood.sort("accounting_on", "pool", "layer").select("accounting_on", "pool", "layer", "cost_minor").rows()
    rows: list[tuple[Any, ...]] = []

    def change(until: Any) -> None:
        """Let the costs change that do so up to a day."""
        while changes and (until is None or changes[0][0] <= until):
            day, pool, layer, cost = changes.pop(0)
            rows.extend((*movement, day, BEFORE_ALL) for movement in carrier.bound((pool, layer), cost))

    for flow, place in zip(ordered.select(list(FLOW)).iter_rows(), places, strict=True):
        change(place[0])
        rows.extend((*movement, *place) for movement in carrier.carry(CarryFlow(*flow)))
    change(None)
    return rows


def _release(flows: pl.DataFrame, states: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take the flows of layers that no link reaches through the kernel; return the movements and the states after."""
    if states.is_empty():
        return _movements([], flows), states
    places = states.select("pool", "layer", "allowance_reason", "fiscal_year").with_row_index("place")
    own = flows.join(places.with_columns(pl.col("place").cast(pl.Int64)), on=["pool", "layer"]).sort("place", *ORDER)
    gone = release_many(
        amount_minor=states["amount_minor"].to_numpy(), base_micro=states["base_micro"].to_numpy(),
        released_micro=states["released_micro"].to_numpy(), layer=own["place"].to_numpy(),
        quantity_micro=(-own["quantity_micro"]).to_numpy(),
    )  # fmt: skip
    released = own.with_columns(amount_minor=pl.Series(-gone.amount_minor)).filter(pl.col("amount_minor") != 0)
    kinds = {event: kind_of(event) for event in released["event"].unique()}
    movements = released.with_columns(kind=pl.col("event").replace_strict(kinds, return_dtype=pl.String))
    return movements.select(_movements([], flows).columns), states.with_columns(
        amount_minor=pl.Series(gone.set_minor), base_micro=pl.Series(gone.base_micro),
        released_micro=pl.Series(gone.released_micro),
    )  # fmt: skip


def _movements(rows: Iterable[tuple[Any, ...]], flows: pl.DataFrame) -> pl.DataFrame:
    """Make a frame of movements, with the days in the type in which they came."""
    schema: dict[str, Any] = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "event": pl.String, "kind": pl.String,
              "allowance_reason": pl.String, "fiscal_year": pl.Int64, "amount_minor": pl.Int64,
              "accounting_on": flows.schema["accounting_on"], "known_seq": pl.Int64}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.select("pool", "layer", "move", "accounting_on", "known_seq", "event", "kind", "allowance_reason",
                        "fiscal_year", "amount_minor")  # fmt: skip


def _states(allowances: dict[Layer, Allowance]) -> pl.DataFrame:
    """Make a frame of allowances, by pool and layer."""
    rows = [
        (*layer, one.reason, one.fiscal_year, one.state.amount_minor, one.state.base_micro, one.state.released_micro)
        for layer, one in sorted(allowances.items(), key=lambda item: item[0])
    ]
    return pl.DataFrame(rows, schema=STATES, orient="row")


def _in_order(after: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Bring the states after the batch into the order in which they were given, and put the new ones last."""
    place = given.select("pool", "layer").with_row_index("place")
    return (
        after.select(list(STATES)).join(place, on=["pool", "layer"], how="left")
        .sort("place", "pool", "layer", nulls_last=True).drop("place")
    )  # fmt: skip
