"""Tax bases and deferred tax: between nothing and cost, deductible now or later and never twice, split to the last cent."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import DeferredTaxPolicy, deferred_tax_policy, tax_policy
from lowmark.core.kinds.problems import Problem
from lowmark.core.tax.bases import NEEDED, RULES, tax_bases
from lowmark.core.tax.deferred import deferred_tax, tax_effect
from lowmark.frameworks.read import names, read_area, tax_books

ON = date(2026, 12, 31)
WORDS = {"method": pl.String, "reason": pl.String}
SCHEMA = {name: WORDS.get(name, pl.Int64) for name in NEEDED}
PROBABLE = DeferredTaxPolicy(recognition="as_far_as_probable")


def policy_of(book):
    return tax_policy(resolve_area(framework=book, tree=read_area(book, "tax"), facts=[], on=ON).values)


def layer(**given_):
    row = dict.fromkeys(NEEDED) | {
        "layer": 1,
        "method": "fifo",
        "reason": "price_decline",
        "cost_minor": 100,
        "carrying_minor": 60,
    }
    return row | given_


def base(book, **given_):
    found = tax_bases(layers=pl.DataFrame([layer(**given_)], schema=SCHEMA), policy=policy_of(book))
    return found.select("tax_base_minor", "deductible_now_minor", "temporary_difference_minor", "rule").row(0)


@pytest.mark.parametrize("given_, expected", [
    ({"replacement_cost_minor": 80}, (80, 20, 20, "market")),
    ({"replacement_cost_minor": 50}, (50, 50, -10, "market")),
    ({"replacement_cost_minor": 130}, (100, 0, 40, "cost")),
    ({"reason": "excess"}, (100, 0, 40, "no_evidence")),
    ({"reason": "excess", "fair_market_value_minor": 5}, (100, 0, 40, "no_evidence")),
    ({"reason": "damaged", "offered_minor": 55, "disposition_minor": 5, "offered_after_days": 30}, (50, 50, -10, "subnormal")),
    ({"reason": "damaged", "offered_minor": 55, "disposition_minor": 5, "offered_after_days": 31}, (100, 0, 40, "not_offered")),
    ({"reason": "damaged", "offered_minor": 55, "disposition_minor": 5, "offered_after_days": -20}, (50, 50, -10, "subnormal")),
    ({"reason": "damaged", "offered_minor": 55, "disposition_minor": 5}, (100, 0, 40, "not_offered")),
    ({"reason": "damaged", "replacement_cost_minor": 20}, (100, 0, 40, "not_offered")),
    ({"reason": "damaged", "offered_minor": 3, "disposition_minor": 9, "scrap_minor": 2, "offered_after_days": 0}, (2, 98, -58, "subnormal")),
    ({"method": "lifo", "replacement_cost_minor": 80}, (100, 0, 40, "cost_only")),
    ({"carrying_minor": 100, "reason": ""}, (100, 0, 0, "cost")),
])  # fmt: skip
def test_us_tax_takes_what_is_bid_or_offered_and_no_estimate_of_excess(given_, expected):
    """Reg. 1.471-2(c), 1.471-4; IRC 472(b); Thor Power Tool: a write-down of excess is deductible when the goods go."""
    assert base("us_tax", **given_) == expected


@pytest.mark.parametrize("given_, expected", [
    ({"fair_market_value_minor": 70}, (70, 30, 10, "market")),
    ({"fair_market_value_minor": 60, "reason": "damaged"}, (60, 40, 0, "market")),
    ({"fair_market_value_minor": 120}, (100, 0, 40, "cost")),
    ({"replacement_cost_minor": 70}, (100, 0, 40, "no_evidence")),
])  # fmt: skip
def test_ca_tax_takes_the_lower_of_cost_and_fair_market_value(given_, expected):
    """ITA 10(1)."""
    assert base("ca_tax", **given_) == expected


AMOUNTS = st.one_of(st.none(), st.integers(0, 200))
LAYERS = st.lists(
    st.builds(layer, cost_minor=st.just(100), carrying_minor=st.integers(0, 100), method=st.sampled_from(["fifo", "lifo", "standard"]),
              reason=st.sampled_from(["", "excess", "damaged", "expired"]), replacement_cost_minor=AMOUNTS, offered_minor=AMOUNTS,
              fair_market_value_minor=AMOUNTS, disposition_minor=AMOUNTS, scrap_minor=AMOUNTS, offered_after_days=st.one_of(st.none(), st.integers(-5, 60))),
    max_size=12,
)  # fmt: skip


@given(LAYERS, st.sampled_from(tax_books()))
def test_a_base_is_between_nothing_and_cost_and_what_is_deducted_now_is_not_deducted_again(rows, book):
    found = tax_bases(layers=pl.DataFrame(rows, schema=SCHEMA), policy=policy_of(book))
    assert found.height == len(rows)
    for row in found.iter_rows(named=True):
        assert 0 <= row["tax_base_minor"] <= row["cost_minor"]
        assert row["rule"] in RULES
        written_down = row["cost_minor"] - row["carrying_minor"]
        assert row["deductible_now_minor"] + row["temporary_difference_minor"] == written_down
        if row["rule"] not in {"market", "subnormal"}:
            assert row["deductible_now_minor"] == 0


def test_layers_that_cannot_be_are_refused():
    with pytest.raises(Problem, match="missing_column"):
        tax_bases(layers=pl.DataFrame({"layer": [1]}), policy=policy_of("us_tax"))
    with pytest.raises(Problem, match="bad_layer"):
        base("us_tax", carrying_minor=101)


@pytest.mark.parametrize("framework", names())
def test_every_framework_says_how_much_of_an_asset_is_recognised(framework):
    policy = deferred_tax_policy(
        resolve_area(framework=framework, tree=read_area(framework, "deferred_tax"), facts=[], on=ON).values
    )
    found = deferred_tax(
        tax_base_minor=100, carrying_minor=60, tax_rate_micro=250_000, recoverable_micro=500_000, policy=policy
    )
    assert (found.gross_asset_minor, found.asset_minor, found.not_recognised_minor) == (10, 5, 5)
    assert found.valuation_allowance_minor in {0, 5}


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_asset_or_a_liability_and_never_both(tax_base, carrying, rate, recoverable):
    found = deferred_tax(
        tax_base_minor=tax_base,
        carrying_minor=carrying,
        tax_rate_micro=rate,
        recoverable_micro=recoverable,
        policy=PROBABLE,
    )
    assert min(found.gross_asset_minor, found.liability_minor) == 0
    assert found.asset_minor + found.not_recognised_minor == found.gross_asset_minor
    assert {
        "deductible": found.liability_minor == 0,
        "taxable": found.gross_asset_minor == 0,
        "none": found.net_asset_minor == 0,
    }[found.kind]
    assert found.difference_minor == abs(tax_base - carrying)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**6), st.integers(0, 10**6), st.data())
def test_tax_now_and_later_is_the_tax_on_the_whole(charge, rate, recoverable, data):
    now = data.draw(st.integers(min(0, charge), max(0, charge)))
    whole = tax_effect(charge_minor=charge, deductible_now_minor=charge, tax_rate_micro=rate)
    split = tax_effect(charge_minor=charge, deductible_now_minor=now, tax_rate_micro=rate)
    assert split.current_tax_minor + split.deferred_tax_minor == whole.current_tax_minor
    assert split.net_income_minor == whole.net_income_minor
    assert split.cash_minor == split.current_tax_minor
    part = tax_effect(charge_minor=charge, deductible_now_minor=now, tax_rate_micro=rate, recoverable_micro=recoverable)
    assert abs(part.deferred_tax_minor) <= abs(split.deferred_tax_minor)


@pytest.mark.parametrize("given_, code", [
    ({"charge_minor": 5, "deductible_now_minor": 6, "tax_rate_micro": 1}, "deductible_beyond_charge"),
    ({"charge_minor": 5, "deductible_now_minor": -1, "tax_rate_micro": 1}, "deductible_beyond_charge"),
    ({"charge_minor": 5, "deductible_now_minor": 5, "tax_rate_micro": 1_000_001}, "bad_tax_rate"),
])  # fmt: skip
def test_effects_that_cannot_be_are_refused(given_, code):
    with pytest.raises(Problem) as refused:
        tax_effect(**given_)
    assert refused.value.code == code
