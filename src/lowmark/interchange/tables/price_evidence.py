"""The file of price evidence: what goods fetch, according to whom, and when.

A price is kept as the pair *amount for a quantity*, exactly as the source says it. Nothing is divided here, and
nothing rounded.
"""

from typing import TYPE_CHECKING

from lowmark.core.kinds.quantity import MICRO
from lowmark.core.tables.evidence import EVIDENCE
from lowmark.interchange.column import Finished, ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, ITEM, LINE, LOT

if TYPE_CHECKING:
    import polars as pl


def finish(frame: "pl.DataFrame", currency: str) -> Finished:
    """Turn `price` or `amount` with `quantity` into an amount for a quantity, and fill in the entity's currency.

    Units:  millionths of a currency unit, and of the base unit. A price with a quantity becomes the amount for that
            quantity where that is exact, and otherwise stays the amount for one unit: it is never rounded.
    """
    import polars as pl

    quantity = pl.col("quantity_micro").fill_null(MICRO)
    product = pl.col("price_micro").cast(pl.Int128) * quantity.cast(pl.Int128)
    whole = (product // MICRO).cast(pl.Int64, strict=False)
    exact = (product % MICRO == 0) & whole.is_not_null()
    priced = pl.col("price_micro").is_not_null()

    finished = frame.with_columns(
        amount_micro=pl.when(priced & exact).then(whole).when(priced).then("price_micro").otherwise("amount_micro"),
        quantity_micro=pl.when(priced & ~exact).then(MICRO).otherwise(quantity),
        currency=pl.col("currency").fill_null(currency),
    ).drop("price_micro")
    return Finished(finished)


TABLE = ImportTable(
    name="price_evidence",
    grain="one statement by one source about the value of an item or lot",
    key=("document", "line"),
    alternatives=(("price", "amount"),),
    finish=finish,
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        ImportColumn(
            name="kind",
            type="text",
            required=True,
            meaning="what sort of evidence",
            example="recent_sale",
            synonyms=("evidence_kind", "price_type"),
            choices=EVIDENCE.columns["kind"].choices,
        ),
        ImportColumn(
            name="condition",
            type="text",
            default="",
            meaning="for goods in which condition; empty for sound ones",
            example="damaged",
            synonyms=("goods_condition", "quality"),
            choices=tuple(word for word in EVIDENCE.columns["condition"].choices if word),
        ),
        ImportColumn(
            name="channel",
            type="text",
            default="",
            meaning="market or channel; empty for all",
            example="reseller",
            synonyms=("market", "sales_channel"),
        ),
        ImportColumn(
            name="price",
            type="price",
            non_negative=True,
            meaning="price of one unit; or give the amount",
            example="19.99",
            synonyms=("unit_price", "selling_price", "list_price"),
        ),
        ImportColumn(
            name="amount",
            type="price",
            non_negative=True,
            meaning="amount for the quantity; or give the price",
            example="239.88",
            synonyms=("line_total", "total", "net_amount"),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            positive=True,
            meaning="the quantity that the amount is for; one unit if empty",
            example="12",
            synonyms=("qty", "units"),
        ),
        ImportColumn(
            name="currency",
            type="currency",
            meaning="currency of the price; the entity's if empty",
            example="CAD",
            synonyms=("currency_code",),
        ),
        ImportColumn(
            name="observed_on",
            type="day",
            required=True,
            meaning="when it was observed",
            example="2026-10-31",
            synonyms=("date", "observed", "price_date", "order_date"),
        ),
        ImportColumn(
            name="confirms_date",
            type="bool",
            default="false",
            meaning="whether later evidence confirms conditions at the reporting date",
            example="true",
            synonyms=("confirms",),
        ),
        ImportColumn(
            name="standing",
            type="text",
            default="asserted",
            meaning="who stands behind it",
            example="source_matched",
            choices=EVIDENCE.columns["standing"].choices,
        ),
    ),
)
