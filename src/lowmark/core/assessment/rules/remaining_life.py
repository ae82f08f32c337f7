"""Remaining shelf life: how many days are left until goods expire.

Before this: the expiry date of a lot. After this: `estimates`. Goods without one have no life to run out. Those that are past it
are identified as expired, and are not for this rule. Source: IAS 2.28; the field's practice.
"""

from dataclasses import replace

import polars as pl

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping
from lowmark.core.assessment.tables_of_rates import kept_by, standing


def _estimate(asked: Asked) -> Worth:
    days = (pl.col("expires_on") - pl.lit(asked.as_of)).dt.total_days()
    counted = replace(asked, tiers=asked.tiers.with_columns(days_left=days))
    return keeping(counted, kept_by(asked.estimator, standing("days_left")))


RULE = Rule(name="remaining_life", precedence=6, reason="expired", estimate=_estimate)
