"""Unrealised profit: the margins in what is left of the layers, in the currency of the group.

Before this: `margins`, and how much of each layer is gone. After this: eliminations. Each margin is translated at the rate
of the day on which its seller made it, so that no exchange difference arises on it; and rounded once, by layer. Sources:
IFRS 10.B86(c); ASC 830-30-45-10, 810-10-45-1.
"""

import polars as pl

from lowmark.core.consolidation.columns import rounded
from lowmark.core.kinds.problems import Problem

LAYER = ("entity", "layer", "quantity_micro", "consumed_micro")


def unrealised_by_layer(*, layers: pl.DataFrame, margins: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Return each margin in what is left of its layer: in the seller's currency, and in the group's.

    Shapes: layers: entity, layer (Int64), quantity_micro, consumed_micro; margins: entity, layer, seller, on (Int32),
            currency, margin_minor; rates: currency, on, numerator, denominator, by which minor units of the currency
            become minor units of the group's. Back come the margins with left_minor and profit_minor.
    Domain: layers that are used up have no row, or are consumed whole; margins of either are left out.
    Raises: Problem ``no_rate`` naming a currency and a day that have none.
    Source: ASC 830-30-45-10.

    >>> layers = pl.DataFrame({"entity": ["B"], "layer": [7], "quantity_micro": [10], "consumed_micro": [4]})
    >>> margins = pl.DataFrame({"entity": ["B"], "layer": [7], "seller": ["A"], "on": [1], "currency": ["EUR"],
    ...                         "margin_minor": [30]})
    >>> rates = pl.DataFrame({"currency": ["EUR"], "on": [1], "numerator": [3], "denominator": [2]})
    >>> unrealised_by_layer(layers=layers, margins=margins, rates=rates).select("left_minor", "profit_minor").row(0)
    (18, 27)
    """
    here = margins.join(layers, on=["entity", "layer"], how="inner").filter(
        pl.col("consumed_micro") < pl.col("quantity_micro")
    )
    gone = rounded(pl.col("margin_minor"), pl.col("consumed_micro"), pl.col("quantity_micro"))
    rated = here.join(rates, on=["currency", "on"], how="left")
    if (missing := rated.filter(pl.col("numerator").is_null())).height:
        currency, on = missing.select("currency", "on").row(0)
        raise Problem("no_rate", f"there is no rate of {currency} on day {on}", hint="import the rates of that day",
                      where={"currency": currency, "day": on})  # fmt: skip
    left = (pl.col("margin_minor") - gone).cast(pl.Int64)
    return rated.with_columns(left_minor=left).with_columns(
        profit_minor=rounded(pl.col("left_minor"), pl.col("numerator"), pl.col("denominator")).cast(pl.Int64)
    ).select(*margins.columns, "left_minor", "profit_minor")  # fmt: skip


def unrealised_by_pair(found: pl.DataFrame) -> pl.DataFrame:
    """Return the profit in stock by who made it and who has the goods: seller, entity, profit_minor, in this order.

    >>> found = pl.DataFrame({"seller": ["A", "A"], "entity": ["B", "B"], "profit_minor": [27, 3]})
    >>> unrealised_by_pair(found).rows()
    [('A', 'B', 30)]
    """
    total = pl.col("profit_minor").cast(pl.Int128).sum().cast(pl.Int64)
    return found.group_by("seller", "entity").agg(total).sort("seller", "entity")
