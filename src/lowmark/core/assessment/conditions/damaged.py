"""Damaged goods: those in a pool of their own because they lie in a place for what is damaged.

Before this: units with the condition of their pool. After this: `identified`. Damage says that goods fetch less, not how
much: without evidence somebody has to look, and nothing is proposed. Source: IAS 2.28.
"""

from datetime import date

import polars as pl

from lowmark.core.assessment.condition import Condition
from lowmark.core.frameworks.policy import InventoriesPolicy


def _identify(policy: InventoriesPolicy, as_of: date) -> pl.Expr:
    del policy, as_of
    return pl.col("condition") == "damaged"


RULE = Condition(
    name="damaged", precedence=2, identify=_identify, reason="damaged", finding="damaged_no_evidence"
)  # fmt: skip
