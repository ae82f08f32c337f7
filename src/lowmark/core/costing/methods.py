"""Find a costing method by its name: each is a file of this folder with a METHOD, a FAMILY and a kernel.

Before this: nothing. After this: `cost` and `one`. To add a method, add its file. A layered method keeps each receipt
as a layer of its own, from which issues take; a pooled one has all that is on hand in one layer.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from lowmark.core import costing
from lowmark.core.kinds.problems import Problem

Family = Literal["layered", "pooled"]
Need = Literal["", "period", "standards"]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its kernel, which returns how many flows it wrote, and what it needs besides moves and layers.

    Domain: a layered kernel takes (Rows, Flows), and Terms if it needs something; a pooled one (Rows, Terms, Pooled).
            One that ``takes_back`` values what comes back to the pool that issued it; for others `linked` does.
    """

    name: str
    family: Family
    kernel: Callable[..., int]
    needs: Need
    takes_back: bool


@cache
def find(method: str) -> Method:
    """Return a method.

    Raises: Problem ``unknown_method``, which lists those there are.

    >>> find("fifo").family, find("moving_average").family, find("standard").needs
    ('layered', 'pooled', 'standards')
    """
    found = _method_in(method) if method in _files() else None
    if found is None:
        raise Problem("unknown_method", f"there is no costing method {method[:40]!r}",
                      hint=f"use one of: {', '.join(names())}", where={"method": method[:40]})  # fmt: skip
    return found


def names() -> list[str]:
    """Return the names of the methods there are, in alphabetical order.

    >>> names()
    ['fifo', 'lifo', 'lifo_periodic', 'moving_average', 'specific_identification', 'standard', 'weighted_average']
    """
    return [name for name in _files() if _method_in(name) is not None]


def _files() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(costing.__path__))


def _method_in(name: str) -> Method | None:
    module = importlib.import_module(f"{costing.__name__}.{name}")
    if getattr(module, "METHOD", None) != name:
        return None
    return Method(name, module.FAMILY, module.kernel, getattr(module, "NEEDS", ""),
                  getattr(module, "TAKES_BACK", True))  # fmt: skip
