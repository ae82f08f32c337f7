"""Pick kits: each component as an item is picked, from the same places and for the same order.

Before this: an open snapshot, or a transaction. After this: `pick`, `reserve` and `issue-picked`; to them an item is a set of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.kits import can_be_made, require_whole
from lowmark.services.access import Granted
from lowmark.services.kits import held_by
from lowmark.services.stock.picking import Found, Wanted, picked, picked_each
from lowmark.store.session import Reader, Writer
from lowmark.store.stock import kept
from lowmark.store.stock import kits as kits_store

ALL = 2**62
"""More than there is of anything."""


@dataclass(frozen=True, slots=True)
class Set:
    """What is picked of each component of a kit, or of the item itself; the kit's number, where it is one; what is lacking."""

    found: tuple[Found, ...]
    kit_id: int | None
    short_micro: int


@dataclass(frozen=True, slots=True)
class Makeable:
    """How many kits can be made of what is free at a place (of all places, where it is empty), and the component that binds."""

    location: str
    kits: int
    binds: int
    free_micro: int


def picked_set(reader: Reader, granted: Granted, wanted: Wanted, *, lock: bool = False) -> Set:
    """Return what to take first of an item, or of each component of a kit.

    Domain: what is short of a kit is whole kits, since the components of one may lack more than those of another.
    Raises: Problem `not_found`; `bad_request` for a part of a kit, `refused` for one that nobody has defined by that day.
    """
    kit_id = kits_store.number(reader, granted.entity.id, wanted.item)
    if kit_id is None:
        found = picked(reader, granted, wanted, lock=lock)
        return Set((found,), None, found.picked.short_micro)
    require_whole(kit=wanted.item, quantity_micro=wanted.quantity_micro)
    needs = held_by(reader, granted, kit_id, wanted.item, wanted.on)
    items = kits_store.items(reader, list(needs))
    if lock:
        assert isinstance(reader, Writer)
        kept.lock_all_goods(reader, granted.entity.id, sorted(items))
    kits = wanted.quantity_micro // MICRO
    each = tuple(
        picked_each(reader, granted, replace(wanted, quantity_micro=need * kits), [items[number]])[number]
        for number, need in needs.items()
    )
    free = {one.item_id: needs[one.item_id] * kits - one.picked.short_micro for one in each}
    return Set(each, kit_id, (kits - min(kits, can_be_made(needs=needs, free=free)[0])) * MICRO)


def makeable(found: Mapping[int, Found], needs: Mapping[int, int]) -> list[Makeable]:
    """Return how many kits can be made at each place where any can, and first at all places together.

    Domain: `found` has all that is free of each component. What lies in a bin lies in the zone and the site that it is in as well.
    """
    free: dict[str, dict[int, int]] = {"": {}}
    for number in needs:
        for one in found[number].picked.take:
            names = one.location.split("/")
            for place in ("", *("/".join(names[:depth]) for depth in range(1, len(names) + 1))):
                there = free.setdefault(place, {})
                there[number] = there.get(number, 0) + one.quantity_micro
    told = []
    for place, there in sorted(free.items()):
        kits, binds = can_be_made(needs=needs, free=there)
        if kits or not place:
            told.append(Makeable(place, kits, binds, there.get(binds, 0)))
    return told
