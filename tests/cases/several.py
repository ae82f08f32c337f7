"""Goods of several sorts in one case, each under a letter with figures of its own; and goods of which only differences are said.

A figure's name ends in what it is of: `_unit` is of one, `_total` of all. Where a sort has no number of units, both are
the same.
"""

from collections.abc import Mapping
from typing import Any, Final

from tests.cases.record import Case
from tests.cases.stock import NOTHING, ONE, Goods, is_less, measure, rate
from tests.cases.waiting import Waits

EACH: Final = "unit"
COSTS: Final = ("cost_total", "unit_cost", "cost_unit", "cost")
PRICES: Final = ("price_unit", "price_total", "contract_price", "contract_unit", "selling_price", "nrv_unit", "nrv")
COMPLETING: Final = (
    "complete_unit",
    "complete_total",
    "repackage_total",
    "repackage_unit",
    "repair_total",
    "repair_unit",
)
SELLING: Final = ("selling_pct", "commission_pct", "commission_rate")
BESIDES: Final = frozenset({"units", "replacement_cost", "replacement_unit"})
"""What else a sort may say: how much of it there is, and another test's figures."""

BY_DIFFERENCE: Final = "goods of which neither cost nor value is given"


def is_of_parts(case: Case) -> bool:
    """Say whether a case is of several sorts, each under a letter."""
    return bool(case.inputs) and all(len(name) == 1 and isinstance(said, Mapping) for name, said in case.inputs.items())


def of_parts(case: Case, framework: str) -> Mapping[str, Any]:
    """Measure each sort by itself, and all of them together."""
    goods = {name: _goods(said) for name, said in case.inputs.items()}
    each = {name: measure([row], framework=framework).carrying for name, row in goods.items()}
    found = measure(list(goods.values()), framework=framework)
    return each | {
        "cost": found.cost, "nrv": found.nrv, "total": found.carrying, "by_item": found.carrying,
        "carrying_amount": found.carrying, "write_down": found.write_down, "write_down_item": found.write_down,
    }  # fmt: skip


def _goods(said: Mapping[str, Any]) -> Goods:
    """Read one sort.

    Raises: Waits for one without a cost or a price, or with more than one of either, or with figures of other names.
    """
    named = {*COSTS, *PRICES, *COMPLETING, *SELLING, *BESIDES}
    cost, price, completing, selling = (
        [name for name in names if name in said] for names in (COSTS, PRICES, COMPLETING, SELLING)
    )
    if not said.keys() <= named or len(cost) != 1 or len(price) != 1 or len(completing) > 1 or len(selling) > 1:
        raise Waits(f"goods with {', '.join(sorted(said))}")
    return Goods(
        quantity=said.get("units", ONE), cost=said[cost[0]], cost_is_each=EACH in cost[0], price=said[price[0]],
        price_is_each=EACH in price[0], cost_to_complete=said[completing[0]] if completing else None,
        completing_is_each=any(EACH in name for name in completing),
        cost_to_sell=rate(said[selling[0]]) if selling else None,
    )  # fmt: skip


def of_differences(case: Case, framework: str) -> Mapping[str, Any]:
    """Write goods down of which is said by how much they cost more than they fetch, or less, where it is below zero.

    Goods that cost that much, and fetch nothing, are written down by as much; what they are carried at is not known.

    Raises: Waits.
    """
    said = case.inputs["cost_minus_nrv"]
    if case.inputs.keys() != {"cost_minus_nrv"} or not isinstance(said, Mapping):
        raise Waits(f"differences with {', '.join(sorted(case.inputs))}")
    goods = [Goods(cost=figure, price=NOTHING) for figure in said.values() if is_less(NOTHING, figure)]
    found = measure(goods, framework=framework).write_down if goods else NOTHING
    unknown = dict.fromkeys(("cost", "nrv", "by_item", "carrying_amount", "total"), Waits(BY_DIFFERENCE))
    return unknown | {"write_down_item": found, "write_down": found}
