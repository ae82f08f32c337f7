"""Numbers without gaps: each journal counts its entries from 1, in the order in which they came to be known."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows

NAME: Final = "numbers_without_gaps"
MEANING: Final = "entries are numbered from 1 without a gap in each book, journal and fiscal year, up to the counter"

_JOURNALS: Final = """
SELECT book_id, journal, fiscal_year, count(*) AS entries, min(number) AS first, max(number) AS last
FROM ledger_entry WHERE entity_id = %s GROUP BY book_id, journal, fiscal_year
"""
_COUNTERS: Final = "SELECT book_id, journal, fiscal_year, last_number FROM ledger_journal_counter WHERE entity_id = %s"
# A number that does not follow the one before it, and one that came to be known before it.
_BROKEN: Final = """
SELECT * FROM (
  SELECT id, book_id, journal, fiscal_year, number, known_seq,
    lag(number) OVER journal_of AS number_before, lag(known_seq) OVER journal_of AS known_before
  FROM ledger_entry WHERE entity_id = %s
  WINDOW journal_of AS (PARTITION BY book_id, journal, fiscal_year ORDER BY number, id)
) q WHERE number <> coalesce(number_before, 0) + 1 OR known_seq <= known_before
ORDER BY book_id, journal, fiscal_year, number
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every journal and its counter."""
    faults, names = Faults(), Names(reader, entity_id)
    journals = {_key(row): row for row in reader.rows(_JOURNALS, [entity_id])}
    counters = {_key(row): row["last_number"] for row in reader.rows(_COUNTERS, [entity_id])}
    for row in reader.rows(_BROKEN, [entity_id]):
        before, number = row["number_before"] or 0, row["number"]
        if number != before + 1:
            faults.add("in {} the entry after number {} is number {}", _words(_key(row), names), before, number)
        if row["known_before"] is not None and row["known_seq"] <= row["known_before"]:
            faults.add("entry {} came to be known before the one numbered before it", names("entry", row["id"]))
    for key in sorted(journals.keys() | counters.keys()):
        last = journals[key]["last"] if key in journals else 0
        if key not in counters:
            faults.add("{} has entries up to number {} and no counter", _words(key, names), last)
        elif (said := counters[key]) != last:
            faults.add("the counter of {} says {} and its last entry is number {}", _words(key, names), said, last)
    return faults.checked(sum(row["entries"] for row in journals.values()))


def _key(row: Row) -> tuple[int, str, int]:
    """Return which journal a row is of."""
    return row["book_id"], row["journal"], row["fiscal_year"]


def _words(key: tuple[int, str, int], names: Names) -> str:
    """Return a journal in words."""
    return f"{names('book', key[0])} {key[1]}/{key[2]}"
