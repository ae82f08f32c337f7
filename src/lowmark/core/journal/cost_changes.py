"""What a change of cost posts: the claim or the charge in full, and what the goods cannot bear.

Before this: goods are costed again; a changed receipt's own flows differ on the day of the change. After this: entries.
Each change takes a flow of its own for its whole amount, posted by the event of its kind; what is left of the difference
is what a credit exceeds the receipt's cost by, which is cost of sales. What was issued follows by the events of its moves.
Goods at standard keep their value, and the change is a variance. Sources: IAS 2.10, 2.11, 2.21; ASC 705-20-25.
"""

from typing import Final

import polars as pl

from lowmark.core.journal.posting_rules import cost_change_event

CHANGES: Final = {"pool": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "kind": pl.String, "value_minor": pl.Int64,
                  "item_class": pl.String, "at_standard": pl.Boolean}  # fmt: skip
"""Changes that are new: the pool and move of the receipt, from which day on, the kind, how much dearer, the goods' class."""

OVER_COST: Final = "credit_over_cost"


def no_changes() -> pl.DataFrame:
    """Return no changes.

    >>> no_changes().height
    0
    """
    return pl.DataFrame(schema=CHANGES)


def with_changes(flows: pl.DataFrame, own: pl.DataFrame, changes: pl.DataFrame, valued: pl.DataFrame) -> pl.DataFrame:
    """Split the differences of changed receipts: a flow for each change, posted by its event, and one for the rest.

    Shapes: flows: pool, layer, move, kind, accounting_on, known_seq, quantity_micro, value_minor and more, of which those of
            kind adjust are differences; own: the flows of all moves on their own days, for the layer of each receipt;
            changes: ``CHANGES``; valued: pool, move: receipts with a value of their own, not at standard. Out: the flows
            and posted: the event, where that is not one of the move's own; empty where nothing is posted.

    >>> from datetime import date
    >>> flow = pl.DataFrame({"pool": 1, "layer": 7, "move": 7, "kind": "adjust", "accounting_on": date(2026, 11, 5),
    ...     "known_seq": 1, "quantity_micro": 0, "value_minor": -10, "item_class": "merchandise"})
    >>> change = pl.DataFrame([(1, 7, date(2026, 11, 5), "credit", -12, "merchandise", False)], schema=CHANGES, orient="row")
    >>> split = with_changes(flow, flow, change, pl.DataFrame({"pool": [1], "move": [7]}))
    >>> split.select("value_minor", "posted").rows()
    [(-12, 'vendor_credit'), (2, 'credit_over_cost')]
    """
    keys = ["pool", "layer", "move", "accounting_on"]
    by_change = changes.filter(~pl.col("at_standard")).drop("item_class", "at_standard").rename({"kind": "said"})
    where = own.select(pl.exclude("accounting_on", "quantity_micro", "value_minor", "kind")).unique(["pool", "move"])
    posted = pl.Series([cost_change_event(kind=kind, value_minor=value)
                        for kind, value in by_change.select("said", "value_minor").iter_rows()], dtype=pl.String)  # fmt: skip
    apart = by_change.with_columns(posted=posted).join(where, on=["pool", "move"], maintain_order="left").with_columns(
        kind=pl.lit("adjust").cast(flows.schema["kind"]), quantity_micro=pl.lit(0, dtype=pl.Int64)
    ).select(*flows.columns, "posted")  # fmt: skip
    named = pl.lit(None, dtype=pl.String)
    adjusted = flows.filter(pl.col("kind") == "adjust")
    others = flows.filter(pl.col("kind") != "adjust").with_columns(posted=named)
    negated = apart.drop("posted").with_columns(-pl.col("value_minor"))
    rest = pl.concat([adjusted, negated]).group_by(keys, maintain_order=True).agg(
        pl.col("quantity_micro", "value_minor").sum(), pl.exclude(*keys, "quantity_micro", "value_minor").first()
    ).filter((pl.col("quantity_micro") != 0) | (pl.col("value_minor") != 0))  # fmt: skip
    net = pl.col("value_minor").sum().over("pool", "move", "accounting_on")
    over = (
        pl.when(net > 0).then(pl.lit(OVER_COST)).when(net < 0).then(pl.lit(f"{OVER_COST}_back")).otherwise(pl.lit(""))
    )
    marked = rest.join(valued.with_columns(is_valued=pl.lit(value=True)), on=["pool", "move"], how="left",
                       maintain_order="left")  # fmt: skip
    left = marked.with_columns(posted=pl.when("is_valued").then(over)).select(apart.columns)
    return pl.concat([others.select(apart.columns), apart, left])


def as_variances(changes: pl.DataFrame) -> pl.DataFrame:
    """Return what changes of goods at standard vary: move, event (of the change), item_class, accounting_on, value_minor."""
    at_standard = changes.filter("at_standard")
    events = [cost_change_event(kind=kind) for kind in at_standard["kind"]]
    return at_standard.select(
        "move", pl.Series("event", events, dtype=pl.String), "item_class", "accounting_on", "value_minor"
    )
