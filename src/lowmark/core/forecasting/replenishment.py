"""How much to order, and when: the economic order quantity, safety stock, the reorder point.

Before this: a year's demand, how much it varies, what an order and a unit held cost. After this: plans, tracking of orders.
Whole numbers throughout: a root is taken of an integer, and rounded once. Sources: Harris (1913), "How many parts to make
at once"; Silver, Pyke and Thomas, "Inventory and Production Management in Supply Chains" (4th edition), chapters 4 and 6.
"""

from dataclasses import dataclass
from math import isqrt

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomicOrder:
    """The order at which a year's ordering costs as much as a year's holding.

    Units: `orders_per_year_micro` is a number of orders in millionths; costs are of a year.
    """

    quantity_micro: int
    orders_per_year_micro: int
    ordering_cost_year_minor: int
    holding_cost_year_minor: int


def economic_order(*, annual_demand_micro: int, order_cost_minor: int, holding_cost_minor: int) -> EconomicOrder:
    """Return the order of least cost: the root of ``2 * demand * cost of an order / cost of holding a unit for a year``.

    Units:  both costs in the same currency; holding is of one whole unit for a year.
    Domain: all above zero; demand steady, an order delivered whole.
    Raises: Problem ``no_order_quantity``.
    Source: Harris (1913).

    >>> order = economic_order(annual_demand_micro=2_000_000_000, order_cost_minor=12_00, holding_cost_minor=3_60)
    >>> order.quantity_micro, order.orders_per_year_micro, order.holding_cost_year_minor
    (115470054, 17320508, 20785)
    """
    _require_positive(annual_demand_micro=annual_demand_micro, order_cost_minor=order_cost_minor,
                      holding_cost_minor=holding_cost_minor)  # fmt: skip
    twice = 2 * annual_demand_micro * order_cost_minor
    quantity = _root(twice * MICRO, holding_cost_minor)
    orders = _root(annual_demand_micro * holding_cost_minor * MICRO, 2 * order_cost_minor)
    cost = _root(twice * holding_cost_minor, 4 * MICRO)
    return EconomicOrder(
        quantity_micro=quantity, orders_per_year_micro=orders, ordering_cost_year_minor=cost, holding_cost_year_minor=cost
    )  # fmt: skip


def days_between_orders_micro(*, order: EconomicOrder, days: int) -> int:
    """Return how many days of a year of so many (working) days lie between two orders, in millionths of a day.

    >>> order = economic_order(annual_demand_micro=2_000_000_000, order_cost_minor=12_00, holding_cost_minor=3_60)
    >>> days_between_orders_micro(order=order, days=240)
    13856407
    """
    _require_positive(days=days)
    return multiply_divide_round(days * MICRO, MICRO, order.orders_per_year_micro)


def sigma_of_lead_time_micro(*, sigma_day_micro: int, lead_time_days_micro: int) -> int:
    """Return how much demand varies over a lead time, of days that vary alike and apart: ``sigma * root of days``.

    Raises: Problem ``no_order_quantity`` below zero.

    >>> sigma_of_lead_time_micro(sigma_day_micro=4_000_000, lead_time_days_micro=7_000_000)
    10583005
    """
    if sigma_day_micro < 0 or lead_time_days_micro < 0:
        raise Problem("no_order_quantity", "neither a deviation nor a lead time is below zero")
    return _root(sigma_day_micro**2 * lead_time_days_micro, MICRO)


def safety_stock_micro(*, z_micro: int, sigma_lead_time_micro: int) -> int:
    """Return the stock that meets demand above its mean with the certainty of so many standard deviations.

    Domain: demand over the lead time near the normal; where it is intermittent, take a quantile of its forecast instead.

    >>> safety_stock_micro(z_micro=2_050_000, sigma_lead_time_micro=10_583_005)
    21695160
    """
    return multiply_divide_round(z_micro, sigma_lead_time_micro, MICRO)


def reorder_point_micro(
    *, annual_demand_micro: int, days: int, lead_time_days_micro: int, safety_stock_micro: int
) -> int:
    """Return the stock at which to order: what a lead time sells, and safety stock.

    Units:  `days` is how many (working) days the year's demand is of, and the lead time is counted in.
    Raises: Problem ``no_order_quantity``.

    >>> reorder_point_micro(annual_demand_micro=500_000_000, days=250, lead_time_days_micro=12_000_000,
    ...                     safety_stock_micro=32_800_000)
    56800000
    """
    _require_positive(days=days)
    return multiply_divide_round(annual_demand_micro, lead_time_days_micro, days * MICRO) + safety_stock_micro


def _root(numerator: int, denominator: int) -> int:
    """Return the root of a quotient, rounded to the nearest whole number."""
    return (isqrt(4 * numerator // denominator) + 1) // 2


def _require_positive(**given: int) -> None:
    wrong = {name: value for name, value in given.items() if value <= 0}
    if wrong:
        raise Problem("no_order_quantity", f"not above zero: {', '.join(sorted(wrong))}",
                      hint="an order needs demand, and both costs", where=wrong)  # fmt: skip
