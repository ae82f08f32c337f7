"""Catch weight: what goods that leave a shelf weigh, where each unit weighs its own and nobody weighed these.

Before this: what lies on the shelf, in units and by weight. After this: a fact beside the move. Weight is conserved as quantity is:
what leaves a shelf is not more than lay there, and with the last unit goes what is left. Source: the field's practice; GS1 General
Specifications 24.0, 2.1.10 (variable measure trade items).
"""

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem


def weight_that_leaves(
    *, moved_micro: int, lying_micro: int, lying_weight_micro: int, weighed_micro: int | None
) -> int:  # fmt: skip
    """Return what goods weigh that leave a shelf: what they were weighed at, else their share of what lies there.

    Domain: the last of a shelf takes what is left of its weight.
    Raises: Problem ``bad_weight`` for more than lies there, or for another weight than is left with the last of it.

    >>> weight_that_leaves(moved_micro=2, lying_micro=8, lying_weight_micro=100, weighed_micro=None)
    25
    >>> weight_that_leaves(moved_micro=2, lying_micro=8, lying_weight_micro=100, weighed_micro=31)
    31
    >>> weight_that_leaves(moved_micro=8, lying_micro=8, lying_weight_micro=100, weighed_micro=None)
    100
    """
    if moved_micro >= lying_micro:
        if weighed_micro is not None and weighed_micro != lying_weight_micro:
            raise Problem("bad_weight", "with the last of it goes what is left of its weight",
                          hint="leave the weight out, or adjust it first")  # fmt: skip
        return lying_weight_micro
    if weighed_micro is not None:
        if weighed_micro > lying_weight_micro:
            raise Problem("bad_weight", "more weight than lies there", hint="weigh it again")
        return weighed_micro
    return multiply_divide_round(lying_weight_micro, moved_micro, lying_micro)
