"""The policies of areas beside inventories, typed, and what each of their parameters may be.

Before this: canonical values of one area, from `areas`. After this: stages; none knows a framework by its name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

from lowmark.core.frameworks.groups import ProfitBorneBy, TaxOnProfit, read_currencies, read_months
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import format_rate_micro, parse_rate_micro
from lowmark.core.tables.task_assignments import TASKS

Basis = Literal["year_to_date", "full_year"]
Caption = Literal["cost_of_sales", "separate_line"]
Size = Literal["small", "judgement", "material"]
CommitmentRecovery = Literal["required", "within_fiscal_year", "refused"]
Exit = Literal["fulfilment", "lower_of_fulfilment_and_penalty"]
OnerousSales = Literal["recognised", "not_recognised"]
TemporaryDeclines = Literal["recognised", "may_be_deferred"]
Recognition = Literal["as_far_as_probable", "in_full_less_valuation_allowance"]
TaxMarket = Literal["replacement_cost", "fair_market_value"]
BENCHMARKS: Final = ("pre_tax_income", "revenue", "total_assets", "equity", "gross_profit", "inventories")
CLOSE_TASKS: Final = tuple(task for task in TASKS if task != "lock")
FLAGS: Final = ("profit_to_loss", "covenant", "trend", "segment", "compensation", "expectations", "unlawful_act",
                "intentional", "precise_amount", "related_party")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificancePolicy:
    """When an amount is significant, and where it then stands.

    Units:  rates are millionths of the benchmark: below the first an amount is small, from the second on material, and
            in between a matter of judgement.
    """

    basis: Basis
    rates_micro: Mapping[str, tuple[int, int]]
    flags: tuple[str, ...]
    captions: Mapping[Size, Caption]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentsPolicy:
    """What is recognised of firm contracts that will lose, and what of a recovery before they are fulfilled."""

    recovery: CommitmentRecovery
    exit: Exit
    sales_contracts: OnerousSales


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferredTaxPolicy:
    """How much of a deferred tax asset is recognised."""

    recognition: Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPolicy:
    """What tax books value inventory at.

    Units:  `offered_within_days` counts from the inventory date: an offering ends no later; it may have ended before.
    Domain: goods whose cost was taken by one of `cost_only_methods` stay at cost; `subnormal_reasons` are those for which
            goods are valued at what they are offered for, less what selling them costs directly.
    """

    market: TaxMarket
    cost_only_methods: tuple[str, ...]
    subnormal_reasons: tuple[str, ...]
    offered_within_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing to be disclosed: where that is said, of which fact, and the tag that it bears in a filing."""

    paragraph: str
    fact: str
    label: str
    concept: str
    kind: Literal["amount", "words"]
    when: Literal["always", "if_any"]


def canonical_value(path: str, value: object) -> Any:
    """Return a parameter's value in its canonical form, made of what JSON can say.

    Raises: Problem ``unknown_parameter`` or ``bad_parameter_value``.

    >>> canonical_value("significance/benchmarks", {"revenue": {"low": "0.5 %", "high": "1 %"}})
    {'revenue': {'high': '0.01', 'low': '0.005'}}
    """
    read = _READERS.get(path)
    if read is None:
        raise Problem("unknown_parameter", f"no parameter is called {path[:80]!r}",
                      hint=f"there are {', '.join(sorted(_READERS))}", where={"path": path[:80]})  # fmt: skip
    return read(path, value)


def significance_policy(values: Mapping[str, Any]) -> SignificancePolicy:
    """Make the policy of an area's canonical values."""
    return SignificancePolicy(
        basis=cast("Basis", values["significance/basis"]),
        rates_micro={name: (parse_rate_micro(said["low"]), parse_rate_micro(said["high"]))
                     for name, said in values["significance/benchmarks"].items()},
        flags=tuple(values["significance/qualitative_flags"]),
        captions=cast("Mapping[Size, Caption]", values["significance/captions"]),
    )  # fmt: skip


def commitments_policy(values: Mapping[str, Any]) -> CommitmentsPolicy:
    """Make the policy of an area's canonical values."""
    return CommitmentsPolicy(
        recovery=cast("CommitmentRecovery", values["commitments/recovery"]),
        exit=cast("Exit", values["commitments/exit"]),
        sales_contracts=cast("OnerousSales", values["commitments/sales_contracts"]),
    )


def deferred_tax_policy(values: Mapping[str, Any]) -> DeferredTaxPolicy:
    """Make the policy of an area's canonical values."""
    return DeferredTaxPolicy(recognition=cast("Recognition", values["deferred_tax/recognition"]))


def tax_policy(values: Mapping[str, Any]) -> TaxPolicy:
    """Make the policy of an area's canonical values."""
    market, subnormal = values["tax/market"], values["tax/subnormal_goods"]
    return TaxPolicy(
        market=cast("TaxMarket", market["measure"]), cost_only_methods=tuple(market["cost_only_methods"]),
        subnormal_reasons=tuple(subnormal["reasons"]), offered_within_days=subnormal["offered_within_days"],
    )  # fmt: skip


def requirements(values: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """Return what is to be disclosed, in the order in which the file says it."""
    return tuple(Requirement(**said) for said in values["disclosure/inventories"])


def _bad(path: str, value: object, expected: str) -> Problem:
    shown = repr(value)[:80]
    return Problem("bad_parameter_value", f"{shown} cannot be the value of {path}", hint=f"give {expected}",
                   where={"path": path, "value": shown})  # fmt: skip


def _one_of(choices: Sequence[str]) -> Callable[[str, object], str]:
    def read(path: str, value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise _bad(path, value, f"one of {', '.join(choices)}")
        return value

    return read


def _some_of(choices: Sequence[str]) -> Callable[[str, object], list[str]]:
    def read(path: str, value: object) -> list[str]:
        given = list(value) if isinstance(value, list | tuple) else [None]
        if any(one not in choices for one in given) or len(set(given)) < len(given):
            raise _bad(path, value, f"a list without repeats of {', '.join(choices)}")
        return cast("list[str]", given)

    return read


def _tasks(path: str, value: object) -> str | list[str]:
    if isinstance(value, str) and value in {"given", "all"}:
        return value
    try:
        return _some_of(CLOSE_TASKS)(path, value)
    except Problem:
        raise _bad(path, value, f"given, all, or a list without repeats of {', '.join(CLOSE_TASKS)}") from None


def _fields(path: str, value: object, names: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise _bad(path, value, f"a mapping with {', '.join(names)}")
    return value


def _benchmarks(path: str, value: object) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping) or not value or not set(value) <= set(BENCHMARKS):
        raise _bad(path, value, f"low and high rates of some of {', '.join(BENCHMARKS)}")
    found = {}
    for name, said in sorted(value.items()):
        rates = _fields(f"{path}/{name}", said, ("low", "high"))
        low, high = (_rate(f"{path}/{name}", rates[end]) for end in ("low", "high"))
        if not 0 < low <= high:
            raise _bad(f"{path}/{name}", dict(rates), "rates above zero, the low one no higher than the high one")
        found[name] = {"high": format_rate_micro(high), "low": format_rate_micro(low)}
    return found


def _rate(path: str, value: object) -> int:
    try:
        return parse_rate_micro(value if isinstance(value, str) else "")
    except Problem as problem:
        raise _bad(path, value, f'a share as text, such as "0.05": {problem.message}') from None


def _captions(path: str, value: object) -> dict[str, str]:
    said = _fields(path, value, get_args(Size))
    return {size: _one_of(get_args(Caption))(path, said[size]) for size in sorted(said)}


def _market(path: str, value: object) -> dict[str, Any]:
    said = _fields(path, value, ("measure", "cost_only_methods"))
    return {"cost_only_methods": _words(path, said["cost_only_methods"]),
            "measure": _one_of(get_args(TaxMarket))(path, said["measure"])}  # fmt: skip


def _subnormal(path: str, value: object) -> dict[str, Any]:
    said = _fields(path, value, ("reasons", "offered_within_days"))
    days = said["offered_within_days"]
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or days < 0):
        raise _bad(path, days, "a whole number of days, or nothing")
    return {"offered_within_days": days, "reasons": _words(path, said["reasons"])}


def _words(path: str, value: object) -> list[str]:
    given = list(value) if isinstance(value, list | tuple) else [None]
    if any(not isinstance(one, str) or not one for one in given) or len(set(given)) < len(given):
        raise _bad(path, value, "a list of words without repeats")
    return cast("list[str]", given)


def _requirements(path: str, value: object) -> list[dict[str, str]]:
    names = tuple(Requirement.__dataclass_fields__)
    given = list(value) if isinstance(value, list | tuple) else []
    found = [dict(_fields(path, said, names)) for said in given]
    for said in found:
        _one_of(("amount", "words"))(path, said["kind"])
        _one_of(("always", "if_any"))(path, said["when"])
    if not found or any(not isinstance(word, str) for said in found for word in said.values()):
        raise _bad(path, value, f"rows of {', '.join(names)}")
    return found


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "close/required_tasks": _tasks,
    "commitments/exit": _one_of(get_args(Exit)),
    "commitments/recovery": _one_of(get_args(CommitmentRecovery)),
    "commitments/sales_contracts": _one_of(get_args(OnerousSales)),
    "consolidation/hyperinflationary": read_currencies,
    "consolidation/tax_on_profit": _one_of(get_args(TaxOnProfit)),
    "consolidation/upstream_profit": _one_of(get_args(ProfitBorneBy)),
    "consolidation/year_ends_apart_months": read_months,
    "deferred_tax/recognition": _one_of(get_args(Recognition)),
    "disclosure/inventories": _requirements,
    "interim/temporary_declines": _one_of(get_args(TemporaryDeclines)),
    "significance/basis": _one_of(get_args(Basis)),
    "significance/benchmarks": _benchmarks,
    "significance/captions": _captions,
    "significance/qualitative_flags": _some_of(FLAGS),
    "tax/market": _market,
    "tax/subnormal_goods": _subnormal,
}
