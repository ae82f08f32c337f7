"""Roll the allowance of a book forward, lots and overlays apart, and hold it against the journal."""

from datetime import date
from typing import Any

import polars as pl

from lowmark.core import flow
from lowmark.core.statements.roll_forward import COLUMNS, of_event
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.roll_forward import Line, Overlay, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, reading
from lowmark.store.subledger import overlays as overlays_read
from lowmark.store.subledger import read as subledger_read

ROWS = {"class": "item_class", "item": "item", "lot": "lot", "reason": "reason"}
OVERLAY_ROWS = {"reason": "reason"}
"""An overlay has neither items nor lots: what is not by reason is by class."""


def roll_forward(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the roll-forward of a time.

    Raises: Problem `not_found` for an unknown book, `bad_period`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        at: dict[str, Any] = {"as_of": request.last_on, "known_seq": known_seq}
        moves = _moves(reader, book, ROWS[request.by], OVERLAY_ROWS.get(request.by, "item_class"), at)
        journal = _journal(reader, entity.id, book, at)
        held = subledger_read.held_in_all(reader, book.id, **at)
        overlays = overlays_read.posted_overlays(reader, book.id, **at)
    time = {"first_on": request.first_on, "last_on": request.last_on}
    found = flow.roll_forward(moves=moves, by=["is_overlay", "name"], **time)
    total = found.total.row(0, named=True)
    ledger = flow.roll_forward(moves=journal, by=[], **time).total.row(0, named=True)
    return Response(
        entity=entity.code, book=book.code, **time, known_seq=known_seq, currency=book.currency,
        lines=tuple(Line(**row) for row in found.rows.iter_rows(named=True)),
        total=Line(name="Total", is_overlay=False, **total), ledger=Line(name="Ledger", is_overlay=False, **ledger),
        difference_minor=sum(abs(total[f"{name}_minor"] - ledger[f"{name}_minor"]) for name in COLUMNS),
        held_minor=held, overlay_minor=total["closing_minor"] - held,
        overlays=tuple(_overlay(row, request.last_on) for row in overlays),
    )  # fmt: skip


def _moves(reader: Reader, book: Book, name: str, overlay_name: str, at: dict[str, Any]) -> pl.DataFrame:
    """Return the moves of lots and of overlays, each with the row and the column that it stands in."""
    columns = ("accounting_on", "kind", "cause", "amount_minor", "is_overlay", "name")
    lots = subledger_read.movements_by(reader, book.id, name, **at)
    causes = {event: of_event(event)[1] for event in lots["event"].unique() if event}
    lots = lots.with_columns(
        cause=pl.col("event").replace_strict(causes, default="", return_dtype=pl.String), is_overlay=pl.lit(value=False),
        name=pl.col(name),
    )  # fmt: skip
    overlays = overlays_read.overlay_moves(reader, book.id, **at).with_columns(
        cause=pl.when(pl.col("kind") == "use").then(pl.lit("scrap")).otherwise(pl.lit("")),
        is_overlay=pl.lit(value=True), name=pl.col(overlay_name),
    )  # fmt: skip
    return pl.concat([lots.select(columns), overlays.select(columns)])


def _journal(reader: Reader, entity_id: int, book: Book, at: dict[str, Any]) -> pl.DataFrame:
    """Return what the journal of write-downs posted to the allowance's accounts, as moves by event."""
    accounts = {number for (role, _), number in ledger_read.roles(reader, entity_id).items() if role == "allowance"}
    lines = overlays_read.allowance_lines(reader, book_id=book.id, accounts=sorted(accounts), **at)
    said = {event: of_event(event) for event in lines["event"].unique()}
    return lines.with_columns(
        pl.Series("kind", [said[event][0] for event in lines["event"]], dtype=pl.String),
        pl.Series("cause", [said[event][1] for event in lines["event"]], dtype=pl.String),
    )


def _overlay(row: dict[str, Any], on: date) -> Overlay:
    """Return an overlay in the answer's columns."""
    expires_on = row["expires_on"]
    return Overlay(**{**row, "author": row["author"] or ""}, is_expired=expires_on is not None and expires_on <= on)
