"""The file of stock moves: quantities from one place to another."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import (
    BEST_BEFORE_ON,
    DOCUMENT,
    EXPIRES_ON,
    ITEM,
    LINE,
    LOT,
    MADE_ON,
    OWNER,
    POTENCY,
    UNIT,
)

if TYPE_CHECKING:
    import polars as pl

_HALF_RETURN = Problem("half_given", "of returns_document and returns_line one is given and the other is not",
                       hint="name both of the issue whose goods come back, or neither")  # fmt: skip


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Hold the two columns that name an issue together."""
    half = (frame["returns_document"] == "") != (frame["returns_line"] == "")
    return Finished(frame, (Refused(half, "returns_document", _HALF_RETURN),))


_SAMPLE = {"line": "1", "item": "TENT-2", "quantity": "12", "effective_on": "2026-10-05"}

TABLE = ImportTable(
    name="stock_moves",
    grain="one quantity of one item (lot) from one place to another",
    key=("document", "line"),
    orders=(("made_on", "expires_on"), ("made_on", "best_before_on")),
    finish=finish,
    samples=(
        _SAMPLE
        | {
            "document": "PO-1203",
            "from_location": "vendor",
            "to_location": "Toronto/Main",
            "reason": "receipt",
            "value": "1440.00",
        },
        _SAMPLE
        | {
            "document": "SO-8812",
            "from_location": "Toronto/Main",
            "to_location": "customer",
            "reason": "sale",
            "quantity": "2",
        },
        _SAMPLE
        | {
            "document": "RET-17",
            "from_location": "customer",
            "to_location": "Toronto/Main",
            "reason": "return",
            "quantity": "1",
            "returns_document": "SO-8812",
            "returns_line": "1",
        },
    ),
    columns=(
        DOCUMENT,
        LINE,
        ITEM,
        LOT,
        MADE_ON,
        EXPIRES_ON,
        BEST_BEFORE_ON,
        POTENCY,
        ImportColumn(
            name="from_location",
            type="text",
            required=True,
            meaning="where it leaves: a path of ours, or vendor, production, adjustment",
            example="Toronto/Main",
            synonyms=("from", "source_location", "location_from"),
        ),
        ImportColumn(
            name="to_location",
            type="text",
            required=True,
            meaning="where it goes: a path of ours, or customer, scrap, vendor, production, adjustment",
            example="customer",
            synonyms=("to", "destination_location", "location_to"),
        ),
        ImportColumn(
            name="reason",
            type="text",
            required=True,
            meaning="why it moves",
            example="sale",
            synonyms=("move_type", "movement_type", "reason_code"),
        ),
        ImportColumn(
            name="quantity",
            type="quantity",
            required=True,
            positive=True,
            meaning="how much",
            example="12.5",
            synonyms=("qty", "units"),
        ),
        UNIT,
        ImportColumn(
            name="weight",
            type="quantity",
            positive=True,
            meaning="what the goods came to in the item's second quantity, where each unit weighs its own; their share if empty",
            example="18.5",
            synonyms=("catch_weight", "catch_quantity", "second_quantity"),
        ),
        OWNER,
        ImportColumn(
            name="value",
            type="money",
            non_negative=True,
            meaning="what it is worth, on a receipt of our own goods, in the entity's currency",
            example="150.00",
            synonyms=("cost", "total_cost", "amount"),
        ),
        ImportColumn(
            name="effective_on",
            type="day",
            required=True,
            meaning="when it happened",
            example="2026-10-31",
            synonyms=("date", "move_date", "movement_date", "effective_date"),
        ),
        ImportColumn(
            name="accounting_on",
            type="day",
            default_from="effective_on",
            meaning="the day in which it counts; the day when it happened if empty",
            example="2026-10-31",
            synonyms=("posting_date", "accounting_date", "gl_date"),
        ),
        ImportColumn(
            name="returns_document",
            type="text",
            default="",
            meaning="the document of the issue whose goods come back, at what they were issued at; empty otherwise",
            example="SO-8790",
            synonyms=("original_document", "return_of", "returned_document"),
        ),
        ImportColumn(
            name="returns_line",
            type="text",
            default="",
            meaning="the line of that document",
            example="1",
            synonyms=("original_line", "return_of_line", "returned_line"),
        ),
        ImportColumn(
            name="terms",
            type="text",
            default="",
            meaning="trade terms by which title passed, where goods are on their way",
            example="FCA",
            synonyms=("incoterm", "incoterms", "delivery_terms"),
        ),
    ),
)
