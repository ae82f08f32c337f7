"""Resolve a policy: an entity's settings over its industry's, and those over its framework's parameters, as of one day.

Before this: a framework's parsed files, the settings of an industry's pack, those that come from the head of a franchise, and the
entity's own policy facts, in the order in which they came to be known.
After this: the document that runs, entries and explanations cite by its hash. Nothing here reads a file.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from lowmark.core.frameworks.inventories import canonical_value, make_policy
from lowmark.core.frameworks.policy import InventoriesPolicy, Reference
from lowmark.core.kinds.problems import Problem

Tree = Mapping[str, Mapping[str, Any]]
"""A framework's parameters: path to label, description, unit, entity_may_set, values by date, reference."""

Level = Literal["framework", "pack", "head", "entity"]
_NEAREST_FIRST: tuple[Level, ...] = ("entity", "head", "pack")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFact:
    """A setting of one parameter from one day on; a value of None ends it. Whose: an entity's, its head's, or its pack's."""

    path: str
    valid_from: date
    value: object
    level: Level = "entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so: the framework, the industry's pack, the head or the entity; since when, and which paragraphs are behind it."""

    level: Level
    valid_from: date
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """A resolved policy: canonical text, its SHA-256, the policy itself, and the source of each parameter."""

    text: str
    policy_hash: bytes
    policy: InventoriesPolicy
    sources: Mapping[str, Source]


def parse_value(text: str | None) -> object:
    """Return the value that a stored policy says in JSON; a decimal comes back as its text, never as a float.

    Raises: Problem ``bad_parameter_value`` when it is not JSON.

    >>> parse_value("0.05"), parse_value('"0.05"'), parse_value(None)
    ('0.05', '0.05', None)
    """
    try:
        return None if text is None else json.loads(text, parse_float=str)
    except ValueError:
        raise Problem("bad_parameter_value", f"{str(text)[:80]!r} is not JSON",
                      hint='write a text in quotes, as "0.05"', where={"value": str(text)[:80]}) from None  # fmt: skip


def resolve(*, framework: str, tree: Tree, facts: Sequence[PolicyFact], on: date) -> PolicyDocument:
    """Return what holds for an entity on a day, as one canonical document.

    The latest value dated on or before the day holds; of an entity's settings of one date, the one known last. The
    text gives each parameter its value, its level and since when, and nothing of the day asked for: it is the same
    until a rule changes.

    Raises: Problem ``unknown_parameter``, ``parameter_not_settable``, ``bad_parameter_value``, ``missing_parameter`` or
            ``no_value_in_force``.
    Source: which paragraphs are behind a parameter is its file's to say.

    >>> from lowmark.core.frameworks.estimators import PATHS
    >>> ranks = {"quote": {"rank": 1, "combine": "latest"}}
    >>> given = {"reversal": "required", "cost_formulas": ["fifo"], "units_of_account": ["item"],
    ...          "cost_to_sell_rate": "0", "evidence_ranks": ranks, "asserted_rank_penalty": 100, "expired_when": "<",
    ...          "measurement_bases": ["lower_of_cost_and_nrv"], "normal_profit": {"rate": "0", "of": "price"},
    ...          "material_relief": True, "one_formula": True, "adopted_prospectively": [],
    ...          "rest_evidence": ["scrap_tender"],
    ...          "bases": {}, "unit_of_account": "item", "similar_items": [], "outlying": {"others": "0", "cost": "0"},
    ...          "negative_stock": "refuse",
    ...          "measures": dict.fromkeys(("stock_months", "use_months", "movement_months", "demand_months"), 12)}
    >>> given |= {path.removeprefix("inventories/"): {} for path in PATHS.values()}
    >>> tree = {f"inventories/{name}": {"values": {date(2005, 1, 1): value}, "reference": [],
    ...                                 "entity_may_set": name == "cost_to_sell_rate"} for name, value in given.items()}
    >>> ours = PolicyFact(path="inventories/cost_to_sell_rate", valid_from=date(2026, 7, 1), value="5 %")
    >>> found = resolve(framework="ours", tree=tree, facts=[ours], on=date(2026, 12, 31))
    >>> found.policy.cost_to_sell_rate_micro, found.sources["inventories/cost_to_sell_rate"].level
    (50000, 'entity')
    """
    for fact in facts:
        require_settable(framework, tree, fact.path)

    values, sources = {}, {}
    for path, parameter in sorted(tree.items()):
        level, valid_from, value = in_force(path, parameter, facts, on)
        values[path] = canonical_value(path, value)
        sources[path] = Source(level=level, valid_from=valid_from, references=references_of(parameter))
    references = MappingProxyType({path: source.references for path, source in sources.items()})
    policy = make_policy(framework=framework, values=values, references=references)
    text = canonical_text(framework, values, sources)

    return PolicyDocument(
        text=text,
        policy_hash=hashlib.sha256(text.encode()).digest(),
        policy=policy,
        sources=MappingProxyType(sources),
    )


def require_settable(framework: str, tree: Tree, path: str) -> None:
    """Refuse a setting of what there is not, or of what is not the entity's to say.

    Raises: Problem ``unknown_parameter`` or ``parameter_not_settable``.
    """
    if path not in tree:
        raise Problem("unknown_parameter", f"{framework} has no parameter {path[:80]!r}",
                      hint=f"there are {', '.join(sorted(tree))}", where={"path": path[:80]})  # fmt: skip
    if not tree[path].get("entity_may_set", False):
        settable = sorted(one for one, parameter in tree.items() if parameter.get("entity_may_set", False))
        raise Problem("parameter_not_settable", f"{path} is the framework's to say, not the entity's",
                      hint=f"an entity may set {', '.join(settable) or 'nothing'}", where={"path": path})  # fmt: skip


def in_force(
    path: str, parameter: Mapping[str, Any], facts: Sequence[PolicyFact], on: date
) -> tuple[Level, date, object]:
    """Return level, date and value of what holds for one parameter.

    Raises: Problem ``no_value_in_force``.
    """
    there = [fact for fact in facts if fact.path == path and fact.valid_from <= on]
    for level in _NEAREST_FIRST:
        ours = [fact for fact in there if fact.level == level]
        # max() keeps the first of equals, so the facts are read from the one known last.
        latest = max(reversed(ours), key=lambda fact: fact.valid_from, default=None)
        if latest is not None and latest.value is not None:
            return level, latest.valid_from, latest.value
    values: Mapping[date, object] = parameter["values"]
    since = max((day for day in values if day <= on), default=None)
    if since is None:
        raise Problem("no_value_in_force", f"{path} has no value yet on {on.isoformat()}",
                      hint=f"its first value is of {min(values).isoformat()}",
                      where={"path": path, "on": on.isoformat()})  # fmt: skip
    return "framework", since, values[since]


def references_of(parameter: Mapping[str, Any]) -> tuple[Reference, ...]:
    """Return the paragraphs behind a parameter."""
    return tuple((said["standard"], said["paragraph"], said["title"]) for said in parameter["reference"])


def canonical_text(framework: str, values: Mapping[str, Any], sources: Mapping[str, Source]) -> str:
    """Return a document's text: the same for the same rules, whoever wrote them and however."""
    parameters = {
        path: {"level": sources[path].level, "valid_from": sources[path].valid_from.isoformat(), "value": value}
        for path, value in values.items()
    }
    said = {"framework": framework, "parameters": parameters}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
