"""LIFO pools, written from their definition: layers at base-year prices, added at the year's index, taken from the latest.

An inventory is divided by the index before it is compared. What is more than the layers hold is a new layer, which costs
that times index and ratio; what is less is taken from the latest layers, of each of which the cost used up is defined as
cost * used / base, rounded half to even. Before this: an estimate as it was kept. After this: the check compares.
Source: ASC 330-10-30-9 and 330-10-30-13.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lowmark.verify.fifo import round_half_even
from lowmark.verify.reader import Row


@dataclass(frozen=True, slots=True)
class Held:
    """A layer: its year, what came at base-year prices and at cost, how much is used up, and index and ratio."""

    year: int
    base: int
    cost: int
    used: int
    terms: tuple[int, int, int, int]

    def left(self) -> int:
        """Return what is left of it, at cost."""
        return self.cost - (round_half_even(self.cost * self.used, self.base) if self.base else 0)


def held(row: Row) -> Held:
    """Return a layer as it was kept."""
    terms = (row["index_over"], row["index_under"], row["ratio_over"], row["ratio_under"])
    return Held(row["fiscal_year"], row["base_minor"], row["cost_minor"], row["used_base_minor"], terms)


def stacked(layers: Sequence[Held], estimate: Row) -> list[Held]:
    """Return the layers after an estimate.

    >>> said = {"fiscal_year": 2025, "ending_minor": 132_000, "index_over": 11, "index_under": 10, "layer_index_over": 11,
    ...         "layer_index_under": 10, "ratio_over": 1, "ratio_under": 1}
    >>> after = stacked([Held(2024, 100_000, 100_000, 0, (1, 1, 1, 1))], said)
    >>> [(each.year, each.base, each.left()) for each in after]
    [(2024, 100000, 100000), (2025, 20000, 22000)]
    >>> [(each.year, each.left()) for each in stacked(after, said | {"fiscal_year": 2026, "ending_minor": 55_000})]
    [(2024, 50000)]
    """
    base = round_half_even(estimate["ending_minor"] * estimate["index_under"], estimate["index_over"])
    less = sum(each.base - each.used for each in layers) - base
    if less < 0:
        index = estimate["layer_index_over"], estimate["layer_index_under"]
        ratio = estimate["ratio_over"], estimate["ratio_under"]
        cost = round_half_even(-less * index[0] * ratio[0], index[1] * ratio[1])
        return [*layers, Held(estimate["fiscal_year"], -less, cost, 0, (*index, *ratio))]
    kept = []
    for each in reversed(layers):
        gone = min(less, each.base - each.used)
        less -= gone
        if each.used + gone < each.base or (gone == 0 and each.base == 0):
            kept.append(replace(each, used=each.used + gone))
    return kept[::-1]
