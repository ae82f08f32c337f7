"""The file of exchange rates: so many units of a currency for one of another, by day.

The euro reference rates of the European Central Bank, in long form (date, currency, units_per_eur), are such a file as they
stand: the base is the euro and the source the ECB where nothing else is said.
"""

from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="rates",
    grain="one rate of one currency for one of another, of one source on one day",
    key=("source", "base", "currency", "valid_from"),
    columns=(
        ImportColumn(
            name="valid_from",
            type="day",
            required=True,
            meaning="the day of the rate; it holds until the next one",
            example="2026-10-30",
            synonyms=("date", "day", "time_period", "on"),
        ),
        ImportColumn(
            name="currency",
            type="currency",
            required=True,
            meaning="the currency that is quoted, ISO 4217",
            example="USD",
            synonyms=("to_currency", "quote", "quoted"),
        ),
        ImportColumn(
            name="rate",
            type="price",
            required=True,
            positive=True,
            meaning="units of it for one unit of the base",
            example="1.0847",
            synonyms=("units_per_eur", "obs_value", "value", "fixing"),
        ),
        ImportColumn(
            name="base",
            type="currency",
            default="EUR",
            meaning="the currency of which one unit is meant; the euro if empty",
            example="EUR",
            synonyms=("from_currency", "base_currency"),
        ),
        ImportColumn(
            name="source",
            type="text",
            default="ECB",
            meaning="who publishes it",
            example="ECB",
            synonyms=("publisher",),
        ),
    ),
)
