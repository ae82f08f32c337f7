"""Which periods have had their averages said, and where they lie among what is costed again.

Before this: the facts that say so. After this: `among` and `recost` cost these periods whole.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.true_ups import PERIODIC, TRUE_UPS
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity, Period
from lowmark.store.session import Reader

TRUED: Final = {"starts_on": pl.Date, "ends_on": pl.Date}
NONE_TRUED: Final = pl.DataFrame(schema=TRUED)


@dataclass(frozen=True, slots=True)
class Averages:
    """The periods whose averages have been said (``TRUED``); and of pools whose average is said now, in what days that is.

    Shapes: saying: pool, received_on and accounting_on: the first and the last day of its period.
    """

    trued: pl.DataFrame
    saying: pl.DataFrame | None = None


NO_AVERAGES: Final = Averages(NONE_TRUED)


def periods_trued(reader: Reader, entity: Entity, *, besides: Period | None = None) -> pl.DataFrame:
    """Return the periods whose averages have been said, and perhaps one besides: ``TRUED``, in their order."""
    periods = entities_read.periods_trued_up(reader, entity.id)
    days = {(period.starts_on, period.ends_on) for period in [*periods, *([besides] if besides else [])]}
    return pl.DataFrame(sorted(days), schema=TRUED, orient="row")


def whole_from(trued: pl.DataFrame, day: date) -> date:
    """Return the day from which moves are read so that a period whose average has been said is there whole.

    >>> whole_from(pl.DataFrame([(date(2026, 1, 1), date(2026, 1, 31))], schema=TRUED, orient="row"), date(2026, 1, 9))
    datetime.date(2026, 1, 1)
    """
    first: date | None = trued.filter(pl.col("starts_on") <= day, pl.col("ends_on") >= day)["starts_on"].min()  # type: ignore[assignment]
    return day if first is None else min(day, first)


def of_pools_since(pools: pl.DataFrame, trued: pl.DataFrame) -> pl.DataFrame:
    """Return the periods of pools that are costed by their average: ``TRUE_UPS``; of those that say it, since `starts_on`.

    Shapes: pools: pool, method and perhaps starts_on.
    """
    own = pools.filter(pl.col("method") == PERIODIC)
    if "starts_on" not in own.columns:
        return own.select("pool").join(trued, how="cross").cast(pl.Schema(TRUE_UPS))
    since = (
        own.select("pool", since="starts_on").join(trued, how="cross").filter(pl.col("starts_on") >= pl.col("since"))
    )
    return since.select(list(TRUE_UPS)).cast(pl.Schema(TRUE_UPS))
