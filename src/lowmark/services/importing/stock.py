"""Import opening layers and stock moves."""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.recording.plan import Plan, plan
from lowmark.services.recording.write import write
from lowmark.store.session import Writer, reading


def import_opening_layers(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan opening layers: receipts from the place `opening` that keep the day the goods were first received."""
    documents = frame.with_columns(
        from_location=pl.lit("opening"), to_location="location", reason=pl.lit("opening"), effective_on="opening_on",
        accounting_on="opening_on",
    )  # fmt: skip
    return _import(documents, granted, document)


def import_stock_moves(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan stock moves."""
    return _import(frame.with_columns(received_on=pl.lit(None, dtype=pl.Date)), granted, document)


def _import(documents: pl.DataFrame, granted: Granted, document: str) -> Outcome | Refusal:
    """Plan in a snapshot; write under the pen."""
    with reading(granted.scope()) as reader:
        planned = plan(reader, entity=granted.entity, documents=documents, document=document)
    if not planned.problems.is_empty():
        return Refusal(planned.problems)
    user_id = granted.user_id
    assert user_id is not None  # Importing takes a role, and roles are people's.

    def write_it(writer: Writer) -> Refusal | None:
        written = write(writer, planned, documents=documents, user_id=user_id)
        return Refusal(written.problems) if isinstance(written, Plan) else None

    return Outcome(write_it)
