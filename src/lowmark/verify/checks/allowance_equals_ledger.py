"""Allowance equals ledger: the allowance subledger and its account say the same, entry by entry and day by day."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.control import (
    FLOWS,
    MOVES,
    ROLES,
    Sums,
    add_up,
    compare_days,
    compare_entries,
    control_lines,
    plays_both,
)
from lowmark.verify.names import Names
from lowmark.verify.reader import Rows

NAME: Final = "allowance_equals_ledger"
MEANING: Final = "allowance moves come to the allowance lines of their entry, and to the book's account every day"

_BOOKS: Final = "SELECT id, cost_basis_id, is_primary FROM entities_book WHERE entity_id = %s ORDER BY id"


def check(reader: Rows, entity_id: int) -> Checked:
    """Sum allowance moves and lines by entry and by day, and compare."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    is_one = plays_both(reader, entity_id)
    for book in reader.rows(_BOOKS, [entity_id]):
        both = is_one and book["is_primary"]
        of = "allowance moves and cost" if both else "allowance moves"
        lines, sums = control_lines(reader, entity_id, book["id"], roles=ROLES if both else ROLES[1:]), Sums()
        examined += add_up(reader, MOVES, book["id"], sums, lines, faults, names)
        if both:
            add_up(reader, FLOWS, book["cost_basis_id"], sums, lines, Faults(), names)
        compare_entries(sums, lines, faults, names, account="the allowance", of=of)
        compare_days(sums, lines, faults, names, book=book["id"], of=of)
    return faults.checked(examined)
