"""Assess stock: compare the cost of each unit of account with what the best evidence says it will fetch.

Before this: costing, evidence, `core.frameworks`. After this: write-downs. The order is the rules': which evidence
counts, which is best ranked, what it comes to net of cost to sell, and the lower of that and cost. Sources: IAS 2.9,
2.28-2.33.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.assessment import inputs
from lowmark.core.assessment.best_evidence import best_by_subject, best_by_unit
from lowmark.core.assessment.lower_of_cost_and_nrv import assess_units, take_lower
from lowmark.core.assessment.net_realisable_value import value_of
from lowmark.core.assessment.usable_evidence import counting
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds.currency import exponent


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What an assessment found: a row per unit of account, its tiers, and the evidence that each rests on."""

    assessments: pl.DataFrame
    tiers: pl.DataFrame
    uses: pl.DataFrame


def assess(
    *,
    units: pl.DataFrame,
    evidence: pl.DataFrame,
    policy: InventoriesPolicy,
    as_of: date,
    currency: str,
    channel: str = "",
) -> Assessed:
    """Measure each unit of account at the lower of cost and net realisable value.

    Shapes: `units`: unit, item, lot, quantity_micro, cost_minor, held_minor. `evidence`: evidence, item, lot, kind,
            channel, amount_micro, currency, quantity_micro, observed_on, confirms_date, standing. Out, sorted by
            unit: `assessments` with value, carrying, required, held, reason and finding; `tiers`; `uses` (unit,
            evidence).
    Units:  a price is the pair of an amount (millionths of `currency`) and the quantity it is for; nothing divides
            it. The rest is in minor units and millionths of the base unit.
    Domain: ``quantity > 0``, ``0 <= held <= cost``, amounts not negative; an amount of zero is no evidence. `channel`
            takes its own evidence and that of no channel; empty takes all. The order of rows does not matter.
    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``repeated_key``, ``out_of_domain``,
            ``unit_not_allowed``, ``value_out_of_range``, or as `currency`.
    Source: IAS 2.9 (lower of), 2.29 (item by item), 2.30 (most reliable evidence), 2.33 (a new assessment each time).

    >>> from lowmark.core.frameworks.policy import EvidenceRank
    >>> policy = InventoriesPolicy(framework="ours", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=("fifo",), evidence_ranks=(EvidenceRank(kind="quote", rank=1, combine="latest"),),
    ...     asserted_rank_penalty=100, units_of_account=("item",))
    >>> units = pl.DataFrame({"unit": [1], "item": [7], "lot": [None], "quantity_micro": [20_000_000],
    ...     "cost_minor": [140_00], "held_minor": [0]}, schema_overrides={"lot": pl.Int64})
    >>> quote = pl.DataFrame({"evidence": [1], "item": [7], "lot": [None], "kind": ["quote"], "channel": [""],
    ...     "amount_micro": [6_000_000], "currency": ["CAD"], "quantity_micro": [1_000_000], "confirms_date": [False],
    ...     "observed_on": [date(2026, 10, 1)], "standing": ["verified"]}, schema_overrides={"lot": pl.Int64})
    >>> found = assess(units=units, evidence=quote, policy=policy, as_of=date(2026, 10, 31), currency="CAD")
    >>> found.assessments.select("value_minor", "carrying_minor", "required_minor", "reason").row(0)
    (12000, 12000, 2000, 'price_decline')
    """
    places = exponent(currency)
    units = inputs.conform_units(units, policy)
    evidence = inputs.conform_evidence(evidence)

    usable = counting(evidence=evidence, policy=policy, as_of=as_of, channel=channel)
    ours = usable.filter(pl.col("currency") == currency)
    prices, members = best_by_subject(ours)
    chosen = best_by_unit(units=units, prices=prices)
    priced = value_of(chosen, cost_to_sell_rate_micro=policy.cost_to_sell_rate_micro, places=places)
    tiers = take_lower(priced)
    elsewhere = usable.filter(pl.col("currency") != currency)
    assessments = assess_units(units=units, tiers=tiers, elsewhere=elsewhere)

    uses = chosen.filter(pl.col("subject").is_not_null()).join(members, on="subject").select("unit", "evidence")
    assert assessments.height == units.height
    assert (assessments["carrying_minor"] + assessments["required_minor"] == assessments["cost_minor"]).all()
    return Assessed(
        assessments=assessments,
        tiers=tiers.select(_TIER_COLUMNS).sort("unit", "tier"),
        uses=uses.sort("unit", "evidence"),
    )


_TIER_COLUMNS = (
    "unit", "tier", "kind", "quantity_micro", "cost_minor", "evidence_kind", "evidence_rank", "gross_amount_micro",
    "net_amount_micro", "evidence_quantity_micro", "value_minor", "lower_minor",
)  # fmt: skip
