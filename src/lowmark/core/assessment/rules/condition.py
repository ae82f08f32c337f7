"""Condition: the share of their base that damaged, expired or withheld goods keep where nobody has a price for them.

Before this: `identified`, which carves such goods out. After this: `estimates`. It is the one rule for goods that are not
sound, and what is charged is charged for the reason of their condition. Source: IAS 2.28.
"""

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping, named


def _estimate(asked: Asked) -> Worth:
    return keeping(asked, named(asked.estimator, "identified_as"))


RULE = Rule(name="condition", precedence=7, reason="", estimate=_estimate, goods="identified")
