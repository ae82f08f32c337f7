"""Show positions: strata at a date, each with its share of its pool's cost and allowance."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields

import polars as pl

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.positions import Line, Request, Response
from lowmark.services.stock.positions import lying_at, valued
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import weights

Shelf = tuple[int, str, str]
"""Item, lot and place."""

LINE = [field.name for field in fields(Line)]


def positions(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the positions asked for, and their sums."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        there = lying_at(reader, entity, as_of=request.as_of, known_seq=known_seq, item=request.item)
        meant = there.filter(_is_asked(request)).select("item_id").unique()
        of_them = there.join(meant, on="item_id", how="semi", maintain_order="left")
        found = valued(reader, entity, book, of_them, as_of=request.as_of, known_seq=known_seq)
        lying = weights.lying(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
    asked = (
        _weighed(found, lying)
        .filter(_is_asked(request))
        .with_columns(age_days=(pl.lit(request.as_of) - pl.col("received_on")).dt.total_days().clip(lower_bound=0))
    )
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        whole=there.height, lines=tuple(Line(**row) for row in asked.select(LINE).iter_rows(named=True)),
        value_minor=int(asked["value_minor"].sum()), allowance_minor=int(asked["allowance_minor"].sum()),
    )  # fmt: skip


def _weighed(there: pl.DataFrame, lying: Mapping[Shelf, tuple[str, int]]) -> pl.DataFrame:
    """Add unit and weight of each position: the weight of a shelf by the quantities that lie there since different days."""
    units, parts = [""] * there.height, [0] * there.height
    shelves: defaultdict[Shelf, list[int]] = defaultdict(list)
    if lying:
        for place, shelf in enumerate(there.select("item_id", "lot", "location").iter_rows()):
            shelves[shelf].append(place)
    for shelf, (unit, weight) in lying.items():
        places = shelves.get(shelf, [])
        quantities = [max(there.item(place, "quantity_micro"), 0) for place in places]
        if any(quantities):
            for place, part in zip(places, largest_remainder(weight, quantities), strict=True):
                units[place], parts[place] = unit, part
    return there.with_columns(
        catch_unit=pl.Series(units, dtype=pl.String), catch_micro=pl.Series(parts, dtype=pl.Int64)
    )


def _is_asked(request: Request) -> pl.Expr:
    """Return whether a position is among those asked for."""
    said = pl.concat_str("item", "name", "lot", "location", "owner", separator=" ").str.to_lowercase()
    tests = [pl.lit(True), *(said.str.contains(word.lower(), literal=True) for word in request.words.split())]
    if request.location:
        tests.append((pl.col("location") + "/").str.starts_with(f"{request.location}/"))
    if request.expires_by is not None:
        tests.append((pl.coalesce("expires_on", "best_before_on") <= request.expires_by).fill_null(False))
    tests += [pl.col(name) == value for name, value in (("item", request.item), ("lot", request.lot)) if value]
    return pl.all_horizontal(tests)
