"""When stock runs out at what is forecast, and how much of it expires before it is sold.

Before this: a forecast, what is on hand by expiry. After this: a page. Demand is spread evenly over the horizon; the first to
expire is sold first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOut:
    """The day on which the last of what is on hand is sold, none where that is past the horizon; and what expires unsold."""

    on: date | None
    expires_micro: int
    first_expiry: date | None


def running_out(
    *, made_on: date, horizon_days: int, mean_micro: int, lots: Sequence[tuple[date | None, int]]
) -> RunningOut:  # fmt: skip
    """Return when stock runs out, and how much of it is past its date before.

    Shapes: `lots`: expiry (none for never) and quantity on hand.
    Domain: what expires on a day can be sold on that day; nothing is forecast past the horizon.

    >>> running_out(made_on=date(2026, 10, 31), horizon_days=100, mean_micro=100, lots=[(None, 30), (date(2026, 11, 10), 25)])
    RunningOut(on=datetime.date(2026, 12, 10), expires_micro=15, first_expiry=datetime.date(2026, 11, 10))
    """
    dated = sorted((day, quantity) for day, quantity in lots if day is not None)
    sold = expired = 0
    for day, quantity in dated:
        days = min(horizon_days, max(0, (day - made_on).days))
        left = max(0, mean_micro * days // horizon_days - sold)
        sold += min(left, quantity)
        expired += quantity - min(left, quantity)
    rest = sold + sum(quantity for day, quantity in lots if day is None)
    days_needed = -(-rest * horizon_days // mean_micro) if mean_micro else horizon_days + 1
    ends = made_on + timedelta(days=days_needed) if days_needed <= horizon_days else None
    return RunningOut(on=ends, expires_micro=expired, first_expiry=dated[0][0] if dated else None)
