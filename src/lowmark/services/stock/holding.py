"""Hold lots of an item back, and open a write-down case for each: what a hold and a recall have in common.

Before this: an open transaction. After this: nothing of the lots is sold or used until they are released. The goods are
locked first, so that whoever sells at the same moment has either done so before the hold, or is refused after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.store.items import read as items_read
from lowmark.store.session import Writer
from lowmark.store.stock import kept

BLOCKED = frozenset({"sale", "production_issue"})
"""Events by which goods that are held do not leave. They may be scrapped, sent back, counted and moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHold:
    """What is held back, why, and in which words it is a case."""

    document: str
    item: str
    lots: Sequence[str]
    reason: str
    words: str
    on: date


def hold_lots(writer: Writer, granted: Granted, asked: ToHold) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Hold lots (all of the item where none is named); return those that were not held yet, and a moment of the clock.

    Raises: Problem `not_found`.
    """
    entity = granted.entity
    item = items_read.item_by_code(writer, entity.catalogue_id, asked.item)
    if item is None:
        raise Problem("not_found", f"{entity.code} knows no {asked.item!r}", hint="give the code of an item")
    item_id = int(str(item["id"]))
    numbers: dict[str, int | None] = {"": None} if not asked.lots else {}
    for lot in asked.lots:
        numbers[lot] = items_read.lot_by_code(writer, entity.id, item_id, lot)
        if numbers[lot] is None:
            raise Problem("not_found", f"{asked.item} has no lot {lot!r}", hint="give lots that have been received")
    kept.lock_goods(writer, entity.id, item_id)
    there = {row["lot"] for row in kept.holds(writer, entity.id, [item_id]) if row["document"] == asked.document}
    new = {lot: number for lot, number in numbers.items() if lot not in there}
    sequences, recorded_at = writer.tick(entity.id, 2 * len(new) + 1)
    common = {"entity_id": entity.id, "item_id": item_id, "reason": asked.reason, "recorded_at": recorded_at}
    places = list(zip(new.values(), sequences, strict=False))
    writer.insert("hold", [
        {"id": number, **common, "lot_id": lot_id, "document": asked.document, "state": "held", "held_on": asked.on,
         "released_on": None, "known_seq": seq}
        for number, (lot_id, seq) in zip(writer.take_ids("hold", len(new)), places, strict=True)
    ])  # fmt: skip
    writer.insert("case", [
        {"id": number, **common, "lot_id": lot_id, "state": "open", "found_on": asked.on, "words": asked.words,
         "known_seq": sequences[len(new) + place]}
        for place, (number, lot_id) in enumerate(zip(writer.take_ids("case", len(new)), new.values(), strict=True))
    ])  # fmt: skip
    return tuple(new), (sequences[-1], recorded_at)
