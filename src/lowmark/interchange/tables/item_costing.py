"""The file of cost formulas: the items that are costed otherwise than their entity costs, and the standards of some."""

from typing import TYPE_CHECKING, Final

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.cost_bases import METHODS
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import ITEM

if TYPE_CHECKING:
    import polars as pl

STANDARD: Final = "standard"

_NEEDED = Problem("standard_needed", "an item that is costed at standard has a standard cost, and a day from which on",
                  hint="fill in standard_cost and valid_from")  # fmt: skip
_UNUSED = Problem("standard_unused", f"only an item whose method is {STANDARD} has a standard cost",
                  hint="leave standard_cost and valid_from empty")  # fmt: skip


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Hold a standard cost and its first day to the method that asks for both."""
    is_standard = frame["method"] == STANDARD
    has_cost, has_day = frame["standard_cost_micro"].is_not_null(), frame["valid_from"].is_not_null()
    return Finished(frame, (
        Refused(is_standard & ~(has_cost & has_day), "method", _NEEDED),
        Refused(~is_standard & (has_cost | has_day), "method", _UNUSED),
    ))  # fmt: skip


TABLE = ImportTable(
    name="item_costing",
    grain="one item with a cost formula of its own, in the primary book's basis",
    key=("item",),
    finish=finish,
    columns=(
        ITEM,
        ImportColumn(
            name="method",
            type="text",
            required=True,
            meaning="its cost formula",
            example=STANDARD,
            synonyms=("cost_method", "costing_method", "cost_formula", "valuation_method"),
            choices=METHODS,
        ),
        ImportColumn(
            name="standard_cost",
            type="price",
            non_negative=True,
            meaning="cost of one base unit, where the method is standard, in the entity's currency",
            example="12.75",
            synonyms=("standard_price", "std_cost"),
        ),
        ImportColumn(
            name="valid_from",
            type="day",
            meaning="the day from which the standard cost holds",
            example="2026-01-01",
            synonyms=("standard_from", "from_date", "effective_from"),
        ),
    ),
)
