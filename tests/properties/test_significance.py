"""Significance: exact thresholds, gross amounts, circumstances that outweigh any size, a caption that people may change."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import significance_policy
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.impact import Figures, impact
from lowmark.core.statements.ratios import Covenant, covenant_tests
from lowmark.core.statements.significance import (
    Benchmark,
    Circumstances,
    Override,
    Segment,
    Target,
    assess_significance,
    blended_threshold,
    compare_with,
)
from lowmark.frameworks.read import names, read_area


def policy_of(framework):
    tree = read_area(framework, "significance")
    return significance_policy(resolve_area(framework=framework, tree=tree, facts=[], on=date(2026, 12, 31)).values)


POLICY = policy_of("us_gaap")
NOTHING = Circumstances()


def benchmark(name="pre_tax_income", amount=1_000_000, basis=POLICY.basis):
    return Benchmark(name=name, amount_minor=amount, basis=basis)


def assess(charges, benchmarks=(), known=NOTHING, **given_):
    rows = list(benchmarks) or [benchmark()]
    return assess_significance(charges_minor=charges, benchmarks=rows, circumstances=known, policy=POLICY, **given_)


@pytest.mark.parametrize("framework", names())
def test_every_framework_says_what_is_significant_and_where_it_is_shown(framework):
    policy = policy_of(framework)
    assert {"pre_tax_income", "revenue", "total_assets", "equity", "gross_profit"} <= policy.rates_micro.keys()
    assert {"profit_to_loss", "covenant", "trend", "segment", "compensation"} <= set(policy.flags)
    assert policy.captions["small"] == "cost_of_sales"
    assert policy.captions["material"] == "separate_line"


@pytest.mark.parametrize(
    "amount, size", [(49_999, "small"), (50_000, "judgement"), (99_999, "judgement"), (100_000, "material")]
)
def test_five_and_ten_per_cent_of_pre_tax_income_are_the_lines_themselves(amount, size):
    assert assess([amount]).size == size


def test_charges_of_the_year_are_added_up_before_they_are_tested():
    assert [assess(charges).size for charges in ([40_000], [40_000, 40_000], [40_000, 40_000, 20_000])] == [
        "small", "judgement", "material",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 10**9), max_size=5), st.integers(-(10**12), 10**12))
def test_more_is_never_less_significant(charges, amount):
    order = ("small", "judgement", "material")
    rows = [benchmark(amount=amount), benchmark("revenue", 10**10)]
    assert order.index(assess([*charges, 1], rows).size) >= order.index(assess(charges, rows).size)


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_comparison_is_exact_whatever_the_rounding_of_what_is_shown(amount, base, first, second):
    low, high = sorted((first, second))
    size = compare_with(benchmark=benchmark(amount=base), amount_minor=amount, rates_micro=(low, high)).size
    assert (size != "small") == (amount * 10**6 >= low * base)
    assert (size == "material") == (amount * 10**6 >= high * base)


def test_a_loss_is_no_benchmark_and_the_others_decide():
    found = assess([100], [benchmark(amount=-5_000_000), benchmark("revenue", 10_000)])
    assert [(test.name, test.size) for test in found.benchmarks] == [("pre_tax_income", None), ("revenue", "material")]
    assert "pre tax income is not above zero, so it is no benchmark" in found.reasons


def test_without_any_benchmark_an_amount_is_a_matter_of_judgement():
    assert assess([100], [benchmark(amount=0)]).size == "judgement"
    assert assess([], [benchmark(amount=0)]).size == "small"


COVENANT = Covenant(name="Bank", ratio="current_ratio", operator="at_least", bound=(3, 2))
FIGURES = Figures(current_assets_minor=301, current_liabilities_minor=200, inventory_minor=100)


@pytest.mark.parametrize("known, flag", [
    (Circumstances(profit_before_tax_minor=1), "profit_to_loss"),
    (Circumstances(profit_before_tax_minor=1_001, prior_profit_before_tax_minor=1_000), "trend"),
    (Circumstances(covenants=covenant_tests(covenants=[COVENANT], before=FIGURES, after=FIGURES.plus(impact(charge_minor=2)))), "covenant"),
    (Circumstances(segments=[Segment(name="Bikes", result_minor=1, charged_minor=2)]), "segment"),
    (Circumstances(segments=[Segment(name="Bikes", result_minor=20, charged_minor=2)]), "segment"),
    (Circumstances(targets=[Target(name="Bonus", flag="compensation", measured_minor=10, asked_minor=9)]), "compensation"),
    (Circumstances(targets=[Target(name="Consensus", flag="expectations", measured_minor=10, asked_minor=10)]), "expectations"),
    (Circumstances(declared=["unlawful_act"]), "unlawful_act"),
    (Circumstances(declared=["intentional"]), "intentional"),
])  # fmt: skip
def test_a_circumstance_makes_two_cents_significant(known, flag):
    found = assess([2], known=known)
    assert [one.name for one in found.flags] == [flag]
    assert (found.size, found.caption) == ("material", "separate_line")
    assert found.flags[0].words in found.reasons
    assert assess([2]).size == "small"


@pytest.mark.parametrize("known", [
    Circumstances(profit_before_tax_minor=2), Circumstances(profit_before_tax_minor=-5),
    Circumstances(profit_before_tax_minor=900, prior_profit_before_tax_minor=1_000),
    Circumstances(segments=[Segment(name="Bikes", result_minor=21, charged_minor=2)]),
    Circumstances(targets=[Target(name="Bonus", flag="compensation", measured_minor=10, asked_minor=8)]),
    Circumstances(targets=[Target(name="Bonus", flag="compensation", measured_minor=7, asked_minor=8)]),
    Circumstances(covenants=covenant_tests(covenants=[COVENANT], before=FIGURES, after=FIGURES.plus(impact(charge_minor=1)))),
    Circumstances(declared=["related_party"]),
])  # fmt: skip
def test_what_changes_nothing_is_no_circumstance(known):
    """A break-even is no loss, a loss that grows was one before, a covenant is kept at its bound; the last is not the policy's."""
    assert assess([2], known=known).flags == ()


def test_what_could_not_be_computed_is_named():
    assert set(assess([2]).not_computed) == {
        "profit_to_loss",
        "covenant",
        "trend",
        "segment",
        "compensation",
        "expectations",
    }
    known = Circumstances(
        profit_before_tax_minor=9, prior_profit_before_tax_minor=1, covenants=[], segments=[], targets=[]
    )
    assert assess([2], known=known).not_computed == ()


def test_a_caption_is_overridden_with_a_reason_and_the_proposal_stays_to_be_seen():
    found = assess([500_000], override=Override(caption="cost_of_sales", reason="recurring in each season"))
    assert (found.proposed, found.caption) == ("separate_line", "cost_of_sales")
    assert found.reasons[-1] == "overridden: recurring in each season"


@pytest.mark.parametrize("given_, code", [
    ({"charges": [5, -1]}, "not_gross"),
    ({"charges": [5], "benchmarks": [benchmark(basis="year_to_date")]}, "mixed_basis"),
    ({"charges": [5], "benchmarks": [benchmark(), benchmark()]}, "benchmark_twice"),
    ({"charges": [5], "known": Circumstances(declared=["bad_luck"])}, "unknown_flag"),
    ({"charges": [5], "override": Override(caption="cost_of_sales", reason=" ")}, "no_reason"),
])  # fmt: skip
def test_what_cannot_be_tested_is_refused(given_, code):
    with pytest.raises(Problem) as refused:
        assess(**given_)
    assert refused.value.code == code


def test_thresholds_are_blended_by_weight():
    assert blended_threshold(thresholds=[(1, 3), (1, 2)], weights=[1, 1]) == (5, 12)
    for weights in ([1], [0, 0], [-1, 2]):
        with pytest.raises(Problem, match="bad_weights"):
            blended_threshold(thresholds=[(1, 3), (1, 2)], weights=weights)
    with pytest.raises(Problem, match="no_thresholds"):
        blended_threshold(thresholds=[])


def test_a_benchmark_that_the_policy_has_no_rates_for_is_left_out():
    policy = replace(POLICY, rates_micro={"revenue": (5_000, 10_000)})
    found = assess_significance(charges_minor=[1], benchmarks=[benchmark()], circumstances=NOTHING, policy=policy)
    assert found.benchmarks == ()
