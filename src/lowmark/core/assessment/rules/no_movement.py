"""No movement: how many months ago goods last moved.

Before this: whole months since the last move, by the caller. After this: `estimates`. Source: IAS 2.28; the field's practice.
"""

from lowmark.core.assessment.rule import Asked, Rule, Worth, keeping
from lowmark.core.assessment.tables_of_rates import kept_by, standing


def _estimate(asked: Asked) -> Worth:
    return keeping(asked, kept_by(asked.estimator, standing("months_since_move")))


RULE = Rule(
    name="no_movement", precedence=5, reason="obsolete", estimate=_estimate, needs=("months_since_move",)
)  # fmt: skip
