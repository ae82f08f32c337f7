"""The file of rules of dimensions: which account's lines have to name one, may, or must not, from a day on."""

from lowmark.core.tables.dimension_rules import DIMENSION_RULE
from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="dimension_rules",
    grain="what is asked of one dimension on one account from a day on",
    key=("account", "dimension", "valid_from"),
    columns=(
        ImportColumn(name="account", type="text", required=True, meaning="the account's code in the chart", example="6000",
                     synonyms=("account_code", "gl_account")),
        ImportColumn(name="dimension", type="text", required=True, meaning="which dimension; item_class is one too",
                     example="department"),
        ImportColumn(name="demand", type="text", required=True, meaning="what is asked of lines drafted by hand",
                     example="required", choices=DIMENSION_RULE.columns["demand"].choices),
        ImportColumn(name="valid_from", type="day", required=True, meaning="from which day", example="2026-01-01",
                     synonyms=("from",)),
    ),
)  # fmt: skip
