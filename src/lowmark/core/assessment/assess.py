"""Assess stock: compare the cost of each unit of account with what the best evidence says it will fetch.

Before this: costing, evidence, `core.frameworks`. After this: write-downs. The order is the rules': which goods are
identified as expired, damaged or in quarantine, which evidence counts for them, what firm contracts take of them, which
evidence is best ranked for the rest, what that comes to net of the costs to complete and to sell, and the lower of that
and cost. Sources: IAS 2.6, 2.9, 2.28-2.33.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.assessment import costs_to_come, firm_contracts, inputs
from lowmark.core.assessment.best_evidence import best_by_subject, best_by_unit
from lowmark.core.assessment.identified import carve_out, meeting, of_conditions
from lowmark.core.assessment.lower_of_cost_and_nrv import assess_units, take_lower
from lowmark.core.assessment.net_price import net_of
from lowmark.core.assessment.net_realisable_value import value_of
from lowmark.core.assessment.tiers import split, without_price
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

    Shapes: `units`: unit, item, lot, condition (of its pool; empty: sound), expires_on (of its lot, or null),
            quantity_micro, cost_minor, held_minor. `evidence`: evidence, item, lot, kind, condition (of the goods that it
            is on), channel, amount_micro, currency, quantity_micro, observed_on, confirms_date, standing. Out, sorted by
            unit: `assessments` with value, carrying, required, held, reason and finding; `tiers`, of which a unit has one
            or more; `uses` (unit, evidence), of prices and costs.
    Units:  a price is the pair of an amount (millionths of `currency`) and the quantity it is for; nothing is rounded
            before the value. The rest is in minor units and millionths of the base unit.
    Domain: ``quantity > 0``, ``0 <= held <= cost``, amounts not negative; a price of zero is no evidence. `channel`
            takes its own evidence and that of no channel; empty takes all. The order of rows does not matter. Of a tier,
            ``value = round(quantity * net amount / evidence quantity)``, in minor units, wherever that pair fits 64 bits.
    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``repeated_key``, ``out_of_domain``,
            ``unit_not_allowed``, ``value_out_of_range``, or as `currency`.
    Source: IAS 2.6 (net realisable value), 2.9 (lower of), 2.29 (item by item), 2.30 (most reliable evidence), 2.31 (firm
            contracts), 2.33 (a new assessment each time).

    >>> from lowmark.core.frameworks.policy import EvidenceRank
    >>> policy = InventoriesPolicy(framework="ours", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=("fifo",), evidence_ranks=(EvidenceRank(kind="quote", rank=1, combine="latest"),),
    ...     asserted_rank_penalty=100, units_of_account=("item",))
    >>> units = pl.DataFrame({"unit": [1], "item": [7], "lot": [None], "condition": [""], "expires_on": [None],
    ...     "quantity_micro": [20_000_000], "cost_minor": [140_00], "held_minor": [0]})
    >>> quote = pl.DataFrame({"evidence": [1], "item": [7], "lot": [None], "kind": ["quote"], "condition": [""],
    ...     "channel": [""], "amount_micro": [6_000_000], "currency": ["CAD"], "quantity_micro": [1_000_000],
    ...     "observed_on": [date(2026, 10, 1)], "confirms_date": [False], "standing": ["verified"]})
    >>> found = assess(units=units, evidence=quote, policy=policy, as_of=date(2026, 10, 31), currency="CAD")
    >>> found.assessments.select("value_minor", "carrying_minor", "required_minor", "reason").row(0)
    (12000, 12000, 2000, 'price_decline')
    """
    units = carve_out(units=inputs.conform_units(units, policy), policy=policy, as_of=as_of)
    evidence = meeting(inputs.conform_evidence(evidence))
    usable = counting(evidence=evidence, policy=policy, as_of=as_of, channel=channel)
    costed, costs = costs_to_come.of_units(
        units=_described(units, usable.filter(pl.col("currency") != currency)), evidence=evidence, as_of=as_of,
        currency=currency, channel=channel,
    )  # fmt: skip

    parts, members = _priced_tiers(costed, usable.filter(pl.col("currency") == currency))
    rate_micro, places = policy.cost_to_sell_rate_micro, exponent(currency)
    priced = net_of(parts, cost_to_sell_rate_micro=rate_micro)
    tiers = take_lower(value_of(priced, parts=parts, cost_to_sell_rate_micro=rate_micro, places=places))
    assessments = assess_units(units=units, tiers=tiers)

    assert assessments.height == units.height
    assert (assessments["carrying_minor"] + assessments["required_minor"] == assessments["cost_minor"]).all()
    return Assessed(
        assessments=assessments,
        tiers=tiers.select(_TIER_COLUMNS).sort("unit", "tier"),
        uses=_uses(tiers, members=members, costs=costs),
    )


def _described(units: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Return the units with what their condition says, and whether evidence on them is in another currency."""
    about = elsewhere.select("item", "lot", "identified_as").unique()
    by_lot = units.join(about.filter(pl.col("lot").is_not_null()), on=["item", "lot", "identified_as"], how="semi")
    by_item = units.join(about.filter(pl.col("lot").is_null()), on=["item", "identified_as"], how="semi")
    found = pl.concat([by_lot, by_item])["unit"].unique()
    return units.join(of_conditions(), on="identified_as", how="left", maintain_order="left").with_columns(
        is_elsewhere=pl.col("unit").is_in(found.implode())
    )


def _priced_tiers(units: pl.DataFrame, usable: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tiers of units, each with its best-ranked evidence, and which evidence the price of a subject is."""
    is_contract = pl.col("evidence_kind") == firm_contracts.FIRM_CONTRACT
    contracts = usable.filter(is_contract)
    prices, members = best_by_subject(usable.filter(~is_contract))
    chosen = best_by_unit(units=units, prices=prices)
    allocated = firm_contracts.allocate(units=chosen, contracts=contracts)
    has_no_price = pl.col("has_cost_elsewhere") & pl.col("gross_amount_micro").is_not_null()
    tiers = without_price(
        split(chosen=chosen, contracts=contracts, allocated=allocated),
        is_worthless=pl.col("proof").fill_null("") != "",
        has_no_price=has_no_price,
    )
    return tiers, members


def _uses(tiers: pl.DataFrame, *, members: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """Return which evidence each unit rests on: of prices, of contracts, and of costs where there was a price to take off."""
    by_subject = tiers.filter(pl.col("subject").is_not_null()).join(members, on="subject", suffix="_of_subject")
    has_price = tiers.filter(pl.col("gross_amount_micro").is_not_null())
    used = [
        by_subject.select("unit", evidence="evidence_of_subject"),
        tiers.filter(pl.col("evidence").is_not_null()).select("unit", "evidence"),
        costs.join(has_price, on="unit", how="semi").select("unit", "evidence"),
    ]
    return pl.concat(used).unique().sort("unit", "evidence")


_TIER_COLUMNS = (
    "unit", "tier", "kind", "quantity_micro", "cost_minor", "evidence_kind", "evidence_rank", "gross_amount_micro",
    "net_amount_micro", "evidence_quantity_micro", "value_minor", "lower_minor",
)  # fmt: skip
