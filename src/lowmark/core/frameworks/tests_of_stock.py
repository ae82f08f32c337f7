"""How an entity tests its stock: over which months it measures, at what basis, by what unit, and what it looks at twice.

Before this: parsed values of `inventories/measures`, `bases`, `unit_of_account`, `similar_items` and `outlying`. After this:
`inventories`, which puts them into the policy. Items and classes are named by their codes, as people name them.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from lowmark.core.frameworks.policy import Bases, Measures, Outlying, Similar
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import format_rate_micro, parse_rate_micro
from lowmark.core.tables.items import ITEM

OF_INVENTORIES: Final = (
    "lower_of_cost_and_nrv", "lower_of_cost_or_market", "lower_of_cost_and_replacement", "fair_value_less_costs"
)  # fmt: skip
OF_OTHER_STANDARDS: Final = ("out_of_scope", "asc_360")
UNITS: Final = ("item", "lot", "serial", "similar_items", "category", "total")
CONDITIONS: Final = ("same_product_line", "similar_purpose", "same_area", "not_practicable_apart")
"""What must hold of items that are tested together as similar, each asserted, and with a reason."""

_MONTHS: Final = ("stock_months", "use_months", "movement_months", "demand_months")
_LONGEST: Final = 60
_NAMES: Final = ("classes", "items")


def make_measures(value: Mapping[str, Any]) -> Measures:
    """Return the months over which goods are measured."""
    return Measures(**value)


def make_bases(value: Mapping[str, Any]) -> Bases:
    """Return the measurement bases that items and classes have of their own.

    >>> make_bases({"classes": {}, "items": {"GOLD": "fair_value_less_costs"}}).of_items
    (('GOLD', 'fair_value_less_costs'),)
    """
    return Bases(of_items=tuple(value["items"].items()), of_classes=tuple(value["classes"].items()))


def make_similar(value: list[dict[str, Any]]) -> tuple[Similar, ...]:
    """Return the groups of similar items, each with what was asserted of it."""
    return tuple(
        Similar(
            group=one["group"],
            items=tuple(one["items"]),
            asserted=tuple(name for name in CONDITIONS if one[name]),
            reason=one["reason"],
        )
        for one in value
    )


def make_outlying(value: Mapping[str, str]) -> Outlying:
    """Return how far evidence may lie from the item's other evidence and from its cost."""
    return Outlying(others_micro=parse_rate_micro(value["others"]), cost_micro=parse_rate_micro(value["cost"]))


def _measures(path: str, value: object) -> dict[str, int]:
    said = _mapping(path, value, _MONTHS)
    for name in _MONTHS:
        if not isinstance(said[name], int) or isinstance(said[name], bool) or not 1 <= said[name] <= _LONGEST:
            raise _bad(path, said[name], f"whole months of 1 to {_LONGEST}")
    return {name: said[name] for name in _MONTHS}


def _bases(path: str, value: object) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping) or not value.keys() <= set(_NAMES):
        raise _bad(path, value, "classes and items, each with the basis of those it names")
    read = {name: _basis_of(path, value.get(name, {})) for name in _NAMES}
    classes = ITEM.columns["item_class"].choices
    for name in read["classes"]:
        if name not in classes:
            raise _bad(path, name, f"a class of {', '.join(classes)}")
    return read


def _basis_of(path: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _bad(path, value, "a basis by name")
    for name, basis in value.items():
        if not isinstance(name, str) or basis not in OF_INVENTORIES + OF_OTHER_STANDARDS:
            raise _bad(path, basis, f"one of {', '.join(OF_INVENTORIES + OF_OTHER_STANDARDS)}")
    return dict(sorted(value.items()))


def _unit(path: str, value: object) -> str:
    if not isinstance(value, str) or value not in UNITS:
        raise _bad(path, value, f"one of {', '.join(UNITS)}")
    return value


def _similar(path: str, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list | tuple):
        raise _bad(path, value, "a list of groups")
    fields = ("group", "items", *CONDITIONS, "reason")
    groups = [dict(_mapping(path, one, fields)) for one in value]
    for one in groups:
        if not isinstance(one["group"], str) or not one["group"] or not isinstance(one["reason"], str):
            raise _bad(path, one, "a group with a name and a reason")
        if any(not isinstance(one[name], bool) for name in CONDITIONS):
            raise _bad(path, one, f"true or false for {', '.join(CONDITIONS)}")
        if not isinstance(one["items"], list | tuple) or not all(isinstance(item, str) for item in one["items"]):
            raise _bad(path, one, "a list of item codes")
        one["items"] = sorted(one["items"])
    named = [item for one in groups for item in one["items"]]
    if len(set(named)) < len(named) or len({one["group"] for one in groups}) < len(groups):
        raise _bad(path, value, "each item in one group, and each group once")
    return sorted(groups, key=lambda one: str(one["group"]))


def _outlying(path: str, value: object) -> dict[str, str]:
    said = _mapping(path, value, ("others", "cost"))
    return {name: _factor(path, said[name]) for name in ("others", "cost")}


def _factor(path: str, value: object) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    try:
        factor = parse_rate_micro(text) if isinstance(text, str) else -1
    except Problem:
        factor = -1
    if factor != 0 and not 1_000_000 < factor <= 1_000_000_000:
        raise _bad(path, value, 'how many times as much or as little is too much, such as "5"; "0" looks at nothing')
    return format_rate_micro(factor)


def _mapping(path: str, value: object, fields: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or value.keys() != set(fields):
        raise _bad(path, value, f"{', '.join(fields)}")
    return value


def _bad(path: str, value: object, expected: str) -> Problem:
    shown = repr(value)[:80]
    return Problem("bad_parameter_value", f"{shown} cannot be the value of {path}", hint=f"give {expected}",
                   where={"path": path, "value": shown})  # fmt: skip


READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "inventories/bases": _bases,
    "inventories/measures": _measures,
    "inventories/outlying": _outlying,
    "inventories/similar_items": _similar,
    "inventories/unit_of_account": _unit,
}
