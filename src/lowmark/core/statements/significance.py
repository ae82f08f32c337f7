"""Whether write-downs are significant, and where they are then shown: a proposal with its reasons, for people to decide.

Before this: the charges of the fiscal year to date, gross, of one entity and book; the figures before them; `ratios` on
covenants. After this: the caption of a proposal, which its releases follow; disclosures. A percentage is a first step
and no more: a circumstance makes an amount significant whatever its size. Sources: IAS 1.7, 1.98(a), 34.23; SAB Topic
1.M (SAB 99); ASC 270-10-45-16, 330-10-50-2.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lowmark.core.frameworks.reporting import FLAGS, Basis, Caption, SignificancePolicy, Size
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.ratios import MICRO, CovenantTest, Ratio

COMPUTED: Final = ("profit_to_loss", "covenant", "trend", "segment", "compensation", "expectations")
"""Flags that are computed where figures allow it; all others are declared by people."""

_ORDER: Final[tuple[Size, ...]] = ("small", "judgement", "material")


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A figure that an amount is compared with, before the amounts that are tested, and the time that it is of."""

    name: str
    amount_minor: int
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment's result before the charges that it bears."""

    name: str
    result_minor: int
    charged_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A result that pay depends on, or that was expected outside: what there is before the charges, and what is asked."""

    name: str
    flag: str
    measured_minor: int
    asked_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known beside the benchmarks. What is not given is not computed, and is named as such."""

    profit_before_tax_minor: int | None = None
    prior_profit_before_tax_minor: int | None = None
    covenants: Sequence[CovenantTest] | None = None
    segments: Sequence[Segment] | None = None
    targets: Sequence[Target] | None = None
    declared: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A caption that a person chooses instead, and why."""

    caption: Caption
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkTest:
    """An amount against one benchmark: both thresholds, the exact share, and what that makes of it; none if unusable."""

    name: str
    amount_minor: int
    low_minor: int
    high_minor: int
    share: Ratio | None
    size: Size | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A circumstance that makes an amount significant, and how it is known."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """How significant an amount is, and the caption: what is proposed, and what holds."""

    tested_minor: int
    basis: Basis
    benchmarks: tuple[BenchmarkTest, ...]
    flags: tuple[Flag, ...]
    not_computed: tuple[str, ...]
    size: Size
    proposed: Caption
    caption: Caption
    reasons: tuple[str, ...]


def assess_significance(
    *, charges_minor: Sequence[int], benchmarks: Sequence[Benchmark], circumstances: Circumstances,
    policy: SignificancePolicy, override: Override | None = None,
) -> Significance:  # fmt: skip
    """Say how significant the charges of a fiscal year to date are, and which caption is proposed for them.

    Domain: charges are gross, of one entity and book, in its currency; reversals are tested by themselves, as positive
            amounts. Benchmarks are before these charges and all of the policy's basis; one that the policy has no rates
            for is left out, one that is not positive cannot be used.
    Raises: Problem ``not_gross``, ``mixed_basis``, ``benchmark_twice``, ``unknown_flag`` or ``no_reason``.
    Source: SAB Topic 1.M; IAS 1.7, 1.98(a).

    >>> policy = SignificancePolicy(basis="full_year", rates_micro={"revenue": (5_000, 10_000)}, flags=("covenant",),
    ...     captions={"small": "cost_of_sales", "judgement": "cost_of_sales", "material": "separate_line"})
    >>> found = assess_significance(charges_minor=[40, 70], circumstances=Circumstances(), policy=policy,
    ...     benchmarks=[Benchmark(name="revenue", amount_minor=10_000, basis="full_year")])
    >>> found.tested_minor, found.size, found.caption, found.reasons
    (110, 'material', 'separate_line', ('1.1 % of revenue, and 1 % or more is material',))
    """
    _require(charges_minor, benchmarks, circumstances, policy, override)
    tested = sum(charges_minor)
    tests = tuple(
        compare_with(benchmark=each, amount_minor=tested, rates_micro=policy.rates_micro[each.name])
        for each in benchmarks
        if each.name in policy.rates_micro
    )
    flags = tuple(flag for flag in _flags(tested, circumstances, policy) if flag.name in policy.flags)
    sizes = [test.size for test in tests if test.size is not None]
    if not sizes and not flags:
        size: Size = "judgement" if tested else "small"
    else:
        size = max([*sizes, "material" if flags else "small"], key=_ORDER.index)

    proposed = policy.captions[size]
    reasons = [*_said_of(tests, policy, size), *(flag.words for flag in flags)]
    if override is not None:
        reasons.append(f"overridden: {override.reason}")
    return Significance(
        tested_minor=tested, basis=policy.basis, benchmarks=tests, flags=flags, size=size, proposed=proposed,
        not_computed=tuple(_not_computed(circumstances, policy)),
        caption=proposed if override is None else override.caption, reasons=tuple(reasons),
    )  # fmt: skip


def compare_with(*, benchmark: Benchmark, amount_minor: int, rates_micro: tuple[int, int]) -> BenchmarkTest:
    """Compare an amount with one benchmark: thresholds rounded to be shown, the comparison itself exact.

    >>> revenue = Benchmark(name="revenue", amount_minor=12_554, basis="full_year")
    >>> found = compare_with(benchmark=revenue, amount_minor=100, rates_micro=(5_000, 10_000))
    >>> found.low_minor, found.high_minor, found.size
    (63, 126, 'judgement')
    """
    low, high = rates_micro
    thresholds = [multiply_divide_round(benchmark.amount_minor, rate, MICRO) for rate in rates_micro]
    usable = benchmark.amount_minor > 0
    scaled = amount_minor * MICRO
    size: Size = (
        "small" if scaled < low * benchmark.amount_minor
        else "judgement" if scaled < high * benchmark.amount_minor else "material"
    )  # fmt: skip
    return BenchmarkTest(
        name=benchmark.name, amount_minor=benchmark.amount_minor, low_minor=max(0, thresholds[0]),
        high_minor=max(0, thresholds[1]), share=(amount_minor, benchmark.amount_minor) if usable else None,
        size=size if usable else None,
    )  # fmt: skip


def blended_threshold(*, thresholds: Sequence[Ratio], weights: Sequence[int] = ()) -> Ratio:
    """Return the average of thresholds, weighted where weights are given, as auditors plan with it; exact.

    Raises: Problem ``no_thresholds`` or ``bad_weights``.

    >>> blended_threshold(thresholds=[(129, 10), (2585, 100)])
    (38750, 2000)
    >>> blended_threshold(thresholds=[(10, 1), (20, 1)], weights=[3, 1])
    (50, 4)
    """
    shares = list(weights) or [1] * len(thresholds)
    if not thresholds:
        raise Problem("no_thresholds", "there is nothing to take an average of")
    if len(shares) != len(thresholds) or min(shares) < 0 or sum(shares) == 0:
        raise Problem("bad_weights", f"weights {shares} do not go with {len(thresholds)} thresholds",
                      hint="give each a weight, none below zero")  # fmt: skip
    over = 1
    for _, denominator in thresholds:
        over *= denominator
    numerator = sum(share * top * over // bottom for share, (top, bottom) in zip(shares, thresholds, strict=True))
    return numerator, over * sum(shares)


def _require(
    charges: Sequence[int], benchmarks: Sequence[Benchmark], circumstances: Circumstances,
    policy: SignificancePolicy, override: Override | None,
) -> None:  # fmt: skip
    if any(charge < 0 for charge in charges):
        raise Problem("not_gross", "charges are tested gross: none takes another back",
                      hint="test reversals by themselves, as positive amounts")  # fmt: skip
    other = [each.name for each in benchmarks if each.basis != policy.basis]
    if other:
        raise Problem("mixed_basis", f"not of the basis {policy.basis}: {', '.join(other)}",
                      hint="give all benchmarks on the one basis that the policy states")  # fmt: skip
    names = [each.name for each in benchmarks]
    if len(set(names)) < len(names):
        raise Problem("benchmark_twice", f"more than once among the benchmarks: {', '.join(names)}")
    targets = [each.flag for each in circumstances.targets or ()]
    unknown = sorted({*circumstances.declared, *targets} - set(FLAGS))
    if unknown:
        raise Problem("unknown_flag", f"no circumstance is called {', '.join(unknown)}",
                      hint=f"there are {', '.join(FLAGS)}")  # fmt: skip
    if override is not None and not override.reason.strip():
        raise Problem("no_reason", "a caption is overridden with a reason", hint="say why")


def _flags(tested: int, known: Circumstances, policy: SignificancePolicy) -> Iterator[Flag]:
    """Yield the circumstances that the figures show, and those that people declare."""
    profit, prior = known.profit_before_tax_minor, known.prior_profit_before_tax_minor
    if profit is not None and profit >= 0 > profit - tested:
        yield Flag(name="profit_to_loss", words="a profit before tax becomes a loss")
    if profit is not None and prior is not None and profit >= prior > profit - tested:
        yield Flag(name="trend", words="profit before tax would not have fallen, and falls")
    for test in known.covenants or ():
        if test.breaks:
            yield Flag(name="covenant", words=f"the covenant {test.covenant.name} breaks")
    for segment in known.segments or ():
        yield from _of_segment(segment, policy)
    for target in known.targets or ():
        if target.measured_minor >= target.asked_minor > target.measured_minor - tested:
            yield Flag(name=target.flag, words=f"{target.name} is missed")
    for name in sorted(known.declared):
        yield Flag(name=name, words=f"declared: {name.replace('_', ' ')}")


def _of_segment(segment: Segment, policy: SignificancePolicy) -> Iterator[Flag]:
    """Yield a segment whose profit becomes a loss, or that bears as much of its result as would be material of a whole."""
    result, charged = segment.result_minor, segment.charged_minor
    rates = policy.rates_micro.get("pre_tax_income")
    if result >= 0 > result - charged:
        yield Flag(name="segment", words=f"the profit of segment {segment.name} becomes a loss")
    elif rates is not None and result > 0 and charged * MICRO >= rates[1] * result:
        yield Flag(name="segment", words=f"segment {segment.name} bears {_percent((charged, result))} of its result")


def _not_computed(known: Circumstances, policy: SignificancePolicy) -> Iterator[str]:
    """Name the flags that could have been computed, had the figures been given."""
    given: Mapping[str, bool] = {
        "profit_to_loss": known.profit_before_tax_minor is not None,
        "trend": known.profit_before_tax_minor is not None and known.prior_profit_before_tax_minor is not None,
        "covenant": known.covenants is not None, "segment": known.segments is not None,
        "compensation": known.targets is not None, "expectations": known.targets is not None,
    }  # fmt: skip
    yield from (name for name in COMPUTED if name in policy.flags and not given[name])


def _said_of(tests: Sequence[BenchmarkTest], policy: SignificancePolicy, size: Size) -> Iterator[str]:
    """Say why the size is what it is: the benchmarks that make it so, and those that could not be used."""
    for test in tests:
        if test.share is None:
            yield f"{test.name.replace('_', ' ')} is not above zero, so it is no benchmark"
        elif test.size == size:
            low, high = ((rate, MICRO) for rate in policy.rates_micro[test.name])
            bound = {
                "small": f"less than {_percent(low)} is small",
                "judgement": f"from {_percent(low)} to {_percent(high)} is a matter of judgement",
                "material": f"{_percent(high)} or more is material",
            }[size]
            yield f"{_percent(test.share)} of {test.name.replace('_', ' ')}, and {bound}"


def _percent(share: Ratio) -> str:
    """Write a share as a percentage of at most two decimals.

    >>> _percent((1, 8)), _percent((1, 100))
    ('12.5 %', '1 %')
    """
    whole, hundredths = divmod(multiply_divide_round(share[0], 10_000, share[1]), 100)
    return f"{whole}.{hundredths:02}".rstrip("0").rstrip(".") + " %"
