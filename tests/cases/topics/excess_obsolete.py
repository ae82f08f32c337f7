"""Excess and old goods: shares that rules take off, by age or of all; what they come to, and of what."""

from collections.abc import Mapping
from typing import Any

from tests.cases.figures import stated_ratio
from tests.cases.record import Case, rows_of
from tests.cases.stock import ONE
from tests.cases.units import Held, applying, assess_goods, in_all, one_by_one, policy_of, share_taken
from tests.cases.waiting import Waits


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Test the goods by a table of ages: a row for each band, or one for all.

    How old exactly the goods of a band are is not said; the bands are told apart by their order.
    """
    if case.inputs.keys() == {"closing_stock", "rate"}:
        bands = [{"units": ONE, "unit_cost": case.inputs["closing_stock"], "rate": case.inputs["rate"]}]
    elif case.inputs.keys() == {"tiers"}:
        bands = list(rows_of(case.inputs["tiers"]))
    else:
        raise Waits(f"an estimate of excess with {', '.join(sorted(case.inputs))}")
    if any(not {"units", "unit_cost", "rate"} <= band.keys() for band in bands):
        raise Waits("bands of age without units, unit cost or rate")
    rows = [{"bound": str(place), "operator": ">=", "discount": band["rate"]} for place, band in enumerate(bands)]
    goods = [Held(quantity=band["units"], cost=band["unit_cost"], age_days=place) for place, band in enumerate(bands)]
    found = assess_goods(goods, policy=applying(policy_of(framework), "age", tables=[{"rows": rows}]))
    both = in_all([found])
    return {
        "tier_reserves": [each.write_down for each in one_by_one(found)], "inventory_value": both.cost,
        "reserve": both.write_down, "provision": both.write_down,
        "reserve_pct": stated_ratio(share_taken(found), case.expected.get("reserve_pct")),
    }  # fmt: skip
