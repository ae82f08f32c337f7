"""Counts posted: a sheet was accepted by somebody who had not counted on it, and came to what its adjustments cost."""

from collections import defaultdict
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Rows

NAME: Final = "counts_posted"
MEANING: Final = (
    "each count sheet that was posted was accepted by another than its counters, and came to what was adjusted"
)

_POSTINGS: Final = """
SELECT id, document, value_minor, posted_on, posted_by, known_seq FROM stock_count_posting WHERE entity_id = %s ORDER BY known_seq
"""
_COUNTERS: Final = """
SELECT count(*) AS n, sum(CASE WHEN counted_by = %s THEN 1 ELSE 0 END) AS own FROM stock_count
WHERE entity_id = %s AND document = %s AND known_seq < %s
"""
_COMMAND: Final = "SELECT coalesce(max(known_seq), 0) AS seq FROM audit_command WHERE entity_id = %s AND known_seq < %s"
_ADJUSTED: Final = """
SELECT coalesce(sum(f.value_minor), 0) AS value FROM stock_stock_move m
JOIN subledger_cost_flow f ON f.move_id = m.id AND f.known_seq = m.known_seq
WHERE m.entity_id = %s AND m.document = %s AND m.reason = 'count' AND m.known_seq > %s AND m.known_seq < %s
  AND m.accounting_on = %s AND f.cost_basis_id = (SELECT min(cost_basis_id) FROM entities_book WHERE entity_id = %s AND is_primary)
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every posting of a sheet."""
    faults, names = Faults(), Names(reader, entity_id)
    rows = reader.rows(_POSTINGS, [entity_id])
    before: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        found = reader.rows(_COUNTERS, [row["posted_by"], entity_id, row["document"], row["known_seq"]])[0]
        if not found["n"]:
            faults.add("{} was posted, and nobody had counted on it", row["document"])
        if found["own"]:
            faults.add("{} was accepted by {}, who had counted on it", row["document"], names("user", row["posted_by"]))
        since = reader.rows(_COMMAND, [entity_id, row["known_seq"]])[0]["seq"]  # What one command wrote comes together.
        window = [
            entity_id,
            row["document"],
            max(before[row["document"]], since),
            row["known_seq"],
            row["posted_on"],
            entity_id,
        ]
        value = int(reader.rows(_ADJUSTED, window)[0]["value"])
        if value != row["value_minor"]:
            faults.add("{} says that its differences cost {}, and {} was adjusted", row["document"],
                       names.money(row["value_minor"]), names.money(value))  # fmt: skip
        before[row["document"]] = row["known_seq"]
    return faults.checked(max(len(rows), 1))  # Of an entity that has posted none, that was seen.
