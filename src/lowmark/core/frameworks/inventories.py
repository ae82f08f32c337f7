"""The inventories parameters of a framework: what each value may be, and the policy that they make together.

Before this: parsed values, from a framework's files or an entity's settings. After this: `resolve`. A value is
brought to its canonical form (rates as the shortest decimal, ranks complete), so that the same rule has the same hash
however it was written.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, cast, get_args

from lowmark.core.frameworks import estimators, tests_of_stock
from lowmark.core.frameworks.policy import (
    Combine,
    EvidenceRank,
    ExpiredWhen,
    InventoriesPolicy,
    NegativeStock,
    NormalProfit,
    ProfitOf,
    Reference,
    Reversal,
    WindowFrom,
)
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import format_rate_micro, parse_rate_micro
from lowmark.core.tables.cost_bases import METHODS
from lowmark.core.tables.evidence import KINDS

COST_FORMULAS: Final = METHODS
COST_KINDS: Final = ("cost_to_complete", "cost_to_sell")
"""Kinds of evidence that say what goods still cost: no prices, and without a rank among them."""

PRICE_KINDS: Final = tuple(kind for kind in KINDS if kind not in COST_KINDS)
MEASUREMENT_BASES: Final = tests_of_stock.OF_INVENTORIES
UNITS_OF_ACCOUNT: Final = ("serial", "lot", "item_location", "item", "similar_items", "category", "total")
_WORST_RANK: Final = 99
_FIELDS: Final = ("rank", "combine", "within_days", "window_from", "after_date", "once_past")


def canonical_value(path: str, value: object) -> Any:
    """Return a parameter's value in its canonical form, made of what JSON can say.

    Raises: Problem ``unknown_parameter`` or ``bad_parameter_value``.

    >>> canonical_value("inventories/cost_to_sell_rate", "5 %")
    '0.05'
    """
    read = _READERS.get(path)
    if read is None:
        raise Problem("unknown_parameter", f"no parameter is called {path[:80]!r}",
                      hint=f"there are {', '.join(sorted(_READERS))}", where={"path": path[:80]})  # fmt: skip
    return read(path, value)


def make_policy(
    *, framework: str, values: Mapping[str, Any], references: Mapping[str, tuple[Reference, ...]]
) -> InventoriesPolicy:
    """Make the policy of canonical values, one for each path.

    Raises: Problem ``missing_parameter``, naming all that are not there.
    """
    missing = sorted(_READERS.keys() - values.keys())
    if missing:
        raise Problem("missing_parameter", f"{framework} says nothing of {', '.join(missing)}",
                      hint="each parameter is a file of the framework's folder",
                      where={"framework": framework})  # fmt: skip
    return InventoriesPolicy(
        framework=framework,
        reversal=cast("Reversal", values["inventories/reversal"]),
        cost_to_sell_rate_micro=parse_rate_micro(values["inventories/cost_to_sell_rate"]),
        cost_formulas=tuple(values["inventories/cost_formulas"]),
        adopted_prospectively=tuple(values["inventories/adopted_prospectively"]),
        evidence_ranks=tuple(
            EvidenceRank(kind=kind, **rule) for kind, rule in sorted(values["inventories/evidence_ranks"].items())
        ),
        asserted_rank_penalty=values["inventories/asserted_rank_penalty"],
        units_of_account=tuple(values["inventories/units_of_account"]),
        expired_when=cast("ExpiredWhen", values["inventories/expired_when"]),
        measurement_bases=tuple(values["inventories/measurement_bases"]),
        normal_profit=NormalProfit(
            rate_micro=parse_rate_micro(values["inventories/normal_profit"]["rate"]),
            of=cast("ProfitOf", values["inventories/normal_profit"]["of"]),
        ),
        material_relief=values["inventories/material_relief"],
        one_formula=values["inventories/one_formula"],
        rest_evidence=tuple(values["inventories/rest_evidence"]),
        estimators=tuple(
            estimators.make(rule=rule, value=values[path]) for rule, path in estimators.PATHS.items() if values[path]
        ),
        measures=tests_of_stock.make_measures(values["inventories/measures"]),
        bases=tests_of_stock.make_bases(values["inventories/bases"]),
        unit_of_account=values["inventories/unit_of_account"],
        similar=tests_of_stock.make_similar(values["inventories/similar_items"]),
        outlying=tests_of_stock.make_outlying(values["inventories/outlying"]),
        negative_stock=cast("NegativeStock", values["inventories/negative_stock"]),
        references=references,
    )


def _bad(path: str, value: object, expected: str) -> Problem:
    shown = repr(value)[:80]
    return Problem("bad_parameter_value", f"{shown} cannot be the value of {path}", hint=f"give {expected}",
                   where={"path": path, "value": shown})  # fmt: skip


def _rate(path: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise _bad(path, value, 'a share of the price as text, such as "0.05"')
    try:
        rate_micro = parse_rate_micro(value)
    except Problem as problem:
        raise _bad(path, value, f'a share of the price as text, such as "0.05": {problem.message}') from None
    if rate_micro < 0:
        raise _bad(path, value, "a share that is not negative")
    return format_rate_micro(rate_micro)


def _whole(path: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _bad(path, value, "a whole number that is not negative")
    return value


def _one_of(choices: Sequence[str]) -> Callable[[str, object], str]:
    def read(path: str, value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise _bad(path, value, f"one of {', '.join(choices)}")
        return value

    return read


def _some_of(choices: Sequence[str], *, least: int = 1) -> Callable[[str, object], list[str]]:
    def read(path: str, value: object) -> list[str]:
        if not isinstance(value, list | tuple):
            raise _bad(path, value, f"a list without repeats of {', '.join(choices)}")
        given = list(value)
        if len(given) < least or any(one not in choices for one in given) or len(set(given)) < len(given):
            raise _bad(path, value, f"a list without repeats of {', '.join(choices)}")
        return given

    return read


def _flag(path: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _bad(path, value, "true or false")
    return value


def _profit(path: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or value.keys() != {"rate", "of"}:
        raise _bad(path, value, "rate, and what it is of")
    return {"rate": _rate(path, value["rate"]), "of": _one_of(get_args(ProfitOf))(path, value["of"])}


def _ranks(path: str, value: object) -> dict[str, dict[str, Any]]:
    if not isinstance(value, Mapping) or not value:
        raise _bad(path, value, "a rule for each kind of evidence")
    ranks = {kind: _rank(f"{path}/{kind}", kind, rule, value.keys()) for kind, rule in sorted(value.items())}
    if len({rule["rank"] for rule in ranks.values()}) < len(ranks):
        raise _bad(path, value, "each kind a rank of its own")
    return ranks


def _rank(path: str, kind: object, rule: object, kinds: Collection[object]) -> dict[str, Any]:
    if kind not in PRICE_KINDS:
        raise _bad(path, kind, f"a kind of evidence of a price: {', '.join(PRICE_KINDS)}")
    if not isinstance(rule, Mapping) or not {"rank", "combine"} <= rule.keys() <= set(_FIELDS):
        raise _bad(path, rule, f"rank and combine, and if need be {', '.join(_FIELDS[2:])}")
    rank, days, past = rule["rank"], rule.get("within_days"), rule.get("once_past")
    if not 1 <= _whole(path, rank) <= _WORST_RANK:
        raise _bad(path, rank, f"a rank of 1 to {_WORST_RANK}")
    if not isinstance(rule.get("after_date", False), bool):
        raise _bad(path, rule["after_date"], "true or false")
    if past is not None and (past == kind or past not in kinds):
        raise _bad(path, past, "another kind that has a rank")
    return {
        "rank": rank,
        "combine": _one_of(get_args(Combine))(path, rule["combine"]),
        "within_days": None if days is None else _whole(path, days),
        "window_from": _one_of(get_args(WindowFrom))(path, rule.get("window_from", "as_of")),
        "after_date": rule.get("after_date", False),
        "once_past": past,
    }


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "inventories/adopted_prospectively": _some_of(COST_FORMULAS, least=0),
    "inventories/asserted_rank_penalty": _whole,
    "inventories/cost_formulas": _some_of(COST_FORMULAS),
    "inventories/cost_to_sell_rate": _rate,
    "inventories/evidence_ranks": _ranks,
    "inventories/expired_when": _one_of(get_args(ExpiredWhen)),
    "inventories/material_relief": _flag,
    "inventories/measurement_bases": _some_of(MEASUREMENT_BASES),
    "inventories/negative_stock": _one_of(get_args(NegativeStock)),
    "inventories/normal_profit": _profit,
    "inventories/one_formula": _flag,
    "inventories/rest_evidence": _some_of(PRICE_KINDS),
    "inventories/reversal": _one_of(get_args(Reversal)),
    "inventories/units_of_account": _some_of(UNITS_OF_ACCOUNT),
    **tests_of_stock.READERS,
    **dict.fromkeys(estimators.PATHS.values(), estimators.canonical),
}
