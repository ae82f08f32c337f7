"""The file of opening tax bases: what tax law valued each layer at when its books were taken over."""

from lowmark.core.tables.opening_tax_bases import TAX_BOOKS
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, FIRST_DAY, LINE

TABLE = ImportTable(
    name="opening_tax_bases",
    grain="the tax base of one opening layer in one tax book",
    key=("tax_book", "document", "line"),
    columns=(
        ImportColumn(
            name="tax_book",
            type="text",
            required=True,
            meaning="whose tax law",
            example="us_tax",
            synonyms=("tax_law",),
            choices=TAX_BOOKS,
        ),
        DOCUMENT,
        LINE,
        ImportColumn(
            name="tax_base",
            type="money",
            required=True,
            non_negative=True,
            meaning="what tax law values the layer at",
            example="380.00",
            synonyms=("base", "tax_value", "tax_cost"),
        ),
        ImportColumn(
            name="deferred_tax",
            type="money",
            required=True,
            meaning="deferred tax asset that the old ledger carries on it; a liability is below zero",
            example="9.00",
            synonyms=("deferred_tax_asset", "dta"),
        ),
        FIRST_DAY,
    ),
)
