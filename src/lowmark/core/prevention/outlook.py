"""What is at risk in the next days, by cause and by the site that answers for it.

Before this: `risks`. After this: reports. A lot that cannot be sold in time is at risk in the window that its last day falls
into, an order in the one in which it comes; goods beyond all demand of the horizon are at risk in every window, for they
already are.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

WINDOWS: Final = (30, 60, 90, 180)


def outlook(*, risks: pl.DataFrame, as_of: date, windows: Sequence[int] = WINDOWS) -> pl.DataFrame:
    """Return entity, site, cause, days, lots (how many risks), quantity_micro and cost_minor, cumulative over the windows.

    Shapes: risks as `risks.find` returns them; the site is the first part of a place's path, empty for an order.

    >>> risks = pl.DataFrame({"entity": ["E", "E"], "location": ["M/1", "M/2"], "cause": ["expiry", "excess"],
    ...     "quantity_micro": [5, 7], "cost_minor": [50, 70], "by_on": [date(2026, 2, 20), date(2026, 6, 30)]})
    >>> outlook(risks=risks, as_of=date(2026, 1, 1), windows=(30, 60)).select("cause", "days", "cost_minor").rows()
    [('excess', 30, 70), ('excess', 60, 70), ('expiry', 30, 0), ('expiry', 60, 50)]
    """
    sited = risks.with_columns(site=pl.col("location").str.split("/").list.first().fill_null(""))
    parts = []
    for days in windows:
        falls = (pl.col("cause") == "excess") | (pl.col("by_on") <= as_of + timedelta(days=days))
        parts.append(
            sited.group_by("entity", "site", "cause").agg(
                days=pl.lit(days, dtype=pl.Int64), lots=falls.sum().cast(pl.Int64),
                quantity_micro=pl.col("quantity_micro").filter(falls).sum(),
                cost_minor=pl.col("cost_minor").filter(falls).sum(),
            )
        )  # fmt: skip
    return pl.concat(parts).sort("entity", "site", "cause", "days")
