"""Read what a group's chart has beside that of the entity at its head: one file a framework."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import names


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedAccount:
    """An account that only a group has."""

    code: str
    name: str
    section: str
    caption: str
    sort_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChart:
    """The accounts that a group adds, and the parts that accounts play in its book."""

    accounts: tuple[AddedAccount, ...]
    roles: Mapping[str, str]


@cache
def read_group_chart(name: str) -> GroupChart:
    """Return what a framework's group chart adds.

    Raises: Problem ``unknown_framework``.

    >>> read_group_chart("ifrs").roles["non_controlling"]
    '3400'
    """
    import yaml

    if name not in names():
        raise Problem(
            "unknown_framework", f"no framework is called {name[:40]!r}", hint=f"there are {', '.join(names())}"
        )
    said = yaml.safe_load((files("lowmark.frameworks") / name / "group_chart.yaml").read_text(encoding="utf-8"))
    return GroupChart(accounts=tuple(AddedAccount(**each) for each in said["accounts"]), roles=dict(said["roles"]))
