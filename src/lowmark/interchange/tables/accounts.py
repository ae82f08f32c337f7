"""The file of accounts: what an entity's chart holds besides the accounts that its framework brings."""

from lowmark.core.tables.accounts import ACCOUNT
from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="accounts",
    grain="one account of the entity's chart",
    key=("code",),
    columns=(
        ImportColumn(
            name="code",
            type="text",
            required=True,
            meaning="the account's code",
            example="6100",
            synonyms=("account", "account_code", "account_number", "account_no", "gl_account"),
        ),
        ImportColumn(
            name="name",
            type="text",
            required=True,
            meaning="its name",
            example="Rent",
            synonyms=("account_name", "description"),
        ),
        ImportColumn(
            name="section",
            type="text",
            required=True,
            meaning="where it stands in the statements",
            example="expense",
            synonyms=("account_type", "type"),
            choices=ACCOUNT.columns["section"].choices,
        ),
        ImportColumn(
            name="caption",
            type="text",
            required=True,
            meaning="the line of the statement that it belongs to",
            example="Operating expenses",
            synonyms=("statement_line", "group"),
        ),
        ImportColumn(
            name="kind",
            type="text",
            default="normal",
            meaning="control accounts take only subledger entries, and come with the framework",
            example="normal",
            choices=("normal",),
        ),
        ImportColumn(
            name="cash_flow",
            type="text",
            required=True,
            meaning="its part in the statement of cash flows, by the indirect method",
            example="result",
            synonyms=("cash_flow_part",),
            choices=ACCOUNT.columns["cash_flow"].choices,
        ),
        ImportColumn(
            name="sort_order",
            type="whole",
            required=True,
            meaning="place in its section",
            example="610",
            synonyms=("order", "position"),
        ),
        ImportColumn(
            name="nature",
            type="text",
            default="",
            meaning="of an expense: its nature, for an income statement by nature; empty where that is its caption",
            example="Employee benefits",
            synonyms=("expense_nature",),
        ),
    ),
)
