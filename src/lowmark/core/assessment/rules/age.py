"""Age: how many days ago goods were received, stratum by stratum.

Before this: strata of a unit, by quantity and age. After this: `estimates`. Each stratum keeps what the table has for its age,
and the goods keep the average of their strata by quantity, exactly. A unit with a stratum of which the table says nothing
keeps all of that stratum, so long as it says something of another. Source: IAS 2.28; the field's practice.
"""

from math import gcd

import polars as pl

from lowmark.core.assessment.proportion import proportion
from lowmark.core.assessment.rule import Asked, Rule, Worth
from lowmark.core.assessment.tables_of_rates import kept_by, standing
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.quantity import MICRO


def _estimate(asked: Asked) -> Worth:
    strata = asked.ages.with_columns(area=pl.lit(""), item_class=pl.lit(""))
    if any(table.area or table.item_class for table in asked.estimator.tables):
        described = asked.tiers.select("unit", "area", "item_class").unique("unit")
        strata = asked.ages.join(described, on="unit")
    # Shares that are whole percents are counted in percents, so that nearly all sums fit 64 bits.
    step = gcd(MICRO, *(row.kept_micro for table in asked.estimator.tables for row in table.rows))
    whole = MICRO // step
    most = int(strata.select(pl.col("quantity_micro").max().fill_null(0)).item()) * whole * strata.height
    wide = pl.Int64 if most <= INT64_MAX else pl.Int128
    kept = strata.with_columns(
        kept=kept_by(asked.estimator, standing("age_days")) // step, quantity=pl.col("quantity_micro").cast(wide)
    )
    sums = kept.group_by("unit", maintain_order=True).agg(
        age_kept=(pl.col("quantity") * pl.col("kept").fill_null(whole)).sum(),
        age_of=pl.col("quantity").sum() * whole,
        is_said=pl.col("kept").is_not_null().any(),
    )
    met = asked.tiers.select("unit", "base_minor").join(
        sums.filter("is_said"), on="unit", how="left", maintain_order="left"
    )
    value = proportion(met, factor=pl.col("base_minor"), numerator=pl.col("age_kept"), denominator=pl.col("age_of"))
    return Worth(value=value)


RULE = Rule(name="age", precedence=4, reason="obsolete", estimate=_estimate, needs_ages=True)
