"""Age: how many days ago goods were received, stratum by stratum.

Before this: strata of a unit, by quantity and age. After this: `estimates`. Each stratum keeps what the table has for its age,
and the goods keep the average of their strata by quantity, exactly. A unit with a stratum of which the table says nothing
keeps all of that stratum, so long as it says something of another. Source: IAS 2.28; the field's practice.
"""

import polars as pl

from lowmark.core.assessment.proportion import proportion
from lowmark.core.assessment.rule import Asked, Rule, Worth
from lowmark.core.assessment.tables_of_rates import kept_by, standing
from lowmark.core.kinds.quantity import MICRO


def _estimate(asked: Asked) -> Worth:
    described = asked.tiers.select("unit", "area", "item_class").unique("unit")
    strata = asked.ages.join(described, on="unit").with_columns(
        kept=kept_by(asked.estimator, standing("age_days")), wide=pl.col("quantity_micro").cast(pl.Int128)
    )
    sums = strata.group_by("unit").agg(
        age_kept=(pl.col("wide") * pl.col("kept").fill_null(MICRO)).sum(),
        age_of=pl.col("wide").sum() * MICRO,
        is_said=pl.col("kept").is_not_null().any(),
    )
    met = asked.tiers.select("unit", "base_minor").join(
        sums.filter("is_said"), on="unit", how="left", maintain_order="left"
    )
    value = proportion(met, factor=pl.col("base_minor"), numerator=pl.col("age_kept"), denominator=pl.col("age_of"))
    return Worth(value=value)


RULE = Rule(name="age", precedence=4, reason="obsolete", estimate=_estimate, needs_ages=True)
