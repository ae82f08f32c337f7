"""The gross profit method: what is left by the margin that sales usually carry, and what of it was lost."""

from collections.abc import Mapping
from typing import Any

from lowmark.core.estimates.gross_profit import estimate_gross_profit, estimate_loss
from tests.cases.figures import known, minor, share, stated
from tests.cases.record import Case
from tests.cases.stock import NOTHING
from tests.cases.waiting import Waits

MARGINS = {"gross_margin_on_sales": ("sales", "1"), "markup_on_cost": ("cost", "10")}
"""What a margin is on, and the most that it can be: what is more is a percentage."""

PURCHASES = ("net_purchases", "purchases")
SALES = ("net_sales", "sales")
KNOWN = {
    *MARGINS,
    *PURCHASES,
    *SALES,
    "opening_inventory",
    "freight_in",
    "purchase_returns",
    "sales_returns",
    "salvage",
}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Estimate what was left."""
    del framework
    known(case, KNOWN)
    margins = [name for name in MARGINS if name in case.inputs]
    if len(margins) != 1:
        raise Waits("one margin, on sales or on cost")
    (name,) = margins
    margin_on, most = MARGINS[name]
    found = estimate_gross_profit(
        purpose="loss", opening_minor=_given(case, "opening_inventory"), purchases_minor=_given(case, *PURCHASES),
        freight_in_minor=_given(case, "freight_in"), purchase_returns_minor=_given(case, "purchase_returns"),
        sales_minor=_given(case, *SALES), sales_returns_minor=_given(case, "sales_returns"),
        margin=share(case.inputs[name], most=most), margin_on=margin_on,
    )  # fmt: skip
    answers = {
        "goods_available": found.available_minor, "estimated_cogs": found.cost_of_goods_sold_minor,
        "estimated_inventory": found.inventory_minor,
        "fire_loss": estimate_loss(estimate=found, salvage_minor=_given(case, "salvage")),
    }  # fmt: skip
    return {name: stated(amount, case.expected.get(name)) for name, amount in answers.items()}


def _given(case: Case, *names: str) -> int:
    """Return the first of some inputs that the case has, or nothing."""
    return minor(next((case.inputs[name] for name in names if name in case.inputs), NOTHING))
