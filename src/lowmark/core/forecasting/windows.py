"""Which dates in the past are forecast from: some to choose on, later ones to score once what was chosen.

Before this: how many periods are known. After this: `choosing` and `scoring`. What is chosen on ends before what is scored on
begins: an origin of choice together with its horizon lies wholly before the last twelve months. Source: Tashman (2000),
"Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16.
"""

from dataclasses import dataclass
from typing import Final

CHOICES: Final = 4
FEWEST: Final = 8
SHORT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Origins, each the number of periods known on it; and the horizon that they are tried on.

    Domain: `horizon` is shorter than what was asked for where the past is too short to try that.
    """

    choosing: tuple[int, ...]
    scoring: tuple[int, ...]
    horizon: int


def windows_of(*, periods: int, season: int, horizon: int) -> Windows | None:
    """Return the origins; none where the past is too short to try anything.

    >>> windows_of(periods=84, season=12, horizon=6)
    Windows(choosing=(57, 60, 63, 66), scoring=(72, 73, 74, 75, 76, 77, 78), horizon=6)
    >>> windows_of(periods=30, season=52, horizon=26)
    Windows(choosing=(12, 13, 14, 16), scoring=(22, 23, 24), horizon=6)
    >>> windows_of(periods=7, season=12, horizon=6) is None
    True
    """
    if periods < FEWEST:
        return None
    scored, tried = season, min(horizon, season)
    if periods - scored - tried < season:
        tried = max(1, min(tried, periods // SHORT))
        scored = min(scored, tried + max(1, tried // 3))
    first = periods - scored
    last_choice = first - tried
    earliest = max(last_choice - 3 * season // 4, min(season, 3 * last_choice // 4))
    choosing = sorted({earliest + (last_choice - earliest) * each // (CHOICES - 1) for each in range(CHOICES)})
    scoring = range(first, periods - tried + 1, max(1, season // 12 if scored == season else 1))
    found = Windows(choosing=tuple(each for each in choosing if each > 0), scoring=tuple(scoring), horizon=tried)

    assert not found.choosing or found.choosing[-1] + tried <= found.scoring[0]
    return found if found.choosing else None
