"""The assortment of an entity: its goods, and so many variants of them as the number of moves asks for."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lowmark.sample.goods import BILLS, GOODS, RIDGE_COMPONENTS, RIDGE_MADE, TRENDS, Good

MOVES_PER_ITEM: Final = 60
MOVES_PER_MADE_ITEM: Final = 90
"""Of the manufacturer's moves, some are of components."""
_TREND_NAMES = tuple(TRENDS)

Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Assortment:
    """The items of one entity, a row each: which good, the how manieth variant, and what it costs and fetches.

    Units:  minor units per base unit; ``drift`` in thousandths of the cost per month; ``conversion_minor`` is what it
            costs to make a unit of its components.
    """

    goods: tuple[Good, ...]
    good: Ints
    variant: Ints
    cost_minor: Ints
    price_minor: Ints
    drift: Ints
    trend: Ints
    conversion_minor: Ints

    @property
    def n(self) -> int:
        """How many items there are."""
        return len(self.good)

    @property
    def is_steady(self) -> Flags:
        """Which items have a steady market."""
        return np.asarray(self.trend == _TREND_NAMES.index("steady"))

    @property
    def is_measured(self) -> Flags:
        """Which items are measured in tenths of a unit, not counted."""
        return self._of([one.base_unit != "EA" for one in self.goods])

    @property
    def is_lot(self) -> Flags:
        """Which items are followed by lot."""
        return self._of([one.tracking == "lot" for one in self.goods])

    @property
    def is_serial(self) -> Flags:
        """Which items are followed by serial number."""
        return self._of([one.is_serial for one in self.goods])

    @property
    def is_listed(self) -> Flags:
        """Which items stand in the price lists."""
        return self._of([one.is_listed for one in self.goods])

    @property
    def is_restocked(self) -> Flags:
        """Which items come in during the year."""
        return self._of([one.is_restocked for one in self.goods])

    @property
    def is_component(self) -> Flags:
        """Which items are made into others."""
        return self._of([one.item_class == "raw_materials" for one in self.goods])

    @property
    def is_made(self) -> Flags:
        """Which items come out of production."""
        return np.asarray(self.conversion_minor > 0)

    def _of(self, flags: list[bool]) -> Flags:
        """Return what is said of each item's good."""
        return np.asarray(np.array(flags)[self.good])

    def price_at(self, item: Ints, month: Ints) -> Ints:
        """Return the market price of items in a month, 0 for the first."""
        return self.price_minor[item] * _PRICES[self.trend[item], month] // 1000

    def cost_at(self, item: Ints, month: Ints) -> Ints:
        """Return what a unit costs in a month, after the drift of its market."""
        return self.cost_minor[item] * (1000 + self.drift[item] * month) // 1000


_PRICES: Final = np.array(list(TRENDS.values()), dtype=np.int64)


def assortment(*, rng: np.random.Generator, code: str, moves: int) -> Assortment:
    """Return the items that an entity stocks when it makes so many moves.

    Domain: every good itself is there; every eighth variant of a good goes the way of its market, the others are
            steady, so that there are few write-downs in any assortment.
    """
    goods = GOODS[code]
    if code == "RIDGE":
        n_made = max(len(RIDGE_MADE), moves // MOVES_PER_MADE_ITEM)
        n = n_made + -(-n_made // len(RIDGE_MADE)) * len(RIDGE_COMPONENTS)
        good, variant = _made_first(n_made, n)
    else:
        n_made, n = 0, max(len(goods), moves // MOVES_PER_ITEM)
        good, variant = np.arange(n) % len(goods), np.arange(n) // len(goods)
    scale = np.where(variant == 0, 1000, rng.integers(700, 1300, size=n))
    # A component's cost drifts up or stays, and what is made of it has its own standard, which does not drift.
    drift = rng.integers(-3, 7, size=n)
    trend = np.array([_TREND_NAMES.index(one.trend) for one in goods])
    listed_cost = np.array([one.cost_minor for one in goods])[good]
    listed_price = np.array([one.price_minor for one in goods])[good]
    cost, conversion = listed_cost * scale // 1000, np.zeros(n, dtype=np.int64)
    if n_made:
        made = np.arange(n_made)
        conversion[made] = np.array([bill.conversion_minor for bill in BILLS])[good[made]] * scale[made] // 1000
        component, tenths = components(n_made, good[made], variant[made])
        cost[made] = (cost[component] * tenths).sum(axis=1) // 10 + conversion[made]
        drift[made] = 0
    return Assortment(
        goods=goods, good=good, variant=variant, cost_minor=cost, price_minor=listed_price * cost // listed_cost,
        drift=drift, trend=np.where(variant % 8 == 0, trend[good], _TREND_NAMES.index("steady")),
        conversion_minor=conversion,
    )  # fmt: skip


def _made_first(n_made: int, n: int) -> tuple[Ints, Ints]:
    """Return good and variant of each item of the manufacturer: what is made, then rounds of components."""
    made, rest = np.arange(n_made), np.arange(n - n_made)
    good = np.concatenate([made % len(RIDGE_MADE), len(RIDGE_MADE) + rest % len(RIDGE_COMPONENTS)])
    return good, np.concatenate([made // len(RIDGE_MADE), rest // len(RIDGE_COMPONENTS)])


def components(n_made: int, good: Ints, variant: Ints) -> tuple[Ints, Ints]:
    """Return the items that made goods take, three columns, and how many tenths of a unit of each for one.

    Domain: a variant is made of the same variant of its components.
    """
    places = {one.code: place for place, one in enumerate(RIDGE_COMPONENTS)}
    place = np.array([[places[code] for code, _ in bill.components] for bill in BILLS])
    tenths = np.array([[number for _, number in bill.components] for bill in BILLS])
    return n_made + variant[:, None] * len(RIDGE_COMPONENTS) + place[good], tenths[good]
