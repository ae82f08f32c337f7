"""The file of title transfers: goods that stay where they are, and belong to somebody else from a day on."""

from dataclasses import replace

from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, ITEM, LINE, LOT, OWNER, UNIT
from lowmark.interchange.tables.stock_moves import TABLE as STOCK_MOVES

TABLE = ImportTable(
    name="title_transfers",
    grain="one quantity of one item (lot) in one place that passes from one owner to another",
    key=("document", "line"),
    samples=(
        {"document": "CONS-12", "line": "1", "item": "TENT-2", "location": "Toronto/Main", "from_owner": "ACME",
         "quantity": "2", "value": "240.00", "effective_on": "2026-10-31"},
        {"document": "BH-3", "line": "1", "item": "TENT-2", "location": "Toronto/Main", "to_owner": "BUYER",
         "quantity": "1", "effective_on": "2026-10-31"},
    ),
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        ImportColumn(
            name="location",
            type="text",
            required=True,
            meaning="where they are, and stay: a path of ours",
            example="Toronto/Main",
            synonyms=("location_path", "warehouse", "bin"),
        ),
        replace(OWNER, name="from_owner", meaning="whose they were; empty for ours", synonyms=("seller",)),
        replace(OWNER, name="to_owner", meaning="whose they are then; empty for ours", synonyms=("buyer",)),
        STOCK_MOVES.column("quantity"),
        UNIT,
        replace(STOCK_MOVES.column("value"), meaning="what they cost, where they become ours, in the entity's currency"),
        replace(STOCK_MOVES.column("effective_on"), meaning="when title passed", synonyms=("date", "effective_date")),
        STOCK_MOVES.column("accounting_on"),
    ),
)  # fmt: skip
