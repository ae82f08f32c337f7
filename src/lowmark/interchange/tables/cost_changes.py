"""The file of changes of cost: what documents that came later say receipts cost more, or less."""

from lowmark.core.tables.cost_changes import CHANGE_KINDS
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, LINE

_SAMPLE = {
    "document": "FR-2207",
    "line": "1",
    "kind": "freight",
    "receipt_document": "PO-1203",
    "effective_on": "2026-10-20",
}

TABLE = ImportTable(
    name="cost_changes",
    grain="one change of what one receipt cost",
    key=("document", "line", "receipt_document", "receipt_line"),
    samples=(
        _SAMPLE | {"receipt_line": "1", "value": "84.00"},
        _SAMPLE | {"receipt_line": "2", "value": "36.00"},
        _SAMPLE | {"document": "CN-17", "kind": "rebate", "receipt_line": "1", "value": "-72.00"},
    ),
    columns=(
        DOCUMENT,
        LINE,
        ImportColumn(
            name="kind",
            type="text",
            required=True,
            meaning="what it is for",
            example="freight",
            synonyms=("change", "cost_kind", "type"),
            choices=CHANGE_KINDS,
        ),
        ImportColumn(
            name="receipt_document",
            type="text",
            required=True,
            meaning="the document by which the goods were received",
            example="PO-1203",
            synonyms=("receipt", "goods_receipt", "received_document"),
        ),
        ImportColumn(
            name="receipt_line",
            type="text",
            required=True,
            meaning="the line of that document",
            example="1",
            synonyms=("goods_receipt_line", "received_line"),
        ),
        ImportColumn(
            name="value",
            type="money",
            required=True,
            meaning="by how much the receipt cost more, in the entity's currency; negative for less",
            example="84.00",
            synonyms=("amount", "difference", "cost"),
        ),
        ImportColumn(
            name="effective_on",
            type="day",
            required=True,
            meaning="the day of the document",
            example="2026-10-20",
            synonyms=("date", "document_date", "invoice_date"),
        ),
        ImportColumn(
            name="accounting_on",
            type="day",
            default_from="effective_on",
            meaning="the day from which the goods cost that much; the day of the document if empty",
            example="2026-10-20",
            synonyms=("posting_date", "accounting_date", "gl_date"),
        ),
    ),
)
