"""The file of stock moves: quantities from one place to another."""

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, EXPIRES_ON, ITEM, LINE, LOT, MADE_ON

TABLE = ImportTable(
    name="stock_moves",
    grain="one quantity of one item (lot) from one place to another",
    key=("document", "line"),
    orders=(("made_on", "expires_on"),),
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        MADE_ON,
        EXPIRES_ON,
        ImportColumn(
            name="from_location",
            type="text",
            required=True,
            meaning="where it leaves: a path of ours, or vendor, production, adjustment",
            example="Toronto/Main",
            synonyms=("from", "source_location", "location_from"),
        ),
        ImportColumn(
            name="to_location",
            type="text",
            required=True,
            meaning="where it goes: a path of ours, or customer, scrap, vendor, production, adjustment",
            example="customer",
            synonyms=("to", "destination_location", "location_to"),
        ),
        ImportColumn(
            name="reason",
            type="text",
            required=True,
            meaning="why it moves",
            example="sale",
            synonyms=("move_type", "movement_type", "reason_code"),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            required=True,
            positive=True,
            meaning="how much, in the item's base unit",
            example="12.5",
            synonyms=("qty", "units"),
        ),
        ImportColumn(
            name="value",
            type="money",
            non_negative=True,
            meaning="what it is worth, on a receipt, in the entity's currency",
            example="150.00",
            synonyms=("cost", "total_cost", "amount"),
        ),
        ImportColumn(
            name="effective_on",
            type="day",
            required=True,
            meaning="when it happened",
            example="2026-10-31",
            synonyms=("date", "move_date", "movement_date", "effective_date"),
        ),
        ImportColumn(
            name="accounting_on",
            type="day",
            default_from="effective_on",
            meaning="the day in which it counts; the day when it happened if empty",
            example="2026-10-31",
            synonyms=("posting_date", "accounting_date", "gl_date"),
        ),
    ),
)
