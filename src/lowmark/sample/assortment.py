"""The assortment of an entity: its goods, and so many variants of them as the number of moves asks for."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lowmark.sample.goods import GOODS, TRENDS, Good

MOVES_PER_ITEM: Final = 60
_TREND_NAMES = tuple(TRENDS)

Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Assortment:
    """The items of one entity, a row each: which good, the how manieth variant, and what it costs and fetches.

    Units:  minor units per base unit; ``drift`` in thousandths of the cost per month.
    """

    goods: tuple[Good, ...]
    good: Ints
    variant: Ints
    cost_minor: Ints
    price_minor: Ints
    drift: Ints
    trend: Ints
    is_measured: Flags
    is_lot: Flags

    @property
    def n(self) -> int:
        """How many items there are."""
        return len(self.good)

    @property
    def is_steady(self) -> Flags:
        """Which items have a steady market."""
        return np.asarray(self.trend == _TREND_NAMES.index("steady"))

    def price_at(self, item: Ints, month: Ints) -> Ints:
        """Return the market price of items in a month, 0 for January."""
        return self.price_minor[item] * _PRICES[self.trend[item], month] // 1000


_PRICES: Final = np.array(list(TRENDS.values()), dtype=np.int64)


def assortment(*, rng: np.random.Generator, code: str, moves: int) -> Assortment:
    """Return the items that an entity stocks when it makes so many moves.

    Domain: every good itself is there; every eighth variant of a good goes the way of its market, the others are
            steady, so that there are few write-downs in any assortment.
    """
    goods = GOODS[code]
    n = max(len(goods), moves // MOVES_PER_ITEM)
    good, variant = np.arange(n) % len(goods), np.arange(n) // len(goods)
    scale = np.where(variant == 0, 1000, rng.integers(700, 1300, size=n))
    trend = np.array([_TREND_NAMES.index(one.trend) for one in goods])
    return Assortment(
        goods=goods,
        good=good,
        variant=variant,
        cost_minor=np.array([one.cost_minor for one in goods])[good] * scale // 1000,
        price_minor=np.array([one.price_minor for one in goods])[good] * scale // 1000,
        drift=rng.integers(-3, 7, size=n),
        trend=np.where(variant % 8 == 0, trend[good], _TREND_NAMES.index("steady")),
        is_measured=np.array([one.base_unit != "EA" for one in goods])[good],
        is_lot=np.array([one.tracking == "lot" for one in goods])[good],
    )
