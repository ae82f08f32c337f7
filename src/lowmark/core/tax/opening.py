"""Tax bases that were taken over: what a layer is valued at until there is evidence that says another.

Before this: `bases`, from evidence that is kept here. After this: `charges` and `deferred`, as of any other base. Goods leave with
their part of the base.
"""

from typing import Final

import polars as pl

from lowmark.core.frameworks.reporting import TaxPolicy
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.tax.bases import MARKET_COLUMN

TAKEN_OVER: Final = "taken_over"
"""The rule of a layer whose base is what the books kept before had."""


def with_opening_bases(*, layers: pl.DataFrame, opening: pl.DataFrame, policy: TaxPolicy) -> pl.DataFrame:
    """Return the layers with the bases that were taken over, where no evidence of a market or an offering says another.

    Shapes: layers: as `tax_bases` returns them, with remaining_micro; opening: layer, opening_base_minor, of_micro (what the
            layer had then).
    Units:  what is left of a base is its part of what remains, rounded half to even.
    Domain: a layer whose method leaves it at cost stays there; no base is above the cost of what is on hand.

    >>> policy = TaxPolicy(market="replacement_cost", cost_only_methods=("lifo",), subnormal_reasons=(), offered_within_days=30)
    >>> layers = pl.DataFrame({"layer": [1, 2], "rule": ["no_evidence", "market"], "cost_minor": [50, 50],
    ...     "carrying_minor": [30, 30], "tax_base_minor": [50, 35], "remaining_micro": [5, 5],
    ...     "replacement_cost_minor": [None, 35]})
    >>> opening = pl.DataFrame({"layer": [1, 2], "opening_base_minor": [80, 80], "of_micro": [10, 10]})
    >>> found = with_opening_bases(layers=layers, opening=opening, policy=policy)
    >>> found.select("tax_base_minor", "temporary_difference_minor", "rule").rows()
    [(40, 10, 'taken_over'), (35, 5, 'market')]
    """
    said = pl.col("rule").is_in(["no_evidence", "not_offered"])
    unsaid = (pl.col("rule") == "cost") & pl.col(MARKET_COLUMN[policy.market]).is_null()
    base = pl.when(pl.col("rule") == TAKEN_OVER).then(
        pl.min_horizontal("cost_minor", "left")
    ).otherwise("tax_base_minor")  # fmt: skip
    joined = layers.join(opening, on="layer", how="left", maintain_order="left")
    left = [
        None if base_then is None else multiply_divide_round(base_then, remaining, whole)
        for base_then, remaining, whole in joined.select(
            "opening_base_minor", "remaining_micro", "of_micro"
        ).iter_rows()
    ]
    found = (
        joined.with_columns(pl.Series("left", left, dtype=pl.Int64))
        .with_columns(rule=pl.when(pl.col("of_micro").is_not_null() & (said | unsaid)).then(
            pl.lit(TAKEN_OVER)).otherwise("rule"))
        .with_columns(tax_base_minor=base)
        .with_columns(deductible_now_minor=pl.col("cost_minor") - pl.col("tax_base_minor"),
                      temporary_difference_minor=pl.col("tax_base_minor") - pl.col("carrying_minor"))
    )  # fmt: skip

    assert found.height == layers.height
    return found.drop("opening_base_minor", "of_micro", "left")
