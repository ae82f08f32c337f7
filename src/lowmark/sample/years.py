"""The year of one entity: its items, its plan in order, how its documents are numbered and what its sales came to.

Before this: the plans. After this: each file of the entity is written from this one thing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from lowmark.sample.assortment import Assortment, Flags, Ints
from lowmark.sample.entities import EntityFacts
from lowmark.sample.plans import ISSUE, KINDS, RECEIPT, RETURN, SALE, Cycles, Moves, Plan
from lowmark.sample.text import chosen, numbered
from lowmark.sample.working_days import MONTHS

_LINES_PER_ORDER: Final = 4
_WHOLESALE: Final = 945
_SERIES: Final = ("GR-", "TR-", "SO-", "SC-", "DM-", "QN-", "VR-", "WO-", "RMA-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What an entity's files are written from; the texts and amounts have a row per move.

    Units:  minor units. ``amount_minor`` is what a sale came to, or what was given back on a return, else 0.
    """

    entity: EntityFacts
    items: Assortment
    cycles: Cycles
    moves: Moves
    codes: list[str]
    document: pl.Series
    line: pl.Series
    amount_minor: Ints

    @property
    def is_made(self) -> Flags:
        """Which moves are receipts out of production."""
        return np.asarray((self.moves.kind == RECEIPT) & self.items.is_made[self.moves.item])


def year(*, rng: np.random.Generator, entity: EntityFacts, items: Assortment, plan: Plan) -> Year:
    """Return the year of an entity, from its plan in order."""
    document, line = _documents(items, plan)
    return Year(
        entity=entity, items=items, cycles=plan.cycles, moves=plan.moves, codes=item_codes(items), document=document,
        line=line, amount_minor=_amounts(rng, items, plan),
    )  # fmt: skip


def item_codes(items: Assortment) -> list[str]:
    """Return the code of each item: its good's, and the number of the variant."""
    pairs = zip(items.good.tolist(), items.variant.tolist(), strict=True)
    return [items.goods[good].code + (f"-{variant:04d}" if variant else "") for good, variant in pairs]


def _amounts(rng: np.random.Generator, items: Assortment, plan: Plan) -> Ints:
    """Price the sales: the counter at the price of the month, the store room at wholesale, the group as invoiced."""
    moves, cycles = plan.moves, plan.cycles
    level = np.where(moves.at_counter, 1000, _WHOLESALE) + rng.integers(-20, 21, size=moves.n)
    amount = moves.quantity * (items.price_at(moves.item, MONTHS[moves.day]) * level // 1000) // 10
    amount = np.where(moves.kind == SALE, amount, 0)
    invoiced = cycles.invoiced_minor[moves.cycle]
    amount = np.where((moves.kind == SALE) & (invoiced > 0), invoiced, amount)
    back = amount[moves.source] * moves.quantity // np.maximum(moves.quantity[moves.source], 1)
    return np.where(moves.kind == RETURN, back, amount)


def _documents(items: Assortment, plan: Plan) -> tuple[pl.Series, pl.Series]:
    """Number the documents of each kind in the order of the days.

    A sales order has up to four lines of one day. A production order has what is made on its first line and the
    components on the others. A delivery within the group has one number on both sides.
    """
    moves, cycles = plan.moves, plan.cycles
    is_made = (moves.kind == RECEIPT) & items.is_made[moves.item]
    series = np.where(is_made, ISSUE, moves.kind)
    number, line = np.zeros(moves.n, dtype=np.int64), np.ones(moves.n, dtype=np.int64)
    for kind in range(len(KINDS)):
        of_kind = is_made if kind == ISSUE else series == kind
        number[of_kind] = np.arange(1, int(of_kind.sum()) + 1)
    _order_lines(moves, number, line)
    order = np.zeros(cycles.n, dtype=np.int64)
    order[moves.cycle[is_made]] = number[is_made]
    issues = np.flatnonzero(moves.kind == ISSUE)
    number[issues] = order[moves.cycle[issues]]
    line[issues] = _nth_of(moves.cycle[issues]) + 2

    written = numbered("", number)
    consignment = cycles.consignment[moves.cycle]
    # On the seller's side the sale is the delivery, on the buyer's the receipt; what is made for it is neither.
    is_delivery = (consignment >= 0) & np.where(
        cycles.invoiced_minor[moves.cycle] > 0, moves.kind == SALE, moves.kind == RECEIPT
    )
    texts = pl.DataFrame({
        "series": chosen(list(_SERIES), series), "number": written, "delivery": numbered("IC-", consignment + 1),
        "is_delivery": is_delivery,
    }).select(pl.when("is_delivery").then("delivery").otherwise(pl.col("series") + pl.col("number"))).to_series()  # fmt: skip
    return texts, pl.Series(np.where(is_delivery, 1, line)).cast(pl.String)


def _order_lines(moves: Moves, number: Ints, line: Ints) -> None:
    """Gather the sales of a day into orders of some lines."""
    sold = np.flatnonzero(moves.kind == SALE)
    day = moves.day[sold]
    of_day = np.arange(len(sold)) - np.searchsorted(day, day)
    number[sold] = np.cumsum(of_day % _LINES_PER_ORDER == 0)
    line[sold] = of_day % _LINES_PER_ORDER + 1


def _nth_of(group: Ints) -> Ints:
    """Return of each row the how manieth of its group it is, in the order of the rows, from 0."""
    order = np.argsort(group, kind="stable")
    among = np.empty(len(group), dtype=np.int64)
    among[order] = np.arange(len(group)) - np.searchsorted(group[order], group[order])
    return among
