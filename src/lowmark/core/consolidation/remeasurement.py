"""Remeasurement: books that are kept in another currency than the one in which an entity lives.

Before this: layers and results in the currency of the books, with the rates of their days. After this: the test of stock,
which is made in the functional currency. Inventories are not monetary: they stand at the rate of the day on which they
came, and what they fetch at the rate of today. So a write-down may appear where the books have none, and one in the books
may have to be undone. Sources: IAS 21.21 to 21.25; ASC 830-10-45-18, 55-8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lowmark.core.consolidation.exchange import Rate, exchange
from lowmark.core.kinds.problems import Problem


class LayerInBooks(NamedTuple):
    """What is left of a layer: its cost and the write-down that the books hold on it, and the rate of the day on which it came."""

    cost_minor: int
    held_minor: int
    historical: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Remeasured:
    """Goods in the functional currency, and what their books say of them.

    Domain: ``carrying = cost - write_down``; ``change = write_down - books' own write-down at historical rates``:
            positive for one that the books do not have, negative for one that is to be undone.
    """

    cost_minor: int
    value_minor: int | None
    write_down_minor: int
    books_write_down_minor: int

    @property
    def carrying_minor(self) -> int:
        """Cost less the write-down."""
        return self.cost_minor - self.write_down_minor

    @property
    def change_minor(self) -> int:
        """What is charged beside the books, or taken back."""
        return self.write_down_minor - self.books_write_down_minor


def remeasure_inventory(
    *, layers: Sequence[LayerInBooks], value_minor: int | None, closing: Rate, of: str, into: str
) -> Remeasured:
    """Return goods at the lower of cost at the rates of their days and value at the rate of today.

    Domain: amounts are the books'; where nobody knows what goods fetch, the write-down of the books stands.
    Raises: Problem ``negative_amount``.
    Source: IAS 21.25; ASC 830-10-55-8.

    >>> def said(cost, held, value, then, today):
    ...     layers = [LayerInBooks(cost, held, Rate.of(then))]
    ...     found = remeasure_inventory(layers=layers, value_minor=value, closing=Rate.of(today), of="EUR", into="USD")
    ...     return found.cost_minor, found.value_minor, found.write_down_minor, found.change_minor
    >>> said(100, 0, 105, "1.5", "1.2"), said(100, 10, 90, "1", "1.2")
    ((150, 126, 24, 24), (100, 108, 0, -10))
    """
    if any(not 0 <= layer.held_minor <= layer.cost_minor for layer in layers) or (value_minor or 0) < 0:
        raise Problem("negative_amount", "goods cost and fetch nothing at the least, and no more than cost is written off",
                      hint="give amounts from zero up")  # fmt: skip
    cost = sum(exchange(layer.cost_minor, rate=layer.historical, of=of, into=into) for layer in layers)
    books = sum(exchange(layer.held_minor, rate=layer.historical, of=of, into=into) for layer in layers)
    value = None if value_minor is None else exchange(value_minor, rate=closing, of=of, into=into)
    write_down = books if value is None else max(0, cost - value)
    return Remeasured(cost_minor=cost, value_minor=value, write_down_minor=write_down, books_write_down_minor=books)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """The cost of what was sold, from goods at the rates of their days: ``opening + purchases - closing = sold``."""

    opening_minor: int
    purchases_minor: int
    closing_minor: int

    @property
    def cost_minor(self) -> int:
        """What was sold cost."""
        return self.opening_minor + self.purchases_minor - self.closing_minor


def remeasure_sold(
    *, opening: tuple[int, Rate], purchases: tuple[int, Rate], closing: tuple[int, Rate], of: str, into: str
) -> Sold:
    """Return the cost of sales of goods that stand at the rates of the days on which they came.

    Source: ASC 830-10-45-18; IAS 21.21 to 21.23.

    >>> found = remeasure_sold(opening=(100, Rate.of("0.5")), purchases=(500, Rate.of("0.42")),
    ...                        closing=(150, Rate.of("0.4")), of="MXN", into="USD")
    >>> found.cost_minor
    200
    """
    first, added, last = (
        exchange(amount, rate=rate, of=of, into=into) for amount, rate in (opening, purchases, closing)
    )
    return Sold(opening_minor=first, purchases_minor=added, closing_minor=last)


def total_converted(amounts: Sequence[int]) -> int:
    """Return what items come to that were each converted already: at cost at its day's rate, at market at today's.

    Source: ASC 830-10-45-18; IAS 21.23.

    >>> total_converted([130, 80])
    210
    """
    return sum(amounts)
