"""A count sheet rolled to another day, beside the books of that day."""

from datetime import timedelta

import polars as pl

from lowmark.core.recording.count_rolling import rolled
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.counting.counted import KEYS, books_at, last_of_sheet, since_frozen
from lowmark.services.operations.count_roll import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import counts as counts_store


def count_roll(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Roll the sheet.

    Raises: Problem `not_found` for a sheet that is not there.
    """
    del actor
    entity, to = granted.entity, request.as_of
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        counts = last_of_sheet(reader, granted, request.document, known_seq=known_seq)
        days = [to, *counts["counted_on"].to_list()]
        moves = counts_store.moved_in_places(
            reader,
            entity.id,
            request.document,
            after=min(days) - timedelta(days=1),
            until=max(days),
            known_seq=known_seq,
        )
        since = since_frozen(reader, granted, request.document, counts, known_seq=known_seq)
        books = books_at(reader, granted, to, known_seq=known_seq)
    found = rolled(
        counts=counts.select(*KEYS, "counted_on", "quantity_micro"), moves=_after_the_freeze(moves, since), to=to,
        books=books.select(*KEYS, pl.col("quantity_micro").alias("book_micro"), "cost_minor"),
    )  # fmt: skip
    lines = tuple(Line(**row) for row in found.select(list(Line.__dataclass_fields__)).iter_rows(named=True))
    return Response(
        entity=entity.code, document=request.document, as_of=to, known_seq=known_seq, currency=entity.currency,
        value_minor=sum(line.value_minor for line in lines), lines=lines,
    )  # fmt: skip


def _after_the_freeze(moves: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """Return the moves by day, those of them marked that were told after the freeze of their place: they came after the count."""
    if since.is_empty():
        return moves
    came, left = pl.col("came_micro"), pl.col("left_micro")
    taken = since.with_columns(by_sheet=pl.lit(value=False), came_micro=-came, left_micro=-left)
    marked = since.with_columns(by_sheet=pl.lit(value=True))
    return pl.concat([moves, taken.select(moves.columns), marked.select(moves.columns)])
