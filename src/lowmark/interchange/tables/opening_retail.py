"""The file of opening retail: what departments that are estimated by retail had come to in the year so far."""

from lowmark.core.tables.opening_retail import RETAIL_METHODS, RETAIL_TOTALS
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import FIRST_DAY

TABLE = ImportTable(
    name="opening_retail",
    grain="the totals of one department's year until its books were taken over",
    key=("pool",),
    columns=(
        ImportColumn(
            name="pool",
            type="text",
            required=True,
            meaning="the department's name, by which it is estimated from then on",
            example="shoes",
            synonyms=("department", "pool_name"),
        ),
        ImportColumn(
            name="method",
            type="text",
            required=True,
            meaning="how it is estimated",
            example="retail_conventional",
            synonyms=("retail_method",),
            choices=RETAIL_METHODS,
        ),
        *(
            ImportColumn(
                name=name,
                type="money",
                required=name.startswith("opening_"),
                non_negative=True,
                meaning=meaning,
                example="20000.00",
            )
            for name, meaning in RETAIL_TOTALS.items()
        ),
        ImportColumn(
            name="carried",
            type="money",
            required=True,
            non_negative=True,
            meaning="what the old ledger carries the department at; of LIFO, the layers of the years before",
            example="19272.00",
            synonyms=("inventory", "book_value"),
        ),
        FIRST_DAY,
    ),
)
