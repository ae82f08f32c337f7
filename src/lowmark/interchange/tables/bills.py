"""The file of bills of material: what goes into a batch of what is made, from a day on."""

from typing import TYPE_CHECKING, Final

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused

if TYPE_CHECKING:
    import polars as pl

WHOLE: Final = 1_000_000

_ALL_LOST = Problem("all_lost", "all that is drawn would be lost", hint="give a scrap rate below 1, such as 0.02")
_ITSELF = Problem("circular_bill", "an item is made of itself", hint="name what goes into it")


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Refuse a component of which nothing would be left, and an item that is its own component."""
    named = frame.rename({"scrap_rate_micro": "scrap_micro", "batch_quantity_micro": "batch_micro"})
    scrap, batch = named["scrap_micro"].fill_null(0), named["batch_micro"].fill_null(WHOLE)
    return Finished(named.with_columns(scrap, batch), (
        Refused(scrap >= WHOLE, "scrap_rate", _ALL_LOST),
        Refused(frame["item"] == frame["component"], "component", _ITSELF),
    ))  # fmt: skip


TABLE = ImportTable(
    name="bills",
    grain="one component of one item that is made, in its bill of material from a day on",
    key=("item", "valid_from", "component"),
    finish=finish,
    columns=(
        ImportColumn(
            name="item", type="text", required=True, meaning="the code of what is made", example="BIKE-1",
            synonyms=("parent", "parent_item", "assembly", "product"),
        ),
        ImportColumn(
            name="component", type="text", required=True, meaning="the code of what goes into it", example="WHEEL-26",
            synonyms=("component_item", "material", "child"),
        ),
        ImportColumn(
            name="quantity", type="quantity", required=True, positive=True,
            meaning="how much of the component a batch contains, in its base unit", example="2",
            synonyms=("qty", "quantity_per", "usage"),
        ),
        ImportColumn(
            name="batch_quantity", type="quantity", positive=True,
            meaning="the batch that the quantity is for; 1 if empty", example="1", synonyms=("batch_size", "per"),
        ),
        ImportColumn(
            name="scrap_rate", type="quantity", non_negative=True,
            meaning="which part of what is drawn is lost normally; 0 if empty", example="0.02", synonyms=("scrap",),
        ),
        ImportColumn(
            name="valid_from", type="day", required=True, meaning="the day from which the bill holds",
            example="2026-01-01", synonyms=("from_date", "effective_from"),
        ),
    ),
)  # fmt: skip
