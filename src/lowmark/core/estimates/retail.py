"""The retail inventory method: what is left at retail, times a ratio of cost to retail.

Before this: a department's totals of a period, at cost and at retail. After this: books that carry the department so,
and `lifo_retail`, which keeps the increments as layers. Markups count in every ratio. Markdowns are left out of the
conventional one, which is thereby lower and stands for the lower of cost or market; the others are plain cost, and are
tested for a write-down like any cost. Each department has its own ratio. Sources: ASC 330-10-30-13, 330-10-35-1C;
IAS 2.22.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal, get_args

from lowmark.core.estimates.ratios import Ratio, make_ratio, require_amounts, round_ratio, take_share
from lowmark.core.kinds.problems import Problem

Basis = Literal["conventional", "average_cost", "fifo", "lifo"]
BASES: Final[tuple[Basis, ...]] = get_args(Basis)

STANDS_FOR: Final[dict[Basis, str]] = {
    "conventional": "lower_of_cost_or_market",
    "average_cost": "cost",
    "fifo": "cost",
    "lifo": "cost",
}
"""What an estimate of each basis may be taken for; which books accept that is a framework's parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailTotals:
    """A department's totals of a period, each positive; `_cost` and `_retail` are the two columns.

    Units: minor units. Freight, discounts and allowances touch cost only; prices changed, sales, discounts to employees
           and normal losses touch retail only; what is lost abnormally leaves both columns before the ratio is made.
    """

    department: str = ""
    opening_cost_minor: int = 0
    opening_retail_minor: int = 0
    purchases_cost_minor: int = 0
    purchases_retail_minor: int = 0
    freight_in_minor: int = 0
    purchase_returns_cost_minor: int = 0
    purchase_returns_retail_minor: int = 0
    purchase_discounts_minor: int = 0
    purchase_allowances_minor: int = 0
    abnormal_loss_cost_minor: int = 0
    abnormal_loss_retail_minor: int = 0
    markups_minor: int = 0
    markup_cancellations_minor: int = 0
    markdowns_minor: int = 0
    markdown_cancellations_minor: int = 0
    sales_minor: int = 0
    sales_returns_minor: int = 0
    employee_discounts_minor: int = 0
    normal_shrinkage_minor: int = 0
    normal_breakage_minor: int = 0
    normal_theft_minor: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the worksheet: what it adds to each column, and whether it counts in the ratio."""

    name: str
    cost_minor: int
    retail_minor: int
    counts_in_ratio: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetailEstimate:
    """What a department comes to, and how.

    Domain: the steps add up to `available_cost_minor` and `ending_retail_minor`; those that count in the ratio to
            `ratio_cost_minor` and `ratio_retail_minor`; available = ending + cost of goods sold, at cost.
    """

    department: str
    basis: Basis
    stands_for: str
    steps: tuple[Step, ...]
    ratio_cost_minor: int
    ratio_retail_minor: int
    ratio: Ratio
    available_cost_minor: int
    abnormal_loss_minor: int
    ending_retail_minor: int
    ending_cost_minor: int
    cost_of_goods_sold_minor: int


def estimate_retail(*, totals: RetailTotals, basis: Basis, ratio_places: int | None = None) -> RetailEstimate:
    """Return what a department's inventory comes to by the retail method.

    Domain: `ratio_places` rounds the ratio before it is used, as published answers often do; without it the ratio is
            exact and only the inventory is rounded. With `fifo`, what is left beyond the period's purchases is opening
            inventory, at the opening ratio. `lifo` takes all that is left at the ratio of the period: it is what
            `lifo_retail` makes layers of, and no inventory by itself.
    Raises: Problem ``unknown_basis``, ``negative_amount``, ``cancelled_too_much``, ``more_sold_than_there_was``,
            ``no_ratio`` or ``bad_places``.
    Source: ASC 330-10-30-13; IAS 2.22 (the percentage takes account of goods marked below their original price).

    >>> totals = RetailTotals(opening_cost_minor=148_740, opening_retail_minor=285_000, purchases_cost_minor=1_359_000,
    ...                       purchases_retail_minor=2_148_000, markups_minor=79_900, markdowns_minor=27_100,
    ...                       sales_minor=2_209_000)
    >>> found = estimate_retail(totals=totals, basis="conventional")
    >>> found.ratio, found.ending_retail_minor, found.ending_cost_minor, found.cost_of_goods_sold_minor
    ((3, 5), 276800, 166080, 1341660)
    """
    _require_totals(totals, basis)
    steps = _worksheet(totals, basis)
    cost = sum(step.cost_minor for step in steps if step.counts_in_ratio)
    retail = sum(step.retail_minor for step in steps if step.counts_in_ratio)
    available, left = (
        sum(column) for column in zip(*((step.cost_minor, step.retail_minor) for step in steps), strict=True)
    )
    if left < 0:
        raise Problem("more_sold_than_there_was", f"{-left} more went out at retail than there was",
                      hint="check sales and markdowns, or that purchases are complete",
                      where={"department": totals.department})  # fmt: skip

    if left == retail == 0 <= cost:
        exact: Ratio = (0, 1)  # A department without goods has no ratio, and needs none.
    else:
        exact = make_ratio(numerator=cost, denominator=retail, name="cost to retail")
    ratio = round_ratio(ratio=exact, places=ratio_places)
    ending = min(available, _at_cost(totals, basis, left=left, ratio=ratio, bought_retail=retail))

    assert 0 <= ending <= available
    return RetailEstimate(
        department=totals.department, basis=basis, stands_for=STANDS_FOR[basis], steps=steps, ratio_cost_minor=cost,
        ratio_retail_minor=retail, ratio=ratio, available_cost_minor=available,
        abnormal_loss_minor=totals.abnormal_loss_cost_minor, ending_retail_minor=left, ending_cost_minor=ending,
        cost_of_goods_sold_minor=available - ending,
    )  # fmt: skip


def estimate_departments(
    *, totals: Sequence[RetailTotals], basis: Basis, ratio_places: int | None = None
) -> list[RetailEstimate]:
    """Return an estimate for each department, each by its own ratio: margins that differ are not averaged.

    Raises: Problem as `estimate_retail`, or ``department_twice``.
    Source: IAS 2.22 (an average percentage for each retail department is often used).

    >>> shoes = RetailTotals(department="shoes", purchases_cost_minor=50, purchases_retail_minor=100, sales_minor=80)
    >>> hats = RetailTotals(department="hats", purchases_cost_minor=80, purchases_retail_minor=100, sales_minor=20)
    >>> [each.ending_cost_minor for each in estimate_departments(totals=[shoes, hats], basis="average_cost")]
    [10, 64]
    """
    names = [each.department for each in totals]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Problem("department_twice", f"more than one set of totals: {', '.join(twice)}",
                      hint="add the totals of a department up first")  # fmt: skip
    return [estimate_retail(totals=each, basis=basis, ratio_places=ratio_places) for each in totals]


def _require_totals(totals: RetailTotals, basis: Basis) -> None:
    """Guard: what a caller may not give."""
    if basis not in BASES:
        raise Problem(
            "unknown_basis", f"there is no retail method {str(basis)[:40]!r}", hint=f"use one of: {', '.join(BASES)}"
        )
    require_amounts({name: amount for name, amount in asdict(totals).items() if name.endswith("_minor")})
    for kind in ("markup", "markdown"):
        made, cancelled = getattr(totals, f"{kind}s_minor"), getattr(totals, f"{kind}_cancellations_minor")
        if cancelled > made:
            raise Problem("cancelled_too_much", f"{kind} cancellations of {cancelled} exceed {kind}s of {made}",
                          hint=f"what goes beyond the {kind}s is a change of price the other way")  # fmt: skip


def _worksheet(totals: RetailTotals, basis: Basis) -> tuple[Step, ...]:
    """Return the worksheet's rows, in the order in which they are usually shown."""
    opening, markdowns = basis in ("conventional", "average_cost"), basis != "conventional"
    return (
        Step("opening", totals.opening_cost_minor, totals.opening_retail_minor, opening),
        Step("purchases", totals.purchases_cost_minor, totals.purchases_retail_minor, True),
        Step("freight_in", totals.freight_in_minor, 0, True),
        Step("purchase_returns", -totals.purchase_returns_cost_minor, -totals.purchase_returns_retail_minor, True),
        Step("purchase_discounts", -totals.purchase_discounts_minor, 0, True),
        Step("purchase_allowances", -totals.purchase_allowances_minor, 0, True),
        Step("abnormal_loss", -totals.abnormal_loss_cost_minor, -totals.abnormal_loss_retail_minor, True),
        Step("markups", 0, totals.markups_minor, True),
        Step("markup_cancellations", 0, -totals.markup_cancellations_minor, True),
        Step("markdowns", 0, -totals.markdowns_minor, markdowns),
        Step("markdown_cancellations", 0, totals.markdown_cancellations_minor, markdowns),
        Step("sales", 0, -totals.sales_minor, False),
        Step("sales_returns", 0, totals.sales_returns_minor, False),
        Step("employee_discounts", 0, -totals.employee_discounts_minor, False),
        Step("normal_shrinkage", 0, -totals.normal_shrinkage_minor, False),
        Step("normal_breakage", 0, -totals.normal_breakage_minor, False),
        Step("normal_theft", 0, -totals.normal_theft_minor, False),
    )


def _at_cost(totals: RetailTotals, basis: Basis, *, left: int, ratio: Ratio, bought_retail: int) -> int:
    """Return what is left, at cost."""
    beyond = max(0, left - bought_retail) if basis == "fifo" else 0
    ending = take_share(left - beyond, ratio)
    if beyond:
        opening = make_ratio(
            numerator=totals.opening_cost_minor, denominator=totals.opening_retail_minor, name="opening"
        )
        ending += take_share(beyond, opening)
    return ending
