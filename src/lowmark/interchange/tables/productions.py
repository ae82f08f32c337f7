"""The file of productions: what went in and what came out, a row each; what conversion cost stands with a product."""

from typing import TYPE_CHECKING, Final

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import Finished, ImportColumn, ImportTable, Refused
from lowmark.interchange.shared_columns import BEST_BEFORE_ON, DOCUMENT, EXPIRES_ON, ITEM, LINE, LOT, MADE_ON, POTENCY

if TYPE_CHECKING:
    import polars as pl

KINDS: Final = ("input", "product", "by_product")
CONVERSION: Final = ("labour", "depreciation", "other_overhead", "idle_overhead")

_VALUE = Problem("value_of_by_product", "a by-product comes in at its own value, and nothing else has one",
                 hint="fill in value for a by-product; all else is costed here")  # fmt: skip
_SHARE = Problem("share_of_product", "only a product shares the cost", hint="leave share empty")
_SAID = Problem(
    "said_with_product", "conversion and losses are said with a product", hint="move it to the product's row"
)


def finish(frame: "pl.DataFrame", _: str) -> Finished:
    """Hold values to by-products, shares and costs to products."""
    is_product, is_by_product = frame["kind"] == "product", frame["kind"] == "by_product"
    amounts = [*(f"{name}_minor" for name in CONVERSION), "abnormal_micro"]
    filled = frame.with_columns(frame[name].fill_null(0) for name in amounts)
    said = filled[amounts[0]] != 0
    for name in amounts[1:]:
        said |= filled[name] != 0
    return Finished(filled, (
        Refused(is_by_product != frame["value_minor"].is_not_null(), "value", _VALUE),
        Refused(~is_product & frame["share_micro"].is_not_null(), "share", _SHARE),
        Refused(~is_product & said, "kind", _SAID),
    ))  # fmt: skip


def _money(name: str, meaning: str) -> ImportColumn:
    return ImportColumn(name=name, type="money", non_negative=True, meaning=meaning, example="40.00")


TABLE = ImportTable(
    name="productions",
    grain="one input or output of one production",
    key=("document", "line"),
    orders=(("made_on", "expires_on"), ("made_on", "best_before_on")),
    finish=finish,
    samples=(
        {"document": "WO-118", "line": "1", "kind": "input", "item": "FRAME", "location": "Plant", "quantity": "10",
         "effective_on": "2026-10-05"},
        {"document": "WO-118", "line": "2", "kind": "product", "item": "BIKE-1", "location": "Plant", "quantity": "9",
         "labour": "120.00", "abnormal": "1", "effective_on": "2026-10-05"},
        {"document": "WO-118", "line": "3", "kind": "by_product", "item": "OFFCUTS", "location": "Plant",
         "quantity": "2.5", "value": "5.00", "effective_on": "2026-10-05"},
    ),
    columns=(
        DOCUMENT,
        LINE,
        ImportColumn(name="kind", type="text", required=True, meaning="what the row is of the production",
                     example="input", choices=KINDS),
        ITEM,
        LOT,
        MADE_ON,
        EXPIRES_ON,
        BEST_BEFORE_ON,
        POTENCY,
        ImportColumn(name="location", type="text", required=True, example="Toronto/Plant",
                     meaning="where it is taken from or put: a path of ours", synonyms=("place",)),
        ImportColumn(name="quantity", type="quantity", required=True, positive=True, example="12.5",
                     meaning="how much, in the item's base unit", synonyms=("qty", "units")),
        ImportColumn(name="share", type="quantity", positive=True, example="60",
                     meaning="of a product: by what part it shares the cost; its quantity if empty"),
        ImportColumn(name="value", type="money", non_negative=True, example="5.00",
                     meaning="of a by-product: what it comes in at"),
        _money("labour", "direct labour that went in; with a product"),
        _money("depreciation", "depreciation that went in; with a product"),
        _money("other_overhead", "other production overhead that went in; with a product"),
        _money("idle_overhead", "fixed overhead that normal capacity did not absorb, an expense; with a product"),
        ImportColumn(name="abnormal", type="quantity", non_negative=True, example="1",
                     meaning="what was lost abnormally, on the scale of the shares; with a product"),
        ImportColumn(name="effective_on", type="day", required=True, meaning="when it happened", example="2026-10-31",
                     synonyms=("date", "produced_on", "effective_date")),
        ImportColumn(name="accounting_on", type="day", default_from="effective_on", example="2026-10-31",
                     meaning="the day in which it counts; the day when it happened if empty",
                     synonyms=("posting_date", "accounting_date")),
    ),
)  # fmt: skip
