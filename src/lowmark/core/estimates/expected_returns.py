"""Expected customer returns: the asset for the right to recover what customers will send back. Not inventory until it is back.

Before this: what was sold in a window, what of it has come back, and what the rest was carried at. After this: the journal. The
asset is what the goods were carried at before the sale, less what recovering them costs and what they will have lost.
Sources: IFRS 15.B20-B27; ASC 606-10-55-22 to 55-29.
"""

from dataclasses import dataclass
from typing import Final

from lowmark.core.kinds.arithmetic import multiply_divide_round

WHOLE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ExpectedReturn:
    """How much more is expected back, and the asset that it makes."""

    expected_micro: int
    asset_minor: int


def expected_return(
    *, sold_micro: int, returned_micro: int, cost_minor: int, rate_micro: int, recovery_micro: int
) -> ExpectedReturn:
    """Return what is still expected back of some sales, and the asset.

    Units:  rate_micro and recovery_micro: millionths, of what was sold and of what it was carried at.
    Domain: ``cost_minor`` is of what is still out, sold less returned; a rate is of all that was sold, so what has come back
            already counts towards it.
    Source: IFRS 15.B21 and B25; ASC 606-10-55-27.

    >>> expected_return(sold_micro=100, returned_micro=2, cost_minor=9_800, rate_micro=50_000, recovery_micro=100_000)
    ExpectedReturn(expected_micro=3, asset_minor=270)
    """
    assert 0 <= returned_micro <= sold_micro and 0 < rate_micro <= WHOLE and 0 <= recovery_micro <= WHOLE
    out = sold_micro - returned_micro
    expected = max(0, min(out, multiply_divide_round(sold_micro, rate_micro, WHOLE) - returned_micro))
    if expected == 0:
        return ExpectedReturn(0, 0)
    former = multiply_divide_round(cost_minor, expected, out)
    return ExpectedReturn(expected, former - multiply_divide_round(former, recovery_micro, WHOLE))
