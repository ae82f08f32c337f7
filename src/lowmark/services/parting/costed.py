"""What goods cost, part by part: all that happened to them up to a day costed in memory, as it counts on that day.

Before this: what is recorded. After this: `cost-components` says what is there and what went where. The same is costed twice, the
whole and its parts; and the whole has to be what the books have of every move, or there is no answer. Goods of others are
costed, for what comes of them, and told nowhere: they cost us nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from lowmark.core.costing.components import (
    FLOWS,
    NOT_SPLIT,
    PARTS,
    PURCHASE,
    WHOLE,
    at_standard,
    beside,
    brought,
    conversion_parts,
    received,
    restated,
)
from lowmark.core.costing.epochs import Epochs
from lowmark.core.costing.results import Costed
from lowmark.core.costing.rolls import cost_rolled
from lowmark.core.journal.borne_by import borne_by
from lowmark.core.kinds.problems import Problem
from lowmark.services.recording.anew import BEGINNING, Goods
from lowmark.services.recording.late.among import LEG
from lowmark.services.recording.late.links import COSTS, arrivals_of, linked
from lowmark.services.recording.late.periods import of_pools_since, periods_trued
from lowmark.services.recording.made import of_moves, recorded_made, without_value
from lowmark.services.recording.pools import standards_since
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader
from lowmark.store.stock import changes as changes_read
from lowmark.store.subledger import made as made_read

AMOUNTS: Final = ("quantity_micro", WHOLE, *PARTS)
LEG_KEY: Final = ("pool", "move")

WHERE: Final = {
    "opening": "taken_over", "receipt": "purchases", "receipt_reversed": "purchases", "vendor_return": "returned_to_vendors",
    "provisional_receipt": "sold_before_received", "provisional_settled": "sold_before_received",
    "adjustment_in": "found", "adjustment_out": "adjustment_losses", "re_pool": "restated", "": "title_passed",
    "production_issue": "into_production", "production_receipt": "from_production",
}  # fmt: skip
"""Where goods came from or went, by the event of their move; what is not named goes to, or comes back of, an expense.
Goods that come into another pool of ours are the same goods: what is left of that is what a change of formula restated."""
MADE_AT: Final = "production_receipt"
"""By which event goods come that somebody says were made, at a value that he gives them."""
REVALUED: Final = "standard_revaluation"
VARIANCE: Final = "standard_variance"
WASTE: Final = "abnormal_waste"


@dataclass(frozen=True, slots=True)
class Parted:
    """What all moves up to a day did, part by part.

    Shapes: flows: pool, what, quantity_micro, value_minor, ``PARTS``, of our own goods alone; rounded: pool,
            rounded_minor: by how much parts of what is there were put right.
    """

    flows: pl.DataFrame
    rounded: pl.DataFrame


def parted_at(reader: Reader, entity: Entity, book: Book, goods: Goods, *, until: date) -> Parted:
    """Cost all that counts up to a day, whole and by part.

    Raises: Problem ``not_as_recorded`` where the whole is not what the books have; ``parts_differ``.
    """
    legs, pools = goods.legs.filter(pl.col("accounting_on") <= until), goods.pools
    if legs.is_empty():
        return Parted(flows=pl.DataFrame(schema={"pool": pl.Int64, "what": pl.String, **dict.fromkeys(AMOUNTS, pl.Int64)}),
                      rounded=pl.DataFrame(schema=dict.fromkeys(("pool", "rounded_minor"), pl.Int64)))  # fmt: skip
    since = pools.with_columns(starts_on=pl.lit(BEGINNING), differs_on=pl.lit(BEGINNING))
    arrivals, _ = arrivals_of(reader, legs, since=BEGINNING, known_seq=goods.known_seq)
    links = linked(legs.select(LEG), arrivals, pl.DataFrame(schema=COSTS), since.select("pool", "differs_on"), Epochs())
    made = of_moves(recorded_made(reader, book, pools, since=BEGINNING, known_seq=goods.known_seq), links.legs)
    moves = without_value(links.legs, made).drop("is_new")
    changes = _changes(reader, moves, goods, until)
    came_as = pl.when(pl.col("event") == MADE_AT).then(pl.lit(NOT_SPLIT)).otherwise(pl.lit(PURCHASE))
    valued = received(moves=moves.with_columns(came_as=came_as), changes=changes.filter(pl.col("method") != "standard"))
    conversions = made_read.conversions(reader, entity.id, known_seq=goods.known_seq)
    parted = conversion_parts(made=made, conversions=conversions)
    standards, rolls = standards_since(reader, book, since)
    rolls = rolls.filter(pl.col("valid_from") <= until)
    trued = periods_trued(reader, entity).filter(pl.col("ends_on") <= until)
    true_ups = of_pools_since(pools, trued)
    whole = cost_rolled(moves=valued.drop(PARTS), links=links.inside, standards=standards, rolls=rolls, made=made,
                        true_ups=true_ups)  # fmt: skip
    _require_recorded(whole.flows, goods, until)
    in_parts = partial(cost_rolled, links=links.inside, standards=at_standard(standards), rolls=at_standard(rolls), made=parted,
                       true_ups=true_ups, components=PARTS)  # fmt: skip
    parts = in_parts(moves=_restated(valued, links.inside, in_parts).drop(WHOLE))
    if not parts.refused.is_empty():
        raise Problem("parts_differ", "a by-product is worth all that went in, to the cent, and its parts are not",
                      hint="let it share the cost of its production")  # fmt: skip
    fed = _fed(links.inside, made)
    flows = brought(whole=whole, parts=parts, fed=fed)
    varied, lost = beside(whole=whole, parts=parts, made=made, parted=parted, fed=fed)
    told = [_told(flows, legs), *_beyond(varied, legs, VARIANCE), *_beyond(lost, legs, WASTE),
            *_beyond(_as_parts(changes.filter(pl.col("method") == "standard")), legs, VARIANCE)]  # fmt: skip
    ours = pools.filter(pl.col("owner") == "").select("pool")
    found = pl.concat(told).join(ours, on="pool", how="semi").group_by("pool", "what").agg(pl.col(AMOUNTS).sum())
    left = flows.group_by("pool", maintain_order=True).agg(pl.col("rounded_minor").last().abs())
    return Parted(flows=found.sort("pool", "what"), rounded=left)


def _restated(moves: pl.DataFrame, links: pl.DataFrame, in_parts: Callable[..., Costed]) -> pl.DataFrame:
    """Give parts to what goods that went over to another formula cost more or less by it: those of the goods, change by change."""
    besides = moves.filter(pl.col("kind") == "re_pool", pl.col("quantity_micro") > 0, pl.col(WHOLE).is_not_null())
    for day in besides["accounting_on"].unique().sort():
        up_to = moves.filter(pl.col("accounting_on") <= day)
        own = besides.filter(pl.col("accounting_on") == day).select(*LEG_KEY)
        told = in_parts(moves=up_to.drop(WHOLE), links=links.join(up_to, on=list(LEG_KEY), how="semi"))
        left = told.flows.filter(pl.col("quantity_micro") < 0).join(own, on="move", how="semi")
        costs = left.group_by("move").agg(-pl.col(PARTS).sum())
        spread = restated(moves=moves.join(own, on=list(LEG_KEY), how="semi", maintain_order="left"), costs=costs)
        moves = moves.update(spread.select(*LEG_KEY, *PARTS), on=list(LEG_KEY))
    return moves


def _changes(reader: Reader, moves: pl.DataFrame, goods: Goods, until: date) -> pl.DataFrame:
    """Return what has changed of what receipts cost: pool, move, method, part, value_minor."""
    receipts = moves.filter(pl.col("quantity_micro") > 0, pl.col(WHOLE).is_not_null()).select(*LEG_KEY, "method")
    numbers = receipts["move"].unique().sort().to_list()
    found = changes_read.parts_changed(reader, numbers, known_seq=goods.known_seq)
    return found.filter(pl.col("accounting_on") <= until).join(receipts, on="move", maintain_order="left").select(
        *LEG_KEY, "method", part=pl.col("component") + "_minor", value_minor=WHOLE
    )  # fmt: skip


def _as_parts(changes: pl.DataFrame) -> pl.DataFrame:
    """Return changes as amounts of their parts: pool, move, value_minor, ``PARTS``."""
    return changes.select(
        *LEG_KEY, WHOLE, *(pl.when(pl.col("part") == name).then(WHOLE).otherwise(0).alias(name) for name in PARTS)
    )


def _fed(links: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """Return between which pools goods go: pool, source_pool."""
    whole = made.join(made.select("production", source_pool="pool"), on="production")
    return pl.concat([links.select("pool", "source_pool"), whole.select("pool", "source_pool")]).unique()


def _require_recorded(flows: pl.DataFrame, goods: Goods, until: date) -> None:
    """Refuse to part what is not what the books have.

    Raises: Problem ``not_as_recorded``.
    """
    by, key = pl.col("kind") == "revalue", [*FLOWS]
    own = flows.with_columns(is_revalued=by).select(*key, "quantity_micro", WHOLE)
    stored = goods.stored.filter(pl.col("accounting_on") <= until).with_columns(is_revalued=pl.lit(value=False))
    rolled = goods.revalued.filter(pl.col("accounting_on") <= until).select(
        "pool", pl.lit(0, dtype=pl.Int64).alias("quantity_micro"), WHOLE, move="layer", is_revalued=pl.lit(value=True)
    )  # fmt: skip
    recorded = [each.select(*key, -pl.col("quantity_micro", WHOLE)) for each in (stored, rolled)]
    found = pl.concat([own, *recorded]).group_by(key).agg(pl.col("quantity_micro", WHOLE).sum()).filter(
        (pl.col("quantity_micro") != 0) | (pl.col(WHOLE) != 0)
    )  # fmt: skip
    if not found.is_empty():
        row = found.sort(key).join(goods.legs, on=list(LEG_KEY), how="left").row(0, named=True)
        raise Problem("not_as_recorded", f"{row['document']}/{row['line']} costs another than is recorded of it, by {row[WHOLE]}",
                      hint="recost lists all that differs, and verify says why")  # fmt: skip


def _told(flows: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Say of flows where the goods came from or went: pool, what, and amounts."""
    named = _named(flows, legs)
    what = pl.when("is_revalued").then(pl.lit(REVALUED)).otherwise("what")
    return named.with_columns(what=what).select("pool", "what", *AMOUNTS)


def _beyond(besides: pl.DataFrame, legs: pl.DataFrame, to: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tell what came with goods and was an expense at once: it came, and it went."""
    came = _named(besides.with_columns(quantity_micro=pl.lit(0, dtype=pl.Int64)), legs).select("pool", "what", *AMOUNTS)
    return came, came.with_columns(-pl.col(AMOUNTS), what=pl.lit(to))


def _named(rows: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Say where goods came from or went, by the event of their move."""
    events = legs.select(*LEG_KEY, pl.col("event").fill_null("")).unique(list(LEG_KEY))
    names = {event: WHERE.get(event) or borne_by(event) for event in events["event"].unique()}
    return rows.join(events, on=list(LEG_KEY), how="left", maintain_order="left").with_columns(
        what=pl.col("event").replace_strict(names, return_dtype=pl.String)
    )
