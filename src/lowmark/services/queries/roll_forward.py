"""Roll the allowance of a book forward, and hold it against what is held layer by layer."""

from typing import Any

import polars as pl

from lowmark.core import flow
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.roll_forward import Line, Request, Response
from lowmark.services.testing import find_book
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.subledger import read as subledger_read

CAUSES = {"use_on_scrap": "scrap", "restore_use": "scrap", "restore_release": "sale", "release_over_cost": "over_cost"}
"""What caused a move, where its kind alone does not say the column: by the event of its entry."""

COLUMNS = {"class": "item_class", "item": "item", "lot": "lot", "reason": "reason"}


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
        moves = subledger_read.movements_with_goods(reader, book.id, **at)
        held = int(subledger_read.held_at(reader, book.id, **at)["held_minor"].sum())
    moves = moves.with_columns(cause=pl.col("event").replace_strict(CAUSES, default="", return_dtype=pl.String))
    name = COLUMNS[request.by]
    found = flow.roll_forward(moves=moves, by=[name], first_on=request.first_on, last_on=request.last_on)
    total = _line("Total", found.total.row(0, named=True))
    return Response(
        entity=entity.code, book=book.code, first_on=request.first_on, last_on=request.last_on, known_seq=known_seq,
        currency=book.currency, lines=tuple(_line(row[name], row) for row in found.rows.iter_rows(named=True)),
        total=total, held_minor=held,
    )  # fmt: skip


def _line(name: str, row: dict[str, Any]) -> Line:
    """Return a row in the answer's columns."""
    own = {field: row[field] for field in Line.__dataclass_fields__ if field in row and field != "name"}
    own["other_minor"] = row["other_minor"] + row["fx_minor"] + row["acquired_minor"]
    return Line(name=name, **own)
