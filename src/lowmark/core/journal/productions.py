"""What a production does to the ledger besides its goods: conversion that goes into them, waste and idle capacity.

Before this: what productions say, and what costing found that was lost abnormally. After this: `entries`. Sources: IAS 2.12,
2.13 and 2.16(a); ASC 330-10-30-7.
"""

from typing import Final

import polars as pl

KINDS: Final = ("labour", "depreciation", "other_overhead")
"""Kinds of conversion cost: the reason of its lines, and with `_minor` after it the column of its amount."""

EVENT: Final = ("event", "accounting_on", "document", "reason", "item_class", "amount_minor")


def conversion_events(productions: pl.DataFrame, *, document: str) -> pl.DataFrame:
    """Return the events by which productions take conversion cost, and by which what is not absorbed is an expense.

    Shapes: productions: accounting_on, item_class (of the product), a column for each of ``KINDS``, idle_minor; all minor
            units. Out: as `to_entries` takes events.

    >>> made = pl.DataFrame({"accounting_on": [5], "item_class": ["finished_goods"], "labour_minor": [70],
    ...                      "depreciation_minor": [0], "other_overhead_minor": [20], "idle_minor": [10]})
    >>> conversion_events(made, document="WO-1").select("event", "reason", "amount_minor").rows()
    [('conversion', 'labour', 70), ('conversion', 'other_overhead', 20), ('idle_capacity', '', 10)]
    """
    parts = [("conversion", kind, f"{kind}_minor") for kind in KINDS] + [("idle_capacity", "", "idle_minor")]
    events = [
        productions.select(
            "accounting_on", "item_class", event=pl.lit(event), document=pl.lit(document), reason=pl.lit(reason),
            amount_minor=pl.col(column),
        ).select(EVENT)
        for event, reason, column in parts
    ]  # fmt: skip
    return pl.concat(events).filter(pl.col("amount_minor") != 0)


def waste_events(wasted: pl.DataFrame, *, document: str) -> pl.DataFrame:
    """Return the events by which abnormal waste is an expense.

    Shapes: wasted: accounting_on, item_class, value_minor (signed), is_adjusted: by how much it is another than was posted
            before. Out: as `to_entries` takes events.

    >>> wasted = pl.DataFrame({"accounting_on": [5, 5], "item_class": ["", ""], "value_minor": [7, -2],
    ...                        "is_adjusted": [False, True]})
    >>> waste_events(wasted, document="WO-1").select("event", "amount_minor").rows()
    [('abnormal_waste', 7), ('abnormal_waste_recosted_back', 2)]
    """
    rise = pl.when(pl.col("value_minor") > 0).then(pl.lit("_recosted")).otherwise(pl.lit("_recosted_back"))
    name = pl.lit("abnormal_waste") + pl.when("is_adjusted").then(rise).otherwise(pl.lit(""))
    return wasted.filter(pl.col("value_minor") != 0).select(
        "accounting_on", "item_class", event=name, document=pl.lit(document), reason=pl.lit(""),
        amount_minor=pl.col("value_minor").abs(),
    ).select(EVENT)  # fmt: skip
