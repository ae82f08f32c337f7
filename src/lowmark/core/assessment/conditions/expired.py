"""Expired goods: past the last day of their lot's life, so that they cannot be sold.

Before this: units with the expiry date of their lot. After this: `identified`. The date is evidence enough: without a
price for expired goods (of a salvager, or for scrap) they are worth nothing. The boundary is the policy's
(`inventories/expired_when`). Source: IAS 2.28 (cost may not be recoverable when goods are damaged or obsolete).
"""

from datetime import date

import polars as pl

from lowmark.core.assessment.condition import Condition
from lowmark.core.frameworks.policy import InventoriesPolicy


def _identify(policy: InventoriesPolicy, as_of: date) -> pl.Expr:
    """Compare the expiry date with the date tested, as the policy has it, or take the word of whoever looked."""
    expires_on, tested_on = pl.col("expires_on"), pl.lit(as_of)
    past = expires_on < tested_on if policy.expired_when == "<" else expires_on <= tested_on
    return (pl.col("condition") == "expired") | past.fill_null(value=False)


RULE = Condition(name="expired", precedence=1, identify=_identify, reason="expired", proof="expiry")
