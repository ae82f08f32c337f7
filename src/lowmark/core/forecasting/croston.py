"""Croston's method, step by step: the size of a demand and the interval between two, each smoothed where there is a demand.

Before this: a series of demand by period. After this: what a person is shown beside a forecast of intermittent demand; the
models that are back-tested come from a library (`models`), and a test holds the two against each other. Sources: Croston
(1972); Syntetos and Boylan (2005) for the factor that takes its bias off; Shale, Boylan and Johnston (2006) for theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO


@dataclass(frozen=True, slots=True, kw_only=True)
class Croston:
    """What intermittent demand is smoothed to.

    Units: `size` in whole units of the item, `interval` in periods, the rest in units a period.
    """

    size: float
    interval: float
    forecast: float
    sba: float
    sbj: float


def croston(*, demand_micro: Sequence[int], alpha_micro: int) -> Croston:
    """Return the forecast of a period, as Croston has it and with both corrections of its bias.

    Domain: begins with the first demand and the interval up to it; zeros after the last demand change nothing.
    Raises: Problem ``no_demand`` without a demand, ``bad_smoothing`` unless ``0 < alpha <= 1``.
    Source: Croston (1972).

    >>> found = croston(demand_micro=[0, 0, 5_000_000, 0, 0, 3_000_000], alpha_micro=100_000)
    >>> round(found.size, 6), round(found.interval, 6), round(found.forecast, 6), round(found.sba, 6)
    (4.8, 3.0, 1.6, 1.52)
    """
    if not 0 < alpha_micro <= MICRO:
        raise Problem("bad_smoothing", f"{alpha_micro} millionths is no smoothing", hint="above 0, up to 1")
    met = [(place, micro / MICRO) for place, micro in enumerate(demand_micro, start=1) if micro > 0]
    if not met:
        raise Problem("no_demand", "nothing was sold or used in any period", hint="forecast it by analogy")
    alpha = alpha_micro / MICRO
    since, size = met[0]
    interval = float(since)
    for place, quantity in met[1:]:
        size += alpha * (quantity - size)
        interval += alpha * (place - since - interval)
        since = place
    forecast = size / interval
    return Croston(
        size=size, interval=interval, forecast=forecast, sba=forecast * (1 - alpha / 2),
        sbj=forecast * (1 - alpha / (2 - alpha)),
    )  # fmt: skip
