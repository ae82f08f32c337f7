"""Layers of a LIFO pool: an amount at base-year prices, the index and ratio at which it came, and what it cost.

Before this: an inventory at base-year prices. After this: `dollar_value_lifo`, `lifo_retail`. A layer keeps what it came
with and how much of it is used up; *cost used up* is **defined** as round(cost * used / base), so that liquidating a
layer in one year or in ten costs the same, and the last unit takes the last cent. Sources: ASC 330-10-30-9 and
AICPA Issues Paper *Identification and Discussion of Certain Financial Accounting and Reporting Issues
Concerning LIFO Inventories* (1984).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lowmark.core.estimates.ratios import ONE, Ratio, multiply_ratios, take_share
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLayer:
    """What one year added to a pool.

    Units:  minor units; `base_minor` is at base-year prices (at retail, where `ratio` is not 1 to 1).
    Domain: ``0 <= used_base_minor <= base_minor``, ``cost_minor >= 0``.

    >>> layer = PoolLayer(pool="all", year=2025, base_minor=3_00, cost_minor=1_00, used_base_minor=2_00)
    >>> layer.left_base_minor, layer.left_cost_minor
    (100, 33)
    """

    pool: str
    year: int
    base_minor: int
    index: Ratio = ONE
    ratio: Ratio = ONE
    cost_minor: int
    used_base_minor: int = 0

    @property
    def left_base_minor(self) -> int:
        """What is left, at base-year prices."""
        return self.base_minor - self.used_base_minor

    @property
    def left_cost_minor(self) -> int:
        """What is left, at cost."""
        if self.base_minor == 0:
            return self.cost_minor
        return self.cost_minor - multiply_divide_round(self.cost_minor, self.used_base_minor, self.base_minor)


@dataclass(frozen=True, slots=True)
class Liquidated:
    """What a year took out of a layer, and what it would cost to put back at the year's index and ratio."""

    pool: str
    layer_year: int
    base_minor: int
    cost_minor: int
    current_cost_minor: int

    @property
    def profit_minor(self) -> int:
        """By how much the year's cost of goods sold is lower for it; disclosed (SEC SAB Topic 11.F)."""
        return self.current_cost_minor - self.cost_minor


@dataclass(frozen=True, slots=True)
class Stacked:
    """A pool after a year: its layers, oldest first, what was added, and what was taken, latest layer first."""

    layers: tuple[PoolLayer, ...]
    added: PoolLayer | None
    liquidated: tuple[Liquidated, ...]


def stack(
    *, layers: Sequence[PoolLayer], pool: str, year: int, base_minor: int, index: Ratio, ratio: Ratio = ONE,
    layer_index: Ratio | None = None,
) -> Stacked:  # fmt: skip
    """Bring a pool to what there is at base-year prices: a layer more, or less of the latest ones.

    Domain: layers are the pool's, oldest first; an inventory is deflated **before** it is compared, also when it falls.
            An increment is costed at `index` and `ratio`, or at `layer_index`, where the pool's policy prices increments
            at the year's earliest or average acquisitions. A layer that is used up is kept no longer.
    Raises: Problem ``negative_amount``, ``other_pool``, ``layers_out_of_order`` or ``year_before_layers``.

    >>> first = PoolLayer(pool="all", year=2024, base_minor=80_000, cost_minor=40_000)
    >>> grown = stack(layers=[first], pool="all", year=2025, base_minor=90_000, index=(11, 10), ratio=(1, 2))
    >>> grown.added.cost_minor, lifo_cost(layers=grown.layers)
    (5500, 45500)
    >>> shrunk = stack(layers=grown.layers, pool="all", year=2026, base_minor=60_000, index=(6, 5), ratio=(1, 2))
    >>> [(each.layer_year, each.cost_minor) for each in shrunk.liquidated], lifo_cost(layers=shrunk.layers)
    ([(2025, 5500), (2024, 10000)], 30000)
    """
    _require_stack(layers, pool=pool, year=year, base_minor=base_minor)
    current = multiply_ratios(index, ratio)
    before = sum(layer.left_base_minor for layer in layers)
    if base_minor > before:
        at = index if layer_index is None else layer_index
        cost = take_share(base_minor - before, multiply_ratios(at, ratio))
        added = PoolLayer(pool=pool, year=year, base_minor=base_minor - before, index=at, ratio=ratio, cost_minor=cost)
        return Stacked((*layers, added), added, ())

    kept, taken, less = list(layers), [], before - base_minor
    while less > 0:
        latest = kept.pop()
        gone = min(less, latest.left_base_minor)
        after = replace(latest, used_base_minor=latest.used_base_minor + gone)
        cost = latest.left_cost_minor - after.left_cost_minor
        taken.append(Liquidated(pool, latest.year, gone, cost, take_share(gone, current)))
        less -= gone
        if after.left_base_minor > 0:
            kept.append(after)

    assert sum(layer.left_base_minor for layer in kept) == base_minor
    return Stacked(tuple(kept), None, tuple(taken))


def lifo_cost(*, layers: Sequence[PoolLayer]) -> int:
    """Return what is left of all layers, at cost.

    >>> lifo_cost(layers=[])
    0
    """
    return sum(layer.left_cost_minor for layer in layers)


def _require_stack(layers: Sequence[PoolLayer], *, pool: str, year: int, base_minor: int) -> None:
    """Guard: what a caller may not give."""
    if base_minor < 0:
        raise Problem("negative_amount", f"an inventory of {base_minor} is below zero", where={"pool": pool})
    others = sorted({layer.pool for layer in layers} - {pool})
    if others:
        raise Problem("other_pool", f"layers of {', '.join(others)} are none of {pool}", hint="give one pool's layers",
                      where={"pool": pool})  # fmt: skip
    years = [layer.year for layer in layers]
    if years != sorted(set(years)):
        raise Problem(
            "layers_out_of_order", f"layers of {years} are not one a year, oldest first", where={"pool": pool}
        )
    if years and year <= years[-1]:
        raise Problem("year_before_layers", f"{year} is not after {years[-1]}, the year of the latest layer",
                      hint="a year is closed once, after those before it", where={"pool": pool})  # fmt: skip
    assert all(0 <= layer.used_base_minor <= layer.base_minor and layer.cost_minor >= 0 for layer in layers)
