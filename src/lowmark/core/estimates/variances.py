"""Variances from standard cost: what was spent less what the standards allow, taken apart.

Before this: a period's quantities, hours and spending, and the standards that held. After this: `proration`. Every variance
is the difference of two amounts on one ladder (spent, at standard price, allowed), each rounded once, so that the parts
are the whole whatever the rounding. More than allowed is positive and unfavourable. Sources: ASC 330-10-30-12; IAS 2.21;
C. T. Horngren and others, *Cost Accounting*, chapters 7 and 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lowmark.core.estimates.ratios import require_amounts, take_share
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.problems import Problem

PricedAt = Literal["purchase", "use"]
Ways = Literal[2, 3, 4]
MICRO_OF_MICRO = 10**12


@dataclass(frozen=True, slots=True)
class Variance:
    """A variance: positive is unfavourable, more was spent than allowed."""

    name: str
    amount_minor: int

    @property
    def direction(self) -> str:
        """Whether it is favourable, unfavourable, or nothing."""
        if self.amount_minor == 0:
            return ""
        return "unfavourable" if self.amount_minor > 0 else "favourable"


def at_standard(*, quantity_micro: int, price_micro: int, currency: str) -> int:
    """Return a quantity or hours at a standard price or rate, in minor units, rounded once.

    >>> at_standard(quantity_micro=1_500_000, price_micro=2_330_000, currency="EUR")
    350
    """
    return multiply_divide_round(quantity_micro * price_micro, 10 ** exponent(currency), MICRO_OF_MICRO)


def material_variances(
    *, bought_micro: int, bought_cost_minor: int, used_micro: int, allowed_micro: int, standard_price_micro: int,
    currency: str, priced_at: PricedAt,
) -> tuple[Variance, Variance]:  # fmt: skip
    """Return the price and the usage variance of a material.

    Domain: with `purchase` the price variance is of all that was bought, and raw material is kept at standard; with
            `use` it is of what was used, and raw material stays at what it cost. `allowed_micro` is the standard
            quantity for what was made.
    Raises: Problem ``negative_amount``, ``unknown_priced_at`` or ``more_used_than_bought``.

    >>> [(each.name, each.amount_minor, each.direction) for each in material_variances(
    ...     bought_micro=110_000_000, bought_cost_minor=231_00, used_micro=95_000_000, allowed_micro=100_000_000,
    ...     standard_price_micro=2_000_000, currency="EUR", priced_at="purchase")]
    [('material_price', 1100, 'unfavourable'), ('material_usage', -1000, 'favourable')]
    """
    require_amounts({"bought": bought_micro, "cost": bought_cost_minor, "used": used_micro, "allowed": allowed_micro,
                     "price": standard_price_micro})  # fmt: skip
    used = at_standard(quantity_micro=used_micro, price_micro=standard_price_micro, currency=currency)
    allowed = at_standard(quantity_micro=allowed_micro, price_micro=standard_price_micro, currency=currency)
    if priced_at == "purchase":
        bought = at_standard(quantity_micro=bought_micro, price_micro=standard_price_micro, currency=currency)
        price = bought_cost_minor - bought
    elif priced_at == "use":
        if used_micro > bought_micro:
            raise Problem("more_used_than_bought", f"{used_micro} were used, and the cost is of {bought_micro}",
                          hint="give quantity and cost with what was on hand before")  # fmt: skip
        price = take_share(bought_cost_minor, (used_micro, bought_micro)) - used if used_micro else 0
    else:
        raise Problem("unknown_priced_at", f"prices are compared at purchase or use, not {str(priced_at)[:40]!r}")
    return Variance("material_price", price), Variance("material_usage", used - allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedMaterial:
    """A material that can stand for another: what was used, what is allowed for what was made, its standard price."""

    name: str
    used_micro: int
    allowed_micro: int
    standard_price_micro: int


def mix_and_yield(*, materials: Sequence[MixedMaterial], currency: str) -> tuple[Variance, Variance]:
    """Return a usage variance of materials used together as mix (dearer than planned) and yield (more than planned).

    Raises: Problem ``negative_amount`` or ``no_activity``.

    >>> [each.amount_minor for each in mix_and_yield(currency="EUR", materials=[
    ...     MixedMaterial(name="A", used_micro=60_000_000, allowed_micro=50_000_000, standard_price_micro=2_000_000),
    ...     MixedMaterial(name="B", used_micro=50_000_000, allowed_micro=50_000_000, standard_price_micro=1_000_000)])]
    [500, 1500]
    """
    for each in materials:
        require_amounts({"used": each.used_micro, "allowed": each.allowed_micro, "price": each.standard_price_micro})
    used = sum(each.used_micro for each in materials)
    planned = sum(each.allowed_micro for each in materials)
    if planned == 0:
        raise Problem(
            "no_activity",
            "no material is allowed, so there is no standard mix",
            hint="give what was made its standards",
        )
    as_used = sum(each.used_micro * each.standard_price_micro for each in materials)
    allowed = sum(each.allowed_micro * each.standard_price_micro for each in materials)
    scale = 10 ** exponent(currency)
    mix_minor = multiply_divide_round(as_used, scale, MICRO_OF_MICRO)
    standard_mix_minor = multiply_divide_round(allowed * used, scale, MICRO_OF_MICRO * planned)
    allowed_minor = multiply_divide_round(allowed, scale, MICRO_OF_MICRO)
    return (
        Variance("material_mix", mix_minor - standard_mix_minor),
        Variance("material_yield", standard_mix_minor - allowed_minor),
    )


def labour_variances(
    *, hours_micro: int, cost_minor: int, allowed_hours_micro: int, standard_rate_micro: int, currency: str
) -> tuple[Variance, Variance]:
    """Return the rate and the efficiency variance of labour.

    Raises: Problem ``negative_amount``.

    >>> [each.amount_minor for each in labour_variances(hours_micro=52_000_000, cost_minor=1_092_00,
    ...     allowed_hours_micro=50_000_000, standard_rate_micro=20_000_000, currency="EUR")]
    [5200, 4000]
    """
    require_amounts(
        {"hours": hours_micro, "cost": cost_minor, "allowed": allowed_hours_micro, "rate": standard_rate_micro}
    )
    worked = at_standard(quantity_micro=hours_micro, price_micro=standard_rate_micro, currency=currency)
    allowed = at_standard(quantity_micro=allowed_hours_micro, price_micro=standard_rate_micro, currency=currency)
    return Variance("labour_rate", cost_minor - worked), Variance("labour_efficiency", worked - allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverheadSpent:
    """A period's overhead, the hours (or units) that it is measured by, and the standards for them."""

    variable_minor: int
    fixed_minor: int
    budgeted_fixed_minor: int
    hours_micro: int
    allowed_hours_micro: int
    variable_rate_micro: int
    fixed_rate_micro: int


def overhead_variances(*, spent: OverheadSpent, currency: str, ways: Ways = 4) -> tuple[Variance, ...]:
    """Return the variances of overhead, four, three or two of them; together, spent less applied.

    Domain: four are variable spending, variable efficiency, fixed spending and volume; three take both spendings
            together; two take spending and efficiency together as controllable. Volume from a poor period is idle
            capacity: `proration` keeps it out of inventory.
    Raises: Problem ``negative_amount`` or ``unknown_ways``.

    >>> spent = OverheadSpent(variable_minor=310, fixed_minor=520, budgeted_fixed_minor=500, hours_micro=100_000_000,
    ...                       allowed_hours_micro=90_000_000, variable_rate_micro=30_000, fixed_rate_micro=50_000)
    >>> [each.amount_minor for each in overhead_variances(spent=spent, currency="EUR")]
    [10, 30, 20, 50]
    >>> [each.amount_minor for each in overhead_variances(spent=spent, currency="EUR", ways=2)]
    [60, 50]
    """
    require_amounts({
        "variable": spent.variable_minor, "fixed": spent.fixed_minor, "budget": spent.budgeted_fixed_minor,
        "hours": spent.hours_micro, "allowed": spent.allowed_hours_micro, "variable rate": spent.variable_rate_micro,
        "fixed rate": spent.fixed_rate_micro,
    })  # fmt: skip
    worked = at_standard(quantity_micro=spent.hours_micro, price_micro=spent.variable_rate_micro, currency=currency)
    variable, fixed = (
        at_standard(quantity_micro=spent.allowed_hours_micro, price_micro=rate, currency=currency)
        for rate in (spent.variable_rate_micro, spent.fixed_rate_micro)
    )
    variable_spending, efficiency = spent.variable_minor - worked, worked - variable
    fixed_spending, volume = spent.fixed_minor - spent.budgeted_fixed_minor, spent.budgeted_fixed_minor - fixed
    spending = variable_spending + fixed_spending
    by_ways: dict[int, dict[str, int]] = {
        4: {"variable_spending": variable_spending, "variable_efficiency": efficiency, "fixed_spending": fixed_spending,
            "volume": volume},
        3: {"spending": spending, "efficiency": efficiency, "volume": volume},
        2: {"controllable": spending + efficiency, "volume": volume},
    }  # fmt: skip
    if ways not in by_ways:
        raise Problem("unknown_ways", f"overhead is not analysed in {ways} ways", hint="use 2, 3 or 4")
    found = tuple(Variance(f"overhead_{name}", amount) for name, amount in by_ways[ways].items())

    assert sum(each.amount_minor for each in found) == spent.variable_minor + spent.fixed_minor - variable - fixed
    return found
