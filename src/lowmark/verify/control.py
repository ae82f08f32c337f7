"""The lines of a control account: its sum by entry and by day, to be compared with the subledger that it stands for.

Before this: the role that the account plays. After this: the checks of inventory and of the allowance.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lowmark.verify.checked import Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Rows, pages

_LINES: Final = """
SELECT l.entry_id, l.amount_minor, e.accounting_on, e.known_seq FROM ledger_entry e CROSS JOIN ledger_line l
WHERE l.entry_id = e.id AND e.entity_id = %s AND l.book_id = %s AND +l.account_id IN (
  SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = %s
)
"""


@dataclass(slots=True)
class Lines:
    """What a control account took: by entry, by day, and on which day each of those entries counts."""

    by_entry: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    by_day: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[int, int] = field(default_factory=dict)


def control_lines(reader: Rows, entity_id: int, book_id: int, *, role: str) -> Lines:
    """Return what the accounts that play a role took in one book."""
    found = Lines()
    for page in pages(reader, _LINES, [entity_id, book_id, entity_id, role], key="known_seq"):
        for line in page:
            found.by_entry[line["entry_id"]] += line["amount_minor"]
            found.by_day[line["accounting_on"]] += line["amount_minor"]
            found.days[line["entry_id"]] = line["accounting_on"]
    return found


def compare_days(by_day: Mapping[int, int], lines: Lines, faults: Faults, names: Names, *, book: int, of: str) -> None:
    """Compare the account with the subledger at the end of every day, and say the days on which they part."""
    apart = 0
    for day in sorted(by_day.keys() | lines.by_day.keys()):
        before, apart = apart, apart + lines.by_day.get(day, 0) - by_day.get(day, 0)
        if apart not in {0, before}:
            faults.add("from {} on the account in {} is {} above its {}", on(day), names("book", book),
                       names.money(apart), of)  # fmt: skip
