"""The file of opening margins: what sellers of the group had put on top of goods that the books took over."""

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, FIRST_DAY, LINE

TABLE = ImportTable(
    name="opening_margins",
    grain="one seller's margin in one opening layer",
    key=("document", "line", "seller", "sold_on"),
    columns=(
        DOCUMENT,
        LINE,
        ImportColumn(
            name="seller",
            type="text",
            required=True,
            meaning="code of the entity of the group that made the margin",
            example="MAPLE",
            synonyms=("made_by", "supplier", "counterparty"),
        ),
        ImportColumn(
            name="sold_on",
            type="day",
            required=True,
            meaning="when it sold the goods, whose rate the margin keeps",
            example="2026-03-10",
            synonyms=("sale_date", "invoiced_on"),
        ),
        ImportColumn(
            name="margin",
            type="price",
            required=True,
            meaning="its margin in what is left of the layer, in its currency; a loss is below zero",
            example="120.00",
            synonyms=("profit", "unrealised_profit", "markup"),
        ),
        ImportColumn(
            name="currency",
            type="currency",
            required=True,
            meaning="currency of the seller",
            example="CAD",
            synonyms=("seller_currency",),
        ),
        ImportColumn(
            name="eliminated",
            type="price",
            required=True,
            meaning="what the last consolidation elsewhere eliminated of this seller's margin in these goods, in its currency,"
            " alike in all of its rows",
            example="120.00",
            synonyms=("eliminated_total", "group_total"),
        ),
        FIRST_DAY,
    ),
)
