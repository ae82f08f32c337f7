"""Flows equal lines: the stock subledger and the inventory account say the same, entry by entry and day by day."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.control import Lines, compare_days, control_lines
from lowmark.verify.names import Names
from lowmark.verify.names import on as day
from lowmark.verify.reader import MONTH, Rows, pages

NAME: Final = "flows_equal_lines"
MEANING: Final = "cost flows come to the inventory lines of their entry, and to the primary book's account every day"

_BOOKS: Final = "SELECT id, cost_basis_id FROM entities_book WHERE entity_id = %s AND is_primary ORDER BY id"
_FLOWS: Final = """
SELECT move_id, entry_id, accounting_on, value_minor FROM subledger_cost_flow
WHERE cost_basis_id = %s
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Sum flows and lines by entry and by day, and compare."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for book in reader.rows(_BOOKS, [entity_id]):
        lines = control_lines(reader, entity_id, book["id"], role="inventory")
        flowed: defaultdict[int, int] = defaultdict(int)
        by_day: defaultdict[int, int] = defaultdict(int)
        for page in pages(reader, _FLOWS, [book["cost_basis_id"]], key="accounting_on", stretch=MONTH):
            for flow in page:
                value, on, entry = flow["value_minor"], flow["accounting_on"], flow["entry_id"]
                by_day[on] += value
                if entry is not None:
                    flowed[entry] += value
                    if lines.days.get(entry, on) != on:
                        faults.add("a flow of {} counts on {}, and its entry {} on {}", names("move", flow["move_id"]),
                                   day(on), names("entry", entry), day(lines.days[entry]))  # fmt: skip
                elif value:
                    faults.add("a flow of {} by {} has no entry", names.money(value), names("move", flow["move_id"]))
            examined += len(page)
        _compare_entries(flowed, lines, faults, names)
        compare_days(by_day, lines, faults, names, book=book["id"], of="cost flows")
    return faults.checked(examined)


def _compare_entries(flowed: dict[int, int], lines: Lines, faults: Faults, names: Names) -> None:
    """Compare entry by entry."""
    for entry in sorted(flowed.keys() | lines.by_entry.keys()):
        flows, posted = flowed.get(entry, 0), lines.by_entry.get(entry, 0)
        if flows != posted:
            faults.add("entry {} posts {} to inventory, and its cost flows come to {}", names("entry", entry),
                       names.money(posted), names.money(flows))  # fmt: skip
