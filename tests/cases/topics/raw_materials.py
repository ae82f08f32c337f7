"""Materials and the products that they go into: relief where those sell at cost or above, replacement cost where they do not."""

from collections.abc import Mapping
from typing import Any

from tests.cases.record import Case
from tests.cases.stock import ONE
from tests.cases.units import Held, assess_goods, in_all, one_by_one, outlets_of, policy_of
from tests.cases.waiting import Waits

MATERIAL, PRODUCT = {"qty", "cost"}, {"qty", "cost", "nrv"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Measure the product, and the material as what goes into it: all of it goes into products like these."""
    material, product = case.given("raw_material") or {}, case.given("finished_good") or {}
    if not MATERIAL <= material.keys() <= {*MATERIAL, "replacement_cost"} or product.keys() != PRODUCT:
        raise Waits(f"materials with {', '.join(sorted(material))} and products with {', '.join(sorted(product))}")
    quantities = {"unit": (ONE, ONE), "value": (material["qty"], product["qty"])}
    found: dict[str, Any] = {}
    for name, (of_material, of_product) in quantities.items():
        goods = [
            Held(quantity=of_material, cost=material["cost"], replacement=material.get("replacement_cost")),
            Held(quantity=of_product, cost=product["cost"], price=product["nrv"]),
        ]
        tested = assess_goods(goods, policy=policy_of(framework), outlets=outlets_of(*goods))
        of_each = zip(("rm", "fg"), one_by_one(tested), strict=True)
        found |= {f"{sort}_{name}": each.carrying for sort, each in of_each}
        found["total"] = in_all([tested]).carrying
    return found
