"""Lay one move: what leaves a shelf is the oldest there, and what arrives keeps its age. Rows of two shelves alone.

Before this: the pools of the goods are locked, which is to say every shelf that the move touches. After this: the move is
written, with the day on which its goods had first been received where that is known to be another.
"""

from datetime import date
from typing import NamedTuple

from lowmark.core.kinds.day import from_day, to_day
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.strata import OUTSIDE, Days, Moved, laid, owed_micro, put, take
from lowmark.core.tables.locations import INTERNAL
from lowmark.services.access import Granted
from lowmark.services.recording.asked import Asked
from lowmark.services.recording.place import Place
from lowmark.services.stock.holding import BLOCKED
from lowmark.store.session import Writer
from lowmark.store.stock import strata as strata_store
from lowmark.store.stock.kept import held_by


class Since(NamedTuple):
    """Since when the oldest of some goods has been here: as the move says it, where that is another day; and of what moved."""

    received_on: date | None = None
    left: date | None = None


def lay_one(
    writer: Writer, granted: Granted, place: Place, asked: Asked, *, lot_id: int | None, returns_move_id: int | None = None
) -> Since:  # fmt: skip
    """Bring strata up to date; return since when the oldest of the goods has been here.

    Domain: of goods that leave on a day before others of theirs, since when they had been here is not said.

    Raises: Problem `short` where the place that the goods leave has too few, whatever lies at others; `refused` for goods
            that are held back, and for a serial number that is here already.
    """
    entity_id, on = granted.entity.id, to_day(asked.on)
    _require_free(writer, entity_id, place, asked, lot_id)
    if (
        place.is_serial
        and place.way == "in"
        and lot_id is not None
        and strata_store.lies(writer, place.item_id, lot_id)
    ):
        raise Problem(
            "refused", f"{asked.item} {asked.lot} is here already", hint="a serial number is one unit: give another"
        )
    received = on
    if place.way == "in" and returns_move_id is not None:
        received = strata_store.oldest_issued(writer, [returns_move_id]).get(returns_move_id, on)
    elif place.way == "in" and asked.received_on is not None:
        received = to_day(asked.received_on)
    last_on = strata_store.last_moved_on(writer, entity_id, place.item_id)
    if last_on is not None and on < last_on:
        _lay_anew(writer, granted, place, asked, lot_id, received)
        return Since(from_day(received) if received != on else None)
    parts = [(received, asked.quantity_micro)]
    if place.from_kind in INTERNAL:
        before = _shelf(writer, place, place.from_location_id, asked.owner, lot_id)
        after = dict(before)
        parts = take(after, asked.quantity_micro, owed_on=on)
        _require_there(asked, after)
        where = (place.from_location_id, place.item_id, asked.owner)
        strata_store.keep_shelf(writer, entity_id, where, lot_id, before, after)
    if place.to_kind in INTERNAL:
        before = _shelf(writer, place, place.to_location_id, asked.to_owner, lot_id)
        after = dict(before)
        put(after, parts)
        where = (place.to_location_id, place.item_id, asked.to_owner)
        strata_store.keep_shelf(writer, entity_id, where, lot_id, before, after)
    oldest = min(day for day, _ in parts)
    if place.way in {"between", "title"}:
        received = oldest
    return Since(from_day(received) if received != on else None, from_day(oldest))


def _require_free(writer: Writer, entity_id: int, place: Place, asked: Asked, lot_id: int | None) -> None:
    """Refuse to sell or use what is held back.

    Raises: Problem `refused`.
    """
    if place.event in BLOCKED and (document := held_by(writer, entity_id, place.item_id, lot_id)) is not None:
        raise Problem("refused", f"{asked.item} {asked.lot} is held back by {document}".replace("  ", " "),
                      hint="release it first, or take another lot")  # fmt: skip


def _shelf(writer: Writer, place: Place, location_id: int, owner: str, lot_id: int | None) -> Days:
    return strata_store.shelf(writer, location_id, place.item_id, lot_id, owner)


def _require_there(asked: Asked, shelf: Days) -> None:
    """Refuse to take more than is on a shelf.

    Raises: Problem `short`.
    """
    if owed := owed_micro(shelf):
        raise Problem("short", f"{format_micro(owed)} of {asked.item} more than there is at {asked.from_location}",
                      hint="record first how it came there, or correct the place or the quantity")  # fmt: skip


def _lay_anew(writer: Writer, granted: Granted, place: Place, asked: Asked, lot_id: int | None, received: int) -> None:
    """Lay all moves of the goods once more in the order in which they happened, this one among them.

    Raises: Problem `short`.
    """
    entity_id, on = granted.entity.id, to_day(asked.on)
    inside = [kind in INTERNAL for kind in (place.from_kind, place.to_kind)]
    move = Moved(
        place.item_id, asked.lot, place.from_location_id if inside[0] else OUTSIDE,
        place.to_location_id if inside[1] else OUTSIDE, asked.owner, asked.to_owner, asked.quantity_micro, received,
    )  # fmt: skip
    there = strata_store.moves(writer, entity_id, [place.item_id], lot_id=lot_id)
    happened = [*((day, Moved(*each)) for day, each in there), (on, move)]
    happened.sort(key=lambda each: each[0])
    after = laid(each for _, each in happened)
    for shelf in after.values():
        _require_there(asked, shelf)
    before, lots = strata_store.shelves(writer, entity_id, [place.item_id])
    if lot_id is not None:
        before = {shelf: days for shelf, days in before.items() if shelf[2] == asked.lot}
        lots[place.item_id, asked.lot] = lot_id
    strata_store.keep(writer, entity_id, lots, before=before, after=after)
