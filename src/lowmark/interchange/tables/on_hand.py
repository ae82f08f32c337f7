"""The file of stock on hand: quantity and cost, for a test without a database."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import ITEM, LOT

if TYPE_CHECKING:
    import polars as pl

_OUT_OF_RANGE = Problem("out_of_range", "quantity and unit cost together are too large for a 64-bit amount")


def finish(frame: "pl.DataFrame", currency: str) -> Finished:
    """Turn a unit cost into the cost of the quantity, rounded once; a cost that fits no 64 bits is refused."""
    import polars as pl

    divisor = 10 ** (12 - exponent(currency))
    costs: list[int | None] = []
    for quantity, unit_cost, cost in frame.select("quantity_micro", "unit_cost_micro", "cost_minor").iter_rows():
        try:
            costs.append(cost if unit_cost is None else multiply_divide_round(quantity, unit_cost, divisor))
        except OverflowError:
            costs.append(None)

    finished = frame.with_columns(cost_minor=pl.Series(costs, dtype=pl.Int64)).drop("unit_cost_micro")
    return Finished(finished, (Refused(finished["cost_minor"].is_null(), "", _OUT_OF_RANGE),))


TABLE = ImportTable(
    name="on_hand",
    grain="one item (lot) in one place; rows of one item and lot are added together",
    alternatives=(("cost", "unit_cost"),),
    finish=finish,
    columns=(
        ITEM,
        LOT,
        ImportColumn(
            name="quantity",
            type="quantity",
            required=True,
            positive=True,
            meaning="how much is on hand, in the item's base unit",
            example="12.5",
            synonyms=("qty", "units", "on_hand", "quantity_on_hand"),
        ),
        ImportColumn(
            name="cost",
            type="money",
            non_negative=True,
            meaning="what all of it cost; or give the unit cost",
            example="1500.00",
            synonyms=("value", "total_cost", "amount"),
        ),
        ImportColumn(
            name="unit_cost",
            type="price",
            non_negative=True,
            meaning="what one unit cost; or give the cost",
            example="120.00",
            synonyms=("cost_per_unit", "standard_cost", "average_cost"),
        ),
    ),
)
