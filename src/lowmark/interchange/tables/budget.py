"""The file of a budget: what each account is to come to in each period. The file's name is the budget's."""

from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="budget",
    grain="one account in one period",
    key=("account", "ends_on"),
    columns=(
        ImportColumn(name="account", type="text", required=True, meaning="the account's code in the chart", example="5100",
                     synonyms=("account_code", "gl_account")),
        ImportColumn(name="ends_on", type="day", required=True, meaning="last day of the period", example="2026-10-31",
                     synonyms=("period", "period_end", "month_end")),
        ImportColumn(name="amount", type="money", required=True, example="1500.00",
                     meaning="debits less credits: of income and expenses in the period, of others at its end"),
    ),
)  # fmt: skip
