"""What receipts are worth from day to day, among moves that are costed again: on which days that changes, and to what.

Before this: the legs that are costed again. After this: `among` hands days and values to the flow. The days are those
of the changes of these receipts, and every day on which something recorded counts that is not its move's own: there a change
of an earlier receipt, or of one in another pool, has been at work.
"""

from datetime import date
from typing import Final

import polars as pl

from lowmark.core.costing.epochs import VALUES, Epochs
from lowmark.core.costing.true_ups import NO_TRUE_UPS
from lowmark.store.session import Reader
from lowmark.store.stock import changes as changes_read

CHANGED: Final = {"move": pl.Int64, "accounting_on": pl.Date, "value_minor": pl.Int64, "is_new": pl.Boolean}


def changes_among(
    reader: Reader, counted: pl.DataFrame, changes: pl.DataFrame | None, *, known_seq: int
) -> pl.DataFrame:
    """Return the changes of receipts that are costed again, recorded and new: ``CHANGED``.

    Domain: at standard a receipt is worth what its move says: there a change is a variance.
    """
    receipts = counted.filter(
        pl.col("quantity_micro") > 0, pl.col("value_minor").is_not_null(), ~pl.col("is_new"), pl.col("method") != "standard"
    )["move"].unique().sort()  # fmt: skip
    recorded = changes_read.changes_of(reader, receipts.to_list(), known_seq=known_seq)
    found = [recorded.select("move", "accounting_on", "value_minor", is_new=pl.lit(value=False))]
    if changes is not None:
        found.append(changes.select("move", "accounting_on", "value_minor", is_new=pl.lit(value=True)))
    return pl.concat(found)


def epochs_of(
    *,
    first: date,
    flows: pl.DataFrame,
    costs: pl.DataFrame,
    changes: pl.DataFrame,
    true_ups: pl.DataFrame = NO_TRUE_UPS,
) -> Epochs:
    """Return the days after the first on which what goods cost changes.

    Shapes: flows: accounting_on, moved_on; costs: accounting_on, of moves before all others or of flows among these; true_ups:
            ``TRUE_UPS``, which count on their last days.
    """
    elsewhere = flows.filter(pl.col("accounting_on") > pl.col("moved_on"))["accounting_on"]
    at_sources = costs.with_columns(own=pl.col("accounting_on").min().over("source_move")).filter(
        pl.col("accounting_on") > pl.col("own")
    )["accounting_on"]
    days = pl.concat([elsewhere, at_sources, changes["accounting_on"], true_ups["ends_on"]]).unique().sort()
    return Epochs(tuple(days.filter(days > first).to_list()))


def worth(counted: pl.DataFrame, changes: pl.DataFrame, epochs: Epochs) -> pl.DataFrame:
    """Return what changed receipts are worth in each epoch, and were without the new changes: ``VALUES``; never below nothing.

    >>> counted = pl.DataFrame({"move": [7], "quantity_micro": [1], "value_minor": [10]})
    >>> days = {"accounting_on": [date(2026, 11, 5), date(2026, 11, 9)]}
    >>> changes = pl.DataFrame({"move": [7, 7], **days, "value_minor": [2, -15], "is_new": [False, True]})
    >>> worth(counted, changes, Epochs(tuple(days["accounting_on"]))).rows()
    [(7, 0, 10, 10), (7, 1, 12, 12), (7, 2, 0, 12)]
    """
    values = dict(counted.filter(pl.col("quantity_micro") > 0).select("move", "value_minor").iter_rows())
    numbered = changes.with_columns(epoch=epochs.of(changes["accounting_on"]))
    rows = []
    for (move,), own in numbered.partition_by("move", as_dict=True, maintain_order=True).items():
        parts = own.select("epoch", "value_minor", "is_new").rows()
        for epoch in range(epochs.n):
            now = values[move] + sum(value for begins, value, _ in parts if begins <= epoch)
            was = values[move] + sum(value for begins, value, is_new in parts if begins <= epoch and not is_new)
            rows.append((move, epoch, max(0, now), max(0, was)))
    return pl.DataFrame(rows, schema=VALUES, orient="row")
