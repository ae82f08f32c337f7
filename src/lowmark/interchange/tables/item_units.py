"""The file of units: in what an item is counted besides its base unit, as an exact ratio."""

from dataclasses import replace
from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.unit import LARGEST
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import ITEM, UNIT

if TYPE_CHECKING:
    import polars as pl

_TOO_LARGE = Problem("factor_too_large", f"a factor of a unit has parts of no more than {LARGEST}",
                     hint="bring the ratio to its lowest terms")  # fmt: skip


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Hold the two parts of the ratio to their bound; of one of the unit, where no denominator is given."""
    import polars as pl

    frame = frame.with_columns(pl.col("denominator").fill_null(1))
    return Finished(frame, (
        Refused(frame["numerator"] > LARGEST, "numerator", _TOO_LARGE),
        Refused(frame["denominator"] > LARGEST, "denominator", _TOO_LARGE),
    ))  # fmt: skip


TABLE = ImportTable(
    name="item_units",
    grain="one unit of one item, other than its base unit",
    key=("item", "unit"),
    finish=finish,
    samples=(
        {"item": "TENT-2", "unit": "CTN", "numerator": "12", "denominator": "1"},
        {"item": "ROPE-9", "unit": "FT", "numerator": "381", "denominator": "1250"},
    ),
    columns=(
        ITEM,
        replace(UNIT, required=True, default=None, meaning="the unit", synonyms=(*UNIT.synonyms, "unit_code")),
        ImportColumn(
            name="numerator",
            type="whole",
            required=True,
            positive=True,
            meaning="how many base units are in as many of it as the denominator says",
            example="12",
            synonyms=("factor", "base_quantity", "conversion_factor"),
        ),
        ImportColumn(
            name="denominator",
            type="whole",
            positive=True,
            meaning="of how many of it; 1 if empty",
            example="1",
            synonyms=("per", "unit_quantity"),
        ),
    ),
)
