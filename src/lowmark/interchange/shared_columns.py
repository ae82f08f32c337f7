"""Columns that mean the same in every table that has them."""

from dataclasses import replace
from typing import Final

from lowmark.interchange.column import ImportColumn

DOCUMENT: Final = ImportColumn(
    name="document",
    type="text",
    required=True,
    meaning="the source document",
    example="SO-8812",
    synonyms=("document_number", "document_no", "voucher", "reference"),
)
LINE: Final = ImportColumn(
    name="line",
    type="text",
    required=True,
    meaning="the line of the source document",
    example="1",
    synonyms=("line_number", "line_no", "document_line"),
)
ITEM: Final = ImportColumn(
    name="item",
    type="text",
    required=True,
    meaning="the item's code",
    example="TENT-2",
    synonyms=("sku", "item_code", "item_number", "product", "product_number", "part_number", "material"),
)
LOT: Final = ImportColumn(
    name="lot",
    type="text",
    default="",
    meaning="its lot or serial, where the item is tracked by one",
    example="LOT-0417",
    synonyms=("batch", "lot_code", "lot_number", "batch_number", "serial", "serial_number"),
)
MADE_ON: Final = ImportColumn(
    name="made_on",
    type="day",
    meaning="when the lot was made",
    example="2026-03-02",
    synonyms=("manufactured_on", "production_date", "made"),
)
EXPIRES_ON: Final = ImportColumn(
    name="expires_on",
    type="day",
    meaning="last day of the lot's life",
    example="2028-03-01",
    synonyms=("expiry", "expiry_date", "expiration_date", "use_by"),
)
BEST_BEFORE_ON: Final = ImportColumn(
    name="best_before_on",
    type="day",
    meaning="day up to which the lot is at its best; its life ends then where no last day is said",
    example="2027-12-01",
    synonyms=("best_before", "best_before_date", "best_by"),
)
POTENCY: Final = ImportColumn(
    name="potency",
    type="quantity",
    positive=True,
    meaning="the lot's strength as a part of full potency, where it is said",
    example="0.985",
    synonyms=("strength", "assay"),
)
OPENING_ON: Final = ImportColumn(
    name="opening_on",
    type="day",
    required=True,
    meaning="the first day of the books",
    example="2026-01-01",
    synonyms=("opening_date",),
)
FIRST_DAY: Final = replace(OPENING_ON, meaning="the first day of the books, alike in all rows")
"""Where a file is of one day."""
UNIT: Final = ImportColumn(
    name="unit",
    type="text",
    default="",
    meaning="the unit of the quantity, one of the item's; its base unit if empty",
    example="CTN",
    synonyms=("uom", "unit_of_measure"),
)
OWNER: Final = ImportColumn(
    name="owner",
    type="text",
    default="",
    meaning="whose goods they are, where they are not ours",
    example="ACME",
    synonyms=("goods_owner", "owned_by"),
)
