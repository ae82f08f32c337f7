"""Read the packs that come with Lowmark: a YAML file for each industry, its name that of the industry.

Before this: YAML in this folder. After this: `init`, which writes a pack's accounts; `policies`, which lay its settings over the
framework's; the `industry` query, which shows all of it. A percentage is never a setting of a pack: it is a proposal, and an entity
adopts it with an owner, evidence and a day of review, or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsClass:
    """A class of goods of the trade: which class of the balance sheet it is in, its unit, and what a unit is followed by."""

    name: str
    item_class: str
    unit: str
    tracking: Literal["none", "lot", "serial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackAccount:
    """An account beside those of the framework's chart, in place of one for a reason of its own."""

    code: str
    name: str
    beside: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A parameter that the trade sets differently from the framework, from one day on."""

    path: str
    valid_from: date
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A parameter with percentages: where they come from, and that nothing of it holds before somebody adopts it."""

    name: str
    path: str
    value: object
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What an industry begins with.

    Domain: `not_inventory` says of words by which goods might be called why they are none; `from_the_head` are paths that only the
            head of a group sets; `reports` are what a reader of the trade opens first; `sample` is `lowmark.sample`'s to read.
    """

    industry: str
    title: str
    holds: str
    special_rule: str
    framework: str
    method: str
    classes: tuple[GoodsClass, ...]
    accounts: tuple[PackAccount, ...]
    settings: tuple[Setting, ...]
    proposals: tuple[Proposal, ...]
    not_inventory: Mapping[str, str]
    from_the_head: tuple[str, ...]
    dimensions: tuple[str, ...]
    reports: tuple[str, ...]
    sample: Mapping[str, Any]


@cache
def names() -> tuple[str, ...]:
    """Return the names of the industries that there are.

    >>> len(names()), "healthcare" in names()
    (12, True)
    """
    found = (file.name for file in files("lowmark.industries").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


@cache
def read_pack(industry: str) -> Pack:
    """Return the pack of an industry.

    Raises: Problem ``unknown_industry``, naming those that there are.

    >>> read_pack("healthcare").classes[0].tracking
    'serial'
    """
    if industry not in names():
        raise Problem("unknown_industry", f"there is no pack for {industry[:40]!r}", hint=f"there are {', '.join(names())}",
                      where={"industry": industry[:40]})  # fmt: skip
    import yaml

    said = yaml.safe_load((files("lowmark.industries") / f"{industry}.yaml").read_text(encoding="utf-8"))
    return Pack(
        industry=industry, title=said["title"], holds=said["holds"], special_rule=said["special_rule"],
        framework=said["framework"], method=said["method"],
        classes=tuple(GoodsClass(**one) for one in said["classes"]),
        accounts=tuple(PackAccount(**one) for one in said.get("accounts", ())),
        settings=tuple(
            Setting(path=path, valid_from=day, value=value)
            for path, values in said.get("settings", {}).items()
            for day, value in values.items()
        ),
        proposals=tuple(Proposal(**one) for one in said.get("proposals", ())),
        not_inventory=MappingProxyType(said.get("not_inventory", {})),
        from_the_head=tuple(said.get("from_the_head", ())), dimensions=tuple(said.get("dimensions", ())),
        reports=tuple(said["reports"]), sample=said["sample"],
    )  # fmt: skip
