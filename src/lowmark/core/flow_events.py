"""What costed moves come to, as events: the journal's words for flows, variances and allowance, in the shapes of `to_entries`.

Before this: `flow` and `flow_late` have costed moves and carried their allowance. After this: they make the entries.
"""

from typing import Final

import polars as pl

from lowmark.core.journal.posting_rules import SAID_BY_REASON, variance_event
from lowmark.core.recording.directions import RE_POOL, allowance_event

RESTATED: Final = "formula_restated"


def trued_up(flows: pl.DataFrame, credited: pl.DataFrame) -> pl.DataFrame:
    """Return by how much goods that were assumed to be there cost more (or less) than was assumed, as variances of a move."""
    cost = flows.group_by("pool", "move", "accounting_on", "event", "reason", "item_class", maintain_order=True).agg(
        cost_minor=-pl.col("value_minor").sum()
    )
    found = credited.join(cost, on=["pool", "move"], maintain_order="left").with_columns(
        value_minor=pl.col("cost_minor") - pl.col("credited_minor")
    )
    return found.filter(pl.col("value_minor") != 0).drop("cost_minor", "credited_minor")


def restated(moves: pl.DataFrame) -> pl.DataFrame:
    """Return what goods that come into another pool are worth there besides, each with the event that posts it.

    Shapes: moves: as `post_moves` takes them; out: move, event (the move's), item_class, accounting_on, value_minor,
            variance_event.

    >>> from datetime import date
    >>> moves = pl.DataFrame({"move": [7, 7], "event": ["re_pool"] * 2, "kind": ["re_pool"] * 2, "item_class": ["goods"] * 2,
    ...     "accounting_on": [date(2027, 1, 1)] * 2, "quantity_micro": [-1, 1], "value_minor": [None, -5]})
    >>> restated(moves).select("move", "value_minor", "variance_event").rows()
    [(7, -5, 'formula_restated_back')]
    """
    raised = pl.col("value_minor") > 0
    return moves.filter(pl.col("kind") == RE_POOL, pl.col("quantity_micro") > 0, pl.col("value_minor") != 0).select(
        "move", "event", "item_class", "accounting_on", "value_minor",
        variance_event=pl.when(raised).then(pl.lit(RESTATED)).otherwise(pl.lit(f"{RESTATED}_back")),
    )  # fmt: skip


def with_carrying_events(flows: pl.DataFrame, varied: pl.DataFrame) -> pl.DataFrame:
    """Let goods re-pooled at another value be carried by the entry of the difference; all else by its own event's."""
    off = varied.filter(pl.col("event") == RE_POOL).select("move", "accounting_on", "variance_event").unique()
    return flows.join(off, on=["move", "accounting_on"], how="left", maintain_order="left").with_columns(
        event=pl.when(pl.col("event") == RE_POOL).then(pl.coalesce("variance_event", "event")).otherwise("event")
    ).drop("variance_event")  # fmt: skip


def events_of(posted: pl.DataFrame, varied: pl.DataFrame, movements: pl.DataFrame, document: str) -> pl.DataFrame:
    """Put together what is posted of flows, of variances and of allowance, as the journal takes it."""
    return pl.concat([
        posted.filter(~pl.col("posted").is_in(["", RE_POOL])).select(
            pl.col("posted").alias("event"), "accounting_on", document=pl.lit(document),
            reason=pl.when(pl.col("event").is_in(SAID_BY_REASON)).then("reason").otherwise(pl.lit("")),
            item_class="item_class", amount_minor=pl.col("amount_minor").abs(),
        ),
        varied.select(
            pl.col("variance_event").alias("event"), "accounting_on", document=pl.lit(document), reason=pl.lit(""),
            item_class="item_class", amount_minor=pl.col("value_minor").abs(),
        ),
        movements.filter(pl.col("event") != "").select(
            "event", "accounting_on", document=pl.lit(document), reason="allowance_reason", item_class="item_class",
            amount_minor=pl.col("amount_minor").abs(),
        ),
    ])  # fmt: skip


def variance_events(varied: pl.DataFrame) -> pl.Series:
    """Say of each variance by which event it is posted."""
    pairs = varied.select("event", pl.col("value_minor").sign().alias("sign"))
    names = {pair: variance_event(event=pair[0], variance_minor=pair[1]) for pair in pairs.unique().iter_rows()}
    return pl.Series("variance_event", [names[pair] for pair in pairs.iter_rows()], dtype=pl.String)


def allowance_events(flows: pl.DataFrame) -> pl.Series:
    """Say of each flow by which event it takes allowance or brings it back."""
    of = {event: allowance_event(event) for event in flows["event"].unique()}
    return flows["event"].replace_strict(of, return_dtype=pl.String)
