"""Bring quantities that a document says in a unit of its own to the item's base unit, exactly.

Before this: `record` has found the item of each row. After this: its other checks, which know base units alone. What was
written, unit and quantity, stays beside the result and is kept on the move.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lowmark.core.kinds.quantity import format_micro
from lowmark.core.kinds.unit import Inexact, in_base_units, nearest, not_exact
from lowmark.core.recording.faults import PROBLEM

UNITS: Final = pl.Schema(
    {"item_id": pl.Int64(), "unit": pl.String(), "numerator": pl.Int64(), "denominator": pl.Int64()}
)
_SAID: Final = ("row", "item_id", "unit", "base_unit", "quantity_micro", "numerator", "denominator")


def with_base_units(found: pl.DataFrame, units: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows with quantity_micro in base units and unit_quantity_micro as written, and every problem of a unit.

    Shapes: found: row, item_id and base_unit (null where there is no such item), unit (empty for the base unit),
            quantity_micro; units: ``UNITS``.
    Domain: of a row with a problem the quantity stays as it is written; unit_quantity_micro is null without a unit.
    """
    factors = units.select("item_id", "unit", "numerator", "denominator")
    joined = found.join(factors, on=["item_id", "unit"], how="left", maintain_order="left")
    asked = joined.filter(pl.col("unit") != "", pl.col("item_id").is_not_null())
    converted: dict[int, int] = {}
    problems = []
    for row in asked.select(_SAID).iter_rows(named=True):
        answer = _converted(row)
        if isinstance(answer, int):
            converted[row["row"]] = answer
        else:
            problems.append((row["row"], *answer))
    base = pl.DataFrame(list(converted.items()), schema={"row": pl.Int64, "base_micro": pl.Int64}, orient="row")
    rows = joined.join(base.cast({"row": found.schema["row"]}), on="row", how="left", maintain_order="left")
    said = pl.when(pl.col("unit") != "").then("quantity_micro")
    return (
        rows.with_columns(
            unit_quantity_micro=said.cast(pl.Int64), quantity_micro=pl.coalesce("base_micro", "quantity_micro")
        ).drop("base_micro", "numerator", "denominator"),
        pl.DataFrame(problems, schema=PROBLEM, orient="row"),
    )


def _converted(row: Mapping[str, object]) -> int | tuple[str, str, str, str, str]:
    """Return one quantity in base units, or column, value, code, message and hint of what is wrong with it."""
    quantity, unit = int(str(row["quantity_micro"])), str(row["unit"])
    if unit == row["base_unit"]:
        return quantity
    if row["numerator"] is None:
        return ("unit", unit, "unknown_unit", "the item has no such unit",
                f"import it into item_units, or count in {row['base_unit']}")  # fmt: skip
    numerator, denominator = int(str(row["numerator"])), int(str(row["denominator"]))
    try:
        answer = in_base_units(quantity_micro=quantity, numerator=numerator, denominator=denominator)
    except OverflowError:
        return ("quantity", format_micro(quantity), "out_of_range", f"so many {unit} are too many {row['base_unit']}",
                "correct the quantity or the unit")  # fmt: skip
    if not isinstance(answer, Inexact):
        return answer
    return ("quantity", format_micro(quantity), "inexact_unit", not_exact(quantity, unit, str(row["base_unit"])),
            nearest(answer, unit))  # fmt: skip
