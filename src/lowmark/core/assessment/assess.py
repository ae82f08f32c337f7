"""Assess stock: compare the cost of each unit of account with what the best evidence says it will fetch.

Before this: costing, evidence, `core.frameworks`. After this: write-downs. The order is the rules': which goods are
identified as expired, damaged or in quarantine, which evidence counts for them, what firm contracts take of them and what
is expected to be sold, which evidence is best ranked for the rest, what that comes to net of the costs to complete and to
sell, market in its place where that is the basis, relief of materials, what rules estimate where there is no better
evidence, the lower of that and cost, and the unit of account. Sources: IAS 2.6, 2.9, 2.28-2.33; ASC 330-10-35.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from lowmark.core.assessment import costs_to_come, expected_demand, firm_contracts, inputs, levels, materials
from lowmark.core.assessment.best_evidence import best_by_subject, best_by_unit
from lowmark.core.assessment.estimates import Estimated, estimate
from lowmark.core.assessment.identified import carve_out, meeting, of_conditions
from lowmark.core.assessment.lower_of_cost_and_nrv import assess_units, take_lower
from lowmark.core.assessment.lower_of_cost_or_market import at_market, replacement_costs
from lowmark.core.assessment.metrics import Known, Measured, measured
from lowmark.core.assessment.net_price import net_of
from lowmark.core.assessment.net_realisable_value import value_of
from lowmark.core.assessment.tiers import split, without_price
from lowmark.core.assessment.usable_evidence import counting, of_channel
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds.currency import exponent


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What an assessment found: a row per unit of account, its tiers, the evidence that each rests on, and how it came about.

    Shapes: `estimates`: unit, tier, rule, rank, value_minor, reason, binds, why; `evidenced` is the same of evidence beside
            which a rule says something. `markets`: unit, tier, replacement_minor,
            ceiling_minor, profit_minor, floor_minor, market_minor. `reliefs`: unit, tier, product, quantity_micro, cost_minor,
            value_minor, by. `levels`: level, group, is_allowed, is_chosen, cost_minor, value_minor, carrying_minor,
            required_minor. `fair_values`: unit, item, lot, quantity_micro, cost_minor, value_minor, of units on that basis,
            which stand in no other table but `uses`.
    """

    assessments: pl.DataFrame
    tiers: pl.DataFrame
    uses: pl.DataFrame
    estimates: pl.DataFrame
    evidenced: pl.DataFrame
    markets: pl.DataFrame
    reliefs: pl.DataFrame
    levels: pl.DataFrame
    fair_values: pl.DataFrame


class _Asked(NamedTuple):
    """What an assessment is asked, beside its tables."""

    policy: InventoriesPolicy
    as_of: date
    currency: str
    channel: str
    scale: int


class _Valued(NamedTuple):
    """Tiers with what evidence says of them, and what evidence that is: of subjects, of costs to come, of replacement."""

    tiers: pl.DataFrame
    members: pl.DataFrame
    costs: pl.DataFrame
    replacements: pl.DataFrame


def assess(
    *,
    units: pl.DataFrame,
    evidence: pl.DataFrame,
    policy: InventoriesPolicy,
    as_of: date,
    currency: str,
    channel: str = "",
    known: Known | None = None,
) -> Assessed:
    """Measure each unit of account at the lower of cost and net realisable value.

    Shapes: `units`: unit, item, lot, condition (of its pool; empty: sound), expires_on (of its lot, or null),
            quantity_micro, cost_minor, held_minor, and if given basis (none: cost and net realisable value). `evidence`:
            evidence, item, lot, kind, condition (of the goods that it is on), channel, amount_micro, currency,
            quantity_micro, observed_on, confirms_date, standing. Out, sorted by unit: `assessments` with value, carrying,
            required, held, reason and finding; `tiers`, of which a unit has one or more; `uses` (unit, evidence).
            `known`: what rules, demand, relief and units of account take; none of it is needed while none is asked for.
    Units:  a price is the pair of an amount (millionths of `currency`) and the quantity it is for; nothing is rounded
            before the value. The rest is in minor units and millionths of the base unit.
    Domain: ``quantity > 0``, ``0 <= held <= cost``, amounts not negative; a price of zero is no evidence. `channel`
            takes its own evidence and that of no channel; empty takes all. The order of rows does not matter. Of a tier,
            ``value = round(quantity * net amount / evidence quantity)``, in minor units, wherever that pair fits 64 bits.
    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``repeated_key``, ``out_of_domain``,
            ``unit_not_allowed``, ``basis_out_of_scope``, ``basis_not_allowed``, ``missing_metrics``, ``not_similar``,
            ``no_groups``, ``unknown_level``, ``value_out_of_range``, or as `currency`.
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
    asked = _Asked(policy, as_of, currency, channel, 10 ** (6 - exponent(currency)))
    given = known or Known()
    facts, unit_of_account = measured(given), given.unit_of_account
    groups = levels.conform_groups(given.groups, policy=policy, unit_of_account=unit_of_account)
    units = carve_out(units=inputs.conform_units(units, policy), policy=policy, as_of=as_of)
    evidence = meeting(inputs.conform_evidence(evidence))
    found = _valued(units, evidence, facts, asked)
    is_fair = pl.col("basis") == _FAIR_VALUE
    at_fair_value = found.tiers.filter(is_fair)
    lower_of = found.tiers.filter(~is_fair)

    at_a_market, markets = at_market(
        lower_of, replacements=found.replacements, metrics=facts.metrics, profit=policy.normal_profit, scale=asked.scale
    )
    relieved, reliefs = materials.relieve(
        at_a_market, outlets=_outlets(facts, policy), replacements=found.replacements, scale=asked.scale
    )
    estimated = estimate(
        relieved,
        estimators=policy.estimators,
        known=facts,
        prices=_prices(evidence, asked),
        as_of=as_of,
        scale=asked.scale,
    )
    tiers = take_lower(estimated.tiers)
    shown = pl.DataFrame(schema=_LEVELS)
    if given.groups is not None or unit_of_account != levels.ITEM:
        tiers, shown = levels.at_levels(tiers, groups=groups, policy=policy, unit_of_account=unit_of_account)
    assessments = assess_units(units=units.filter(~is_fair), tiers=tiers)

    assert assessments.height == units.height - at_fair_value["unit"].n_unique()
    assert (assessments["carrying_minor"] + assessments["required_minor"] == assessments["cost_minor"]).all()
    return Assessed(
        assessments=assessments,
        tiers=tiers.select(_TIER_COLUMNS).sort("unit", "tier"),
        uses=_uses(tiers, at_fair_value, found, estimated, markets=markets, reliefs=reliefs),
        estimates=estimated.estimates, evidenced=estimated.evidenced, markets=markets, reliefs=reliefs, levels=shown,
        fair_values=_fair_values(at_fair_value),
    )  # fmt: skip


def _valued(units: pl.DataFrame, evidence: pl.DataFrame, known: Measured, asked: _Asked) -> _Valued:
    """Return the tiers of units at what evidence says they will fetch, net of the costs to come."""
    policy, as_of, currency, channel, scale = asked
    usable = counting(evidence=evidence, policy=policy, as_of=as_of, channel=channel)
    costed, costs = costs_to_come.of_units(
        units=_described(units, usable.filter(pl.col("currency") != currency)), evidence=evidence, as_of=as_of,
        currency=currency, channel=channel,
    )  # fmt: skip
    parts, members = _priced_tiers(costed, usable.filter(pl.col("currency") == currency), known, asked)
    rate_micro, places = policy.cost_to_sell_rate_micro, exponent(currency)
    assert scale == 10 ** (6 - places)
    priced = net_of(parts, cost_to_sell_rate_micro=rate_micro)
    tiers = value_of(priced, parts=parts, cost_to_sell_rate_micro=rate_micro, places=places)
    needs = (units["basis"] != inputs.NRV_BASIS).any() or not known.outlets.is_empty()
    replacements = replacement_costs(
        units=units if needs else units.clear(), evidence=evidence if needs else evidence.clear(), as_of=as_of,
        currency=currency, channel=channel,
    )  # fmt: skip
    return _Valued(tiers, members, costs, replacements)


def _outlets(known: Measured, policy: InventoriesPolicy) -> pl.DataFrame:
    """Return what products take of materials, where the framework relieves those."""
    return known.outlets if policy.material_relief else known.outlets.clear()


def _prices(evidence: pl.DataFrame, asked: _Asked) -> pl.DataFrame:
    """Return the evidence that rules may look at: of any kind, in the currency, of the channel and known on the day."""
    return evidence.filter(
        pl.col("currency") == asked.currency, pl.col("observed_on") <= asked.as_of, of_channel(asked.channel)
    )


def _fair_values(tiers: pl.DataFrame) -> pl.DataFrame:
    """Return what units at fair value less costs are worth, above cost or below it; null where any of it is not known."""
    is_whole = pl.col("value_minor").is_not_null().all()
    return (
        tiers.group_by("unit", "item", "lot")
        .agg(
            quantity_micro=pl.col("quantity_micro").sum(), cost_minor=pl.col("cost_minor").sum(),
            value_minor=pl.when(is_whole).then(pl.col("value_minor").sum()),
        )
        .sort("unit")
    )  # fmt: skip


def _described(units: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Return the units with what their condition says, and whether evidence on them is in another currency."""
    about = elsewhere.select("item", "lot", "identified_as").unique()
    by_lot = units.join(about.filter(pl.col("lot").is_not_null()), on=["item", "lot", "identified_as"], how="semi")
    by_item = units.join(about.filter(pl.col("lot").is_null()), on=["item", "identified_as"], how="semi")
    found = pl.concat([by_lot, by_item])["unit"].unique()
    return units.join(of_conditions(), on="identified_as", how="left", maintain_order="left").with_columns(
        is_elsewhere=pl.col("unit").is_in(found.implode())
    )


def _priced_tiers(
    units: pl.DataFrame, usable: pl.DataFrame, known: Measured, asked: _Asked
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tiers of units, each with its best-ranked evidence, and which evidence the price of a subject is."""
    is_contract = pl.col("evidence_kind") == firm_contracts.FIRM_CONTRACT
    contracts = usable.filter(is_contract)
    prices, members = best_by_subject(usable.filter(~is_contract))
    chosen = best_by_unit(units=units, prices=prices)
    allocated = firm_contracts.allocate(units=chosen, contracts=contracts)

    sold = disposal = None
    demand = _demand(known, asked)
    if not demand.is_empty():
        last = known.metrics.select("unit", "last_saleable_on")
        sold = expected_demand.supported(
            units=chosen.join(last, on="unit", how="left", maintain_order="left"), demand=demand, allocated=allocated,
            policy=asked.policy, as_of=asked.as_of,
        )  # fmt: skip
        kinds = asked.policy.rest_evidence
        of_rest, more = best_by_subject(usable.filter(~is_contract & pl.col("evidence_kind").is_in(kinds)))
        # The subjects of both are numbered from nothing; these go on where the others end.
        after = pl.col("subject") + prices.height
        disposal = best_by_unit(units=units, prices=of_rest.with_columns(after))
        members = pl.concat([members, more.with_columns(after)])
    has_no_price = pl.col("has_cost_elsewhere") & pl.col("gross_amount_micro").is_not_null()
    tiers = without_price(
        split(chosen=chosen, contracts=contracts, allocated=allocated, sold=sold, disposal=disposal),
        is_worthless=pl.col("proof").fill_null("") != "",
        has_no_price=has_no_price,
    )
    return tiers, members


def _demand(known: Measured, asked: _Asked) -> pl.DataFrame:
    """Return the demand that is known: of items themselves, and of materials by what products take of them."""
    tomorrow = pl.lit(asked.as_of + timedelta(days=1))
    return materials.as_demand(_outlets(known, asked.policy), known.demand, since=tomorrow, until=tomorrow)


def _uses(
    tiers: pl.DataFrame, at_fair_value: pl.DataFrame, found: _Valued, estimated: Estimated, *, markets: pl.DataFrame,
    reliefs: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Return which evidence each unit rests on: prices, contracts, costs of what has a price, replacement costs, estimates."""
    columns = ("unit", "subject", "evidence", "gross_amount_micro")
    priced = pl.concat([tiers.select(columns), at_fair_value.select(columns)])
    by_subject = priced.filter(pl.col("subject").is_not_null()).join(found.members, on="subject", suffix="_of_subject")
    has_price = priced.filter(pl.col("gross_amount_micro").is_not_null())
    bound_by_rules = estimated.estimates.filter("binds")
    at_replacement = pl.concat([
        markets.filter(pl.col("market_minor").is_not_null()).select("unit", "tier"),
        reliefs.filter(pl.col("by") == materials.REPLACED).select("unit", "tier"),
    ]).join(bound_by_rules, on=["unit", "tier"], how="anti")  # fmt: skip
    used = [
        by_subject.select("unit", evidence="evidence_of_subject"),
        priced.filter(pl.col("evidence").is_not_null()).select("unit", "evidence"),
        found.costs.join(has_price, on="unit", how="semi").select("unit", "evidence"),
        found.replacements.join(at_replacement, on="unit", how="semi").select("unit", "evidence"),
        estimated.uses,
    ]
    return pl.concat(used).unique().sort("unit", "evidence")


_FAIR_VALUE = "fair_value_less_costs"
_LEVELS = {
    name: pl.String if name in {"level", "group"} else pl.Boolean if name.startswith("is_") else pl.Int64
    for name in levels.LEVELS
}
_TIER_COLUMNS = (
    "unit", "tier", "kind", "quantity_micro", "cost_minor", "evidence_kind", "evidence_rank", "gross_amount_micro",
    "net_amount_micro", "evidence_quantity_micro", "value_minor", "lower_minor",
)  # fmt: skip
