"""The share of an issue's cost that comes back with a return, or arrives with goods in another pool.

Before this: the cost of the issue. After this: `linked`, the kernels, and whoever posts a single return.
"""

from collections.abc import Mapping
from typing import Any

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem


def share(value: int, quantity_micro: int, before_micro: int, taken_micro: int) -> int:
    """Return what a part of some value is, as `share_of` does; a kernel.

    >>> [share(100, 3, before, 1) for before in (0, 1, 2)]
    [33, 34, 33]
    """
    up_to_now = multiply_divide_round(value, before_micro + taken_micro, quantity_micro)
    return up_to_now - multiply_divide_round(value, before_micro, quantity_micro)


def share_of(values: tuple[int, ...], quantity_micro: int, before_micro: int, taken_micro: int) -> tuple[int, ...]:
    """Return the value, by component, of a part of what came at some cost, when an earlier part has been taken.

    It is the difference of two rounded totals, so that all parts together have the whole value, to the cent.

    Units:  minor units; millionths of the base unit.
    Domain: ``quantity_micro`` > 0; ``before_micro`` and ``taken_micro`` >= 0, together not more than that.
    Raises: OverflowError when a share does not fit 64 bits.

    >>> [share_of((100,), 3, before, 1) for before in (0, 1, 2)]
    [(33,), (34,), (33,)]
    """
    assert 0 <= before_micro <= before_micro + taken_micro <= quantity_micro
    assert quantity_micro > 0
    return tuple(share(value, quantity_micro, before_micro, taken_micro) for value in values)


def below_nothing(where: Mapping[str, Any]) -> Problem:
    """Return the problem of goods that would be worth less than nothing with what they are worth besides what they bring.

    >>> below_nothing({"move": 7}).code
    'below_nothing'
    """
    return Problem("below_nothing", "goods that came into another pool would be worth less than nothing there",
                   hint="what is taken off is more than they cost by their formula: post the rest apart", where=where)  # fmt: skip
