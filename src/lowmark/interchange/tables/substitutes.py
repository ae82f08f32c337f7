"""The file of substitutes: what may be given in place of an item, and how gladly."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import ITEM

if TYPE_CHECKING:
    import polars as pl

_ITSELF = Problem("same_item", "an item is no substitute of itself", hint="name another item")


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Hold the two items apart."""
    return Finished(frame, (Refused(frame["substitute"] == frame["item"], "substitute", _ITSELF),))


TABLE = ImportTable(
    name="substitutes",
    grain="one item that may be given in place of another",
    key=("item", "substitute"),
    finish=finish,
    samples=(
        {"item": "TENT-2", "substitute": "TENT-3", "rank": "1"},
        {"item": "TENT-2", "substitute": "TENT-4", "rank": "2"},
    ),
    columns=(
        ITEM,
        ImportColumn(
            name="substitute",
            type="text",
            required=True,
            meaning="what may be given in its place",
            example="TENT-3",
            synonyms=("substitute_item", "alternative", "alternative_item"),
        ),
        ImportColumn(
            name="rank",
            type="whole",
            non_negative=True,
            meaning="how gladly: 1 before 2; 0 where it may not be given any more; 1 if empty",
            example="1",
            synonyms=("preference", "priority"),
        ),
    ),
)
