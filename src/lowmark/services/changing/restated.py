"""What goods that go over would be carried at, had the new formula always been theirs, and what that does to the years before.

Before this: which pools go over, and when. After this: `going_over` shows it, `posted` has it posted. All that happened is costed
anew beside the books, as `change-of-method` does. Sources: IAS 8.22 to 8.25; ASC 250-10-45-5 and 45-6.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.change_of_formula import Year, effects_by_expense
from lowmark.services.changing.against import Against
from lowmark.services.changing.costed import Compared, compared
from lowmark.services.operations.change_of_method import Request
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader, Row

LAYER = {"pool_id": pl.Int64, "quantity_micro": pl.Int64, "received_on": pl.Date, "new_minor": pl.Int64}
REACHED = {"item_id": pl.Int64}
EFFECT = {"fiscal_year": pl.Int64, "expense": pl.String, "amount_minor": pl.Int64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """What goods are worth by a formula that has always been theirs.

    Shapes: layers: ``LAYER``, in the order in which they would be taken; received_on is null where several receipts are one layer.
            effects: ``EFFECT``. reached: item_id, of goods that keep their formula, and cost something else all the same.
    """

    layers: pl.DataFrame
    effects: pl.DataFrame
    reached: pl.DataFrame
    against: tuple[Against, ...] = ()


def as_carried(goods: pl.DataFrame) -> Restated:
    """Return a layer for each pool, at what its goods are carried at.

    Shapes: goods: pool_id, quantity_micro, received_on.
    """
    layers = goods.select("pool_id", "quantity_micro", "received_on", new_minor=pl.lit(None, dtype=pl.Int64))
    return Restated(layers=layers, effects=pl.DataFrame(schema=EFFECT), reached=pl.DataFrame(schema=REACHED))


def restated(reader: Reader, entity: Entity, book: Book, change: Row) -> Restated:
    """Return the layers with which goods begin by the new formula, and what would have been another expense in the years before.

    What cannot be costed by it is against the change.
    """
    asked = Request(
        entity=entity.code, book=book.code, method=change["method"], replaces=change["replaces"],
        item_class=change["item_class"], as_of=change["begins_on"] - timedelta(days=1),
    )  # fmt: skip
    try:
        found = compared(reader, entity, asked)
    except Problem as problem:
        return Restated(
            layers=pl.DataFrame(schema=LAYER), effects=pl.DataFrame(schema=EFFECT), reached=pl.DataFrame(schema=REACHED),
            against=(Against(problem.code, problem.message, problem.hint or ""),),
        )  # fmt: skip
    reached = _reached(found)
    effects = effects_by_expense(counts=found.counts, years=_years(entity, found, change["begins_on"]))
    return Restated(
        layers=pl.DataFrame(_layers(found, reached), schema=LAYER, orient="row"),
        effects=pl.DataFrame(list(effects), schema=EFFECT, orient="row"), reached=reached,
    )  # fmt: skip


def _reached(found: Compared) -> pl.DataFrame:
    """Return the items of which something is made of goods that change: what is there of them would cost something else."""
    others = found.counts.join(found.pools, on="pool", how="anti").group_by("pool").agg(
        more=(pl.col("new_minor") - pl.col("value_minor")).sum()
    ).filter(pl.col("more") != 0)  # fmt: skip
    return found.goods.pools.join(others, on="pool", how="semi").select("item_id").unique().sort("item_id")


def _layers(found: Compared, reached: pl.DataFrame) -> Iterator[tuple[int, int, date | None, int]]:
    """Yield what is left of each layer, pool by pool."""
    changing = found.goods.pools.join(found.pools, on="pool", how="semi")
    with_it = found.goods.pools.filter(pl.col("owner") == "").join(reached, on="item_id", how="semi")
    numbers = dict(pl.concat([changing, with_it]).select("pool", "pool_id").iter_rows())
    came = dict(found.goods.legs.filter(pl.col("quantity_micro") > 0).select("move", "received_on").iter_rows())
    several = set(found.layers.filter(pl.col("pool").is_duplicated())["pool"])
    own = found.layers.filter(pl.col("pool").is_in(list(numbers)))
    for pool, layer, quantity, gone, value in own.select(
        "pool", "layer", "quantity_micro", "consumed_micro", "value_minor"
    ).iter_rows():
        if gone < quantity:
            left = value - multiply_divide_round(value, gone, quantity)
            yield numbers[pool], quantity - gone, came[layer] if pool in several else None, left


def _years(entity: Entity, found: Compared, begins_on: date) -> list[Year]:
    """Return all fiscal years before the change in which something counts."""
    years: list[Year] = []
    first = found.counts["accounting_on"].min()
    day = begins_on
    while isinstance(first, date) and day > first:
        last = day - timedelta(days=1)
        day = entity.year_from(last)
        years.append(Year(year=entity.fiscal_year(last), first_on=day, last_on=last))
    return years[::-1]
