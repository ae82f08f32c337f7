"""Significance: thresholds of benchmarks and their average, an item against them, the caption of a write-off."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lowmark.core.estimates.ratios import round_ratio
from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.reporting import SignificancePolicy, significance_policy
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.statements.ratios import in_percent
from lowmark.core.statements.significance import (
    Benchmark,
    Circumstances,
    Significance,
    assess_significance,
    blended_threshold,
    compare_with,
)
from lowmark.frameworks.read import read_area
from tests.cases.figures import known, minor, stated_ratio
from tests.cases.record import Case, Figure
from tests.cases.stock import AS_OF, ONE, is_less, money
from tests.cases.waiting import Waits

BENCHMARKS: Final = {"pbt": "pre_tax_income", "revenue": "revenue", "total_assets": "total_assets", "equity": "equity"}
SHARES: Final = {"pct_pbt": "pre_tax_income", "pct_revenue": "revenue", "pct_assets": "total_assets",
                 "pct_equity": "equity"}  # fmt: skip
CAPTIONS: Final = (
    ("cost_of_sales", r"cogs|cost of (goods|sales)"),
    ("separate_line", r"separate|line|loss|expense|write"),
)
RANGE: Final = 2


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what the case's figures allow."""
    known(case, {*BENCHMARKS, "benchmarks_m", "weights", "item", "inventory", "write_off", "threshold"})
    if {"inventory", "write_off", "threshold"} <= case.inputs.keys():
        return _of_inventory(case, framework)
    if "benchmarks_m" in case.inputs:
        ranges = list(case.inputs["benchmarks_m"].values())
        ends = [minor(end) for said in ranges for end in said]
        average = money(_blended(ends, _weights(case, [*case.inputs["benchmarks_m"]], times=RANGE)))
        return {"average_m": average, "materiality": average}
    if "item" in case.inputs:
        return _of_an_item(case, framework)
    return _of_thresholds(case)


def _of_thresholds(case: Case) -> Mapping[str, Any]:
    """Answer the threshold of each benchmark at the case's own rate, and their weighted average."""
    found = {
        name: compare_with(benchmark=_benchmark(name, said[0]), amount_minor=0, rates_micro=(_rate(said[1]), _rate(said[1])))
        for name, said in case.inputs.items()
        if name in BENCHMARKS and isinstance(said, list)
    }  # fmt: skip
    if not found:
        raise Waits(f"significance with {', '.join(sorted(case.inputs))}")
    answers: dict[str, Any] = {name: money(test.low_minor) for name, test in found.items()}
    if "weights" in case.inputs:
        answers["materiality"] = money(_blended([test.low_minor for test in found.values()], _weights(case, [*found])))
    return answers


def _of_an_item(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what share of each benchmark an item is, and whether that may be significant."""
    policy = _policy(framework)
    benchmarks = [_benchmark(name, case.inputs[name], policy) for name in BENCHMARKS if name in case.inputs]
    found = _assessed(case.inputs["item"], benchmarks, policy)
    shares = {test.name: test.share for test in found.benchmarks if test.share is not None}
    answers: dict[str, Any] = {
        said: _as_said(shares[name], case.expected.get(said)) for said, name in SHARES.items() if name in shares
    }
    return answers | {"material": found.size != "small"}


def _of_inventory(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer what share of inventories a write-off is, and its caption at the case's own threshold."""
    rate = _rate(case.inputs["threshold"])
    policy = replace(_policy(framework), rates_micro={"inventories": (rate, rate)})
    benchmark = Benchmark(name="inventories", amount_minor=minor(case.inputs["inventory"]), basis=policy.basis)
    found = _assessed(case.inputs["write_off"], [benchmark], policy)
    (test,) = found.benchmarks
    pct = Waits("a share of nothing") if test.share is None else _as_said(test.share, case.expected.get("pct"))
    return {"pct": pct, "caption": _said_as(found.caption, case.expected.get("caption"))}


def _assessed(amount: str, benchmarks: Sequence[Benchmark], policy: SignificancePolicy) -> Significance:
    return assess_significance(
        charges_minor=[minor(amount)], benchmarks=benchmarks, circumstances=Circumstances(), policy=policy
    )


def _policy(framework: str) -> SignificancePolicy:
    tree = read_area(framework, "significance")
    return significance_policy(resolve_area(framework=framework, tree=tree, facts=[], on=AS_OF).values)


def _benchmark(name: str, amount: str, policy: SignificancePolicy | None = None) -> Benchmark:
    basis = "full_year" if policy is None else policy.basis
    return Benchmark(name=BENCHMARKS[name], amount_minor=minor(amount), basis=basis)


def _blended(amounts_minor: Sequence[int], weights: Sequence[int]) -> int:
    blended = blended_threshold(thresholds=[(amount, 1) for amount in amounts_minor], weights=weights)
    return round_ratio(ratio=blended, places=0)[0]


def _weights(case: Case, names: Sequence[str], times: int = 1) -> list[int]:
    """Return the weights in the order of the benchmarks, each for as many figures as it has."""
    said = case.given("weights") or []
    ordered = [said[name] for name in names] if isinstance(said, Mapping) else said
    times = times if len(ordered) == len(names) else 1
    return [parse_rate_micro(weight) for weight in ordered for _ in range(times)]


def _as_said(share: tuple[int, int], expected: Any) -> Figure:
    """Return a share, or a percentage where the case has one."""
    is_percentage = isinstance(expected, Figure) and is_less(ONE, expected)
    return stated_ratio(in_percent(share) if is_percentage else share, expected)


def _rate(figure: str) -> int:
    return parse_rate_micro(figure)


def _said_as(caption: str, expected: Any) -> str:
    """Return a caption in the case's own words, where they mean it."""
    for name, pattern in CAPTIONS:
        if isinstance(expected, str) and not isinstance(expected, Figure) and re.search(pattern, expected.casefold()):
            return expected if name == caption else caption
    return caption
