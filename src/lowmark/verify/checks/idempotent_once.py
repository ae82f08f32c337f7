"""Idempotent once: a request, a file, a document's line had its effect once, and each command left one audit record."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Rows

NAME: Final = "idempotent_once"
MEANING: Final = "each key, file and document line has had one effect, and each command has one audit record of its own"

# A command and its audit record are written together: of one key, one operation, one person, one sequence.
_COMMANDS: Final = """
SELECT c.id, count(a.id) AS records FROM audit_command c
LEFT JOIN audit_audit a ON a.entity_id = c.entity_id AND a.known_seq = c.known_seq AND a.request_key = c.request_key
  AND a.operation = c.operation AND coalesce(a.user_id, 0) = coalesce(c.user_id, 0)
WHERE c.entity_id = %s GROUP BY c.id HAVING count(a.id) <> 1 ORDER BY c.id
"""
_AUDITS: Final = """
SELECT a.id FROM audit_audit a LEFT JOIN audit_command c ON c.entity_id = a.entity_id AND c.known_seq = a.known_seq
WHERE a.entity_id = %s AND c.id IS NULL ORDER BY a.id
"""
_KEYS: Final = """
SELECT request_key AS word, count(*) AS n FROM audit_command WHERE entity_id = %s
GROUP BY request_key HAVING count(*) > 1 ORDER BY request_key
"""
_FILES: Final = """
SELECT max(file_name) || ' into ' || table_name AS word, count(*) AS n FROM audit_imported_file WHERE entity_id = %s
GROUP BY table_name, file_hash HAVING count(*) > 1 ORDER BY table_name
"""
_MOVES: Final = """
SELECT document || '/' || line AS word, count(*) AS n FROM stock_stock_move WHERE entity_id = %s
GROUP BY document, line HAVING count(*) > 1 ORDER BY document, line
"""
_EVIDENCE: Final = """
SELECT document || '/' || line AS word, count(*) AS n FROM evidence_evidence WHERE entity_id = %s
GROUP BY document, line HAVING count(*) > 1 ORDER BY document, line
"""
_REVERSALS: Final = """
SELECT e.journal || '/' || CAST(e.fiscal_year AS text) || '/' || CAST(e.number AS text) AS word, count(*) AS n
FROM ledger_entry r JOIN ledger_entry e ON e.id = r.reverses_id WHERE r.entity_id = %s
GROUP BY e.id, e.journal, e.fiscal_year, e.number HAVING count(*) > 1 ORDER BY e.id
"""
_TWICE: Final = (
    ("the key {} was used {} times", _KEYS),
    ("the file {} was taken in {} times", _FILES),
    ("the stock document line {} was recorded {} times", _MOVES),
    ("the evidence {} was recorded {} times", _EVIDENCE),
    ("the entry {} was reversed {} times", _REVERSALS),
)


def check(reader: Rows, entity_id: int) -> Checked:
    """Look for a second effect of anything, and for commands and audit records that stand alone."""
    faults, names = Faults(), Names(reader, entity_id)
    for row in reader.rows(_COMMANDS, [entity_id]):
        faults.add("{} has {} audit records", names("command", row["id"]), row["records"])
    for row in reader.rows(_AUDITS, [entity_id]):
        faults.add("the audit record {} belongs to no command", names("audit", row["id"]))
    for words, sql in _TWICE:
        for row in reader.rows(sql, [entity_id]):
            faults.add(words, row["word"], row["n"])
    examined = reader.rows("SELECT count(*) AS n FROM audit_command WHERE entity_id = %s", [entity_id])
    return faults.checked(examined[0]["n"])
