"""The cost of goods made: which elements belong to it, and what one period's goods cost of those that are left.

Before this: `normal_capacity`, and what was spent. After this: a standard, a work order, an inventory at cost. Sources:
IAS 2.10 to 2.18; ASC 330-10-30-1 to 330-10-30-8; ASPE 3031. What is in and what is out is the same in
all three; where one of them has a choice (interest on goods that take long to make), the cost is given as a conversion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lowmark.core.estimates.normal_capacity import AbsorbedOverhead
from lowmark.core.estimates.ratios import require_amounts, take_share
from lowmark.core.kinds.problems import Problem

TREATMENTS: Final[dict[str, tuple[int, str]]] = {
    "purchase": (1, "IAS 2.11; ASC 330-10-30-1"),
    "recoverable_tax": (-1, "IAS 2.11"),
    "discount": (-1, "IAS 2.11"),
    "labour": (1, "IAS 2.12"),
    "variable_overhead": (1, "IAS 2.12"),
    "fixed_overhead_absorbed": (1, "IAS 2.13; ASC 330-10-30-3"),
    "depreciation": (1, "IAS 2.12"),
    "design_for_a_customer": (1, "IAS 2.15"),
    "testing": (1, "IAS 2.10"),
    "abnormal_waste": (0, "IAS 2.16(a); ASC 330-10-30-7"),
    "storage": (0, "IAS 2.16(b)"),
    "administration": (0, "IAS 2.16(c); ASC 330-10-30-8"),
    "selling": (0, "IAS 2.16(d); ASC 330-10-30-8"),
    "unabsorbed_overhead": (0, "IAS 2.13; ASC 330-10-30-7"),
    "financing": (0, "IAS 2.17 and 2.18"),
}
"""Kinds of cost: 1 is part of the cost of goods, -1 is taken off it, 0 is an expense; and where that stands.

A tax that comes back is an amount within a gross purchase; one that was never in it is not given.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostElement:
    """An amount that was spent."""

    name: str
    kind: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Included:
    """A row of the worksheet: what an element adds to the cost of goods, and where that stands."""

    name: str
    kind: str
    amount_minor: int
    in_cost_minor: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOfGoods:
    """What goods cost, and the worksheet; `cost_minor` is the sum of its rows."""

    rows: tuple[Included, ...]
    cost_minor: int


def cost_of_goods(*, elements: Sequence[CostElement]) -> CostOfGoods:
    """Return what goods cost, of all that was spent.

    Raises: Problem ``unknown_cost``, ``negative_amount`` or ``taken_off_too_much``.
    Source: IAS 2.10 to 2.18.

    >>> spent = [CostElement(name="Cloth", kind="purchase", amount_minor=110),
    ...          CostElement(name="VAT", kind="recoverable_tax", amount_minor=10),
    ...          CostElement(name="Advertising", kind="selling", amount_minor=30)]
    >>> cost_of_goods(elements=spent).cost_minor
    100
    """
    unknown = sorted({each.kind for each in elements} - TREATMENTS.keys())
    if unknown:
        raise Problem(
            "unknown_cost", f"there is no kind of cost {', '.join(unknown)}", hint=f"use: {', '.join(TREATMENTS)}"
        )
    require_amounts({each.name: each.amount_minor for each in elements if each.amount_minor < 0})
    rows = tuple(
        Included(each.name, each.kind, each.amount_minor, each.amount_minor * TREATMENTS[each.kind][0],
                 TREATMENTS[each.kind][1])
        for each in elements
    )  # fmt: skip
    cost = sum(row.in_cost_minor for row in rows)
    if cost < 0:
        raise Problem("taken_off_too_much", f"taxes and discounts exceed what was bought by {-cost}",
                      hint="give purchases gross of what is taken off")  # fmt: skip
    return CostOfGoods(rows=rows, cost_minor=cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """What a period's goods cost, of which `left_micro` are at hand.

    Domain: ``cost = left_cost + gone_cost``; what overhead was not absorbed is in neither.
    """

    cost_minor: int
    left_micro: int
    left_cost_minor: int
    gone_cost_minor: int
    unabsorbed_minor: int


def left_of(*, opening_micro: int, produced_micro: int, sold_micro: int) -> int:
    """Return the units that are left at the end of a period.

    Raises: Problem ``negative_amount`` or ``more_sold_than_there_was``.

    >>> left_of(opening_micro=1, produced_micro=10, sold_micro=8)
    3
    """
    require_amounts({"opening": opening_micro, "produced": produced_micro, "sold": sold_micro})
    left = opening_micro + produced_micro - sold_micro
    if left < 0:
        raise Problem(
            "more_sold_than_there_was", f"{-left} more were sold than there were", hint="check production and counts"
        )
    return left


def cost_of_production(
    *, prime_minor: int, overhead: AbsorbedOverhead, produced_micro: int, left_micro: int
) -> Produced:
    """Return what a period's goods cost, and what those of them that are left do: the first made went first.

    Units:  `prime_minor` is all material and labour of the period's goods.
    Domain: ``0 <= left_micro <= produced_micro``, and something was produced.
    Raises: Problem ``negative_amount``, ``no_activity`` or ``more_left_than_made``.
    Source: IAS 2.12 and 2.13.

    >>> from lowmark.core.estimates.normal_capacity import absorb_overhead
    >>> half = absorb_overhead(fixed_minor=100, variable_minor=50, normal_micro=10_000_000, actual_micro=5_000_000)
    >>> made = cost_of_production(prime_minor=150, overhead=half, produced_micro=5_000_000, left_micro=1_000_000)
    >>> made.cost_minor, made.left_cost_minor, made.gone_cost_minor, made.unabsorbed_minor
    (250, 50, 200, 50)
    """
    require_amounts({"prime": prime_minor, "produced": produced_micro, "left": left_micro})
    if produced_micro == 0:
        raise Problem("no_activity", "nothing was produced", hint="what is spent on nothing made is expense")
    if left_micro > produced_micro:
        raise Problem("more_left_than_made", f"{left_micro} are left of {produced_micro} produced",
                      hint="goods from before the period keep their own cost")  # fmt: skip
    cost = prime_minor + overhead.absorbed_minor
    left = take_share(cost, (left_micro, produced_micro))
    return Produced(
        cost_minor=cost, left_micro=left_micro, left_cost_minor=left, gone_cost_minor=cost - left,
        unabsorbed_minor=overhead.unabsorbed_fixed_minor,
    )  # fmt: skip
