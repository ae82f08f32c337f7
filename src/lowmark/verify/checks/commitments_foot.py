"""Liabilities for contracts: each journal's changes are what it does to their account, and nothing is held below zero."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Rows

NAME: Final = "commitments_foot"
MEANING: Final = "what is held for contracts is what was posted of them, and for no contract below zero"

_CHANGES: Final = """
SELECT c.book_id, c.draft_id, c.document, c.line, c.kind, c.amount_minor, d.document AS journal, (
  SELECT min(p.known_seq) FROM ledger_journal_posting p WHERE p.draft_id = c.draft_id) AS posted
FROM ledger_commitment_change c LEFT JOIN ledger_journal_draft d ON d.id = c.draft_id
WHERE c.entity_id = %s ORDER BY posted, c.known_seq
"""
_SAID: Final = """
SELECT l.draft_id, CAST(sum(l.amount_minor) AS bigint) AS amount_minor FROM ledger_journal_draft_line l
WHERE l.entity_id = %s AND l.account_id IN (
  SELECT account_id FROM ledger_account_role WHERE entity_id = %s AND role = 'commitment_liability') GROUP BY l.draft_id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Add up every journal's changes, and every contract's."""
    faults, names = Faults(), Names(reader, entity_id)
    rows = reader.rows(_CHANGES, [entity_id])
    said = {row["draft_id"]: row["amount_minor"] for row in reader.rows(_SAID, [entity_id, entity_id])}
    sums: defaultdict[int, int] = defaultdict(int)
    held: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    journals = {}
    for row in rows:
        amount = row["amount_minor"] if row["kind"] == "charged" else -row["amount_minor"]
        sums[row["draft_id"]] += amount
        journals[row["draft_id"]] = row["journal"]
        if row["posted"] is None:
            continue
        contract = row["book_id"], row["document"], row["line"]
        held[contract] += amount
        if held[contract] < 0:
            faults.add("{} is held for {}/{}", names.money(held[contract]), row["document"], row["line"])
    for draft, amount in sums.items():
        if said.get(draft, 0) != -amount:
            faults.add("journal {} changes the liability for contracts by {}, and its contracts come to {}", journals[draft],
                       names.money(-said.get(draft, 0)), names.money(amount))  # fmt: skip
    return faults.checked(len(rows))
