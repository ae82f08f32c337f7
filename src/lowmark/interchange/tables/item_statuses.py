"""The file of statuses: where items are in their lives, from a day on."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.items import STATUSES
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import ITEM

if TYPE_CHECKING:
    import polars as pl

_NO_SUCCESSOR = Problem("half_given", "an item is superseded by another one, and by nothing else",
                        hint="say what takes its place where it is superseded, and only there")  # fmt: skip


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Hold a status and what takes the item's place together."""
    superseded, by = frame["status"] == "superseded", frame["superseded_by"]
    return Finished(
        frame, (Refused((superseded != (by != "")) | (by == frame["item"]), "superseded_by", _NO_SUCCESSOR),)
    )


TABLE = ImportTable(
    name="item_statuses",
    grain="where one item is in its life, from one day on",
    key=("item", "valid_from"),
    finish=finish,
    samples=(
        {"item": "TENT-2", "status": "superseded", "superseded_by": "TENT-3", "valid_from": "2026-10-31"},
        {"item": "ROPE-9", "status": "discontinued", "valid_from": "2026-12-31"},
    ),
    columns=(
        ITEM,
        ImportColumn(
            name="status",
            type="text",
            required=True,
            meaning="where it is in its life",
            example="superseded",
            synonyms=("item_status", "life_cycle"),
            choices=STATUSES,
        ),
        ImportColumn(
            name="superseded_by",
            type="text",
            default="",
            meaning="the item that takes its place, where it is superseded",
            example="TENT-3",
            synonyms=("replaced_by", "successor"),
        ),
        ImportColumn(
            name="valid_from",
            type="day",
            required=True,
            meaning="from which day on",
            example="2026-10-31",
            synonyms=("from_date", "effective_from", "date"),
        ),
    ),
)
