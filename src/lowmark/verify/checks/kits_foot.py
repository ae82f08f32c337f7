"""Kits foot: the moves of a line that names a kit are what so many kits are of, and no kit has moves of its own."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names, quantity
from lowmark.verify.reader import Row, Rows, pages

NAME: Final = "kits_foot"
MEANING: Final = (
    "no kit has moves of its own, and its components moved as it was defined, and came back as they had gone"
)

_ONE: Final = 1_000_000
_LINES: Final = (
    "SELECT id, kit_id, component_id, quantity_micro, valid_from, known_seq FROM stock_kit_line WHERE entity_id = %s"
)
_OWN: Final = """
SELECT m.id, m.item_id, m.known_seq FROM stock_stock_move m WHERE m.entity_id = %s
  AND m.item_id IN (SELECT kit_id FROM stock_kit_line WHERE entity_id = %s)
"""
_PARTS: Final = """
SELECT p.id, p.kit_id, p.kit_line, p.kit_micro, p.known_seq, p.move_id, m.document, m.line, m.item_id, m.quantity_micro,
       m.effective_on, m.returns_move_id
FROM stock_kit_part p LEFT JOIN stock_stock_move m ON m.id = p.move_id WHERE p.entity_id = %s
"""
Name = tuple[str, str]
"""A document, and the line of it that names a kit."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Take every kit that moved apart again, by what was known of it then."""
    faults, names = Faults(), Names(reader, entity_id)
    lines = [row for page in pages(reader, _LINES, [entity_id], key="known_seq") for row in page]
    for row in reader.rows(_OWN, [entity_id, entity_id]):
        faults.add("{} moves {}, which is a kit", names("move", row["id"]), names("item", row["item_id"]))
    groups: defaultdict[Name, list[Row]] = defaultdict(list)
    origin: dict[int, Name] = {}
    seen = len(lines)
    for page in pages(reader, _PARTS, [entity_id], key="known_seq"):
        for part in page:
            seen += 1
            if part["document"] is None:
                faults.add("kit part number {} is of {}", part["id"], names("move", part["move_id"]))
                continue
            name = str(part["document"]), str(part["kit_line"])
            groups[name].append(part)
            if part["returns_move_id"] is None:
                origin[part["move_id"]] = name
            if not str(part["line"]).startswith(f"{name[1]}."):
                faults.add("{} is said to be of line {}", names("move", part["move_id"]), name[1])
    for name, parts in groups.items():
        _look(faults, names, name, parts, groups=groups, origin=origin, lines=lines)
    return faults.checked(max(seen, 1))  # Of an entity without any it was seen that nothing is a kit.


def _look(
    faults: Faults, names: Names, name: Name, parts: list[Row], *, groups: dict[Name, list[Row]], origin: dict[int, Name],
    lines: list[Row],
) -> None:  # fmt: skip
    """Hold the moves of one line to what its kit is of, or to what so many of the kits that came back had taken."""
    first, word = parts[0], f"{name[0]}/{name[1]}"
    if len({(part["kit_id"], part["kit_micro"], part["returns_move_id"] is None) for part in parts}) > 1:
        faults.add("the parts of {} are of several kits, or of several quantities", word)
        return
    kits = first["kit_micro"]
    if first["returns_move_id"] is None:
        each = _apart(lines, first["kit_id"], first["effective_on"], min(part["known_seq"] for part in parts))
        wanted = None if each is None or kits % _ONE else {item: one * (kits // _ONE) for item, one in each.items()}
    else:
        wanted = _taken(groups.get(origin.get(first["returns_move_id"], ("", "")), []), first["kit_id"], kits)
    moved = _sums(parts)
    if wanted is None:
        faults.add(
            "{} is of {} {}, of which nobody said what it is of", word, quantity(kits), names("item", first["kit_id"])
        )
        return
    for item in sorted({*wanted, *moved}):
        if wanted.get(item, 0) != moved.get(item, 0):
            faults.add("{} moves {} of {}, and {} {} are of {}", word, quantity(moved.get(item, 0)), names("item", item),
                       quantity(kits),
                       names("item", first["kit_id"]), quantity(wanted.get(item, 0)))  # fmt: skip


def _sums(parts: Iterable[Row]) -> dict[int, int]:
    """Return how much of each item moved."""
    found: dict[int, int] = {}
    for part in parts:
        found[part["item_id"]] = found.get(part["item_id"], 0) + part["quantity_micro"]
    return found


def _taken(parts: list[Row], kit_id: int, kits: int) -> dict[int, int] | None:
    """Return what so many of the kits of a line had taken."""
    if not parts or parts[0]["kit_id"] != kit_id:
        return None
    return {item: total * kits // parts[0]["kit_micro"] for item, total in _sums(parts).items()}


def _apart(lines: list[Row], kit_id: int, on: int, before_seq: int) -> dict[int, int] | None:
    """Return what one kit is of on a day by what was known, with what kits inside it are of; none where nobody said."""
    known = [line for line in lines if line["known_seq"] < before_seq]
    kits = {line["kit_id"] for line in known}
    found: dict[int, int] = {}
    waiting = [(kit_id, 1)]
    for _ in range(len(known) * len(known) + 1):
        if not waiting:
            return found
        kit, times = waiting.pop()
        since = max(
            (line["valid_from"] for line in known if line["kit_id"] == kit and line["valid_from"] <= on), default=None
        )
        held = [line for line in known if line["kit_id"] == kit and line["valid_from"] == since]
        if not held:
            return None
        for line in held:
            if line["component_id"] in kits:
                waiting.append((line["component_id"], times * line["quantity_micro"] // _ONE))
            else:
                found[line["component_id"]] = found.get(line["component_id"], 0) + times * line["quantity_micro"]
    return None
