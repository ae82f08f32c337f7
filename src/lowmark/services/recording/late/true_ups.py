"""Plan the truing up of a period: what its goods cost by the average of all of it, beyond what was posted provisionally.

Before this: a period that is over, with goods that are costed by its average. After this: the pen writes the plan as it does any
other, and the fact that the period was trued up. What comes to be known of the period after that is costed with its average.
"""

from typing import Final

import polars as pl

from lowmark.core.costing.true_ups import PERIODIC
from lowmark.core.recording.faults import PROBLEM
from lowmark.services.recording.late.again import NO_MOVES, among_recorded, posted_again, recorded_of
from lowmark.services.recording.late.among import NOTHING_NEW
from lowmark.services.recording.late.made import OF, goods_made_of
from lowmark.services.recording.late.periods import Averages, periods_trued
from lowmark.services.recording.planned import PRODUCTIONS, RECEIVED, Plan
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity, Period
from lowmark.store.session import Reader
from lowmark.store.valuation import read as valuation_read

SEED: Final = {"pool": pl.Int64, "received_on": pl.Date, "accounting_on": pl.Date}
"""From which day on a pool is costed again, and from which on what is recorded may be another."""


def plan_true_up(reader: Reader, *, entity: Entity, period: Period, because: str) -> Plan:
    """Plan the truing up of a period for all goods that are costed by its average."""
    book = entities_read.book(reader, entity.id)
    assert book is not None  # Every entity is set up with one.
    known_seq = entities_read.known_seq(reader, entity.id)
    there = valuation_read.pools(reader, book.cost_basis_id)
    planned = Plan(
        entity=entity, book=book, document=because, watermark=known_seq, moves=pl.DataFrame(schema=NO_MOVES), pools=there,
        layers_before=pl.DataFrame(), posting=None, problems=pl.DataFrame(schema=PROBLEM), notes=pl.DataFrame(schema=PROBLEM),
        received=pl.DataFrame(schema=RECEIVED), productions=pl.DataFrame(schema=PRODUCTIONS), true_up=period,
    )  # fmt: skip
    starts = period.starts_on
    averaged = there.filter(pl.col("method") == PERIODIC).select(OF)
    goods = goods_made_of(reader, book, averaged, since=starts, known_seq=known_seq)
    recorded = recorded_of(reader, planned, there, goods, since=starts)
    seeds = _seeds(recorded.legs, recorded.pools, period)
    again = NOTHING_NEW if seeds.is_empty() else among_recorded(
        reader, planned, recorded, averages=Averages(periods_trued(reader, entity, besides=period), seeds)
    )  # fmt: skip
    shown = recorded.pools.select(OF).unique(maintain_order=True).with_columns(row=pl.lit(1, dtype=pl.Int64))
    return posted_again(reader, planned, recorded, again, shown=shown)


def _seeds(old: pl.DataFrame, pools: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the pools whose average of the period is to be said: those that moved in it."""
    moved = old.filter(pl.col("accounting_on") <= period.ends_on).select("pool").unique()
    own = pools.filter(pl.col("method") == PERIODIC).join(moved, on="pool", how="semi", maintain_order="left")
    return own.select(
        "pool", received_on=pl.lit(period.starts_on), accounting_on=pl.lit(period.ends_on)
    ).cast(pl.Schema(SEED))  # fmt: skip
