"""The file of plan terms: what may be done about goods at risk, what it brings, costs and allows."""

from typing import TYPE_CHECKING

from lowmark.core.tables.plan_terms import PLAN_TERM
from lowmark.interchange.column import Finished, ImportColumn, ImportTable
from lowmark.interchange.shared_columns import DOCUMENT, LINE

if TYPE_CHECKING:
    import polars as pl


def finish(frame: "pl.DataFrame", currency: str) -> Finished:
    """Take what is left out as nothing: a term costs nothing, asks for no least quantity and takes no time."""
    import polars as pl

    del currency
    nothing = ("cost_micro", "fixed_minor", "minimum_micro", "lead_days")
    return Finished(frame.with_columns(pl.col(name).cast(pl.Int64).fill_null(0) for name in nothing))


def _price(name: str, meaning: str, example: str) -> ImportColumn:
    return ImportColumn(name=name, type="price", meaning=meaning, example=example, non_negative=True)


TABLE = ImportTable(
    name="plan_terms",
    grain="one thing that may be done about goods at risk, from one day on",
    key=("document", "line"),
    finish=finish,
    columns=(
        DOCUMENT,
        LINE,
        ImportColumn(
            name="action",
            type="text",
            required=True,
            meaning="what may be done",
            example="vendor_return",
            choices=PLAN_TERM.columns["action"].choices,
        ),
        ImportColumn(
            name="item",
            type="text",
            default="",
            meaning="of which item; all of the category if empty",
            example="TENT-2",
            synonyms=("sku", "item_code"),
        ),
        ImportColumn(
            name="category", type="text", default="", meaning="of which category; all if empty", example="Tents"
        ),
        ImportColumn(
            name="location", type="text", default="", meaning="for goods in which place and below", example="Toronto"
        ),
        ImportColumn(
            name="partner",
            type="text",
            default="",
            meaning="vendor, buyer or charity; the item stood in for; the entity that goods go to",
            example="ACME",
            synonyms=("vendor", "buyer"),
        ),
        _price("amount", "what a unit brings; the rate says it if empty", "4.50"),
        _price("rate", "share of cost or price that a unit brings; a markdown's discount", "0.8"),
        _price("cost", "what doing it costs a unit", "0.40"),
        ImportColumn(
            name="fixed", type="money", non_negative=True, meaning="what doing it costs at all", example="15.00"
        ),
        ImportColumn(
            name="limit",
            type="quantity",
            non_negative=True,
            meaning="how much may be done, of all that it covers; no limit if empty, 0 where it has ended",
            example="1500",
        ),
        ImportColumn(name="minimum", type="quantity", non_negative=True, meaning="how much at least", example="10"),
        _price("elasticity", "of a markdown: the elasticity of demand to price", "1.8"),
        ImportColumn(name="lead_days", type="whole", non_negative=True, meaning="days until it is done", example="5"),
        ImportColumn(name="valid_from", type="day", required=True, meaning="from when it holds", example="2026-10-01"),
    ),
)
