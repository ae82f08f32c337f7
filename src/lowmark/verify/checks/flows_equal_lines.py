"""Flows equal lines: the stock subledger and the inventory account say the same, entry by entry and day by day.

So do variances: what was paid beyond what goods are valued at is in no layer, and has to be in the ledger.
"""

from collections import defaultdict
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
    """Compare what moves make of variances with what is posted of them, gains taken off: what came late may change either."""
    made = _less_gains(variances.expected(reader, entity_id, book["cost_basis_id"]))
    posted = _less_gains(variances.posted(reader, entity_id, book["id"]))
    for day, event in sorted(made.keys() | posted.keys()):
        amounts = made.get((day, event), 0), posted.get((day, event), 0)
        if amounts[0] != amounts[1]:
            sign, what = (-1, f"{event}_gain") if min(amounts) < 0 else (1, event)
            faults.add("on {} moves make a {} of {}, and {} is posted", on(day), what.replace("_", " "),
                       names.money(sign * amounts[0]), names.money(sign * amounts[1]))  # fmt: skip


def _less_gains(amounts: variances.Amounts) -> variances.Amounts:
    """Take each day's gains off its variances of the same event."""
    found: defaultdict[tuple[int, str], int] = defaultdict(int)
    for (day, event), amount in amounts.items():
        found[day, event.removesuffix("_gain")] += -amount if event.endswith("_gain") else amount
    return dict(found)
