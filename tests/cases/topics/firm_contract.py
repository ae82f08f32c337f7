"""Goods held for a firm contract: the contract's quantity at its price, the rest at the general one."""

from collections.abc import Mapping
from typing import Any

from tests.cases.record import Case
from tests.cases.stock import Goods, measure, tiers_of
from tests.cases.waiting import Waits

NEEDED = {"units", "contract_units", "contract_price", "general_price"}
COSTS = ("unit_cost", "cost")
BESIDES = {"replacement_cost"}
"""Inputs that change nothing: another test's figures."""


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Measure the case's goods, the contract's quantity and the rest."""
    if not NEEDED <= case.inputs.keys() <= NEEDED | BESIDES | set(COSTS) or not set(COSTS) & case.inputs.keys():
        raise Waits(f"a firm contract with {', '.join(sorted(case.inputs))}")
    cost = next(name for name in COSTS if name in case.inputs)
    goods = Goods(
        quantity=case.inputs["units"], cost=case.inputs[cost], cost_is_each=cost == "unit_cost",
        price=case.inputs["general_price"], price_is_each=True,
        contract_quantity=case.inputs["contract_units"], contract_price=case.inputs["contract_price"],
    )  # fmt: skip
    found, tiers = measure([goods], framework=framework), tiers_of(goods, framework=framework)
    return {
        "contract_value": tiers["firm_contract"], "excess_value": tiers.get("rest"),
        "carrying_amount": found.carrying, "write_down": found.write_down,
    }  # fmt: skip
