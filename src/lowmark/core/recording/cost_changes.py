"""Turn the rows of a document that says what goods cost more or less into changes of cost, or everything wrong with them.

Before this: interchange has parsed a file, or a desk has read what is asked; the store knows the receipts. After this:
costing. A receipt costs more from the day of its document on: in a closed period from the first open day, and never before
the goods came. Sources: IAS 2.10, 2.11 (freight, duties, rebates); ASC 330-10-30-1, 705-20-25 (what a vendor gives back).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.recording.directions import direction
from lowmark.core.recording.faults import PROBLEM, fault
from lowmark.core.recording.record import in_open_periods, with_periods
from lowmark.core.tables.cost_changes import LANDED
from lowmark.core.tables.locations import BY_ITSELF, CONDITIONS

Basis = Literal["value", "quantity", "weight", "volume"]
BASES: Final[tuple[Basis, ...]] = ("value", "quantity", "weight", "volume")
"""By what an amount is shared among several receipts."""

CHANGES: Final = ("row", "document", "line", "kind", "component", "move", "item_id", "item_class", "lot", "condition",
                  "received_on", "effective_on", "accounting_on", "value_minor")  # fmt: skip
_RECEIPT: Final = ("receipt_document", "receipt_line")


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes in the order of the document, every problem found, and notes on rows that count on a later day.

    Shapes: changes: ``CHANGES``: received_on is the accounting day of the receipt; problems, notes: ``PROBLEM``.
    """

    changes: pl.DataFrame
    problems: pl.DataFrame
    notes: pl.DataFrame


def record_changes(
    *, documents: pl.DataFrame, receipts: pl.DataFrame, recorded: pl.DataFrame, periods: pl.DataFrame
) -> Changes:
    """Find the receipts that rows name, and refuse what cannot be.

    Shapes: documents: row, document, line, kind, receipt_document, receipt_line, value_minor, effective_on, accounting_on,
            accounting_on_given (Boolean); receipts: document, line, move, item_id, item_class, lot, from_kind, to_kind,
            owner, to_owner, quantity_micro, value_minor, accounting_on, returns_move, production, reversed_by; recorded:
            document, line, move; periods: starts_on, ends_on, state.
    """
    named = _named(documents, receipts)
    given = pl.col("accounting_on_given")
    waiting = named.with_columns(
        is_early=given & (pl.col("accounting_on") < pl.col("received_on")),
        accounting_on=pl.when(given).then("accounting_on").otherwise(pl.max_horizontal("accounting_on", "received_on")),
    )
    opened, moved = in_open_periods(waiting, periods)
    there = recorded.select("document", "line", "move", is_recorded=pl.lit(value=True))
    found = with_periods(opened, periods).join(
        there, on=["document", "line", "move"], how="left", maintain_order="left"
    )
    later = found.filter(pl.col("accounting_on") > pl.col("effective_on"), ~given).select("row")
    noted = found.join(pl.concat([later, moved]).unique(), on="row", how="semi", maintain_order="left")
    changes = found.with_columns(
        component=pl.when(pl.col("kind").is_in(LANDED)).then(pl.lit("freight_duty")).otherwise(pl.lit("purchase")),
        condition=pl.col("to_kind").replace_strict(dict(CONDITIONS), default="", return_dtype=pl.String),
    )
    return Changes(
        changes=changes.select(CHANGES), problems=pl.concat(_faults(found)).sort("row", "column", "code"),
        notes=fault(noted.with_columns(noted=True), "noted", "accounting_on", "counts_later",
                    "it counts on the first open day on which the goods were there",
                    "nothing, unless a period should be reopened"),
    )  # fmt: skip


def _named(documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """Join the receipts that rows name, and say whether each has a value of its own that may change."""
    pairs = set(receipts.select("from_kind", "to_kind").rows())
    coming = [pair for pair in pairs if (way := direction(from_kind=pair[0], to_kind=pair[1])) and way[0] == "in"]
    comes = pl.DataFrame(coming, schema={"from_kind": pl.String, "to_kind": pl.String}, orient="row")
    known = receipts.join(comes.with_columns(comes_in=pl.lit(value=True)), on=["from_kind", "to_kind"], how="left",
                          maintain_order="left")  # fmt: skip
    bought = (pl.col("owner") != "") & (pl.col("to_owner") == "")
    has_value = (
        (pl.col("comes_in").fill_null(value=False) | bought)
        & (pl.col("to_owner") == "")
        & pl.col("came_minor").is_not_null()
        & pl.col("returns_move").is_null()
        & pl.col("production").is_null()
        & ~pl.col("from_kind").is_in(BY_ITSELF)
    )
    known = known.rename({"document": "receipt_document", "line": "receipt_line", "value_minor": "came_minor",
                          "accounting_on": "received_on"})  # fmt: skip
    columns = [name for name in known.columns if name not in documents.columns or name in _RECEIPT]
    return documents.join(known.select(columns), on=list(_RECEIPT), how="left", maintain_order="left").with_columns(
        has_value=has_value
    )


def _faults(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Find everything that is wrong with rows."""
    is_there = pl.col("move").is_not_null()
    marked = found.with_columns(
        unknown=~is_there, valueless=is_there & ~pl.col("has_value"), undone=pl.col("reversed_by").is_not_null(),
        nothing=pl.col("value_minor") == 0, no_period=pl.col("period_state").is_null(),
        closed=pl.col("period_state") == "closed",
        twice=is_there & pl.struct("document", "line", "move").is_duplicated(),
    )  # fmt: skip
    return [
        fault(marked, "unknown", "receipt_document", "unknown_receipt", "nothing is recorded under this document and line",
              "name the receipt as it was recorded"),
        fault(marked, "valueless", "receipt_document", "no_own_value", "it is no receipt of ours with a value of its own:"
              " what is issued, returned, moved or made is costed from others", "name the receipt that brought the goods"),
        fault(marked, "undone", "receipt_document", "reversed", "the receipt was reversed as if it had never come",
              "name the receipt that stands"),
        fault(marked, "nothing", "value", "no_change", "the amount is nothing", "leave the row out"),
        fault(marked, "is_recorded", "document", "already_recorded", "this line has changed this receipt already",
              "give a correction a document of its own"),
        fault(marked, "twice", "receipt_document", "given_twice", "this line names the receipt twice",
              "give each receipt once a line"),
        fault(marked, "no_period", "accounting_on", "no_period", "no period has this day", "open-periods opens the next"),
        fault(marked, "closed", "accounting_on", "period_closed", "the period of this day is closed",
              "give it an accounting date in an open period"),
        fault(marked, "is_early", "accounting_on", "counts_too_early", "it counts before the goods came",
              "give it the day of the receipt or a later one"),
    ]  # fmt: skip


def weights(receipts: pl.DataFrame, basis: Basis) -> tuple[list[int], pl.DataFrame]:
    """Return by what an amount is shared among receipts; and a problem for each whose weight or volume nobody says.

    What has no value of its own, and so is no receipt whose cost changes, has no part by value; `record_changes` refuses it.

    Shapes: receipts: row, item, value_minor, quantity_micro, weight_micro, volume_micro.

    >>> table = pl.DataFrame({"row": [1, 2], "item": ["A", "B"], "value_minor": [300, 100], "quantity_micro": [2, 5],
    ...                       "weight_micro": [7, None], "volume_micro": [1, 1]})
    >>> weights(table, "value")[0], weights(table, "volume")[0], weights(table, "weight")[1]["code"].to_list()
    ([300, 100], [2, 5], ['no_weight'])
    """
    column = {"value": "value_minor", "quantity": "quantity_micro"}.get(basis, f"{basis}_micro")
    lacking = receipts.filter(pl.col(column).is_null() & pl.lit(value=basis != "value"))
    problems = lacking.select(
        "row", column=pl.lit("receipts"), value="item", code=pl.lit(f"no_{basis}"),
        message=pl.format("nobody says what {} of {} is", pl.lit(f"the {basis}"), "item"),
        hint=pl.lit(f"import the item with its {basis}, or share by another basis"),
    ).cast(PROBLEM)  # fmt: skip
    rows = receipts.select(pl.col(column).fill_null(0).alias("of_one"), "quantity_micro").rows()
    return [each * quantity if basis in ("weight", "volume") else each for each, quantity in rows], problems


def share_among(value_minor: int, by: Sequence[int]) -> list[int]:
    """Share an amount among receipts by their weights, to the cent.

    Raises: Problem ``no_weight`` where all of them are nothing.

    >>> share_among(100, [300, 100, 200])
    [50, 17, 33]
    """
    return largest_remainder(value_minor, by)
