"""The file of opening LIFO layers: what each year had added to a pool that was kept elsewhere until now."""

from lowmark.core.tables.pool_estimates import POOL_METHODS
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.shared_columns import FIRST_DAY

TABLE = ImportTable(
    name="opening_pool_layers",
    grain="what is left of what one year added to one LIFO pool",
    key=("pool", "fiscal_year"),
    columns=(
        ImportColumn(
            name="pool",
            type="text",
            required=True,
            meaning="the pool's name, by which it is estimated from then on",
            example="all",
            synonyms=("lifo_pool", "pool_name", "department"),
        ),
        ImportColumn(
            name="method",
            type="text",
            required=True,
            meaning="how the pool is estimated",
            example="dollar_value_lifo",
            synonyms=("lifo_method",),
            choices=POOL_METHODS,
        ),
        ImportColumn(
            name="fiscal_year",
            type="whole",
            required=True,
            positive=True,
            meaning="the year that added it",
            example="2021",
            synonyms=("year", "layer_year"),
        ),
        ImportColumn(
            name="base_amount",
            type="money",
            required=True,
            positive=True,
            meaning="what is left of it, at base-year prices; at retail, by the retail method",
            example="20000.00",
            synonyms=("base", "base_year_amount", "base_cost"),
        ),
        ImportColumn(
            name="index",
            type="price",
            required=True,
            positive=True,
            meaning="price index at which it came, the base year 1",
            example="1.08",
            synonyms=("price_index", "layer_index"),
        ),
        ImportColumn(
            name="cost",
            type="money",
            required=True,
            non_negative=True,
            meaning="what is left of it, at LIFO cost",
            example="21600.00",
            synonyms=("lifo_cost", "layer_cost"),
        ),
        ImportColumn(
            name="inside_cost",
            type="money",
            non_negative=True,
            meaning="cost of the whole pool by the method inside, alike in its rows; empty where one pool is all goods",
            example="130000.00",
            synonyms=("fifo_cost", "current_cost"),
        ),
        FIRST_DAY,
    ),
)
