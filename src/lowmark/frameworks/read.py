"""Read the framework files that come with Lowmark: parameters, charts, coverage.

Before this: YAML in this folder, one file a parameter; its path is its folder and its name (`inventories/reversal`).
After this: `core.frameworks.resolve`, and whoever sets up an entity. What is returned is shared and cannot be
changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal

from lowmark.core.kinds.problems import Problem

_CHART = "chart.yaml"

CashFlow = Literal["cash", "result", "non_cash", "operating", "investing", "financing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAccount:
    """An account of a chart; a control account takes only subledger entries.

    Domain: `cash_flow` is its part in the statement of cash flows; `core.statements.cash_flow` says what each word does. An
            expense has a `nature` besides its function, which is its caption.
    """

    code: str
    name: str
    kind: Literal["control", "normal"]
    section: Literal["asset", "liability", "equity", "income", "expense"]
    caption: str
    cash_flow: CashFlow
    sort_order: int
    nature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRole:
    """The part an account plays in the posting rules, for one reason or, where that is empty, for all."""

    role: str
    reason: str = ""
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The accounts with which an entity begins, their roles, and what the framework calls each statement.

    Domain: `direct` are the roles that differ in a book that posts write-downs directly; `roles` answers for both.
    """

    accounts: tuple[ChartAccount, ...]
    roles: tuple[ChartRole, ...]
    direct: tuple[ChartRole, ...]
    titles: Mapping[str, str]


def names() -> tuple[str, ...]:
    """Return the names of the frameworks that there are.

    >>> "ifrs" in names()
    True
    """
    return tuple(sorted(folder.name for folder in _root().iterdir() if (folder / _CHART).is_file()))


@cache
def read_framework(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return a framework's parameters of inventories by path, each as its file says it.

    Raises: Problem ``unknown_framework``, naming those that there are.

    >>> read_framework("ifrs")["inventories/reversal"]["label"]
    'Reversal of write-downs'
    """
    return read_area(name, "inventories")


@cache
def read_area(name: str, area: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the parameters of one area of a framework, or of tax books, by path, each as its file says it.

    Raises: Problem ``unknown_framework`` or ``unknown_area``, naming those that there are.

    >>> sorted(read_area("us_gaap", "interim"))
    ['interim/temporary_declines']
    """
    folder = _root() / name if name in tax_books() else _folder(name)
    areas = sorted(found.name for found in folder.iterdir() if found.is_dir())
    if area not in areas:
        raise Problem("unknown_area", f"{name} says nothing of {area[:40]!r}", hint=f"there are {', '.join(areas)}",
                      where={"framework": name, "area": area[:40]})  # fmt: skip
    return MappingProxyType({path: _parse(file) for path, file in sorted(_parameter_files(folder / area, f"{area}/"))})


def tax_books() -> tuple[str, ...]:
    """Return the names of the tax books that there are: folders of parameters, without a chart of their own.

    >>> tax_books()
    ('ca_tax', 'us_tax')
    """
    return tuple(sorted(folder.name for folder in _root().iterdir() if (folder / "tax").is_dir()))


@cache
def read_chart(name: str) -> Chart:
    """Return a framework's chart of accounts and the roles in it.

    Raises: Problem ``unknown_framework``.

    >>> [account.code for account in read_chart("ifrs").accounts if account.kind == "control"]
    ['1200', '1280', '1290']
    """
    said = _parse(_folder(name) / _CHART)
    chart = Chart(
        accounts=tuple(ChartAccount(**account) for account in said["accounts"]),
        roles=tuple(ChartRole(**role) for role in said["roles"]),
        direct=tuple(ChartRole(**role) for role in said["direct"]),
        titles=said["titles"],
    )

    codes = [account.code for account in chart.accounts]
    assert len(set(codes)) == len(codes), "an account is in the chart twice"
    named = {role.account for role in (*chart.roles, *chart.direct)}
    assert named <= set(codes), "a role names an account that is not in the chart"
    return chart


def roles(name: str, *, write_downs: Literal["allowance", "direct"] = "allowance") -> tuple[ChartRole, ...]:
    """Return the parts that a chart's accounts play, by the way in which write-downs are posted.

    With ``allowance`` a write-down is credited to an account that stands beside inventories, and what is released on a
    sale to one beside cost of sales. With ``direct`` it is credited to inventories themselves, and cost of sales is
    credited with what is released: the entries are the same, between fewer accounts. The open write-down is tracked by
    layer either way, and neither method changes net inventories or income.

    Raises: Problem ``unknown_framework``.

    >>> [role.account for role in roles("ifrs", write_downs="direct") if role.role in {"inventory", "allowance"}]
    ['1200', '1200']
    """
    chart = read_chart(name)
    if write_downs == "allowance":
        return chart.roles
    direct = {(role.role, role.reason): role for role in chart.direct}
    assert direct.keys() <= {(role.role, role.reason) for role in chart.roles}
    return tuple(direct.get((role.role, role.reason), role) for role in chart.roles)


@cache
def read_citations(name: str) -> Mapping[str, str]:
    """Return the paragraph behind each kind of figure, by the kind.

    Raises: Problem ``unknown_framework``.

    >>> read_citations("us_gaap")["cost"]
    'ASC 330-10-30-9'
    """
    return _parse(_folder(name) / "citations.yaml")


@cache
def read_coverage() -> tuple[Mapping[str, Any], ...]:
    """Return what of each standard is covered: a mapping per paragraph.

    >>> {said["status"] for said in read_coverage()} <= {"implemented", "partial", "planned"}
    True
    """
    return tuple(_parse(_root() / "coverage.yaml")["paragraphs"])


def _root() -> Traversable:
    return files("lowmark.frameworks")


def _folder(name: str) -> Traversable:
    if name not in names():
        raise Problem("unknown_framework", f"no framework is called {name[:40]!r}",
                      hint=f"there are {', '.join(names())}", where={"framework": name[:40]})  # fmt: skip
    return _root() / name


def _parameter_files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for found in folder.iterdir():
        if found.is_dir():
            yield from _parameter_files(found, f"{path}{found.name}/")
        elif path and found.name.endswith(".yaml"):
            yield path + found.name.removesuffix(".yaml"), found


def _parse(file: Traversable) -> Mapping[str, Any]:
    import yaml

    said = _frozen(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert isinstance(said, Mapping), f"{file.name} is not a mapping"
    return said


def _frozen(said: Any) -> Any:
    if isinstance(said, dict):
        return MappingProxyType({key: _frozen(value) for key, value in said.items()})
    if isinstance(said, list):
        return tuple(_frozen(value) for value in said)
    return said
