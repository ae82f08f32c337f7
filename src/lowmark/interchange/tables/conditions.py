"""The file of conditions: goods found to be damaged, set aside or sound again, where they lie."""

from lowmark.core.tables.locations import CONDITIONS
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, ITEM, LINE, LOT

SOUND = "sound"
"""The word for goods in no condition of their own, which is kept as an empty text."""

TABLE = ImportTable(
    name="conditions",
    grain="one quantity of one item (lot) in one place that is found to be in another condition",
    key=("document", "line"),
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        ImportColumn(
            name="location",
            type="text",
            required=True,
            meaning="where it is",
            example="Toronto/Main",
            synonyms=("location_path", "warehouse", "bin"),
        ),
        ImportColumn(
            name="condition",
            type="text",
            required=True,
            meaning="the condition that it is in from now on",
            example="damaged",
            synonyms=("new_condition", "to_condition", "quality"),
            choices=(SOUND, *dict.fromkeys(word for word in CONDITIONS.values() if word)),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            required=True,
            positive=True,
            meaning="how much of it, in the item's base unit",
            example="3",
            synonyms=("qty", "units"),
        ),
        ImportColumn(
            name="effective_on",
            type="day",
            required=True,
            meaning="when it was found",
            example="2026-10-31",
            synonyms=("date", "found_on", "effective_date"),
        ),
        ImportColumn(
            name="accounting_on",
            type="day",
            default_from="effective_on",
            meaning="the day in which it counts; the day when it was found if empty",
            example="2026-10-31",
            synonyms=("posting_date", "accounting_date", "gl_date"),
        ),
        ImportColumn(
            name="reason",
            type="text",
            required=True,
            meaning="why",
            example="water_damage",
            synonyms=("reason_code", "cause"),
        ),
    ),
)
