"""The parameters of rules that estimate value: what each may say, its canonical form, and the estimator that it makes.

Before this: parsed values of `inventories/rules/...`, from a framework's files or an entity's settings. After this:
`inventories`, which puts them into the policy. An empty mapping is a rule that is not applied: nothing is assumed. Every
boundary carries its operator, so that nobody has to guess on which side of it the boundary itself lies.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast, get_args

from lowmark.core.frameworks.policy import (
    Boundary,
    Estimator,
    EstimatorBase,
    Level,
    Limit,
    RateRow,
    RateTable,
    Take,
)
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import format_rate_micro, parse_rate_micro
from lowmark.core.kinds.scaled import format_scaled, parse_scaled
from lowmark.core.tables.evidence import KINDS

RISING: Final = (">", ">=")
FALLING: Final = ("<", "<=")
ONE: Final = 1_000_000
LONGEST_LOOK_BACK: Final = 120
LONGEST_HORIZON: Final = 36_600
_WORST_RANK: Final = 999

_EVERY: Final = ("rank", "override", "base")
_TABLED: Final = (*_EVERY, "level", "tables")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "age": _TABLED,
    "component_write_downs": _EVERY,
    "condition": (*_EVERY, "factors"),
    "discontinued": (*_EVERY, "factors"),
    "excess": (*_EVERY, "factors", "horizon_days"),
    "market_price": ("rank", "override", "level", "kinds", "take", "months", "operator"),
    "movement_rate": (*_TABLED, "receipts", "issues"),
    "no_movement": _TABLED,
    "range_of_coverage": _TABLED,
    "remaining_life": _TABLED,
}
"""What may be said of each rule."""

FALLING_RULES: Final = frozenset({"remaining_life"})
"""Rules that discount more the less they measure."""

PATHS: Final[Mapping[str, str]] = {rule: f"inventories/rules/{rule}" for rule in FIELDS}
_DEFAULTS: Final[Mapping[str, Any]] = {"override": "", "base": "cost", "level": "company", "horizon_days": 0}
_OWN_DEFAULTS: Final[Mapping[tuple[str, str], str]] = {("market_price", "level"): "area"}
"""A price of a lot is that lot's, unless somebody says that the whole company's prices are looked at."""


def canonical(path: str, value: object) -> dict[str, Any]:
    """Return what is said of a rule in its canonical form, complete; an empty mapping where it is not applied.

    Raises: Problem ``bad_parameter_value``.

    >>> said = {"rank": 50, "factors": {"superseded": "80 %"}}
    >>> canonical("inventories/rules/discontinued", said)
    {'rank': 50, 'factors': {'superseded': '0.8'}, 'override': '', 'base': 'cost'}
    """
    rule = path.rpartition("/")[2]
    if not isinstance(value, Mapping):
        raise _bad(path, value, "a mapping, empty where the rule is not applied")
    if not value:
        return {}
    fields = FIELDS[rule]
    missing = [name for name in fields if name not in value and name not in _DEFAULTS]
    if missing or not value.keys() <= set(fields):
        raise _bad(path, value, f"{', '.join(fields)}")
    said = dict(value) | {
        name: _OWN_DEFAULTS.get((rule, name), _DEFAULTS.get(name)) for name in fields if name not in value
    }
    read = {name: _READERS[name](path, said[name]) for name in said}
    if rule == "movement_rate" and read["receipts"] is None and read["issues"] is None:
        raise _bad(path, value, "a limit of receipts, of issues, or of both")
    if rule == "excess" and read["factors"].keys() != {"excess"}:
        raise _bad(path, value, "one factor, of excess")
    return read


def make(*, rule: str, value: Mapping[str, Any]) -> Estimator:
    """Make the estimator of a canonical value.

    >>> make(rule="excess", value={"rank": 50, "factors": {"excess": "0.1"}, "horizon_days": 365}).factors
    (('excess', 100000),)
    """
    plain = {name: value[name] for name in ("rank", "override", "months", "horizon_days") if name in value}
    return Estimator(
        rule=rule,
        base=cast("EstimatorBase", value.get("base", "cost")),
        level=cast("Level", value.get("level", "company")),
        tables=tuple(_table(table) for table in value.get("tables", ())),
        factors=tuple(sorted((name, parse_rate_micro(kept)) for name, kept in value.get("factors", {}).items())),
        receipts=_limit(value.get("receipts")),
        issues=_limit(value.get("issues")),
        kinds=tuple(value.get("kinds", ())),
        take=cast("Take", value.get("take", "lowest")),
        operator=cast("Boundary", value.get("operator", ">=")),
        **plain,
    )


def _table(said: Mapping[str, Any]) -> RateTable:
    rows = (
        RateRow(
            bound_micro=parse_scaled(row["bound"], places=6, noun="bound"), operator=cast("Boundary", row["operator"]),
            kept_micro=ONE - parse_rate_micro(row["discount"]),
        )
        for row in said["rows"]
    )  # fmt: skip
    return RateTable(area=said["area"], item_class=said["class"], rows=tuple(rows))


def _limit(said: Mapping[str, str] | None) -> Limit | None:
    if said is None:
        return None
    return Limit(bound_micro=parse_rate_micro(said["bound"]), operator=cast("Boundary", said["operator"]))


def _bad(path: str, value: object, expected: str) -> Problem:
    shown = repr(value)[:80]
    return Problem("bad_parameter_value", f"{shown} cannot be the value of {path}", hint=f"give {expected}",
                   where={"path": path, "value": shown})  # fmt: skip


def _whole(least: int, most: int) -> Callable[[str, object], int]:
    def read(path: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _bad(path, value, f"a whole number of {least} to {most}")
        return value

    return read


def _one_of(*choices: str) -> Callable[[str, object], str]:
    def read(path: str, value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise _bad(path, value, f"one of {', '.join(choices)}")
        return value

    return read


def _words(path: str, value: object) -> str:
    if not isinstance(value, str):
        raise _bad(path, value, "words that say why, or none")
    return value.strip()


def _share(path: str, value: object) -> str:
    """Read a share of zero to one, as text or as a whole number."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    try:
        rate_micro = parse_rate_micro(text) if isinstance(text, str) else -1
    except Problem:
        rate_micro = -1
    if not 0 <= rate_micro <= ONE:
        raise _bad(path, value, 'a share of 0 to 1 as text, such as "0.15" or "15 %"')
    return format_rate_micro(rate_micro)


def _factors(path: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not value or not all(isinstance(name, str) for name in value):
        raise _bad(path, value, "the share that is kept, by name")
    return {name: _share(path, kept) for name, kept in sorted(value.items())}


def _kinds(path: str, value: object) -> list[str]:
    given = list(value) if isinstance(value, list | tuple) else []
    if not given or any(one not in KINDS for one in given) or len(set(given)) < len(given):
        raise _bad(path, value, f"a list without repeats of {', '.join(KINDS)}")
    return sorted(given)


def _limits(path: str, value: object) -> dict[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or value.keys() != {"bound", "operator"}:
        raise _bad(path, value, "bound and operator, or null where it is not looked at")
    return {"bound": _share(path, value["bound"]), "operator": _one_of(*FALLING)(path, value["operator"])}


def _tables(path: str, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list | tuple) or not value:
        raise _bad(path, value, "a list of tables, each with rows")
    tables = [_read_table(path, table) for table in value]
    keys = {(table["area"], table["class"]) for table in tables}
    if len(keys) < len(tables):
        raise _bad(path, value, "one table for an area and a class")
    return sorted(tables, key=lambda table: (table["area"], table["class"]))


def _read_table(path: str, table: object) -> dict[str, Any]:
    if not isinstance(table, Mapping) or not {"rows"} <= table.keys() <= {"rows", "area", "class"}:
        raise _bad(path, table, "rows, and if need be area and class")
    area, item_class, rows = table.get("area", ""), table.get("class", ""), table["rows"]
    if not isinstance(area, str) or not isinstance(item_class, str):
        raise _bad(path, table, "an area and a class as text")
    if not isinstance(rows, list | tuple) or not rows:
        raise _bad(path, rows, "a list of rows")
    read = [_row(path, row) for row in rows]
    if len({row["bound"] for row in read}) < len(read):
        raise _bad(path, rows, "one row for a bound")
    by_bound = sorted(read, key=lambda row: parse_scaled(row["bound"], places=6, noun="bound"))
    return {"area": area, "class": item_class, "rows": by_bound}


def _row(path: str, row: object) -> dict[str, str]:
    if not isinstance(row, Mapping) or row.keys() != {"bound", "operator", "discount"}:
        raise _bad(path, row, "bound, operator and discount")
    operators = FALLING if path.rpartition("/")[2] in FALLING_RULES else RISING
    bound = row["bound"]
    text = str(bound) if isinstance(bound, int) and not isinstance(bound, bool) else bound
    if not isinstance(text, str):
        raise _bad(path, bound, 'a bound as text, such as "12" or "0.5"')
    try:
        bound_micro = parse_scaled(text, places=6, noun="bound")
    except Problem:
        raise _bad(path, bound, 'a bound as text, such as "12" or "0.5"') from None
    return {
        "bound": format_scaled(bound_micro, places=6, least=0),
        "operator": _one_of(*operators)(path, row["operator"]),
        "discount": _share(path, row["discount"]),
    }


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "rank": _whole(1, _WORST_RANK),
    "override": _words,
    "base": _one_of(*get_args(EstimatorBase)),
    "level": _one_of(*get_args(Level)),
    "tables": _tables,
    "factors": _factors,
    "receipts": _limits,
    "issues": _limits,
    "kinds": _kinds,
    "take": _one_of(*get_args(Take)),
    "months": _whole(1, LONGEST_LOOK_BACK),
    "operator": _one_of(*RISING),
    "horizon_days": _whole(0, LONGEST_HORIZON),
}
