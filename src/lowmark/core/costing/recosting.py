"""Cost a pool again from a day on, because something that counts on an earlier day has come to be known since.

Nothing that was recorded is rewritten: what every move should have cost is compared with what is recorded of it, layer by
layer and day by day, and the differences are flows of kind `adjust`. Every costing anew goes through here: for moves that
come late, and for what goods cost later (`epochs`). Before this: the layers as they stood before the day, every move of
these pools since then, new ones among them, and what is recorded of the old ones. After this: write-downs follow the flows,
the journal posts the differences. Source: IAS 2.25 and 2.27, whose formulas take purchases in their order.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.epochs import VALUES, Epochs, Pools, by_day, decoded, stood, told
from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.results import KINDS, Costed
from lowmark.core.costing.rolls import cost_rolled
from lowmark.core.costing.true_ups import NO_TRUE_UPS
from lowmark.core.costing.wasted import NONE_WASTED, wasted_besides

RECORDED: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date,
                   "quantity_micro": pl.Int64, "value_minor": pl.Int64}  # fmt: skip
FLOW_KEY: Final = ("pool", "layer", "move")
AMOUNTS: Final = ("quantity_micro", "value_minor")
ONE_EPOCH: Final = Epochs()
NO_VALUES: Final = pl.DataFrame(schema=VALUES)
NONE_REVALUED: Final = pl.DataFrame(
    schema={"pool": pl.Int64, "layer": pl.Int64, "accounting_on": pl.Date, "value_minor": pl.Int64}
)
STOOD: Final = {"pool": pl.Int64, "layer": pl.Int64, "accounting_on": pl.Date, "cost_minor": pl.Int64}


@dataclass(frozen=True, slots=True)
class Recosted:
    """What all moves cost, had each been recorded on its day; and what is to be recorded so that it is as if they had.

    Shapes: costed: as `cost_linked` returns it, of new moves and old, as of the end. flows: the flows of new moves, then, of
            kind `adjust`, by how much what counts on a day differs from what is recorded of it. variances: the same.
            own: the flows of all moves as they count on their own days. stood: pool, layer, accounting_on, cost_minor: what
            a layer costs at the start of a day on which that changes. wasted: pool, move (of the product with which it was
            lost abnormally), accounting_on, value_minor (signed), is_adjusted: what is an expense besides what is recorded.
            revalued: flows of kind `revalue`: by how much what layers were revalued by, where standards are rolled, differs
            from what is recorded.
    """

    costed: Costed
    flows: pl.DataFrame
    variances: pl.DataFrame
    own: pl.DataFrame
    stood: pl.DataFrame
    wasted: pl.DataFrame = field(default_factory=lambda: NONE_WASTED)
    revalued: pl.DataFrame = field(default_factory=pl.DataFrame)


def recost(
    *,
    pools: Pools,
    recorded: pl.DataFrame,
    epochs: Epochs = ONE_EPOCH,
    values: pl.DataFrame = NO_VALUES,
    revalued: pl.DataFrame = NONE_REVALUED,
) -> Recosted:
    """Cost moves of which some are new and some are recorded, and say what differs from the record.

    Shapes: pools: whose moves say is_new (Boolean) besides; recorded: pool, layer, move, accounting_on, quantity_micro,
            value_minor (both signed): what counts on a day of each old move in each layer, in one row; values: ``VALUES``,
            where what a receipt is worth is not what its move says; revalued: pool, layer, accounting_on, value_minor, as is
            recorded of them.
    Domain: what is recorded is what the old moves by themselves cost; so the sum of flows stays what replaying says.

    >>> moves = pl.DataFrame({"pool": [1, 1, 1], "move": [1, -1, 2], "accounting_on": [1, 2, 3], "known_seq": [1, 9, 2],
    ...     "quantity_micro": [2, 2, -3], "value_minor": [10, 40, None], "method": ["moving_average"] * 3,
    ...     "is_new": [False, True, False]}, schema_overrides={"accounting_on": pl.Int32})
    >>> links = pl.DataFrame(schema={"pool": pl.Int64, "move": pl.Int64, "source_pool": pl.Int64,
    ...     "source_move": pl.Int64, "quantity_micro": pl.Int64, "before_micro": pl.Int64})
    >>> none = pl.DataFrame(schema={"pool": pl.Int64, "quantity_micro": pl.Int64, "value_minor": pl.Int64})
    >>> recorded = pl.DataFrame([(1, 1, 1, 1, 2, 10), (1, 1, 2, 3, -3, -15)], orient="row",
    ...     schema=RECORDED | {"accounting_on": pl.Int32})
    >>> recosted = recost(pools=Pools(moves=moves, links=links, layers=None, standards=none), recorded=recorded)
    >>> recosted.flows.select("move", "kind", "quantity_micro", "value_minor").rows()
    [(-1, 'receipt', 2, 40), (2, 'adjust', 0, -23)]
    """
    moves, said = pools.moves, pools.moves.drop("is_new")
    costed, again = _apart(_cost(replace(pools, moves=said), epochs, values), epochs)
    if not costed.refused.is_empty():
        none = costed.flows.clear()
        return Recosted(_last(costed, epochs), none, costed.variances.clear(), none, pl.DataFrame(schema=STOOD))
    flows = decoded(costed.flows, epochs)
    as_moved = flows.filter(
        pl.col("kind") != "adjust"
    )  # What trues a period up is told of it, not of a move by itself.
    own = as_moved.filter(epochs.of(as_moved["accounting_on"]) == as_moved["epoch"]).drop("epoch")
    new = moves.filter("is_new").select("pool", "move")
    first = own.join(new, on=["pool", "move"], how="semi", maintain_order="left")
    counts = by_day(flows, epochs, FLOW_KEY, AMOUNTS)
    adjusted = _adjustments(counts, pl.concat([recorded.select(counts.columns), first.select(counts.columns)]), said)
    return Recosted(
        _last(costed, epochs), pl.concat([first, adjusted.select(first.columns)]),
        _variances(costed.variances, pools, epochs, values), own,
        stood(flows, pools.layers, epochs) if epochs.days else pl.DataFrame(schema=STOOD),
        NONE_WASTED if pools.made is None else wasted_besides(costed.flows, moves, pools.made, recorded, epochs),
        _revalued(again, revalued),
    )  # fmt: skip


def _apart(costed: Costed, epochs: Epochs) -> tuple[Costed, pl.DataFrame]:
    """Take what was revalued out of the flows of moves: it counts on its own day, in the epoch of that."""
    is_revalued = pl.col("kind") == "revalue"
    found = decoded(costed.flows.filter(is_revalued), epochs)
    found = found.filter(epochs.of(found["accounting_on"]) == found["epoch"]).drop("epoch")
    return replace(costed, flows=costed.flows.filter(~is_revalued)), found


def _revalued(again: pl.DataFrame, recorded: pl.DataFrame) -> pl.DataFrame:
    """Return by how much layers should have been revalued to other standards beyond what is recorded."""
    if again.is_empty() and recorded.is_empty():
        return again
    key = ["pool", "layer", "accounting_on"]
    was = recorded.select(*key, -pl.col("value_minor")).cast({"accounting_on": again.schema["accounting_on"]})
    both = pl.concat([again.select(*key, "value_minor"), was]).group_by(key).agg(pl.col("value_minor").sum())
    return both.filter(pl.col("value_minor") != 0).sort(key).with_columns(
        move="layer", kind=pl.lit("revalue", KINDS), known_seq=pl.lit(0, pl.Int64), quantity_micro=pl.lit(0, pl.Int64)
    ).select(again.columns)  # fmt: skip


def _cost(pools: Pools, epochs: Epochs, values: pl.DataFrame) -> Costed:
    """Cost all pools once for each epoch, in one go."""
    each = told(pools, epochs, values)
    if each.rolls.is_empty() and each.true_ups.is_empty():
        return cost_linked(
            moves=each.moves, links=each.links, layers=each.layers, standards=each.standards, made=each.made
        )
    return cost_rolled(moves=each.moves, links=each.links, standards=each.standards, rolls=each.rolls,
                       layers=each.layers, made=each.made, true_ups=each.true_ups)  # fmt: skip


def _last(costed: Costed, epochs: Epochs) -> Costed:
    """Return what holds as of the end: what the last epoch says."""
    if epochs.n == 1:
        return costed
    ends = pl.col("epoch") == epochs.n - 1
    return Costed(*(
        decoded(table, epochs).filter(ends).drop("epoch")
        for table in (costed.flows, costed.layers, costed.refused, costed.variances)
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Since:
    """Since when a pool is costed again, and the first day on which what is recorded of it may be another."""

    starts_on: date
    differs_on: date


def reached(
    *,
    legs: pl.DataFrame,
    arrivals: pl.DataFrame,
    changes: pl.DataFrame | None = None,
    true_ups: pl.DataFrame = NO_TRUE_UPS,
) -> dict[int, Since]:
    """Return the pools that have to be costed again, each with the day from which on.

    A pool is reached by a new move; by a receipt that costs something else from a later day on; by goods that come from a
    pool that was reached before they left; and by goods that come back of an issue of which others come back before them
    into a pool that is reached, for what they bring is worked out from that.

    Shapes: legs: pool, accounting_on, is_new; arrivals, in costing order: pool, accounting_on, source_pool, source_on (when
            the goods left it; null for what is earlier than all legs), source_move; changes: pool, received_on,
            accounting_on (from which the receipt costs something else); true_ups: ``TRUE_UPS``, periods that are costed whole.

    >>> days = {"accounting_on": [date(2026, 11, 5)]}
    >>> legs = pl.DataFrame({"pool": [1], "is_new": [True], **days})
    >>> arrivals = pl.DataFrame({"pool": [2], "source_pool": [1], "source_on": [date(2026, 11, 7)], "source_move": [9],
    ...                          "accounting_on": [date(2026, 11, 8)]})
    >>> [(pool, str(since.starts_on)) for pool, since in reached(legs=legs, arrivals=arrivals).items()]
    [(1, '2026-11-05'), (2, '2026-11-08')]
    """
    began = legs.filter("is_new").select("pool", "accounting_on", differs_on="accounting_on")
    if changes is not None:
        own = changes.select("pool", accounting_on="received_on", differs_on="accounting_on")
        began = pl.concat([began, own])
    first = began.group_by("pool").agg(pl.col("accounting_on", "differs_on").min()).sort("pool")
    since = {pool: Since(_begins(true_ups, pool, starts), differs) for pool, starts, differs in first.iter_rows()}
    rows = arrivals.select("pool", "accounting_on", "source_pool", "source_on", "source_move").rows()
    goes_on = True
    while goes_on:
        goes_on, begun = False, dict[int, date]()
        for pool, day, source_pool, source_on, source in rows:
            left, had = since.get(source_pool), since.get(pool)
            if left is not None and (source_on is None or source_on < left.starts_on):
                left = None
            days = [max(day, left.differs_on)] if left is not None else []
            if source in begun:
                days.append(max(day, begun[source]))
            if days and (had is None or day < had.starts_on or min(days) < had.differs_on):
                others = [had] if had is not None else []
                starts = min([day, *(one.starts_on for one in others)])
                since[pool] = had = Since(
                    _begins(true_ups, pool, starts), min([*days, *(one.differs_on for one in others)])
                )
                goes_on = True
            if had is not None and day >= had.starts_on:
                begun[source] = min(begun.get(source, date.max), max(day, had.differs_on))
    return since


def _begins(true_ups: pl.DataFrame, pool: int, day: date) -> date:
    """Return the day from which a pool is costed again so that a period that is trued up is costed whole."""
    own = true_ups.filter(pl.col("pool") == pool, pl.col("starts_on") <= day, pl.col("ends_on") >= day)
    first: date | None = own["starts_on"].min()  # type: ignore[assignment]
    return day if first is None else min(day, first)


def _adjustments(counts: pl.DataFrame, recorded: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return by how much what counts on a day should be another than is recorded of it."""
    was = recorded.with_columns(-pl.col(*AMOUNTS))
    differs = (pl.col("quantity_micro") != 0) | (pl.col("value_minor") != 0)
    both = pl.concat([counts, was]).group_by(*FLOW_KEY, "accounting_on").agg(pl.col(*AMOUNTS).sum())
    return (
        both.filter(differs)
        .join(moves.select("pool", "move", "known_seq"), on=["pool", "move"], how="left")
        .with_columns(kind=pl.lit("adjust", KINDS))
        .sort("pool", "accounting_on", "known_seq", "move", "layer")
    )


def _variances(variances: pl.DataFrame, pools: Pools, epochs: Epochs, values: pl.DataFrame) -> pl.DataFrame:
    """Return the variances of new moves, and the differences of old ones: their cost without the new ones tells theirs."""
    moves, made = pools.moves, pools.made
    at_standard = pl.col("method") == "standard"
    if moves.filter(at_standard).is_empty():
        return variances
    old = moves.filter(~pl.col("is_new")).drop("is_new")
    parts = [variances]  # It may be that none is left of those that there were.
    if not old.filter(at_standard).is_empty():
        own = pools.links.join(old, on=["pool", "move"], how="semi")
        was = values.with_columns(value_minor="was_minor")
        # Whole productions: what is known of the cost of a leg that is not costed again counts too.
        of_old = None if made is None else made.join(old, on=["pool", "move"], how="semi").select("production").unique()
        were = None if made is None or of_old is None else made.join(of_old, on="production", how="semi")
        before = _cost(replace(pools, moves=old, links=own, made=were), epochs, was).variances
        parts.append(before.with_columns(-pl.col("value_minor")))
    elif epochs.n == 1:
        return variances
    key = [name for name in variances.columns if name not in ("value_minor", "accounting_on")]
    counts = [by_day(decoded(part, epochs), epochs, tuple(key), ("value_minor",)) for part in parts]
    return (
        pl.concat(counts).group_by(*key, "accounting_on").agg(pl.col("value_minor").sum())
        .filter(pl.col("value_minor") != 0).select(variances.columns).sort("pool", "accounting_on", "known_seq", "move")
    )  # fmt: skip
