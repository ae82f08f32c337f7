"""Show positions: strata at a date, each with its share of its pool's cost and allowance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lowmark.core.kinds.allocation import largest_remainder
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.positions import Line, Request, Response
from lowmark.services.stock.positions import Position, positions_at
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading
from lowmark.store.stock import weights

Shelf = tuple[int, str, str]
"""Item, lot and place."""


def positions(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the positions asked for, and their sums."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        there = positions_at(reader, entity, book, as_of=request.as_of, known_seq=known_seq)
        weighed = _weighed(there, weights.lying(reader, entity.id, as_of=request.as_of, known_seq=known_seq))
    lines = tuple(
        Line(item=one.item, name=one.name, location=one.location, kind=one.kind, lot=one.lot, owner=one.owner,
             received_on=one.received_on, age_days=max((request.as_of - one.received_on).days, 0),
             expires_on=one.expires_on, best_before_on=one.best_before_on,
             potency_micro=one.potency_micro, quantity_micro=one.quantity_micro, value_minor=one.value_minor,
             allowance_minor=one.allowance_minor, catch_unit=unit, catch_micro=weight)
        for one, (unit, weight) in zip(there, weighed, strict=True) if _is_asked(request, one)
    )  # fmt: skip
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, currency=book.currency, lines=lines,
        value_minor=sum(line.value_minor for line in lines), allowance_minor=sum(line.allowance_minor for line in lines),
    )  # fmt: skip


def _weighed(there: Sequence[Position], lying: Mapping[Shelf, tuple[str, int]]) -> list[tuple[str, int]]:
    """Return unit and weight of each position: the weight of a shelf by the quantities that lie there since different days."""
    shelves: defaultdict[Shelf, list[int]] = defaultdict(list)
    for place, one in enumerate(there):
        shelves[one.item_id, one.lot, one.location].append(place)
    found = [("", 0)] * len(there)
    for shelf, (unit, weight) in lying.items():
        places = shelves.get(shelf, [])
        quantities = [max(there[place].quantity_micro, 0) for place in places]
        if any(quantities):
            for place, part in zip(places, largest_remainder(weight, quantities), strict=True):
                found[place] = unit, part
    return found


def _is_asked(request: Request, one: Position) -> bool:
    """Say whether a position is among those asked for."""
    in_place = not request.location or f"{one.location}/".startswith(f"{request.location}/")
    ends_on = one.expires_on or one.best_before_on
    ends = request.expires_by is None or (ends_on is not None and ends_on <= request.expires_by)
    return in_place and ends and request.item in {"", one.item} and request.lot in {"", one.lot}
