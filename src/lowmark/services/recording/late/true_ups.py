"""Plan the truing up of a period: what its goods cost by the average of all of it, beyond what was posted provisionally.

Before this: a period that is over, with goods that are costed by its average. After this: the pen writes the plan as it does any
other, and the fact that the period was trued up. What comes to be known of the period after that is costed with its average.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from lowmark.core.costing.true_ups import PERIODIC
from lowmark.core.flow_late import post_late
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.write_downs.carry import STATES
from lowmark.services.recording.late.among import NOTHING_NEW, Among, among, recorded_legs
from lowmark.services.recording.late.changes import NO_MOVES
from lowmark.services.recording.late.made import OF, goods_made_of
from lowmark.services.recording.late.periods import Averages, periods_trued
from lowmark.services.recording.late.plan import problems_of, with_gone
from lowmark.services.recording.planned import LEG, PRODUCTIONS, RECEIVED, Plan, of_pools
from lowmark.services.recording.pools import GOODS, pooled, standards_of
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity, Period
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.subledger import read as subledger_read
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
    old = recorded_legs(reader, entity, goods, since=starts, known_seq=known_seq)
    kept = there.join(goods, on=OF, how="semi", maintain_order="left").select(GOODS)
    legs, pools = pooled(reader, book, pl.concat([old, kept], how="diagonal_relaxed"), there)
    old = legs.filter(pl.col("move").is_not_null()).with_columns(row=pl.lit(None, dtype=pl.Int64))
    standards, _ = standards_of(reader, book, pools, old)
    none = old.clear().with_columns(source_row=pl.lit(None, dtype=pl.Int64), source_move=pl.lit(None, dtype=pl.Int64))
    seeds = _seeds(old, pools, period)
    again = NOTHING_NEW if seeds.is_empty() else among(
        reader, book=book, moves=pl.DataFrame(schema=NO_MOVES), new=none, old=old, pools=pools, known_seq=known_seq,
        averages=Averages(periods_trued(reader, entity, besides=period), seeds),
    )  # fmt: skip
    return _posted(reader, planned, again, pools, standards, none)


def _seeds(old: pl.DataFrame, pools: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the pools whose average of the period is to be said: those that moved in it."""
    moved = old.filter(pl.col("accounting_on") <= period.ends_on).select("pool").unique()
    own = pools.filter(pl.col("method") == PERIODIC).join(moved, on="pool", how="semi", maintain_order="left")
    return own.select(
        "pool", received_on=pl.lit(period.starts_on), accounting_on=pl.lit(period.ends_on)
    ).cast(pl.Schema(SEED))  # fmt: skip


def _posted(
    reader: Reader, planned: Plan, again: Among, pools: pl.DataFrame, standards: pl.DataFrame, none: pl.DataFrame
) -> Plan:
    """Cost again what the averages reach, and post what differs."""
    entity, book = planned.entity, planned.book
    posting = post_late(
        moves=again.legs.select(*LEG, "is_new"), links=again.links, carried_links=again.carried_links,
        history=again.history, standards=standards, roles=ledger_read.roles(reader, entity.id), document=planned.document,
    )  # fmt: skip
    touched = again.legs.select("pool").unique()
    before = of_pools(valuation_read.current_layers(reader, entity.id), pools).join(touched, on="pool", how="semi",
                                                                                    maintain_order="left")  # fmt: skip
    current = of_pools(subledger_read.current_allowances(reader, book.id), pools).select(list(STATES)).join(
        touched, on="pool", how="semi", maintain_order="left"
    )  # fmt: skip
    shown = pools.select(OF).unique(maintain_order=True).with_columns(row=pl.lit(1, dtype=pl.Int64))
    problems = pl.concat(problems_of(posting, again, pools, shown if none.is_empty() else none))
    return replace(
        planned, pools=pools, layers_before=before, problems=problems.unique(maintain_order=True), received=again.received,
        posting=replace(posting, allowances=with_gone(posting, current)),
    )  # fmt: skip
