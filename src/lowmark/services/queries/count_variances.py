"""A count sheet beside the books, as they are known now to have been at the end of each day counted."""

from collections.abc import Mapping
from datetime import date
from typing import cast

import polars as pl

from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.counting.counted import KEYS, books_at, sheet_beside_books
from lowmark.services.operations.count_variances import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Reader, reading
from lowmark.store.stock import freezes


def count_variances(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what differs.

    Raises: Problem `not_found` for a sheet that is not there, or as the grammar of rates words it.
    """
    del actor
    tolerance, entity = parse_rate_micro(request.tolerance), granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        found = sheet_beside_books(reader, granted, request.document, tolerance_micro=tolerance, known_seq=known_seq)
        frozen = {row["location"]: row["document"] for row in freezes.standing(reader, entity.id, known_seq=known_seq)}
        uncounted = _uncounted(reader, granted, request.document, found, frozen, known_seq)
    found = found.with_columns(
        frozen_for=pl.col("location").replace_strict(frozen, default="", return_dtype=pl.String)
        if frozen
        else pl.lit("")
    )
    lines = tuple(Line(**row) for row in found.select(list(Line.__dataclass_fields__)).iter_rows(named=True))
    return Response(
        entity=entity.code, document=request.document, known_seq=known_seq, currency=entity.currency,
        uncounted=uncounted, recounts=sum(line.state == "recount" for line in lines),
        value_minor=sum(line.value_minor for line in lines),
        lines=lines,
    )  # fmt: skip


def _uncounted(
    reader: Reader, granted: Granted, document: str, found: pl.DataFrame, frozen: Mapping[str, str], known_seq: int
) -> int:
    """Return how many goods lie in places that are frozen for the sheet and were not counted on it."""
    places = [place for place, sheet in frozen.items() if sheet == document]
    if not places:
        return 0
    last = cast("date", found["counted_on"].max())
    there = books_at(reader, granted, last, known_seq=known_seq).filter(
        pl.col("location").is_in(places), pl.col("quantity_micro") != 0
    )
    return there.join(found, on=KEYS, how="anti").height
