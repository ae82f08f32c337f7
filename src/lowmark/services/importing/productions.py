"""Import productions: what went in, what came out, and what conversion cost, many orders in one file."""

from typing import Any, Final

import polars as pl

from lowmark.core.recording.faults import PROBLEM
from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems
from lowmark.services.importing.stock import MARKS, import_documents
from lowmark.services.recording.planned import PRODUCTIONS

SUMS: Final = ("labour_minor", "depreciation_minor", "other_overhead_minor", "idle_overhead_minor", "abnormal_micro")


def import_productions(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan productions: inputs first, so that an order that uses what it makes uses what was there before."""
    refused = _of_orders(frame)
    if not refused.is_empty():
        return Refusal(refused)
    productions = frame.group_by("document", maintain_order=True).agg(
        pl.col("effective_on", "accounting_on").first(), *(pl.col(name).sum() for name in SUMS)
    ).with_columns(idle_minor="idle_overhead_minor", at_normal_capacity=pl.col("idle_overhead_minor") > 0)  # fmt: skip
    return import_documents(
        documents_of(frame.drop(*MARKS)), granted, document, productions=productions.select(list(PRODUCTIONS)),
        marks=frame.select("row", *MARKS),
    )  # fmt: skip


def documents_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of productions as recording takes documents.

    Shapes: frame: row, document, line, kind, item, lot, made_on, expires_on, location, quantity_micro, share_micro,
            value_minor, effective_on, accounting_on.
    """
    is_input, is_product = pl.col("kind") == "input", pl.col("kind") == "product"
    place = pl.int_range(pl.len())
    return frame.with_columns(
        from_location=pl.when(is_input).then("location").otherwise(pl.lit("production")),
        to_location=pl.when(is_input).then(pl.lit("production")).otherwise("location"),
        reason=pl.lit("production"), received_on=pl.lit(None, dtype=pl.Date),
        share_micro=pl.when(is_product).then(pl.coalesce("share_micro", "quantity_micro")),
        returns_document=pl.lit(""), returns_line=pl.lit(""),
    ).sort(place.min().over("document"), ~is_input, place)  # fmt: skip


def _of_orders(frame: pl.DataFrame) -> pl.DataFrame:
    """Find orders that make nothing or of nothing, and orders of more than one day."""
    kinds = frame.group_by("document", maintain_order=True).agg(
        pl.col("row").first(), made=(pl.col("kind") == "product").any(), days=pl.struct("effective_on", "accounting_on").n_unique()
    )  # fmt: skip
    found = [
        problems(kinds, "document", "no_product", "the production has no product", "name what it makes; scrap what came to"
                 " nothing", mark=~pl.col("made")),
        problems(kinds, "document", "several_days", "the rows of a production are of several days", "give what is made on"
                 " another day a document of its own", mark=pl.col("days") > 1),
    ]  # fmt: skip
    return pl.concat(found).sort("row").cast(PROBLEM)
