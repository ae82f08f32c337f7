"""Frozen places: what was recorded while somebody counted there moved elsewhere, or is what the count came to."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows, pages

NAME: Final = "frozen_places"
MEANING: Final = (
    "nothing but what the count came to was recorded in a place while it was frozen for it, and each thaw ends a freeze"
)

_TOLD: Final = """
SELECT location_id, document, event, known_seq FROM stock_place_freeze WHERE entity_id = %s ORDER BY known_seq
"""
_OF_THE_SHEET: Final = ("count", "damaged")
_MOVES: Final = """
SELECT m.id, m.known_seq, m.document, m.reason, m.from_location_id, m.to_location_id FROM stock_stock_move m
WHERE m.entity_id = %s AND m.formula_change_id IS NULL AND m.known_seq > %s
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Follow every place through its freezes and thaws, with the moves between them as they were recorded."""
    faults, names = Faults(), Names(reader, entity_id)
    told = reader.rows(_TOLD, [entity_id])
    frozen: dict[int, str] = {}
    nth, seen = 0, len(told)
    first = told[0]["known_seq"] if told else None
    for page in pages(reader, _MOVES, [entity_id, first], key="known_seq") if told else ():
        for move in page:
            seen += 1
            while nth < len(told) and told[nth]["known_seq"] < move["known_seq"]:
                _tell(faults, names, frozen, told[nth])
                nth += 1
            for place in sorted({move["from_location_id"], move["to_location_id"]} & frozen.keys()):
                own = move["document"] == frozen[place] and move["reason"] in _OF_THE_SHEET
                if not own:
                    faults.add("move {} was recorded at {} while that was frozen for {}", names("move", move["id"]),
                               names("place", place), frozen[place])  # fmt: skip
    for row in told[nth:]:
        _tell(faults, names, frozen, row)
    return faults.checked(max(seen, 1))  # Of an entity that froze nothing, that was seen.


def _tell(faults: Faults, names: Names, frozen: dict[int, str], row: Row) -> None:
    """Take a freeze or thaw on: a place is frozen once, and thawed for the sheet that it was frozen for."""
    place = names("place", row["location_id"])
    before = frozen.get(row["location_id"])
    if row["event"] == "frozen":
        if before is not None:
            faults.add("{} was frozen for {} while it was frozen", place, row["document"])
        frozen[row["location_id"]] = row["document"]
        return
    if before != row["document"]:
        faults.add("{} was thawed for {}, and was not frozen for it", place, row["document"])
    frozen.pop(row["location_id"], None)
