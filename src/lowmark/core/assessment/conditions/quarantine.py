"""Goods in quarantine: withheld from sale until somebody decides on them.

Before this: units with the condition of their pool. After this: `identified`. Nobody knows yet what becomes of them, so a
price of sound goods says nothing, and without evidence nothing is proposed. Where there is evidence, an allowance is
charged for `recall`: of the reasons that charts know it is the one for goods withheld from sale. Source: IAS 2.28, 2.30.
"""

from datetime import date

import polars as pl

from lowmark.core.assessment.condition import Condition
from lowmark.core.frameworks.policy import InventoriesPolicy


def _identify(policy: InventoriesPolicy, as_of: date) -> pl.Expr:
    del policy, as_of
    return pl.col("condition") == "quarantine"


RULE = Condition(name="quarantine", precedence=3, identify=_identify, reason="recall", finding="in_quarantine")
