"""Goods that are here and not ours, ours and not here, or issued before they were received: what a cut-off test looks for.

Where goods are follows from the moves that count up to the day; what ours cost is their pool's cost at that day, spread over
its places by quantity, so that the parts are the whole. Sources: IAS 2.6; IFRS 15.B77-B82; ISA 501.3-8 (attendance at
counting, and goods held by others).
"""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.tables.locations import AWAY, CONDITIONS
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.cut_off import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.session import Reader, Row, reading
from lowmark.store.stock import places as places_read
from lowmark.store.valuation import read as valuation_read

Goods = tuple[int, int | None, str]
"""Item, lot and condition of goods of ours: what one pool holds."""


def cut_off(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every such quantity at a date, as known at a sequence."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        there = places_read.balances(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
        cost = _cost(reader, book, request, known_seq)
        open_ = places_read.provisional(reader, entity.id, as_of=request.as_of, known_seq=known_seq)
    lines = (*_here_not_ours(there), *_ours_not_here(there, cost), *_not_received(open_))
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency,
        away_minor=sum(line.value_minor for line in lines if line.what == "ours_not_here"),
        provisional_minor=sum(line.value_minor for line in lines if line.what == "issued_not_received"), lines=lines,
    )  # fmt: skip


def _cost(reader: Reader, book: Book, request: Request, known_seq: int) -> dict[Goods, int]:
    """Return what each pool of ours cost at the date."""
    layers = valuation_read.open_layers(reader, book.cost_basis_id, as_of=request.as_of, known_seq=known_seq)
    sums = layers.group_by("item", "lot", "condition").agg(pl.col("cost_minor").sum())
    return {(item, lot, condition): cost for item, lot, condition, cost in sums.iter_rows()}


def _here_not_ours(there: list[Row]) -> Iterator[Line]:
    """Yield what others own in places of ours."""
    for row in there:
        if row["owner"] and row["kind"] not in AWAY:
            yield _line("here_not_ours", row, 0)


def _ours_not_here(there: list[Row], cost: dict[Goods, int]) -> Iterator[Line]:
    """Yield what we own elsewhere, with its share of its pool's cost; a place that was overdrawn takes no share."""
    pools: defaultdict[Goods, list[Row]] = defaultdict(list)
    for row in there:
        if not row["owner"]:
            pools[row["item_id"], row["lot_id"], CONDITIONS[row["kind"]]].append(row)
    for goods, rows in pools.items():
        held = [max(row["quantity_micro"], 0) for row in rows]
        parts = largest_remainder(cost.get(goods, 0), held) if any(held) else [0] * len(rows)
        for row, part in zip(rows, parts, strict=True):
            if row["kind"] in AWAY:
                yield _line("ours_not_here", row, part)


def _not_received(open_: list[Row]) -> Iterator[Line]:
    """Yield what was issued before it came, at the cost that was assumed of it."""
    for row in open_:
        yield _line("issued_not_received", row, row["value_minor"])


def _line(what: str, row: Row, value_minor: int) -> Line:
    return Line(what=what, item=row["item"], lot=row["lot"], location=row["location"], kind=row["kind"],
                owner=row["owner"], quantity_micro=row["quantity_micro"], value_minor=value_minor)  # fmt: skip
