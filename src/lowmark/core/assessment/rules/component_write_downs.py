"""Write-downs of components: a product has lost what the components in it have lost.

Before this: `components.roll_up`, which says how much of a product's cost is lost. After this: `estimates`. A product with
a price of its own is measured by that, and this says nothing unless it is allowed to. Source: IAS 2.28; the field's practice.
"""

import polars as pl

from lowmark.core.assessment.proportion import proportion
from lowmark.core.assessment.rule import Asked, Rule, Worth


def _estimate(asked: Asked) -> Worth:
    of, lost = pl.col("components_of_minor"), pl.col("components_lost_minor")
    value = proportion(asked.tiers, factor=pl.col("base_minor"), numerator=of - lost, denominator=of)
    return Worth(value=value)


RULE = Rule(
    name="component_write_downs", precedence=10, reason="price_decline", estimate=_estimate,
    needs=("components_of_minor", "components_lost_minor"), is_price_test=True,
)  # fmt: skip
