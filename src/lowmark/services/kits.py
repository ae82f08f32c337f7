"""What an entity says of its kits: what one is of on a day, and by which moves the kits of a line left.

Before this: an open snapshot or transaction. After this: whoever picks, records or shows kits.
"""

from collections.abc import Sequence
from datetime import date

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.recording.kits import Line, Part, apart, contents_on
from lowmark.services.access import Granted
from lowmark.store.session import Reader, Row
from lowmark.store.stock import kits as kits_store


def lines_of(reader: Reader, entity_id: int) -> list[Line]:
    """Return every line of every definition of an entity."""
    return [
        Line(kit=row["kit_id"], component=row["component_id"], quantity_micro=row["quantity_micro"], valid_from=row["valid_from"])
        for row in kits_store.lines(reader, entity_id)
    ]  # fmt: skip


def contents(reader: Reader, entity_id: int, day: date) -> dict[int, dict[int, int]]:
    """Return what one of each kit is of on a day, down to what is stocked."""
    return contents_of(lines_of(reader, entity_id), day)


def contents_of(lines: Sequence[Line], day: date) -> dict[int, dict[int, int]]:
    """Return what one of each kit is of on a day by these lines of all definitions, down to what is stocked."""
    return apart(contents_on(lines, day), {line.kit for line in lines})


def held_by(reader: Reader, granted: Granted, kit_id: int, kit: str, day: date) -> dict[int, int]:
    """Return what one kit is of on a day, down to what is stocked.

    Raises: Problem `refused` on a day before its first definition, or that of a kit in it.
    """
    found = contents(reader, granted.entity.id, day).get(kit_id)
    if found is None:
        raise Problem(
            "refused",
            f"nobody says what {kit} is of on {day}",
            hint="define the kit from that day on, or an earlier one",
        )
    return found


def sold(reader: Reader, entity_id: int, document: str, line: str, kit: str) -> tuple[list[Part], list[Row]]:
    """Return the moves by which the kits of a line left, and their rows; none where no such kit did."""
    rows = kits_store.parts(reader, entity_id, document, line, kit)
    names = ("document", "line", "item", "lot", "quantity_micro", "returned_micro")
    return [Part(**{name: row[name] for name in names}) for row in rows], rows


def left_of(reader: Reader, entity_id: int, document: str, line: str) -> tuple[Row, Row, int] | None:
    """Return the kit of a line, its first move, and how many whole kits of it are still out; none where the line is of no kit."""
    kit = kits_store.named(reader, entity_id, document, line)
    if kit is None:
        return None
    parts, rows = sold(reader, entity_id, document, line, kit["code"])
    if not rows:
        return None
    totals: dict[str, list[int]] = {}
    for part in parts:
        total = totals.setdefault(part.item, [0, 0])
        total[0] += part.quantity_micro
        total[1] += part.out_micro
    kits = rows[0]["kit_micro"] // MICRO
    return kit, rows[0], min(out // (total // kits) for total, out in totals.values()) * MICRO
