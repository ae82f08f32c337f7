"""The file of lots: batches of items with their dates, before or beside the goods themselves."""

from dataclasses import replace

from lowmark.interchange.column import ImportTable
from lowmark.interchange.shared_columns import BEST_BEFORE_ON, EXPIRES_ON, ITEM, LOT, MADE_ON, POTENCY

TABLE = ImportTable(
    name="lots",
    grain="one batch or serial of one item",
    key=("item", "lot"),
    orders=(("made_on", "expires_on"), ("made_on", "best_before_on")),
    columns=(
        ITEM,
        replace(LOT, required=True, default=None, meaning="its lot or serial", synonyms=(*LOT.synonyms, "code")),
        MADE_ON,
        EXPIRES_ON,
        BEST_BEFORE_ON,
        POTENCY,
    ),
)
