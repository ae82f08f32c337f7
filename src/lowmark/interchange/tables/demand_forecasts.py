"""The file of demand forecasts: how many of an item are expected to be sold or used within a horizon."""

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import ITEM

TABLE = ImportTable(
    name="demand_forecasts",
    grain="one item (and place) over one horizon from one date",
    key=("item", "location", "made_on"),
    columns=(
        ITEM,
        ImportColumn(
            name="location",
            type="text",
            default="",
            meaning="where; everywhere if empty",
            example="Toronto/Main",
            synonyms=("place", "site", "warehouse"),
        ),
        ImportColumn(
            name="made_on",
            type="day",
            required=True,
            meaning="from which date the forecast is",
            example="2026-10-31",
            synonyms=("date", "as_of", "forecast_date"),
        ),
        ImportColumn(
            name="horizon_days",
            type="whole",
            required=True,
            positive=True,
            meaning="how many days from that date it is for",
            example="365",
            synonyms=("horizon", "days"),
        ),
        ImportColumn(
            name="mean",
            type="quantity",
            required=True,
            non_negative=True,
            meaning="how many are expected over the horizon",
            example="1200",
            synonyms=("quantity", "forecast", "demand", "expected"),
        ),
        ImportColumn(
            name="method",
            type="text",
            default="plan",
            meaning="who or what says so",
            example="sales plan",
            synonyms=("model", "source"),
        ),
    ),
)
