"""Cost a pool again from a day on, because something that counts on an earlier day has come to be known since.

Nothing that was recorded is rewritten: what every move should have cost is compared with what is recorded of it, layer by
layer, and the differences are flows of kind `adjust`. Before this: the layers as they stood before the day, every move of
these pools since then, new ones among them, and what is recorded of the old ones. After this: write-downs follow the flows,
the journal posts the differences. Source: IAS 2.25 and 2.27, whose formulas take purchases in their order.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.results import KINDS, Costed

RECORDED: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "quantity_micro": pl.Int64,
                   "value_minor": pl.Int64}  # fmt: skip
FLOW_KEY: Final = ("pool", "layer", "move")


@dataclass(frozen=True, slots=True)
class Recosted:
    """What all moves cost, had each been recorded on its day; and what is to be recorded so that it is as if they had.

    Shapes: costed: as `cost_linked` returns it, of new moves and old. flows: the flows of new moves, then, of kind
            `adjust`, by how much those of old ones differ from what is recorded. variances: those of new moves, and by
            how much those of old ones differ.
    """

    costed: Costed
    flows: pl.DataFrame
    variances: pl.DataFrame


def recost(
    *,
    moves: pl.DataFrame,
    links: pl.DataFrame,
    layers: pl.DataFrame,
    standards: pl.DataFrame,
    recorded: pl.DataFrame,
) -> Recosted:
    """Cost moves of which some are new and some are recorded, and say what differs from the record.

    Shapes: moves: as `cost_linked` takes them, and is_new (Boolean); layers: as they stood before all of them;
            recorded: pool, layer, move, quantity_micro, value_minor (both signed): all flows of each old move in each
            layer, with the adjustments that it had, in one row.
    Domain: what is recorded is what the old moves by themselves cost; so the sum of flows stays what replaying says.

    >>> moves = pl.DataFrame({"pool": [1, 1, 1], "move": [1, -1, 2], "accounting_on": [1, 2, 3], "known_seq": [1, 9, 2],
    ...     "quantity_micro": [2, 2, -3], "value_minor": [10, 40, None], "method": ["moving_average"] * 3,
    ...     "is_new": [False, True, False]}, schema_overrides={"accounting_on": pl.Int32})
    >>> links = pl.DataFrame(schema={"pool": pl.Int64, "move": pl.Int64, "source_pool": pl.Int64,
    ...     "source_move": pl.Int64, "quantity_micro": pl.Int64, "before_micro": pl.Int64})
    >>> none = pl.DataFrame(schema={"pool": pl.Int64, "quantity_micro": pl.Int64, "value_minor": pl.Int64})
    >>> recorded = pl.DataFrame([(1, 1, 1, 2, 10), (1, 1, 2, -3, -15)], schema=RECORDED, orient="row")
    >>> recosted = recost(moves=moves, links=links, layers=None, standards=none, recorded=recorded)
    >>> recosted.flows.select("move", "kind", "quantity_micro", "value_minor").rows()
    [(-1, 'receipt', 2, 40), (2, 'adjust', 0, -23)]
    """
    said = moves.drop("is_new")
    costed = cost_linked(moves=said, links=links, layers=layers, standards=standards)
    if not costed.refused.is_empty():
        return Recosted(costed, costed.flows.clear(), costed.variances.clear())
    new = moves.filter("is_new").select("pool", "move")
    flows = pl.concat([
        costed.flows.join(new, on=["pool", "move"], how="semi", maintain_order="left"),
        _adjustments(costed.flows, moves.filter(~pl.col("is_new")), recorded).select(costed.flows.columns),
    ])  # fmt: skip
    return Recosted(costed, flows, _variances(costed.variances, moves, links, layers, standards))


def reached(*, legs: pl.DataFrame, arrivals: pl.DataFrame) -> dict[int, date]:
    """Return the pools that have to be costed again, each with the day from which on.

    A pool is reached by a new move; by goods that come from a pool that was reached before they left; and by goods that
    come back of an issue of which others come back before them into a pool that is reached, for what they bring is worked
    out from that.

    Shapes: legs: pool, accounting_on, is_new; arrivals, in costing order: pool, accounting_on, source_pool, source_on (when
            the goods left it; null for what is earlier than all legs), source_move.

    >>> days = {"accounting_on": [date(2026, 11, 5)]}
    >>> legs = pl.DataFrame({"pool": [1], "is_new": [True], **days})
    >>> arrivals = pl.DataFrame({"pool": [2], "source_pool": [1], "source_on": [date(2026, 11, 7)], "source_move": [9],
    ...                          "accounting_on": [date(2026, 11, 8)]})
    >>> [(pool, str(day)) for pool, day in reached(legs=legs, arrivals=arrivals).items()]
    [(1, '2026-11-05'), (2, '2026-11-08')]
    """
    first = legs.filter("is_new").group_by("pool").agg(pl.col("accounting_on").min()).sort("pool")
    starts: dict[int, date] = dict(first.iter_rows())
    rows = arrivals.select("pool", "accounting_on", "source_pool", "source_on", "source_move").rows()
    goes_on = True
    while goes_on:
        goes_on, begun = False, set[int]()
        for pool, day, source_pool, source_on, source in rows:
            left_late = source_pool in starts and source_on is not None and source_on >= starts[source_pool]
            if (left_late or source in begun) and (pool not in starts or day < starts[pool]):
                starts[pool], goes_on = day, True
            if pool in starts and day >= starts[pool]:
                begun.add(source)
    return starts


def _adjustments(flows: pl.DataFrame, old: pl.DataFrame, recorded: pl.DataFrame) -> pl.DataFrame:
    """Return by how much the flows of old moves should be others than they are recorded."""
    of_old = old.select("pool", "move", "accounting_on", "known_seq")
    should = flows.join(of_old, on=["pool", "move"], how="semi").select(list(RECORDED))
    was = recorded.select(list(RECORDED)).with_columns(-pl.col("quantity_micro", "value_minor"))
    differs = (pl.col("quantity_micro") != 0) | (pl.col("value_minor") != 0)
    found = (
        pl.concat([should, was]).group_by(FLOW_KEY).agg(pl.col("quantity_micro", "value_minor").sum()).filter(differs)
    )
    return (
        found.join(of_old, on=["pool", "move"], how="left")
        .with_columns(kind=pl.lit("adjust", KINDS))
        .sort("pool", "accounting_on", "known_seq", "move", "layer")
    )


def _variances(
    variances: pl.DataFrame, moves: pl.DataFrame, links: pl.DataFrame, layers: pl.DataFrame, standards: pl.DataFrame
) -> pl.DataFrame:
    """Return the variances of new moves, and the differences of old ones: their cost without the new ones tells theirs."""
    old = moves.filter(~pl.col("is_new")).drop("is_new")
    if variances.is_empty() or old.filter(pl.col("method") == "standard").is_empty():
        return variances
    own = links.join(old, on=["pool", "move"], how="semi")
    before = cost_linked(moves=old, links=own, layers=layers, standards=standards).variances
    key = [name for name in variances.columns if name != "value_minor"]
    both = pl.concat([variances, before.with_columns(-pl.col("value_minor"))])
    return (
        both.group_by(key).agg(pl.col("value_minor").sum()).filter(pl.col("value_minor") != 0)
        .select(variances.columns).sort("pool", "accounting_on", "known_seq", "move")
    )  # fmt: skip
