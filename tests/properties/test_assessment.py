"""Assessment: cases that can be checked by hand, laws that always hold, and a slow and obvious second opinion."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.assessment import net_realisable_value
from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.frameworks.policy import EvidenceRank, InventoriesPolicy
from lowmark.core.frameworks.resolve import resolve
from lowmark.core.kinds import compiled
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_framework

AS_OF = date(2026, 10, 31)
IFRS = resolve(framework="ifrs", tree=read_framework("ifrs"), facts=[], on=AS_OF).policy
RANKS = {rank.kind: rank for rank in IFRS.evidence_ranks}


@dataclass(frozen=True, kw_only=True)
class Unit:
    unit: int = 1
    item: int = 7
    lot: int | None = None
    condition: str = ""
    expires_on: date | None = None
    quantity_micro: int = 20_000_000
    cost_minor: int = 140_00
    held_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class Evidence:
    evidence: int = 1
    item: int = 7
    lot: int | None = None
    kind: str = "price_list"
    condition: str = ""
    channel: str = ""
    amount_micro: int = 6_000_000
    currency: str = "CAD"
    quantity_micro: int = 1_000_000
    observed_on: date = AS_OF
    confirms_date: bool = False
    standing: str = "verified"


TYPES = {int: pl.Int64, int | None: pl.Int64, str: pl.String, bool: pl.Boolean, date: pl.Date, date | None: pl.Date}
UNIT_TYPES, EVIDENCE_TYPES = (
    {name: TYPES[field.type] for name, field in row.__dataclass_fields__.items()} for row in (Unit, Evidence)
)


def run(units, evidence, *, policy=IFRS, as_of=AS_OF, currency="CAD", channel="") -> Assessed:
    return assess(
        units=pl.DataFrame([vars(one) for one in units], schema=UNIT_TYPES),
        evidence=pl.DataFrame([vars(one) for one in evidence], schema=EVIDENCE_TYPES),
        policy=policy,
        as_of=as_of,
        currency=currency,
        channel=channel,
    )


def one(*evidence: Evidence, unit: Unit | None = None, **kwargs) -> dict:
    """Assess one unit: by default 10 bought at 5.00 and 10 at 9.00, together 140.00."""
    return run([unit or Unit()], evidence, **kwargs).assessments.row(0, named=True)


def used(*evidence: Evidence, unit: Unit | None = None, **kwargs) -> list[int]:
    return run([unit or Unit()], evidence, **kwargs).uses["evidence"].to_list()


def with_cost_to_sell(rate_micro: int) -> InventoriesPolicy:
    return replace(IFRS, cost_to_sell_rate_micro=rate_micro)


# --- cases ------------------------------------------------------------------------------------------------------------


def test_ten_at_five_and_ten_at_nine_that_fetch_six_need_an_allowance_of_twenty():
    assert one(Evidence()) == {
        "unit": 1,
        "item": 7,
        "lot": None,
        "quantity_micro": 20_000_000,
        "cost_minor": 140_00,
        "value_minor": 120_00,
        "carrying_minor": 120_00,
        "required_minor": 20_00,
        "held_minor": 0,
        "reason": "price_decline",
        "finding": "",
    }


def test_the_tier_shows_what_the_figure_rests_on():
    found = run([Unit()], [Evidence(evidence=42)], policy=with_cost_to_sell(50_000))
    assert found.tiers.to_dicts() == [
        {
            "unit": 1,
            "tier": 1,
            "kind": "rest",
            "quantity_micro": 20_000_000,
            "cost_minor": 140_00,
            "evidence_kind": "price_list",
            "evidence_rank": 4,
            "gross_amount_micro": 6_000_000,
            "net_amount_micro": 5_700_000,
            "evidence_quantity_micro": 1_000_000,
            "value_minor": 114_00,
            "lower_minor": 114_00,
        }
    ]
    assert found.uses.to_dicts() == [{"unit": 1, "evidence": 42}]


def test_goods_that_fetch_more_than_they_cost_stay_at_cost():
    found = one(Evidence(amount_micro=8_000_000))
    assert (found["value_minor"], found["carrying_minor"], found["required_minor"]) == (160_00, 140_00, 0)
    assert (found["reason"], found["finding"]) == ("", "")


def test_what_is_held_does_not_change_what_is_required():
    found = one(Evidence(), unit=Unit(held_minor=35_00))
    assert (found["required_minor"], found["held_minor"]) == (20_00, 35_00)


def test_commission_of_five_percent_reduces_what_the_goods_fetch():
    # 1,150,000 less 5 % is 1,092,500; cost is 1,200,000.
    goods = Unit(quantity_micro=1_000_000, cost_minor=1_200_000_00)
    found = one(Evidence(amount_micro=1_150_000_000_000), unit=goods, policy=with_cost_to_sell(50_000))
    assert (found["value_minor"], found["required_minor"]) == (1_092_500_00, 107_500_00)


def test_a_price_is_a_pair_and_is_never_divided():
    # Three fetch 10.00; a unit price of 3.33 would make 300 worth 999.00.
    found = one(
        Evidence(amount_micro=10_000_000, quantity_micro=3_000_000),
        unit=Unit(quantity_micro=300_000_000, cost_minor=2_000_00),
    )
    assert found["value_minor"] == 1_000_00


@pytest.mark.parametrize("currency, value_minor", [("JPY", 120), ("CAD", 120_00), ("KWD", 120_000), ("CLF", 120_0000)])
def test_a_value_is_in_minor_units_of_its_currency(currency, value_minor):
    assert one(Evidence(currency=currency), currency=currency)["value_minor"] == value_minor


def test_half_a_cent_goes_to_the_even_one():
    goods = Unit(quantity_micro=1_000_000, cost_minor=100)
    assert one(Evidence(amount_micro=125_000), unit=goods)["value_minor"] == 12
    assert one(Evidence(amount_micro=135_000), unit=goods)["value_minor"] == 14


def test_a_firm_contract_for_all_of_it_comes_before_the_list():
    contract = Evidence(evidence=2, kind="firm_contract", amount_micro=130_000_000, quantity_micro=20_000_000)
    found = one(Evidence(amount_micro=9_000_000), contract)
    assert found["value_minor"] == 130_00
    assert used(Evidence(), contract) == [2]


def test_an_amount_of_zero_is_no_evidence_at_all():
    found = one(Evidence(amount_micro=0), unit=Unit(held_minor=15_00))
    assert (found["value_minor"], found["finding"]) == (None, "no_evidence")
    assert one(Evidence(kind="firm_contract", amount_micro=0, evidence=2), Evidence())["value_minor"] == 120_00


def test_without_evidence_nothing_changes_and_somebody_has_to_look():
    found = one(unit=Unit(held_minor=15_00))
    assert (found["carrying_minor"], found["required_minor"], found["held_minor"]) == (125_00, 15_00, 15_00)
    assert found["finding"] == "no_evidence"
    tier = run([Unit(held_minor=15_00)], []).tiers.row(0, named=True)
    assert (tier["value_minor"], tier["evidence_kind"], tier["lower_minor"]) == (None, None, 125_00)


def test_evidence_of_a_kind_without_a_rank_is_none():
    assert one(Evidence(kind="replacement_cost"))["finding"] == "no_evidence"


def test_asserted_evidence_ranks_below_all_that_is_matched_to_its_source():
    asserted = Evidence(
        evidence=2, kind="firm_contract", amount_micro=180_000_000, quantity_micro=20_000_000, standing="asserted"
    )
    tender = Evidence(evidence=3, kind="scrap_tender", amount_micro=1_000_000, standing="source_matched")
    assert one(asserted, tender)["value_minor"] == 20_00
    alone = run([Unit()], [asserted])
    assert alone.assessments["value_minor"][0] == 180_00
    assert alone.tiers["evidence_rank"][0] == 101


def test_a_later_sale_counts_only_where_it_confirms_conditions_at_the_date():
    sale = Evidence(evidence=2, kind="post_period_sale", amount_micro=5_000_000, observed_on=date(2026, 11, 12))
    assert used(Evidence(), sale) == [1]
    assert used(Evidence(), replace(sale, confirms_date=True)) == [2]
    assert one(replace(sale, confirms_date=True))["value_minor"] == 100_00


def test_damage_after_the_date_is_no_reason_to_write_down():
    # Fetched 9.60 at the date, cost 8.00; what happened afterwards does not confirm conditions then.
    goods = Unit(quantity_micro=1_000_000, cost_minor=8_00)
    spoiled = Evidence(evidence=2, kind="post_period_sale", amount_micro=1_000_000, observed_on=date(2026, 11, 2))
    assert one(Evidence(amount_micro=9_600_000), spoiled, unit=goods)["required_minor"] == 0


@pytest.mark.parametrize("kind", ["firm_contract", "recent_sale", "price_list", "quote", "scrap_tender"])
def test_other_evidence_after_the_date_does_not_count_even_if_it_confirms(kind):
    late = Evidence(kind=kind, observed_on=AS_OF + timedelta(days=1), confirms_date=True)
    assert one(late)["finding"] == "no_evidence"


def test_a_post_period_sale_is_a_recent_sale_once_the_date_has_passed_it():
    sale = Evidence(evidence=2, kind="post_period_sale", observed_on=date(2026, 11, 12), confirms_date=True)
    contract = Evidence(evidence=3, kind="recent_sale", amount_micro=4_000_000, observed_on=date(2026, 11, 20))
    found = run([Unit()], [sale, contract], as_of=date(2026, 11, 30))
    assert found.tiers.select("evidence_kind", "evidence_rank").row(0) == ("recent_sale", 3)
    assert found.assessments["value_minor"][0] == 100_00  # (6 + 4) for two
    assert found.uses["evidence"].to_list() == [2, 3]


def test_sales_are_averaged_by_quantity_and_not_by_sale():
    # 10 for 50.00 and 30 for 90.00: 140.00 for 40 is 3.50 each; the mean of 5 and 3 would be 4.
    many = Evidence(evidence=1, kind="recent_sale", amount_micro=90_000_000, quantity_micro=30_000_000)
    few = Evidence(evidence=2, kind="recent_sale", amount_micro=50_000_000, quantity_micro=10_000_000)
    assert one(many, few)["value_minor"] == 70_00
    assert used(many, few) == [1, 2]


@pytest.mark.parametrize("days, counts", [(90, [1, 2]), (91, [2])])
def test_sales_are_averaged_over_ninety_days_before_the_last_one(days, counts):
    last = date(2026, 6, 30)
    old = Evidence(evidence=1, kind="recent_sale", observed_on=last - timedelta(days=days))
    assert used(old, Evidence(evidence=2, kind="recent_sale", observed_on=last)) == counts


@pytest.mark.parametrize("days, counts", [(30, [1]), (31, [2])])
def test_a_window_from_the_date_tested_leaves_stale_evidence_out(days, counts):
    quick = replace(RANKS["recent_sale"], within_days=30, window_from="as_of")
    policy = replace(IFRS, evidence_ranks=(quick, RANKS["price_list"]))
    sale = Evidence(evidence=1, kind="recent_sale", observed_on=AS_OF - timedelta(days=days))
    assert used(sale, Evidence(evidence=2), policy=policy) == counts


def test_the_newest_price_list_holds_and_of_one_day_the_one_entered_last():
    old = Evidence(evidence=9, amount_micro=1_000_000, observed_on=date(2026, 3, 1))
    new = Evidence(evidence=3, amount_micro=2_000_000, observed_on=date(2026, 9, 1))
    same_day = Evidence(evidence=4, amount_micro=3_000_000, observed_on=date(2026, 9, 1))
    assert used(old, new) == [3]
    assert used(old, same_day, new) == [4]


def test_evidence_of_a_lot_comes_before_its_items_and_is_for_that_lot_only():
    damaged = Evidence(evidence=2, lot=51, amount_micro=1_000_000)
    units = [Unit(unit=1, lot=51), Unit(unit=2, lot=52), Unit(unit=3)]
    found = run(units, [Evidence(), damaged])
    assert found.assessments["value_minor"].to_list() == [20_00, 120_00, 120_00]
    assert found.uses.rows() == [(1, 2), (2, 1), (3, 1)]


def test_better_ranked_evidence_of_the_item_comes_before_worse_of_the_lot():
    quote = Evidence(evidence=2, lot=51, kind="quote", amount_micro=1_000_000)
    assert used(Evidence(), quote, unit=Unit(lot=51)) == [1]


def test_a_channel_takes_its_own_evidence_and_that_of_none():
    reseller = Evidence(evidence=1, channel="reseller", observed_on=date(2026, 9, 1))
    shop = Evidence(evidence=2, channel="shop", observed_on=date(2026, 9, 2))
    everywhere = Evidence(evidence=3, observed_on=date(2026, 8, 1))
    assert used(reseller, shop, everywhere) == [2]
    assert used(reseller, shop, everywhere, channel="reseller") == [1]
    assert used(shop, everywhere, channel="reseller") == [3]


def test_evidence_in_another_currency_is_not_used_and_is_said():
    dollars = Evidence(evidence=2, kind="firm_contract", currency="USD")
    found = one(dollars, unit=Unit(held_minor=15_00))
    assert (found["value_minor"], found["required_minor"]) == (None, 15_00)
    assert found["finding"] == "evidence_in_other_currency"
    assert one(Evidence(), dollars)["finding"] == ""
    assert one(replace(dollars, item=8))["finding"] == "no_evidence"
    assert one(replace(dollars, lot=51))["finding"] == "no_evidence"
    assert one(replace(dollars, lot=51), unit=Unit(lot=51))["finding"] == "evidence_in_other_currency"


def test_goods_that_cost_more_to_sell_than_they_fetch_go_to_zero_and_are_listed():
    found = one(Evidence(), policy=with_cost_to_sell(1_500_000))
    assert (found["value_minor"], found["carrying_minor"], found["required_minor"]) == (-60_00, 0, 140_00)
    assert found["finding"] == "disposal_obligation"


def test_profit_on_one_item_does_not_shelter_another():
    units = [Unit(unit=1, item=7), Unit(unit=2, item=8, cost_minor=10_00)]
    found = run(units, [Evidence(), Evidence(evidence=2, item=8)])
    assert found.assessments["required_minor"].to_list() == [20_00, 0]


def test_nothing_on_hand_is_nothing_to_assess():
    found = run([], [Evidence()])
    assert (found.assessments.height, found.tiers.height, found.uses.height) == (0, 0, 0)
    assert found.assessments.schema == run([Unit()], [Evidence()]).assessments.schema


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit, code",
    [
        (Unit(quantity_micro=0), "out_of_domain"),
        (Unit(cost_minor=-1), "out_of_domain"),
        (Unit(held_minor=140_01), "out_of_domain"),
        (Unit(held_minor=-1), "out_of_domain"),
    ],
)
def test_a_unit_outside_its_bounds_is_refused(unit, code):
    with pytest.raises(Problem) as refused:
        one(unit=unit)
    assert refused.value.code == code


@pytest.mark.parametrize("evidence", [Evidence(quantity_micro=0), Evidence(amount_micro=-1)])
def test_evidence_outside_its_bounds_is_refused(evidence):
    with pytest.raises(Problem, match="out_of_domain"):
        one(evidence)


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(Problem, match="repeated_key"):
        run([Unit(), Unit()], [])
    with pytest.raises(Problem, match="repeated_key"):
        one(Evidence(), Evidence())


def test_a_missing_column_a_wrong_type_and_a_null_are_named():
    units = pl.DataFrame([vars(Unit())], schema=UNIT_TYPES)
    evidence = pl.DataFrame([], schema=EVIDENCE_TYPES)
    rest = {"evidence": evidence, "policy": IFRS, "as_of": AS_OF, "currency": "CAD"}
    with pytest.raises(Problem, match="no column held_minor"):
        assess(units=units.drop("held_minor"), **rest)
    with pytest.raises(Problem, match=r"cost_minor is Float64"):
        assess(units=units.with_columns(pl.col("cost_minor").cast(pl.Float64)), **rest)
    with pytest.raises(Problem, match="nothing in item"):
        assess(units=units.with_columns(item=pl.lit(None, pl.Int64)), **rest)


def test_a_unit_of_account_that_the_framework_does_not_allow_is_refused():
    by_item = replace(IFRS, units_of_account=("item",))
    with pytest.raises(Problem, match="unit_not_allowed"):
        one(Evidence(), unit=Unit(lot=51), policy=by_item)


def test_a_value_beyond_64_bits_is_refused_and_the_unit_named():
    goods = Unit(unit=5, quantity_micro=2**62)
    with pytest.raises(Problem, match="unit 5"):
        run([Unit(unit=4), goods], [Evidence(amount_micro=2**62)])
    with pytest.raises(Problem, match="more than 64 bits"):
        sales = [Evidence(evidence=n, kind="recent_sale", amount_micro=2**62) for n in (1, 2)]
        run([Unit()], sales)


# --- laws -------------------------------------------------------------------------------------------------------------

KINDS = [*RANKS, *RANKS, "replacement_cost", "cost_to_complete", "cost_to_sell"]
quantities = st.one_of(st.integers(1, 50_000_000), st.integers(1, 10**15))
amounts = st.one_of(st.integers(0, 20_000_000), st.integers(0, 10**12))


@st.composite
def units_of_stock(draw):
    keys = st.tuples(
        st.integers(1, 3), st.sampled_from([None, 1, 2]), st.sampled_from(["", "", "damaged", "quarantine"])
    )
    rows = []
    for number, (item, lot, condition) in enumerate(draw(st.lists(keys, max_size=6))):
        cost = draw(st.integers(0, 10**9))
        held = draw(st.integers(0, cost))
        days = draw(st.sampled_from([None, None, -1, 0, 1]))
        rows.append(
            Unit(
                unit=number, item=item, lot=lot, condition=condition, quantity_micro=draw(quantities),
                expires_on=None if days is None else AS_OF + timedelta(days=days), cost_minor=cost, held_minor=held,
            )
        )  # fmt: skip
    return rows


@st.composite
def pieces_of_evidence(draw):
    return [
        Evidence(
            evidence=number,
            item=draw(st.integers(1, 3)),
            lot=draw(st.sampled_from([None, None, 1, 2])),
            kind=draw(st.sampled_from(KINDS)),
            condition=draw(st.sampled_from(["", "", "", "damaged", "quarantine", "expired"])),
            channel=draw(st.sampled_from(["", "shop", "web"])),
            amount_micro=draw(amounts),
            currency=draw(st.sampled_from(["CAD", "CAD", "CAD", "USD"])),
            quantity_micro=draw(st.integers(1, 10**9)),
            observed_on=AS_OF + timedelta(days=draw(st.integers(-200, 30))),
            confirms_date=draw(st.booleans()),
            standing=draw(st.sampled_from(["source_matched", "verified", "asserted"])),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


rates = st.sampled_from([0, 1, 50_000, 333_333, 1_000_000, 1_200_000])
channels = st.sampled_from(["", "shop"])


def identified_as(unit: Unit) -> str:
    return "expired" if unit.expires_on is not None and unit.expires_on < AS_OF else unit.condition


def counts_as(piece: Evidence, channel: str) -> EvidenceRank | None:
    """Return the rank by which a piece of evidence counts, or None; in words, with no table."""
    rank = RANKS.get(piece.kind)
    if rank is None or piece.amount_micro == 0 or (channel and piece.channel not in {"", channel}):
        return None
    if piece.observed_on > AS_OF:
        return rank if rank.after_date and piece.confirms_date else None
    return RANKS[rank.once_past] if rank.once_past else rank


def is_on(piece: Evidence, unit: Unit) -> bool:
    """Say whether evidence is on goods like these."""
    about = piece.item == unit.item and piece.lot in {None, unit.lot}
    general = piece.kind == "scrap_tender" and piece.condition == ""
    return about and (piece.condition == identified_as(unit) or general)


def badness(rank: EvidenceRank, piece: Evidence) -> int:
    return rank.rank + (100 if piece.standing == "asserted" else 0)


def best_of(unit: Unit, ranked: list[tuple[EvidenceRank, Evidence]]):
    """Return how bad the best evidence is, its price of one millionth, and what that rests on."""
    if not ranked:
        return None, None, []

    def order(rank, piece):
        return (
            badness(rank, piece),
            piece.lot is None,
            piece.standing == "asserted",
            piece.condition != identified_as(unit),
        )

    best = min(order(*pair) for pair in ranked)
    rule = next(rank for rank, piece in ranked if order(rank, piece) == best)
    chosen = [piece for rank, piece in ranked if order(rank, piece) == best]
    newest = max(piece.observed_on for piece in chosen)
    if rule.combine == "latest":
        chosen = [max(chosen, key=lambda piece: (piece.observed_on, piece.evidence))]
    else:
        chosen = [p for p in chosen if rule.within_days is None or (newest - p.observed_on).days <= rule.within_days]
    gross, quantity = sum(p.amount_micro for p in chosen), sum(p.quantity_micro for p in chosen)
    return best[0], Fraction(gross, quantity), [piece.evidence for piece in chosen]


def cost_of(unit: Unit, kind: str, evidence: list[Evidence], channel: str):
    """Return a cost to come of one millionth, what it rests on, and whether it is known in another currency alone."""
    about = [
        p for p in evidence
        if p.kind == kind and p.item == unit.item and p.lot in {None, unit.lot} and p.condition == identified_as(unit)
        and p.observed_on <= AS_OF and (not channel or p.channel in {"", channel})
    ]  # fmt: skip
    ours = [piece for piece in about if piece.currency == "CAD"]
    if not ours:
        return None, [], bool(about)
    last = max(ours, key=lambda piece: (piece.lot is not None, piece.observed_on, piece.evidence))
    return Fraction(last.amount_micro, last.quantity_micro), [last.evidence], False


def obvious(units: list[Unit], evidence: list[Evidence], *, rate_micro: int, channel: str):
    """Value units one piece of evidence at a time; return by unit its tiers, their values, what was used and the finding."""
    ranked = [(rank, piece) for piece in evidence if (rank := counts_as(piece, channel)) is not None]
    ours = [(rank, piece) for rank, piece in ranked if piece.currency == "CAD"]
    others = {
        unit.unit: best_of(unit, [(r, p) for r, p in ours if r.kind != "firm_contract" and is_on(p, unit)])
        for unit in units
    }
    left = {unit.unit: unit.quantity_micro for unit in units}
    tiers: dict[int, list] = {unit.unit: [] for unit in units}
    contracts = [(rank, piece) for rank, piece in ours if rank.kind == "firm_contract"]
    for rank, piece in sorted(contracts, key=lambda pair: (pair[1].lot is None, pair[1].observed_on, pair[1].evidence)):
        open_micro = piece.quantity_micro
        for unit in sorted(units, key=lambda unit: (unit.expires_on or date.max, unit.unit)):
            otherwise = others[unit.unit][0]
            if is_on(piece, unit) and (otherwise is None or badness(rank, piece) < otherwise):
                taken = min(open_micro, left[unit.unit])
                if taken:
                    price = Fraction(piece.amount_micro, piece.quantity_micro)
                    tiers[unit.unit].append((taken, price, [piece.evidence]))
                    left[unit.unit] -= taken
                    open_micro -= taken
    found = {}
    for unit in units:
        if left[unit.unit]:
            tiers[unit.unit].append((left[unit.unit], *others[unit.unit][1:]))
        abroad = any(is_on(p, unit) and p.currency != "CAD" for _, p in ranked)
        found[unit.unit] = valued(
            unit, tiers[unit.unit], evidence, abroad=abroad, rate_micro=rate_micro, channel=channel
        )
    return found


def valued(unit: Unit, tiers, evidence: list[Evidence], *, abroad: bool, rate_micro: int, channel: str):
    to_complete, completing, complete_abroad = cost_of(unit, "cost_to_complete", evidence, channel)
    to_sell, selling, sell_abroad = cost_of(unit, "cost_to_sell", evidence, channel)
    values, used = [], set()
    for quantity, price, rests_on in tiers:
        if price is not None and not (complete_abroad or sell_abroad):
            less = price * rate_micro / 10**6 if to_sell is None else to_sell
            net = price - less - (to_complete or 0)
            values.append(round(quantity * net / 10**4))
            used |= {*rests_on, *completing, *selling}
        elif price is None and not abroad and identified_as(unit) == "expired":
            values.append(round(-quantity * ((to_sell or 0) + (to_complete or 0)) / 10**4))
            used |= {*completing, *selling}
        else:
            values.append(None)
    abroad |= (complete_abroad or sell_abroad) and any(price is not None for _, price, _ in tiers)
    return [quantity for quantity, _, _ in tiers], values, sorted(used), finding_of(unit, values, abroad=abroad)


def finding_of(unit: Unit, values: list[int | None], *, abroad: bool) -> str:
    own = {"damaged": "damaged_no_evidence", "quarantine": "in_quarantine"}
    if None in values:
        if abroad:
            return "evidence_in_other_currency"
        known = any(value is not None for value in values)
        return own.get(identified_as(unit)) or ("part_without_evidence" if known else "no_evidence")
    return "disposal_obligation" if min(values) < 0 else ""


def carrying_of(unit: Unit, costs: list[int], values: list[int | None]) -> int:
    """Return the carrying amount: known tiers at the lower of cost and value, the rest less what is held beyond them."""
    known = [(cost, max(0, value)) for cost, value in zip(costs, values, strict=True) if value is not None]
    unknown = sum(cost for cost, value in zip(costs, values, strict=True) if value is None)
    shortfall = sum(max(0, cost - value) for cost, value in known)
    required = max(shortfall, min(unit.held_minor, shortfall + unknown))
    return unit.cost_minor - required


@given(units_of_stock(), pieces_of_evidence(), rates, channels)
def test_it_agrees_with_an_obvious_model_row_by_row(units, evidence, rate_micro, channel):
    found = run(units, evidence, policy=with_cost_to_sell(rate_micro), channel=channel)
    expected = obvious(units, evidence, rate_micro=rate_micro, channel=channel)
    assert found.assessments["unit"].to_list() == sorted(unit.unit for unit in units)
    for row in found.assessments.iter_rows(named=True):
        unit = next(unit for unit in units if unit.unit == row["unit"])
        sizes, values, used_evidence, finding = expected[unit.unit]
        tiers = found.tiers.filter(unit=unit.unit)
        assert (tiers["quantity_micro"].to_list(), tiers["value_minor"].to_list()) == (sizes, values)
        assert (row["finding"], found.uses.filter(unit=unit.unit)["evidence"].to_list()) == (finding, used_evidence)
        carrying = carrying_of(unit, tiers["cost_minor"].to_list(), values)
        assert (row["carrying_minor"], row["required_minor"]) == (carrying, unit.cost_minor - carrying)
        has_value = any(value is not None for value in values)
        assert (row["value_minor"] is not None) == has_value
        reasons = {"expired": "expired", "damaged": "damaged", "quarantine": "recall"}
        reason = reasons.get(identified_as(unit), "price_decline") if has_value else "price_decline"
        assert row["reason"] == (reason if row["required_minor"] else "")


@given(units_of_stock(), pieces_of_evidence(), rates)
def test_tiers_add_up_to_their_unit_and_show_what_their_value_is_made_of(units, evidence, rate_micro):
    found = run(units, evidence, policy=with_cost_to_sell(rate_micro))
    rows = found.assessments
    assert rows.filter((pl.col("carrying_minor") < 0) | (pl.col("carrying_minor") > pl.col("cost_minor"))).is_empty()
    sums = found.tiers.group_by("unit").agg(pl.col("quantity_micro", "cost_minor", "lower_minor").sum()).sort("unit")
    same = sums.rename({"lower_minor": "carrying_minor"}).equals(
        rows.select("unit", "quantity_micro", "cost_minor", "carrying_minor")
    )
    assert same
    assert found.tiers["quantity_micro"].min() is None or found.tiers["quantity_micro"].min() > 0
    for tier in found.tiers.filter(pl.col("value_minor").is_not_null()).iter_rows(named=True):
        assert tier["lower_minor"] == min(tier["cost_minor"], max(0, tier["value_minor"]))
        shown = Fraction(tier["quantity_micro"] * tier["net_amount_micro"], tier["evidence_quantity_micro"] * 10**4)
        most = Fraction(tier["quantity_micro"], tier["evidence_quantity_micro"] * 2 * 10**4) + Fraction(1, 2)
        assert abs(shown - tier["value_minor"]) <= most


@given(units_of_stock(), pieces_of_evidence(), st.randoms())
def test_the_order_of_rows_changes_nothing(units, evidence, chance: random.Random):
    before = run(units, evidence)
    units, evidence = units.copy(), evidence.copy()
    chance.shuffle(units)
    chance.shuffle(evidence)
    after = run(units, evidence)
    assert after.assessments.equals(before.assessments)
    assert after.tiers.equals(before.tiers)
    assert after.uses.equals(before.uses)


@given(units_of_stock(), pieces_of_evidence(), rates, st.integers(1, 10**9))
def test_raising_a_selected_price_never_raises_what_is_required(units, evidence, rate_micro, more):
    policy = with_cost_to_sell(rate_micro)
    before = run(units, evidence, policy=policy)
    selected = set(before.uses["evidence"].to_list())
    selected -= {piece.evidence for piece in evidence if piece.kind.startswith("cost_to_")}
    dearer = [
        replace(piece, amount_micro=piece.amount_micro + more) if piece.evidence in selected else piece
        for piece in evidence
    ]
    after = run(units, dearer, policy=policy)
    assert after.uses.equals(before.uses)
    assert (after.assessments["required_minor"] <= before.assessments["required_minor"]).all()


@given(units_of_stock(), pieces_of_evidence(), amounts.filter(bool))
def test_adding_evidence_that_ranks_worse_changes_nothing(units, evidence, amount_micro):
    # A scrap tender that nobody has verified ranks below all that there can be, but its own like.
    others = [piece for piece in evidence if not (piece.kind == "scrap_tender" and piece.standing == "asserted")]
    before = run(units, others)
    priced = before.tiers.group_by("unit").agg(is_priced=pl.col("evidence_rank").null_count() == 0)
    has_value = priced.filter("is_priced")["unit"]
    worst = [
        Evidence(evidence=100 + item, item=item, kind="scrap_tender", standing="asserted", amount_micro=amount_micro)
        for item in (1, 2, 3)
    ]
    after = run(units, others + worst)
    same = pl.col("unit").is_in(has_value.implode())
    assert after.assessments.filter(same).equals(before.assessments.filter(same))
    assert after.uses.filter(same).equals(before.uses.filter(same))


wide = st.integers(1, 2**63 - 1)


@given(st.lists(st.tuples(wide, st.integers(-(2**62), 2**62), st.integers(1, (2**63 - 1) // 10**4)), min_size=1))
def test_the_compiled_kernel_and_the_plain_one_agree_above_64_bits(rows):
    for row in rows:
        outcomes = []
        for function, array in (
            (net_realisable_value.kernel, list),
            (compiled.compile(net_realisable_value.kernel), lambda values: np.array(values, np.int64)),
        ):
            value = array([0])
            try:
                function(net_realisable_value.Priced(*(array([each]) for each in row), 10_000), value)
                outcomes.append(int(value[0]))
            except OverflowError:
                outcomes.append("overflow")
        assert outcomes[0] == outcomes[1]


def test_many_units_take_the_compiled_path_and_come_to_the_same(monkeypatch):
    units = [Unit(unit=n, item=n % 50, quantity_micro=1_000_000 + n, cost_minor=700 + n) for n in range(300)]
    evidence = [Evidence(evidence=n, item=n, amount_micro=3_000_001 + n, quantity_micro=700_001) for n in range(40)]
    plain = run(units, evidence, policy=with_cost_to_sell(33_333))
    monkeypatch.setattr(compiled, "COMPILE_FROM_ROWS", 1)
    fast = run(units, evidence, policy=with_cost_to_sell(33_333))
    assert fast.assessments.equals(plain.assessments)
    assert fast.tiers.equals(plain.tiers)
    # A quantity whose scale would not fit 64 bits takes the plain form, and is right.
    huge = Evidence(kind="recent_sale", amount_micro=6 * 10**15, quantity_micro=10**15)
    assert one(huge)["value_minor"] == 120_00
