"""The file of opening allowances: what had been written down, and not released, before the books began."""

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, ITEM, LINE, LOT

TABLE = ImportTable(
    name="opening_allowances",
    grain="what is left of one earlier write-down of one item (lot)",
    key=("document", "line"),
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        ImportColumn(
            name="fiscal_year",
            type="whole",
            required=True,
            positive=True,
            meaning="the fiscal year that it was charged in",
            example="2025",
            synonyms=("year", "year_charged"),
        ),
        ImportColumn(
            name="reason",
            type="text",
            required=True,
            meaning="why it was charged",
            example="price_decline",
            synonyms=("reason_code", "cause"),
        ),
        ImportColumn(
            name="amount",
            type="money",
            required=True,
            positive=True,
            meaning="what is left of it, in the entity's currency",
            example="320.00",
            synonyms=("allowance", "write_down", "reserve"),
        ),
        ImportColumn(
            name="accounting_on",
            type="day",
            required=True,
            meaning="the first day of the books",
            example="2026-01-01",
            synonyms=("opening_on", "opening_date", "posting_date", "accounting_date"),
        ),
    ),
)
