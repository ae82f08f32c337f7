"""The gross profit method: an estimate of what is left, from sales and the margin that they usually carry.

Before this: totals of a period up to a day. After this: an interim balance, or a claim for goods lost; never the annual
statements, for which goods are counted and costed. Sources: ASC 270-10-45-6(a), which has the method disclosed.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from lowmark.core.estimates.ratios import Ratio, make_ratio, require_amounts, round_ratio, take_share
from lowmark.core.kinds.problems import Problem

Purpose = Literal["interim", "loss"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
MarginOn = Literal["sales", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrossProfitEstimate:
    """What is estimated to be left.

    Domain: ``available = cost of goods sold + inventory``, all at cost; `is_estimate` is always true, and whoever
            shows the figure says so.
    """

    purpose: Purpose
    available_minor: int
    net_sales_minor: int
    cost_ratio: Ratio
    cost_of_goods_sold_minor: int
    inventory_minor: int
    is_estimate: bool = True


def estimate_gross_profit(
    *, purpose: Purpose, opening_minor: int, purchases_minor: int, sales_minor: int, margin: Ratio, margin_on: MarginOn,
    freight_in_minor: int = 0, purchase_returns_minor: int = 0, sales_returns_minor: int = 0,
    ratio_places: int | None = None,
) -> GrossProfitEstimate:  # fmt: skip
    """Return what is left of the goods that were there, taking off sales at what they usually cost.

    Domain: a margin on sales is a share of the price, at most all of it; one on cost is a markup, of any size.
            `ratio_places` rounds the ratio of cost to sales before it is used, as some published answers do.
    Raises: Problem ``not_for_annual_statements``, ``unknown_margin``, ``negative_amount``, ``no_ratio``,
            ``bad_places`` or ``more_sold_than_there_was``.
    Source: ASC 270-10-45-6(a).

    >>> found = estimate_gross_profit(purpose="loss", opening_minor=1_850_000, purchases_minor=2_430_000,
    ...                               sales_minor=3_600_000, margin=(35, 100), margin_on="sales")
    >>> found.available_minor, found.cost_of_goods_sold_minor, found.inventory_minor
    (4280000, 2340000, 1940000)
    >>> estimate_gross_profit(purpose="interim", opening_minor=100, purchases_minor=500, sales_minor=600, margin=(1, 4),
    ...                       margin_on="cost").inventory_minor
    120
    """
    if purpose not in PURPOSES:
        raise Problem("not_for_annual_statements", "the gross profit method estimates interim figures and losses only",
                      hint="count the goods and cost them for annual statements")  # fmt: skip
    require_amounts({
        "opening": opening_minor, "purchases": purchases_minor, "freight_in": freight_in_minor, "sales": sales_minor,
        "purchase_returns": purchase_returns_minor, "sales_returns": sales_returns_minor,
    })  # fmt: skip
    ratio = round_ratio(ratio=_cost_ratio(margin=margin, margin_on=margin_on), places=ratio_places)
    available = opening_minor + purchases_minor + freight_in_minor - purchase_returns_minor
    net_sales = sales_minor - sales_returns_minor
    sold = take_share(net_sales, ratio)
    if sold > available or net_sales < 0:
        raise Problem("more_sold_than_there_was", f"sales cost an estimated {sold}, and goods for {available} were there",
                      hint="check the margin, or that purchases and returns are complete")  # fmt: skip

    assert 0 <= sold <= available
    return GrossProfitEstimate(
        purpose=purpose, available_minor=available, net_sales_minor=net_sales, cost_ratio=ratio,
        cost_of_goods_sold_minor=sold, inventory_minor=available - sold,
    )  # fmt: skip


def estimate_loss(*, estimate: GrossProfitEstimate, salvage_minor: int) -> int:
    """Return what was lost with the goods: what was there by the estimate, less what is saved of it.

    Raises: Problem ``not_for_a_loss``, ``negative_amount`` or ``more_saved_than_there_was``.

    >>> found = estimate_gross_profit(purpose="loss", opening_minor=1_850_000, purchases_minor=2_430_000,
    ...                               sales_minor=3_600_000, margin=(35, 100), margin_on="sales")
    >>> estimate_loss(estimate=found, salvage_minor=210_000)
    1730000
    """
    if estimate.purpose != "loss":
        raise Problem(
            "not_for_a_loss", "the estimate was made for an interim figure", hint="estimate as of the day of the loss"
        )
    require_amounts({"salvage": salvage_minor})
    if salvage_minor > estimate.inventory_minor:
        raise Problem("more_saved_than_there_was", f"{salvage_minor} are saved of an estimated {estimate.inventory_minor}",
                      hint="give what is saved at cost or at what it fetches, and check the estimate")  # fmt: skip
    return estimate.inventory_minor - salvage_minor


def _cost_ratio(*, margin: Ratio, margin_on: MarginOn) -> Ratio:
    """Return cost to sales: 1 - m for a margin on sales, 1 / (1 + m) for one on cost."""
    profit, whole = margin
    if margin_on == "sales":
        return make_ratio(numerator=whole - profit, denominator=whole, name="cost to sales")
    if margin_on == "cost":
        return make_ratio(numerator=whole, denominator=whole + profit, name="cost to sales")
    raise Problem("unknown_margin", f"there is no margin on {str(margin_on)[:40]!r}", hint="use one of: sales, cost")
