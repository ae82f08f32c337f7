"""Entries balance: each entry, by itself, is what its header says and comes to nothing."""

from collections.abc import Sequence
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows, pages

NAME: Final = "entries_balance"
MEANING: Final = "every entry has as many lines as its header says, two or more, of its entity and book, and balances"

_HEADERS: Final = "SELECT id, entity_id, book_id, n_lines, known_seq FROM ledger_entry WHERE entity_id = %s"
_LINES: Final = """
SELECT l.entry_id, l.line_no, l.entity_id, l.book_id, l.amount_minor, a.entity_id AS chart_of
FROM ledger_entry e CROSS JOIN ledger_line l LEFT JOIN ledger_account a ON a.id = l.account_id
WHERE l.entry_id = e.id AND e.entity_id = %s AND e.known_seq BETWEEN %s AND %s ORDER BY l.entry_id, l.line_no
"""
_ORPHANS: Final = """
SELECT l.id, l.amount_minor, l.account_id FROM ledger_line l LEFT JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.account_id IN (SELECT id FROM ledger_account WHERE entity_id = %s) AND e.id IS NULL ORDER BY l.id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every entry with its lines, and for lines without an entry."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for headers in pages(reader, _HEADERS, [entity_id], key="known_seq"):
        lines: dict[int, list[Row]] = {header["id"]: [] for header in headers}
        for line in reader.rows(_LINES, [entity_id, headers[0]["known_seq"], headers[-1]["known_seq"]]):
            lines[line["entry_id"]].append(line)
        for header in headers:
            _check_entry(header, lines[header["id"]], faults, names)
        examined += len(headers)
    for line in reader.rows(_ORPHANS, [entity_id]):
        faults.add("a line of {} on account {} belongs to no entry", names.money(line["amount_minor"]),
                   names("account", line["account_id"]))  # fmt: skip
    return faults.checked(examined)


def _check_entry(header: Row, lines: Sequence[Row], faults: Faults, names: Names) -> None:
    """Compare an entry's lines with its header and with one another."""
    entry = names("entry", header["id"])
    if len(lines) != header["n_lines"]:
        faults.add("entry {} has {} lines and its header says {}", entry, len(lines), header["n_lines"])
    if len(lines) < 2:
        faults.add("entry {} has {} lines: an entry has two or more", entry, len(lines))
    elif [line["line_no"] for line in lines] != list(range(1, len(lines) + 1)):
        faults.add("the lines of entry {} are not numbered from 1", entry)
    total = sum(line["amount_minor"] for line in lines)
    if total:
        faults.add("entry {} does not balance: its debits exceed its credits by {}", entry, names.money(total))
    for line in lines:
        if line["amount_minor"] == 0:
            faults.add("line {} of entry {} is of nothing", line["line_no"], entry)
        if line["entity_id"] != header["entity_id"] or line["book_id"] != header["book_id"]:
            faults.add("line {} of entry {} is of another entity or book", line["line_no"], entry)
        if line["chart_of"] != header["entity_id"]:
            faults.add("line {} of entry {} is on an account of no chart of the entity", line["line_no"], entry)
