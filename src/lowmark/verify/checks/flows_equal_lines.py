"""Flows equal lines: the stock subledger and the inventory account say the same, entry by entry and day by day.

So do variances: what was paid beyond what goods are valued at is in no layer, and has to be in the ledger.
"""

from typing import Final

from lowmark.verify import variances
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
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Row, Rows

NAME: Final = "flows_equal_lines"
MEANING: Final = "cost flows come to the inventory lines of their entry, and to the primary book's account every day"

_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s AND is_primary ORDER BY id"


def check(reader: Rows, entity_id: int) -> Checked:
    """Sum flows and lines by entry and by day, and compare; then variances by day and event."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    both = plays_both(reader, entity_id)
    of = "cost flows and allowance" if both else "cost flows"
    for book in reader.rows(_BOOKS, [entity_id]):
        lines, sums = control_lines(reader, entity_id, book["id"], roles=ROLES if both else ROLES[:1]), Sums()
        examined += add_up(reader, FLOWS, book["cost_basis_id"], sums, lines, faults, names)
        if both:
            add_up(reader, MOVES, book["id"], sums, lines, Faults(), names)
        compare_entries(sums, lines, faults, names, account="inventory", of=of)
        compare_days(sums, lines, faults, names, book=book["id"], of=of)
        _compare_variances(reader, entity_id, book, faults, names)
    return faults.checked(examined)


def _compare_variances(reader: Rows, entity_id: int, book: Row, faults: Faults, names: Names) -> None:
    """Compare what moves make of variances with what is posted of them."""
    made = variances.expected(reader, entity_id, book["cost_basis_id"])
    posted = variances.posted(reader, entity_id, book["id"])
    for day, event in sorted(made.keys() | posted.keys()):
        if made.get((day, event), 0) != posted.get((day, event), 0):
            faults.add("on {} moves make a {} of {}, and {} is posted", on(day), event.replace("_", " "),
                       names.money(made.get((day, event), 0)), names.money(posted.get((day, event), 0)))  # fmt: skip
