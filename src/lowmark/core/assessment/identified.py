"""Carve out what is identified: goods that are expired, damaged or in quarantine take only evidence on goods like them.

Before this: `inputs`. After this: `usable_evidence` puts the same name on evidence, and both are met by it. Goods to be
disposed of are all alike to a buyer of scrap, so a tender for scrap that names no condition is evidence on identified
goods of any, and goes on being evidence on sound ones. Source: IAS 2.28, 2.30.
"""

import importlib
import pkgutil
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from lowmark.core.assessment import conditions
from lowmark.core.assessment.condition import Condition
from lowmark.core.frameworks.policy import InventoriesPolicy

SOUND: Final = ""
FOR_DISPOSAL: Final = "scrap_tender"


@cache
def rules() -> tuple[Condition, ...]:
    """Return the conditions that there are, the one that wins first.

    >>> [rule.name for rule in rules()]
    ['expired', 'damaged', 'quarantine']
    """
    names = sorted(module.name for module in pkgutil.iter_modules(conditions.__path__))
    found = [importlib.import_module(f"{conditions.__name__}.{name}").RULE for name in names]
    return tuple(sorted(found, key=lambda rule: rule.precedence))


def carve_out(*, units: pl.DataFrame, policy: InventoriesPolicy, as_of: date) -> pl.DataFrame:
    """Return the units with `identified_as`: the name of the condition that holds, or empty for sound goods.

    >>> from lowmark.core.assessment.conditions import damaged, expired
    >>> units = pl.DataFrame({"condition": ["", "damaged", "damaged"],
    ...                       "expires_on": [date(2026, 10, 31), None, date(2026, 10, 30)]})
    >>> policy = InventoriesPolicy(framework="ours", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=(), evidence_ranks=(), asserted_rank_penalty=0, units_of_account=())
    >>> carve_out(units=units, policy=policy, as_of=date(2026, 10, 31))["identified_as"].to_list()
    ['', 'damaged', 'expired']
    """
    holds = [pl.when(rule.identify(policy, as_of)).then(pl.lit(rule.name)) for rule in rules()]
    return units.with_columns(identified_as=pl.coalesce(*holds, pl.lit(SOUND)))


def meeting(evidence: pl.DataFrame) -> pl.DataFrame:
    """Return evidence with `identified_as`, what goods it is on, and `is_general`: it is on goods to be disposed of.

    Domain: a tender for scrap without condition comes back once for sound goods, and once for those of each condition.
    """
    own = evidence.with_columns(identified_as=pl.col("condition"), is_general=pl.lit(value=False))
    tenders = own.filter(pl.col("kind") == FOR_DISPOSAL, pl.col("condition") == SOUND).drop(
        "identified_as", "is_general"
    )
    names = pl.DataFrame({"identified_as": [rule.name for rule in rules()]})
    general = tenders.join(names, how="cross").with_columns(is_general=pl.lit(value=True))
    return pl.concat([own, general.select(own.columns)])


def of_conditions() -> pl.DataFrame:
    """Return what each condition says, as a table: identified_as, reason, proof, finding."""
    return pl.DataFrame(
        [(rule.name, rule.reason, rule.proof, rule.finding) for rule in rules()],
        schema={"identified_as": pl.String, "own_reason": pl.String, "proof": pl.String, "own_finding": pl.String},
        orient="row",
    )
