"""What goods still cost until they are sold: to complete and to sell them, as amounts for a quantity.

Before this: `inputs`, `identified`. After this: `net_price`, which takes them off the price. They are no prices and have
no rank among them: of each kind the latest observed on or before the date tested holds, that of a lot before its item's,
whoever stands behind it. An amount of zero is one too: the cost is known to be none. Source: IAS 2.6, 2.28.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.assessment.usable_evidence import of_channel
from lowmark.core.frameworks.inventories import COST_KINDS

AMOUNTS: Final = tuple(f"{kind}_{of}" for kind in COST_KINDS for of in ("amount_micro", "quantity_micro"))
"""Columns of the costs of a unit: of each kind the amount, and the quantity that it is for; null where there is none."""

_MEMBERS: Final = {"unit": pl.Int64, "evidence": pl.Int64}
_SUBJECT: Final = ("item", "lot", "identified_as")


def of_units(
    *, units: pl.DataFrame, evidence: pl.DataFrame, as_of: date, currency: str, channel: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the units with their costs to come, and which evidence those are.

    Shapes: `evidence` as `identified.meeting` returns it. Units come back with `AMOUNTS` and `has_cost_elsewhere`: a cost
            of theirs is known in another currency alone. members: unit, evidence.

    >>> units = pl.DataFrame({"unit": [1, 2], "item": [7, 7], "lot": [51, 52], "identified_as": ["", ""]})
    >>> evidence = pl.DataFrame({"evidence": [1, 2], "item": [7, 7], "lot": [None, 52], "identified_as": ["", ""],
    ...     "kind": ["cost_to_complete", "cost_to_complete"], "channel": ["", ""], "amount_micro": [90, 80],
    ...     "quantity_micro": [1, 1], "currency": ["CAD", "CAD"], "observed_on": [date(2026, 10, 1)] * 2})
    >>> costs, members = of_units(units=units, evidence=evidence, as_of=date(2026, 10, 31), currency="CAD", channel="")
    >>> costs["cost_to_complete_amount_micro"].to_list(), sorted(members.rows())
    ([90, 80], [(1, 1), (2, 2)])
    """
    counted = evidence.filter(
        pl.col("kind").is_in(COST_KINDS), pl.col("observed_on") <= as_of, of_channel(channel)
    ).sort("observed_on", "evidence")  # fmt: skip
    if counted.is_empty():
        nothing = [pl.lit(None, pl.Int64).alias(name) for name in AMOUNTS]
        return units.with_columns(*nothing, has_cost_elsewhere=pl.lit(value=False)), pl.DataFrame(schema=_MEMBERS)

    ours = counted.filter(pl.col("currency") == currency)
    elsewhere = counted.filter(pl.col("currency") != currency)

    found = units
    is_elsewhere = pl.lit(value=False)
    members = []
    for kind in COST_KINDS:
        costs = latest_by_unit(units, ours.filter(pl.col("kind") == kind), kind)
        abroad = latest_by_unit(units, elsewhere.filter(pl.col("kind") == kind), kind).select(
            "unit", **{f"{kind}_abroad": True}
        )
        found = found.join(costs.drop("evidence"), on="unit", how="left", maintain_order="left")
        found = found.join(abroad, on="unit", how="left", maintain_order="left")
        is_elsewhere |= pl.col(f"{kind}_abroad").is_not_null() & pl.col(f"{kind}_amount_micro").is_null()
        members.append(costs.select("unit", "evidence"))

    found = found.with_columns(has_cost_elsewhere=is_elsewhere).drop(f"{kind}_abroad" for kind in COST_KINDS)
    assert found.height == units.height
    return found, pl.concat(members)


def latest_by_unit(units: pl.DataFrame, costs: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return the latest cost of each unit that has one, of its lot before its item's; costs come sorted, latest last."""
    amounts = {f"{kind}_{name}": pl.col(name) for name in ("amount_micro", "quantity_micro")}
    latest = costs.unique(_SUBJECT, keep="last", maintain_order=True).select(*_SUBJECT, "evidence", **amounts)
    of_lot = units.select("unit", *_SUBJECT).join(latest.filter(pl.col("lot").is_not_null()), on=_SUBJECT)
    of_item = (
        units.join(of_lot, on="unit", how="anti")
        .select("unit", *_SUBJECT)
        .join(latest.filter(pl.col("lot").is_null()).drop("lot"), on=["item", "identified_as"])
    )
    columns = ["unit", "evidence", *amounts]
    return pl.concat([of_lot.select(columns), of_item.select(columns)])
