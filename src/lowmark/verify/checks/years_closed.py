"""Years closed: the entry that closes a fiscal year leaves nothing in its results, and touches nothing but them and equity."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Rows

NAME: Final = "years_closed"
MEANING: Final = (
    "each entry that closes a year leaves nothing in its income and expenses, and goes to retained earnings alone"
)

_CLOSES: Final = """
SELECT e.id, e.book_id, e.fiscal_year, e.known_seq, CASE WHEN b.is_primary THEN 1 ELSE 0 END AS is_primary
FROM ledger_entry e JOIN entities_book b ON b.id = e.book_id
WHERE e.entity_id = %s AND e.event = 'year_end_close' ORDER BY e.id
"""
_LEFT: Final = """
SELECT a.id, sum(l.amount_minor) AS amount_minor FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
JOIN ledger_account a ON a.id = l.account_id
WHERE e.entity_id = %s AND (e.book_id = %s OR (%s = 0 AND e.journal <> 'write_downs' AND e.book_id = (
    SELECT p.id FROM entities_book p WHERE p.entity_id = e.entity_id AND p.is_primary)))
  AND e.fiscal_year = %s AND e.known_seq <= %s AND a.section IN ('income', 'expense')
GROUP BY a.id HAVING sum(l.amount_minor) <> 0 ORDER BY a.id
"""
_OTHERS: Final = """
SELECT a.id FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
WHERE l.entry_id = %s AND a.section NOT IN ('income', 'expense') AND a.id NOT IN (
    SELECT r.account_id FROM ledger_account_role r WHERE r.entity_id = %s AND r.role = 'retained_earnings')
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every entry that closes a year."""
    faults, names = Faults(), Names(reader, entity_id)
    closes = reader.rows(_CLOSES, [entity_id])
    for row in closes:
        said = names("entry", row["id"])
        asked = [entity_id, row["book_id"], row["is_primary"], row["fiscal_year"], row["known_seq"]]
        for left in reader.rows(_LEFT, asked):
            faults.add("entry {} closes {} and leaves {} in account {}", said, row["fiscal_year"],
                       names.money(left["amount_minor"]), names("account", left["id"]))  # fmt: skip
        for other in reader.rows(_OTHERS, [row["id"], entity_id]):
            faults.add("entry {} closes a year, and account {} is no result", said, names("account", other["id"]))
    return faults.checked(len(closes))
