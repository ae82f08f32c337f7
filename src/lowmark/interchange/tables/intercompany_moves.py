"""The file of sales within a group: one side of each, by the move that it is of."""

from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="intercompany_moves",
    grain="one side of one sale within a group",
    key=("side", "counterparty", "reference"),
    columns=(
        ImportColumn(
            name="side",
            type="text",
            required=True,
            choices=("sale", "purchase"),
            meaning="whether the goods were sold to the other side, or bought from it",
            example="sale",
            synonyms=("direction",),
        ),
        ImportColumn(
            name="counterparty",
            type="text",
            required=True,
            meaning="code of the entity on the other side",
            example="MAPLE",
            synonyms=("entity", "partner", "trading_partner", "other_side"),
        ),
        ImportColumn(
            name="reference",
            type="text",
            required=True,
            meaning="what both sides call it",
            example="IC-0007",
            synonyms=("intercompany_reference", "invoice"),
        ),
        ImportColumn(
            name="document",
            type="text",
            required=True,
            meaning="document of the issue or receipt",
            example="IC-0007",
            synonyms=("doc", "voucher"),
        ),
        ImportColumn(
            name="line",
            type="text",
            default="1",
            meaning="its line",
            example="1",
            synonyms=("line_no", "position"),
        ),
        ImportColumn(
            name="amount",
            type="price",
            required=True,
            non_negative=True,
            meaning="the invoice, in its currency",
            example="1250.00",
            synonyms=("price", "invoiced", "value"),
        ),
        ImportColumn(
            name="currency",
            type="currency",
            required=True,
            meaning="currency of the invoice: the seller's",
            example="USD",
            synonyms=("invoice_currency",),
        ),
    ),
)
