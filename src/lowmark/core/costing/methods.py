"""Find a costing method by its name: each is a file of this folder with a METHOD and a kernel.

Before this: nothing. After this: `cost` and `one`. To add a method, add its file.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from lowmark.core import costing
from lowmark.core.costing.rows import Flows, Rows
from lowmark.core.kinds.problems import Problem

Kernel = Callable[[Rows, Flows], int]


@cache
def find(method: str) -> Kernel:
    """Return the kernel of a method.

    Raises: Problem ``unknown_method``, which lists those there are.

    >>> find("fifo").__module__.rpartition(".")[2]
    'fifo'
    """
    kernel = _kernel_in(method) if method in _files() else None
    if kernel is None:
        raise Problem("unknown_method", f"there is no costing method {method[:40]!r}",
                      hint=f"use one of: {', '.join(names())}", where={"method": method[:40]})  # fmt: skip
    return kernel


def names() -> list[str]:
    """Return the names of the methods there are, in alphabetical order.

    >>> "fifo" in names()
    True
    """
    return [name for name in _files() if _kernel_in(name) is not None]


def _files() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(costing.__path__))


def _kernel_in(name: str) -> Kernel | None:
    module = importlib.import_module(f"{costing.__name__}.{name}")
    return module.kernel if getattr(module, "METHOD", None) == name else None
