"""The file of order lines: what is bought or sold and not yet delivered, as it stands on a day."""

from typing import TYPE_CHECKING

from lowmark.core.tables.order_lines import ORDER_LINE
from lowmark.interchange.column import Finished, ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, ITEM, LINE

if TYPE_CHECKING:
    import polars as pl


def finish(frame: "pl.DataFrame", currency: str) -> Finished:
    """Fill in the entity's currency."""
    import polars as pl

    return Finished(frame.with_columns(currency=pl.col("currency").fill_null(currency)))


TABLE = ImportTable(
    name="order_lines",
    grain="one line of one purchase or sales order, as it stands on one day",
    key=("document", "line"),
    finish=finish,
    columns=(
        DOCUMENT,
        LINE,
        ImportColumn(
            name="side",
            type="text",
            required=True,
            meaning="bought or sold",
            example="sale",
            synonyms=("type", "order_type"),
            choices=ORDER_LINE.columns["side"].choices,
        ),
        ITEM,
        ImportColumn(
            name="is_firm",
            type="bool",
            default="true",
            meaning="whether it binds",
            example="true",
            synonyms=("firm", "binding"),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            required=True,
            non_negative=True,
            meaning="quantity not yet delivered; 0 where the line is done",
            example="120",
            synonyms=("open_quantity", "qty", "units"),
        ),
        ImportColumn(
            name="amount",
            type="price",
            required=True,
            non_negative=True,
            meaning="amount for that quantity",
            example="2400.00",
            synonyms=("open_amount", "line_total", "total", "net_amount"),
        ),
        ImportColumn(
            name="currency",
            type="currency",
            meaning="currency of the amount; the entity's if empty",
            example="CAD",
            synonyms=("currency_code",),
        ),
        ImportColumn(
            name="due_on",
            type="day",
            required=True,
            meaning="when it is due",
            example="2026-12-15",
            synonyms=("due", "due_date", "delivery_date", "promised_on"),
        ),
        ImportColumn(
            name="stated_on",
            type="day",
            required=True,
            meaning="as of when the line stands so",
            example="2026-10-31",
            synonyms=("as_of", "date", "status_date"),
        ),
    ),
)
