"""Lowmark: inventory valuation and write-downs, from a stock movement to the number on the balance sheet.

The public library: functions from frames to frames, with no database. A name is loaded when it is first asked for, so
that `import lowmark` costs nothing and the command line starts at once.

    cost             stock moves -> layers and flows
    positions        open layers -> units of account
    assess           units, evidence, a policy -> what each unit will fetch, and the allowance that it needs
    propose          assessments, layers -> write-downs and reversals to be decided
    assess_on_hand   a listing of stock and a listing of prices -> the same answer in one call
    Problem          what a caller's mistake raises

>>> import lowmark
>>> lowmark.Problem.__module__
'lowmark.core.kinds.problems'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lowmark.library.frames import assess_on_hand
    from lowmark.library.stages import Problem, assess, cost, positions, propose

__all__ = ["Problem", "assess", "assess_on_hand", "cost", "positions", "propose"]

_ROOMS = {"Problem": "lowmark.core.kinds.problems", "assess_on_hand": "lowmark.library.frames"}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOMS.get(name, "lowmark.library.stages")), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
