"""Age what is ours: positions by the days since they were first received, in bands."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.ageing import Line, Request, Response
from lowmark.services.stock.positions import placed_at, with_shares
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.session import reading

SUMMED: Final = ("quantity_micro", "value_minor", "allowance_minor")
SUMS: Final = (pl.col(SUMMED).sum(),)


def ageing(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the bands of every item that is ours.

    Raises: Problem `bad_request` for bands that do not go up.
    """
    del actor
    entity, ends = granted.entity, _ends(request.bands)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        there = placed_at(reader, entity, as_of=request.as_of, known_seq=known_seq, item=request.item)
        shares = with_shares(reader, entity, book, there, as_of=request.as_of, known_seq=known_seq)
        numbers = there["item_id"].unique().sort().to_list() if request.item else None
        names = items_read.names(reader, entity.catalogue_id, numbers)
    days = (pl.lit(request.as_of) - pl.col("received_on")).dt.total_days().clip(lower_bound=0)
    ours = shares.filter(
        pl.col("owner") == "",
        pl.lit(not request.location) | (pl.col("location") + "/").str.starts_with(f"{request.location}/"),
    ).with_columns(band=pl.sum_horizontal(pl.lit(0), *(days > end for end in ends)).cast(pl.Int64))
    of_items = ours.group_by("item_id", "band").agg(SUMS).join(names, on="item_id").sort("item", "name", "band")
    of_all = {row["band"]: row for row in ours.group_by("band").agg(SUMS).iter_rows(named=True)}
    columns = [of_items[name].to_list() for name in ("item", "name", "band", *SUMMED)]
    bands = _bands(ends)
    nothing = {"value_minor": 0, "allowance_minor": 0}
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        bands=tuple(
            Line(item="", name="", from_days=first, band=band, quantity_micro=0,
                 value_minor=of_all.get(place, nothing)["value_minor"],
                 allowance_minor=of_all.get(place, nothing)["allowance_minor"])
            for place, (first, band) in enumerate(bands)
        ),
        lines=tuple(
            Line(item=item, name=name, from_days=bands[place][0], band=bands[place][1], quantity_micro=quantity,
                 value_minor=value, allowance_minor=allowance)
            for item, name, place, quantity, value, allowance in zip(*columns, strict=True)
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


def _bands(ends: Sequence[int]) -> list[tuple[int, str]]:
    """Return the first day of each band, and its name.

    >>> _bands([30, 60])
    [(0, '0-30'), (31, '31-60'), (61, '61 and more')]
    """
    firsts = [0, *(end + 1 for end in ends)]
    return [
        *((first, f"{first}-{end}") for first, end in zip(firsts, ends, strict=False)),
        (firsts[-1], f"{firsts[-1]} and more"),
    ]
