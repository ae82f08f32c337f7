"""The file of open items at the cut-over: what was received, sold or promised, and not yet invoiced or settled."""

from lowmark.core.tables.opening_items import KINDS
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, FIRST_DAY, LINE

TABLE = ImportTable(
    name="opening_items",
    grain="one open item of one account of the ledger kept before; the items of a kind are all that the account has",
    key=("kind", "document", "line"),
    orders=(("arose_on", "opening_on"),),
    columns=(
        DOCUMENT,
        LINE,
        ImportColumn(
            name="kind",
            type="text",
            required=True,
            meaning="what is open of it",
            example="received_not_invoiced",
            synonyms=("type", "account_kind"),
            choices=tuple(KINDS),
        ),
        ImportColumn(
            name="item",
            type="text",
            meaning="item code; empty where it is of none",
            example="TENT-2",
            synonyms=("sku", "item_code"),
        ),
        ImportColumn(
            name="partner",
            type="text",
            meaning="with whom",
            example="Acme Outdoor",
            synonyms=("vendor", "supplier", "customer"),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            non_negative=True,
            meaning="how much; empty where it is no quantity",
            example="20",
            synonyms=("qty", "units"),
        ),
        ImportColumn(
            name="amount",
            type="money",
            required=True,
            meaning="what is open, in the entity's currency: owed or due, both positive",
            example="240.00",
            synonyms=("open_amount", "value", "accrued"),
        ),
        ImportColumn(
            name="arose_on",
            type="day",
            required=True,
            meaning="when it arose: received, shipped, credited",
            example="2025-12-18",
            synonyms=("received_on", "date", "posting_date"),
        ),
        FIRST_DAY,
    ),
)
