"""Age what is ours: positions by the days since they were first received, in bands."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.ageing import Line, Request, Response
from lowmark.services.stock.positions import frame_at
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading

SUMS: Final = (pl.col("quantity_micro", "value_minor", "allowance_minor").sum(),)


def ageing(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the bands of every item that is ours.

    Raises: Problem `bad_request` for bands that do not go up.
    """
    del actor
    entity, ends = granted.entity, _ends(request.bands)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        there = frame_at(reader, entity, book, as_of=request.as_of, known_seq=known_seq, item=request.item)
    days = (pl.lit(request.as_of) - pl.col("received_on")).dt.total_days().clip(lower_bound=0)
    ours = there.filter(
        pl.col("owner") == "",
        pl.lit(not request.location) | (pl.col("location") + "/").str.starts_with(f"{request.location}/"),
    ).with_columns(band=pl.sum_horizontal(pl.lit(0), *(days > end for end in ends)).cast(pl.Int64))
    of_items = ours.group_by("item", "name", "band").agg(SUMS).sort("item", "name", "band")
    of_all = {row["band"]: row for row in ours.group_by("band").agg(SUMS).iter_rows(named=True)}
    nothing = {"quantity_micro": 0, "value_minor": 0, "allowance_minor": 0}
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        bands=tuple(
            _line("", "", band, ends, {**of_all.get(band, nothing), "quantity_micro": 0}) for band in range(len(ends) + 1)
        ),
        lines=tuple(
            _line(row["item"], row["name"], row["band"], ends, row) for row in of_items.iter_rows(named=True)
        ),
    )  # fmt: skip


def _ends(text: str) -> list[int]:
    """Return the last day of each band but the last.

    Raises: Problem `bad_request`.
    """
    words = [word.strip() for word in text.split(",")]
    if not all(word.isdecimal() and len(word) <= 5 for word in words) or (
        ends := [int(word) for word in words]
    ) != sorted(set(ends)):
        raise Problem("bad_request", f"{text!r} are no bands", hint="write days that go up, such as 30,60,90")
    return ends


def _line(item: str, name: str, band: int, ends: Sequence[int], summed: Mapping[str, Any]) -> Line:
    """Return what is in one band."""
    first = 0 if band == 0 else ends[band - 1] + 1
    return Line(
        item=item, name=name, from_days=first, band=f"{first}-{ends[band]}" if band < len(ends) else f"{first} and more",
        quantity_micro=summed["quantity_micro"], value_minor=summed["value_minor"],
        allowance_minor=summed["allowance_minor"],
    )  # fmt: skip
