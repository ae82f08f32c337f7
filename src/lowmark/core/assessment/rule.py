"""What a rule that estimates value is: which goods it is for, what it needs to know of them, and what it says.

Before this: nothing. After this: the files of `rules`, and `estimates`, which asks them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from lowmark.core.assessment.proportion import proportion
from lowmark.core.frameworks.policy import Estimator
from lowmark.core.kinds.quantity import MICRO


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a rule is asked: the tiers, with what is measured of their goods, and how the entity applies the rule.

    Shapes: `tiers`: unit, tier, item, lot, identified_as, quantity_micro, `base_minor` (what a discount is taken from),
            expires_on, is_excess, and the columns of metrics. `ages`: unit, age_days, quantity_micro. `prices`: evidence
            in the currency and of the channel, observed on or before the date tested, of any kind.
    Units:  `scale` brings millionths of a currency unit to its minor units.
    """

    tiers: pl.DataFrame
    estimator: Estimator
    ages: pl.DataFrame
    prices: pl.DataFrame
    as_of: date
    scale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a rule says: a value for each tier, null where it says nothing, and the evidence that it rests on, if any.

    Shapes: `uses`: unit, tier, evidence.
    """

    value: pl.Series
    uses: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that estimates value.

    Domain: rules are asked in the order of `precedence`, and of two that say the same the one asked first binds. `needs`
            are columns of metrics. A rule is for sound goods or for identified ones. `reason` is one that charts have
            accounts for; empty: that of the goods' condition. Relief of materials shields from a rule that
            `is_price_test`, and from no other.
    """

    name: str
    precedence: int
    reason: str
    estimate: Callable[[Asked], Worth]
    needs: tuple[str, ...] = ()
    needs_ages: bool = False
    goods: Literal["sound", "identified"] = "sound"
    is_price_test: bool = False


def keeping(asked: Asked, kept_micro: pl.Expr) -> Worth:
    """Return what goods are worth that keep so many millionths of their base; null where that is null.

    >>> tiers = pl.DataFrame({"base_minor": [14_000], "months": [11]})
    >>> asked = Asked(tiers=tiers, estimator=Estimator(rule="no_movement", rank=50), ages=tiers, prices=tiers,
    ...               as_of=date(2026, 12, 31), scale=10_000)
    >>> keeping(asked, pl.when(pl.col("months") > 6).then(850_000)).value.to_list()
    [11900]
    """
    value = proportion(
        asked.tiers, factor=pl.col("base_minor"), numerator=kept_micro.cast(pl.Int64), denominator=pl.lit(MICRO)
    )
    return Worth(value=value)


def named(estimator: Estimator, column: str) -> pl.Expr:
    """Return the millionths that goods keep by a name of theirs, null for a name without a factor.

    >>> factors = Estimator(rule="discontinued", rank=50, factors=(("superseded", 800_000),))
    >>> pl.DataFrame({"status": ["superseded", "current"]}).select(named(factors, "status")).to_series().to_list()
    [800000, None]
    """
    names = [name for name, _ in estimator.factors]
    kept = [kept_micro for _, kept_micro in estimator.factors]
    return pl.col(column).replace_strict(names, kept, default=None, return_dtype=pl.Int64)
