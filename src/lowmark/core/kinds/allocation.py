"""Allocate a whole over weights by largest remainder: the parts are the whole, to the last unit.

Before this: `arithmetic`'s limits. After this: landed cost, overhead, positions, allowances.
"""

from collections.abc import Sequence

from lowmark.core.kinds.problems import Problem


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` in proportion to ``weights``; what rounding leaves goes to the largest remainders.

    Domain: weights are not negative and at least one is positive; a negative total is split as its opposite.
            Ties go to the earlier position; a weight of zero receives nothing.
    Raises: Problem ``negative_weight`` or ``no_weight``.

    >>> largest_remainder(100, [1, 1, 1]), largest_remainder(-100, [1, 1, 1]), largest_remainder(5, [0, 2, 3])
    ([34, 33, 33], [-34, -33, -33], [0, 2, 3])
    """
    for position, weight in enumerate(weights):
        if weight < 0:
            raise Problem("negative_weight", f"weight {weight} is negative", where={"position": position})
    whole = sum(weights)
    if whole == 0:
        raise Problem("no_weight", "nothing can be allocated over weights that are all zero",
                      hint="give at least one positive weight")  # fmt: skip

    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(abs(total) * weight, whole)
        parts.append(part)
        remainders.append(remainder)
    left = abs(total) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda position: -remainders[position])
    for position in by_remainder[:left]:
        parts[position] += 1

    assert sum(parts) == abs(total)
    return [-part for part in parts] if total < 0 else parts
