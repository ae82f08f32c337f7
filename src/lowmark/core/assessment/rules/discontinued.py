"""Discontinued and superseded items: the share of their base that goods of a status keep.

Before this: the status of an item, in the entity's own words. After this: `estimates`. A status without a factor says
nothing. Source: IAS 2.28 (wholly or partially obsolete).
"""

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping, named


def _estimate(asked: Asked) -> Worth:
    return keeping(asked, named(asked.estimator, "status"))


RULE = Rule(name="discontinued", precedence=9, reason="obsolete", estimate=_estimate, needs=("status",))
