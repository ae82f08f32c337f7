"""Find what can be picked of an item now: sound goods of ours, less what is held, reserved for others or away.

Before this: an open snapshot, or a transaction that has locked the item. After this: `core.recording.picking` chooses.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.picking import Candidate, Picked, pick
from lowmark.core.tables.locations import AWAY, CONDITIONS
from lowmark.services.access import Granted
from lowmark.services.stock.freezing import is_within
from lowmark.store.many import marks, parts
from lowmark.store.session import Reader, Row
from lowmark.store.stock import kept
from lowmark.store.stock.freezes import FROZEN_FOR

ITEM = "SELECT id, code, tracking, minimum_remaining_days FROM items_item WHERE catalogue_id = %s AND code = %s"
THERE = f"""
SELECT s.item_id, p.path AS location, p.kind, coalesce(l.code, '') AS lot, l.id AS lot_id, p.id AS location_id, l.expires_on,
       l.best_before_on, s.received_on, s.quantity_micro, {FROZEN_FOR} AS frozen_for
FROM stock_stratum s JOIN items_location p ON p.id = s.location_id LEFT JOIN items_lot l ON l.id = s.lot_id
WHERE s.entity_id = %s AND s.item_id IN ({{marks}}) AND s.owner = ''
ORDER BY s.received_on, p.path
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted: how much of which item, on which day, from where, for whom, with how much life left.

    Domain: where its days are below zero, the item says how much life a buyer wants left. What is reserved for the order counts
            as free. What is to move now is not taken from places that are frozen for a count.
    """

    item: str
    quantity_micro: int
    on: date
    location: str = ""
    order: str = ""
    minimum_remaining_days: int = -1
    moves_now: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The item, what to take of it, and the reservations of the order that are used up by it."""

    item_id: int
    item: str
    days: int
    picked: Picked


def picked(reader: Reader, granted: Granted, wanted: Wanted, *, lock: bool = False) -> Found:
    """Return what to take first of what is there now.

    Raises: Problem `not_found`.
    """
    item = reader.row(ITEM, [granted.entity.catalogue_id, wanted.item])
    if item is None:
        raise Problem("not_found", f"{granted.entity.code} knows no {wanted.item!r}", hint="give the code of an item")
    if lock:
        from lowmark.store.session import Writer

        assert isinstance(reader, Writer)
        kept.lock_goods(reader, granted.entity.id, item["id"])
    return picked_each(reader, granted, wanted, [item])[int(item["id"])]


def picked_each(reader: Reader, granted: Granted, wanted: Wanted, items: Sequence[Row]) -> dict[int, Found]:
    """Return what to take first of each of several items, by their numbers: as much of each as is wanted.

    Shapes: items have id, code and minimum_remaining_days.
    """
    there = _candidates(reader, granted, [int(item["id"]) for item in items], wanted)
    found = {}
    for item in items:
        days = wanted.minimum_remaining_days
        days = int(item["minimum_remaining_days"] or 0) if days < 0 else days
        taken = pick(
            there=there[item["id"]], wanted_micro=wanted.quantity_micro, on=wanted.on, minimum_remaining_days=days
        )
        found[int(item["id"])] = Found(int(item["id"]), str(item["code"]), days, taken)
    return found


def require_enough(found: Found) -> Found:
    """Refuse a pick that is short.

    Raises: Problem `short`.
    """
    if found.picked.short_micro:
        raise Problem("short", f"{format_micro(found.picked.short_micro)} of {found.item} more than may be taken",
                      hint="pick says what keeps the rest")  # fmt: skip
    return found


def _candidates(
    reader: Reader, granted: Granted, items: Sequence[int], wanted: Wanted
) -> defaultdict[int, list[Candidate]]:
    """Return what of each item lies where, each part with what keeps it there."""
    entity_id = granted.entity.id
    found: defaultdict[int, list[Candidate]] = defaultdict(list)
    for some in parts(items):
        held: defaultdict[int, set[int | None]] = defaultdict(set)
        for row in kept.holds(reader, entity_id, some):
            held[row["item_id"]].add(row["lot_id"])
        spoken: defaultdict[tuple[int, int, int | None], int] = defaultdict(int)
        for row in kept.reserved(reader, entity_id, some):
            if row["document"] != wanted.order or not wanted.order:
                spoken[row["item_id"], row["location_id"], row["lot_id"]] += row["quantity_micro"]
        days = ("received_on", "expires_on", "best_before_on")
        for row in reader.rows(THERE.format(marks=marks(some)), [entity_id, *some], days=days):
            if not is_within(row["location"], wanted.location):
                continue
            item, quantity = row["item_id"], int(row["quantity_micro"])
            shelf = (item, row["location_id"], row["lot_id"])
            why = "set_apart" if CONDITIONS[row["kind"]] else "away" if row["kind"] in AWAY else ""
            why = why or ("held" if not held[item].isdisjoint({None, row["lot_id"]}) else "")
            why = why or ("frozen" if wanted.moves_now and row["frozen_for"] else "")
            reserved = 0 if why else min(spoken[shelf], quantity)
            spoken[shelf] -= reserved
            for part, because in ((quantity - reserved, why), (reserved, "reserved")):
                if part:
                    found[item].append(Candidate(
                        location=row["location"], lot=row["lot"], received_on=row["received_on"], expires_on=row["expires_on"],
                        best_before_on=row["best_before_on"], quantity_micro=part, kept_by=because,
                    ))  # fmt: skip
    return found


def together(some: tuple[Candidate, ...]) -> list[Candidate]:
    """Join what is taken of one lot at one place, whatever its days.

    >>> together(())
    []
    """
    found: dict[tuple[str, str, str], Candidate] = {}
    for one in some:
        key = (one.location, one.lot, one.kept_by)
        there = found.get(key)
        found[key] = one if there is None else replace(there, quantity_micro=there.quantity_micro + one.quantity_micro)
    return list(found.values())
