"""Read forecasts of demand as they stood at a date, as known at a sequence."""

from datetime import date
from typing import TYPE_CHECKING

from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

MADE = """
SELECT item_id, location_id, made_on, horizon_days, mean_micro, method, known_seq FROM evidence_demand_forecast
WHERE entity_id = %s AND known_seq <= %s AND made_on <= %s AND item_id IS NOT NULL
"""


def forecasts(reader: Reader, entity_id: int, *, as_of: date, known_seq: int) -> "pl.DataFrame":
    """Return the latest forecast of each item by a date: item, made_on, horizon_days, mean_micro, method.

    Of forecasts made on one day for one place the one known last holds. One for everywhere holds for the item; where there
    is none, those of its places add up, if they are of one horizon; the others are left out.
    """
    import polars as pl

    made = reader.frame(
        MADE, [entity_id, known_seq, as_of],
        {"item": "id", "location": "id", "made_on": "day", "horizon_days": "int", "mean_micro": "micro",
         "method": "text", "known_seq": "int"},
    )  # fmt: skip
    latest = made.filter(pl.col("made_on") == pl.col("made_on").max().over("item"))
    of_place = latest.sort("known_seq").unique(["item", "location"], keep="last", maintain_order=True)
    everywhere = of_place.filter(pl.col("location").is_null())
    by_place = of_place.join(everywhere.select("item"), on="item", how="anti").filter(
        pl.col("horizon_days") == pl.col("horizon_days").max().over("item")
    )
    return (
        pl.concat([everywhere, by_place])
        .group_by("item", maintain_order=True)
        .agg(
            pl.col("made_on").first(), pl.col("horizon_days").first(),
            pl.col("mean_micro").cast(pl.Int128).sum().cast(pl.Int64), pl.col("method").last(),
        )
        .sort("item")
    )  # fmt: skip
