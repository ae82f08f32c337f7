"""Excess: what goods are worth that nobody is expected to buy within the horizon.

Before this: `expected_demand`, which splits them off. After this: `estimates`. It says nothing of goods for which demand is
expected, and nothing where nobody has said what demand is expected. Source: IAS 2.28, 2.31; the field's practice.
"""

import polars as pl

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping


def _estimate(asked: Asked) -> Worth:
    kept = dict(asked.estimator.factors)["excess"]
    return keeping(asked, pl.when(pl.col("is_excess")).then(kept))


RULE = Rule(name="excess", precedence=8, reason="excess", estimate=_estimate)
