"""Allowance equals ledger: the allowance subledger and its account say the same, entry by entry and day by day."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.control import compare_days, control_lines
from lowmark.verify.names import Names
from lowmark.verify.names import on as day
from lowmark.verify.reader import MONTH, Rows, pages

NAME: Final = "allowance_equals_ledger"
MEANING: Final = "allowance moves come to the allowance lines of their entry, and to the book's account every day"

_MOVES: Final = """
SELECT entry_id, layer_move_id, accounting_on, amount_minor FROM subledger_allowance_move
WHERE book_id = %s
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Sum allowance moves and lines by entry and by day, and compare."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for book in reader.rows("SELECT id FROM entities_book WHERE entity_id = %s ORDER BY id", [entity_id]):
        lines = control_lines(reader, entity_id, book["id"], role="allowance")
        moved: defaultdict[int, int] = defaultdict(int)
        by_day: defaultdict[int, int] = defaultdict(int)
        for page in pages(reader, _MOVES, [book["id"]], key="accounting_on", stretch=MONTH):
            for move in page:
                entry, on = move["entry_id"], move["accounting_on"]
                moved[entry] -= move["amount_minor"]  # An allowance is a credit.
                by_day[on] -= move["amount_minor"]
                if lines.days.get(entry, on) != on:
                    faults.add("allowance on layer {} counts on {}, and its entry {} on {}",
                               names("move", move["layer_move_id"]), day(on), names("entry", entry),
                               day(lines.days[entry]))  # fmt: skip
            examined += len(page)
        for entry in sorted(moved.keys() | lines.by_entry.keys()):
            found, posted = moved.get(entry, 0), lines.by_entry.get(entry, 0)
            if found != posted:
                faults.add("entry {} posts {} to the allowance, and its allowance moves come to {}",
                           names("entry", entry), names.money(posted), names.money(found))  # fmt: skip
        compare_days(by_day, lines, faults, names, book=book["id"], of="allowance moves")
    return faults.checked(examined)
