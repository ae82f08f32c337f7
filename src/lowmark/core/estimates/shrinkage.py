"""Shrinkage between counts: what is taken to be missing as a share of what was sold since the last count.

Before this: what was sold of an item since it was counted, at cost, and a share that past counts have shown. After this: an entry
that the next estimate, or the next count, takes the place of. It is a loss of quantity that nobody has seen yet; it never is in
an allowance. Sources: IAS 2.34; ASC 330-10-35-2; Kieso, Weygandt and Warfield, "Intermediate Accounting", chapter 9.
"""

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

WHOLE = 1_000_000


def shrinkage_accrual(*, sold_minor: int, rate_micro: int) -> int:
    """Return what is taken to be missing.

    Units:  `sold_minor` at cost; `rate_micro` in millionths of it.
    Domain: a share from nothing to the whole; where more came back than was sold, nothing is missing.
    Raises: Problem ``bad_rate``.

    >>> shrinkage_accrual(sold_minor=120_000_00, rate_micro=15_000)
    180000
    >>> shrinkage_accrual(sold_minor=-5_00, rate_micro=15_000)
    0
    """
    if not 0 <= rate_micro <= WHOLE:
        raise Problem("bad_rate", f"{rate_micro} millionths are no share", hint="give a share from 0 to 100 %")
    return multiply_divide_round(max(sold_minor, 0), rate_micro, WHOLE)
