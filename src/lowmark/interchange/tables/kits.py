"""The file of kits: what one kit is of, from a day on."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import UNIT

if TYPE_CHECKING:
    import polars as pl

_ITSELF = Problem("circular_kit", "a kit is in itself", hint="name what is in it")


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Refuse a kit that is its own component."""
    return Finished(frame, (Refused(frame["kit"] == frame["component"], "component", _ITSELF),))


TABLE = ImportTable(
    name="kits",
    grain="one component of one kit, in its definition from a day on",
    key=("kit", "valid_from", "component"),
    finish=finish,
    samples=(
        {"kit": "CAMP-KIT", "component": "TENT-2", "quantity": "1", "valid_from": "2026-01-01"},
        {"kit": "CAMP-KIT", "component": "PEG", "quantity": "8", "valid_from": "2026-01-01"},
    ),
    columns=(
        ImportColumn(
            name="kit", type="text", required=True, meaning="the code of the item that is sold as a set", example="CAMP-KIT",
            synonyms=("item", "kit_item", "parent", "set", "bundle"),
        ),
        ImportColumn(
            name="component", type="text", required=True, meaning="the code of an item in it, which may be a kit again",
            example="TENT-2", synonyms=("component_item", "child", "member"),
        ),
        ImportColumn(
            name="quantity", type="quantity", required=True, positive=True, meaning="how much of the component one kit is of",
            example="1", synonyms=("qty", "quantity_per"),
        ),
        UNIT,
        ImportColumn(
            name="valid_from", type="day", required=True, meaning="the day from which the definition holds",
            example="2026-01-01", synonyms=("from_date", "effective_from"),
        ),
    ),
)  # fmt: skip
