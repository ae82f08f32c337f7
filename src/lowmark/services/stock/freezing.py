"""Places that are frozen for a count: nothing moves into them or out of them, by whatever door, whatever its day.

Before this: an open transaction. After this: the move is recorded, or refused. Every move and every freeze takes its sequence from
the entity's clock, which is held from there to the commit: what a move reads after its own is all that was frozen before it.

Locks:  a freeze, a thaw and the posting of a sheet: the name of the sheet. A freeze, and whatever adds places or moves them in
        the tree: the tree. The entity clock last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.place_freezes import FROZEN, OF_THE_SHEET, THAWED
from lowmark.services.access import Granted
from lowmark.services.command import lock_key
from lowmark.services.stock.places import STROKE
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Row, Writer
from lowmark.store.stock import freezes

HINT = "record it when the sheet is posted, or thaw the place"
TREE = "tree of places"
"""Under this name those who change the tree and those who freeze a part of it go one after the other."""


def require_moving(places: Iterable[Mapping[str, Any]], *, document: str = "", reason: str = "") -> None:
    """Refuse what would move into a frozen place or out of it, but for what the sheet itself comes to.

    Shapes: places: location and document, the sheet that it is frozen for, empty where it is not.
    Raises: Problem `refused`.
    """
    own = document if reason in OF_THE_SHEET else ""
    for row in places:
        if row["document"] not in {"", own}:
            raise Problem("refused", f"{row['location']} is frozen for the count {row['document']}", hint=HINT)


def require_still_moving(
    writer: Writer, locations: Sequence[int], *, document: str, reason: str, read_at: int, sequence: int
) -> None:
    """Refuse what moves in places that were frozen between a reading and the move's own sequence; else nothing is read.

    Raises: Problem `refused`.
    """
    if sequence != read_at + 1:
        require_moving(freezes.frozen_for(writer, locations), document=document, reason=reason)


def hold_tree(writer: Writer, granted: Granted) -> list[Row]:
    """Hold the tree of places, of which nobody else freezes anything or changes it to the commit; return what is frozen."""
    lock_key(writer, granted.entity.id, TREE)
    return freezes.standing(writer, granted.entity.id)


def require_outside(frozen: Sequence[Row], paths: Iterable[str]) -> None:
    """Refuse a change of the tree in a frozen place or below it: whoever counts there finds the places as they were.

    Raises: Problem `refused`.
    """
    for path in paths:
        require_moving(row for row in frozen if is_within(path, row["location"]))


def is_within(path: str, place: str) -> bool:
    """Say whether a path is a place or lies in it; everything lies in no place.

    >>> is_within("Toronto/A", "Toronto"), is_within("Toronto2", "Toronto"), is_within("Main", "")
    (True, False, True)
    """
    return not place or f"{path}{STROKE}".startswith(f"{place}{STROKE}")


def freeze(writer: Writer, granted: Granted, places: Sequence[Row], *, document: str, on: date, because: str) -> int:
    """Record that places are frozen for a sheet; return the sequence up to which moves had been recorded before it."""
    _tell(writer, granted, places, document=document, event=FROZEN, on=on, because=because)
    return entities_read.known_seq(writer, granted.entity.id) - len(places)


def thaw(
    writer: Writer, granted: Granted, document: str, *, location: str = "", on: date, because: str
) -> tuple[str, ...]:
    """Record that what is frozen for a sheet moves again; return the places."""
    frozen = freezes.standing(writer, granted.entity.id)
    chosen = [row for row in frozen if row["document"] == document and is_within(row["location"], location)]
    _tell(writer, granted, chosen, document=document, event=THAWED, on=on, because=because)
    return tuple(row["location"] for row in chosen)


def _tell(
    writer: Writer, granted: Granted, places: Sequence[Row], *, document: str, event: str, on: date, because: str
) -> None:
    """Write a fact for each place."""
    if not places:
        return
    sequences, at = writer.tick(granted.entity.id, len(places))
    freezes.write(writer, [
        {"entity_id": granted.entity.id, "document": document, "location_id": row["location_id"], "event": event,
         "effective_on": on, "by_user": granted.user_id, "because": because, "known_seq": seq, "recorded_at": at}
        for row, seq in zip(places, sequences, strict=True)
    ])  # fmt: skip
