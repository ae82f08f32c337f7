"""Cost all that happened to goods anew, in memory, from what is recorded of them: by their own formulas or by others.

Before this: what is recorded. After this: `recost` compares with what is kept, `change-of-method` with what another formula makes.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.carried_in import carried_in
from lowmark.core.costing.epochs import Epochs, Pools
from lowmark.core.costing.recosting import RECORDED, Recosted, recost
from lowmark.core.costing.true_ups import provisionally
from lowmark.core.kinds.day import FIRST, from_day
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.replay import RECORDED as MOVEMENTS
from lowmark.services.recording.late.among import LEG, as_old, legs_since
from lowmark.services.recording.late.before import LAYER, Before
from lowmark.services.recording.late.links import COSTS, arrivals_of, linked
from lowmark.services.recording.late.values import changes_among, epochs_of, worth
from lowmark.services.recording.made import of_moves, recorded_made, without_value
from lowmark.services.recording.pools import pooled, standards_of, standards_since
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader
from lowmark.store.subledger import history as history_read
from lowmark.store.valuation import read as valuation_read

BEGINNING: Final = from_day(FIRST)
REVALUED: Final = {"pool": pl.Int64, "layer": pl.Int64, "accounting_on": pl.Date, "value_minor": pl.Int64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """All that is recorded of some goods up to a day.

    Shapes: moves: as `legs_since` returns them; legs: as `as_old` does, with pool and method; pools: pool, item_id, lot,
            condition, owner, method, pool_id; stored: pool, layer, move, accounting_on, moved_on, quantity_micro,
            value_minor; revalued: ``REVALUED``.
    """

    moves: pl.DataFrame
    legs: pl.DataFrame
    pools: pl.DataFrame
    stored: pl.DataFrame
    revalued: pl.DataFrame
    until: date
    known_seq: int

    def by(self, formula: str, pools: pl.DataFrame) -> "Goods":
        """Return the same, with some pools costed by another formula."""
        own, named = self.pools.join(pools, on="pool", how="semi")["pool"].implode(), pl.lit(formula)
        changed = self.pools.with_columns(method=pl.when(pl.col("pool").is_in(own)).then(named).otherwise("method"))
        told = self.legs.with_columns(
            method=pl.when(pl.col("pool").is_in(own)).then(provisionally(named)).otherwise("method")
        )
        return replace(self, legs=told, pools=changed)


def goods_of(
    reader: Reader, entity: Entity, book: Book, items: pl.DataFrame, *, known_seq: int, until: date = date.max
) -> Goods:
    """Return what is recorded of items (item_id, item) up to a day.

    Raises: Problem ``no_standard``.
    """
    moves = legs_since(reader, entity, items["item_id"].to_list(), since=BEGINNING, known_seq=known_seq)
    moves = moves.filter(pl.col("accounting_on") <= until)
    there = valuation_read.pools(reader, book.cost_basis_id).join(
        items, on="item_id", how="semi", maintain_order="left"
    )
    legs, pools = pooled(reader, book, as_old(moves, row=pl.Int64()), there)
    if not standards_of(reader, book, pools, legs)[1].is_empty():
        raise Problem("no_standard", "an item is costed at standard, and has none", hint="import its standard cost")
    here = pools.filter(pl.col("pool_id").is_not_null()).select("pool", "pool_id")
    numbers = here["pool_id"].to_list()
    stored = history_read.flows_since(reader, numbers, since=BEGINNING, known_seq=known_seq).join(here, on="pool_id")
    revalued = history_read.revalued(reader, numbers, known_seq=known_seq).join(here, on="pool_id")
    up_to = pl.col("accounting_on") <= until
    return Goods(moves=moves, legs=legs, pools=pools, stored=stored.filter(up_to), revalued=revalued.filter(up_to),
                 until=until, known_seq=known_seq)  # fmt: skip


def differing(reader: Reader, book: Book, goods: Goods, *, true_ups: pl.DataFrame) -> Recosted:
    """Cost goods from their first day on, and say what differs from what is recorded of them."""
    return _costed(reader, book, goods, since=BEGINNING, carried=None, elsewhere=goods.stored, true_ups=true_ups,
                   recorded=goods.stored, revalued=goods.revalued)  # fmt: skip


def anew(
    reader: Reader, book: Book, goods: Goods, *, true_ups: pl.DataFrame, since: date = BEGINNING,
    carried: pl.DataFrame | None = None, trued: tuple[date, ...] = (),
) -> Recosted:  # fmt: skip
    """Cost goods from a day on, and say all that counts since: flows and revaluations, by day.

    Shapes: carried: the pools that begin on that day with what they are carried at; the others go on with their layers; trued: the
            last days of the periods whose averages are said.
    """
    before = goods.stored.filter(pl.col("moved_on") < since)
    return _costed(
        reader, book, goods, since=since, true_ups=true_ups, elsewhere=before, recorded=pl.DataFrame(schema=RECORDED),
        carried=None if since == BEGINNING else carried, revalued=pl.DataFrame(schema=REVALUED), trued=trued,
    )  # fmt: skip


def _costed(
    reader: Reader, book: Book, goods: Goods, *, since: date, carried: pl.DataFrame | None, elsewhere: pl.DataFrame,
    true_ups: pl.DataFrame, recorded: pl.DataFrame, revalued: pl.DataFrame, trued: tuple[date, ...] = (),
) -> Recosted:  # fmt: skip
    """Cost the moves from a day on."""
    legs, pools = goods.legs.filter(pl.col("accounting_on") >= since), goods.pools
    arrivals, _ = arrivals_of(reader, legs, since=since, known_seq=goods.known_seq)
    costs = _source_costs(arrivals, goods.stored)
    changes = changes_among(reader, legs, None, known_seq=goods.known_seq).filter(
        pl.col("accounting_on") <= goods.until
    )
    # Averages of periods need no epochs: what they change counts on their last day, and all that they reach is among the moves.
    epochs = epochs_of(first=since, flows=elsewhere, costs=costs, changes=changes)
    links = linked(legs.select(LEG), arrivals, costs, pools.select("pool", differs_on=pl.lit(since)), epochs)
    made = of_moves(recorded_made(reader, book, pools, since=since, known_seq=goods.known_seq), links.legs)
    standards, rolls = standards_since(reader, book, pools.with_columns(starts_on=pl.lit(since)))
    layers = None if carried is None else _layers(reader, goods, carried, epochs, since, trued)
    return recost(
        pools=Pools(moves=without_value(links.legs, made), made=made, links=links.inside, layers=layers,
                    standards=standards, rolls=rolls.filter(pl.col("valid_from") <= goods.until), true_ups=true_ups),
        recorded=recorded, epochs=epochs, values=pl.concat([links.values, worth(legs, changes, epochs)]),
        revalued=revalued,
    )  # fmt: skip


def _source_costs(arrivals: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Return what goods that come back, or come into another condition, left at before all that is costed anew: ``COSTS``."""
    wanted = arrivals.filter(pl.col("source_pool").is_null()).select(move="source_move").unique()
    if wanted.is_empty():
        return pl.DataFrame(schema=COSTS)
    left = stored.join(wanted, on="move", how="semi").filter(pl.col("quantity_micro").sum().over("pool", "move") < 0)
    key = ("source_pool", "source_move", "accounting_on")
    return left.select(
        source_pool="pool", source_move="move", accounting_on="accounting_on", cost_minor=-pl.col("value_minor")
    ).group_by(key).agg(pl.col("cost_minor").sum()).sort(key)  # fmt: skip


def _layers(
    reader: Reader, goods: Goods, carried: pl.DataFrame, epochs: Epochs, since: date, trued: tuple[date, ...]
) -> pl.DataFrame:
    """Return the layers with which pools begin on a day: what some are carried at, and those that the others have."""
    before = pl.concat([
        goods.stored.filter(pl.col("moved_on") < since).select("pool", "layer", "accounting_on", "quantity_micro", "value_minor"),
        goods.revalued.filter(pl.col("accounting_on") < since).select(
            "pool", "layer", "accounting_on", pl.lit(0, dtype=pl.Int64).alias("quantity_micro"), "value_minor"),
    ])  # fmt: skip
    others = goods.pools.filter(pl.col("pool_id").is_not_null()).join(carried, on="pool", how="anti").with_columns(
        starts_on=pl.lit(since), differs_on=pl.lit(since)
    )  # fmt: skip
    later = goods.stored.filter(pl.col("moved_on") < since, pl.col("accounting_on") >= since)
    stood = Before(reader, others, pl.DataFrame(schema=MOVEMENTS), later, epochs, goods.known_seq, trued).layers()
    begun = carried_in(flows=before.join(carried, on="pool", how="semi"), on=since, epochs=epochs)
    columns = [name for name in LAYER if name != "received_on"]
    return pl.concat([begun.select(columns), stood.select(columns)])
