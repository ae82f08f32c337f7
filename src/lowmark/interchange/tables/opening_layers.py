"""The file of opening layers: what was on hand on the first day, receipt by receipt, at its cost."""

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import (
    BEST_BEFORE_ON,
    DOCUMENT,
    EXPIRES_ON,
    ITEM,
    LINE,
    LOT,
    MADE_ON,
    OPENING_ON,
    POTENCY,
    UNIT,
)

TABLE = ImportTable(
    name="opening_layers",
    grain="what is left of one earlier receipt of one item (lot) in one place",
    key=("document", "line"),
    orders=(("made_on", "expires_on"), ("made_on", "best_before_on"), ("received_on", "opening_on")),
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        MADE_ON,
        EXPIRES_ON,
        BEST_BEFORE_ON,
        POTENCY,
        ImportColumn(
            name="location",
            type="text",
            required=True,
            meaning="where it is",
            example="Toronto/Main",
            synonyms=("location_path", "warehouse", "bin"),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            required=True,
            positive=True,
            meaning="how much is left",
            example="12.5",
            synonyms=("qty", "units", "quantity_on_hand"),
        ),
        UNIT,
        ImportColumn(
            name="value",
            type="money",
            required=True,
            non_negative=True,
            meaning="what that cost, in the entity's currency",
            example="1500.00",
            synonyms=("cost", "total_cost", "amount"),
        ),
        ImportColumn(
            name="received_on",
            type="day",
            required=True,
            meaning="when the goods had first been received",
            example="2025-11-17",
            synonyms=("receipt_date", "received"),
        ),
        OPENING_ON,
    ),
)
