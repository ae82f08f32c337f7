"""Firm sales contracts beyond what is held: what procuring and delivering the goods will lose.

Before this: contracts, the goods on hand for them, and what a unit that must still be had will cost, all that relates
directly to the contract included. After this: proposals and liabilities. What is on hand is written down first (assessment does
so at the contract's price) and is no part of this. Sources: IAS 37.66-69; IAS 2.31; ASPE 3290.
"""

from typing import Any, Final

import polars as pl

from lowmark.core.commitments.liability import change_of_liability, unavoidable
from lowmark.core.commitments.outlets import value_of
from lowmark.core.frameworks.reporting import CommitmentsPolicy
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

ONEROUS: Final = {
    "contract": pl.Int64, "finding": pl.String, "beyond_micro": pl.Int64, "revenue_minor": pl.Int64,
    "cost_minor": pl.Int64, "loss_minor": pl.Int64, "required_minor": pl.Int64, "held_minor": pl.Int64,
    "charged_minor": pl.Int64, "reversed_minor": pl.Int64,
}  # fmt: skip
FINDINGS: Final = ("", "not_recognised", "no_cost")


def onerous_sales(
    *, contracts: pl.DataFrame, on_hand: pl.DataFrame, policy: CommitmentsPolicy, currency: str
) -> pl.DataFrame:
    """Say what firm sales lose on the quantity that is not on hand, and what of it is charged or taken back.

    Shapes: contracts: contract, item, delivers_on, quantity_micro and revenue_minor (still to be delivered), cost_micro
            (of a unit that must still be had; null if not known), penalty_minor (null for no way out), held_minor,
            held_this_year_minor. on_hand: item, quantity_micro, of what may be delivered. The result is as
            ``ONEROUS``, by item, delivers_on and contract.
    Domain: goods on hand go to the earliest delivery, once. Where no cost is known, what is required is what is held.
    Raises: Problem ``bad_contract``.
    Source: IAS 37.66-68A.

    >>> from datetime import date
    >>> policy = CommitmentsPolicy(recovery="required", exit="fulfilment", sales_contracts="recognised")
    >>> contracts = pl.DataFrame({"contract": [1], "item": [7], "delivers_on": [date(2027, 3, 1)],
    ...     "quantity_micro": [10_000_000], "revenue_minor": [1_000], "cost_micro": [1_200_000],
    ...     "penalty_minor": [None], "held_minor": [0], "held_this_year_minor": [0]})
    >>> on_hand = pl.DataFrame({"item": [7], "quantity_micro": [4_000_000]})
    >>> onerous_sales(contracts=contracts, on_hand=on_hand, policy=policy, currency="EUR")["loss_minor"].to_list()
    [120]
    """
    bad = contracts.filter((pl.col("quantity_micro") <= 0) | (pl.col("cost_micro") < 0) | (pl.col("revenue_minor") < 0))
    if bad.height or contracts["contract"].is_duplicated().any():
        raise Problem("bad_contract", "a contract has a quantity, amounts that are not negative, and stands once",
                      hint="leave out what has been delivered")  # fmt: skip
    left: dict[int, int] = {}
    for item, quantity in on_hand.select("item", "quantity_micro").iter_rows():
        left[item] = left.get(item, 0) + quantity
    rows = []
    for row in contracts.sort("item", "delivers_on", "contract").iter_rows(named=True):
        held_for = min(left.get(row["item"], 0), row["quantity_micro"])
        left[row["item"]] = left.get(row["item"], 0) - held_for
        rows.append(_onerous(row, row["quantity_micro"] - held_for, policy, currency))
    return pl.DataFrame(rows, schema=ONEROUS, orient="row")


def _onerous(row: dict[str, Any], beyond: int, policy: CommitmentsPolicy, currency: str) -> dict[str, Any]:
    unknown = row["cost_micro"] is None and beyond > 0
    finding = "not_recognised" if policy.sales_contracts == "not_recognised" else "no_cost" if unknown else ""
    revenue = multiply_divide_round(row["revenue_minor"], beyond, row["quantity_micro"])
    cost = value_of(quantity_micro=beyond, price_micro=row["cost_micro"] or 0, currency=currency)
    loss = 0 if finding else max(0, cost - revenue)
    required = unavoidable(loss_minor=loss, penalty_minor=row["penalty_minor"], policy=policy)
    change = change_of_liability(
        required_minor=row["held_minor"] if finding == "no_cost" else required, held_minor=row["held_minor"],
        held_this_year_minor=row["held_this_year_minor"], policy=policy,
    )  # fmt: skip
    return {
        "contract": row["contract"], "finding": finding, "beyond_micro": beyond, "revenue_minor": revenue,
        "cost_minor": cost, "loss_minor": loss, "required_minor": change.required_minor,
        "held_minor": change.held_minor, "charged_minor": change.charged_minor, "reversed_minor": change.reversed_minor,
    }  # fmt: skip
