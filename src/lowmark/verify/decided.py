"""What may be against a decision of one person on what another drafted, and whether it is: who decided, and on what proof.

Before this: decisions as they were kept, each with what it is on. After this: the checks of approvals, journals and formulas.
"""

from typing import Final

from lowmark.verify.reader import Row

WITH_PROOF: Final = """s.id AS proof, s.user_id AS proved_by, s.bound_hash, s.expires_at,
  (SELECT CASE WHEN g.granted THEN 1 ELSE 0 END FROM access_grant g
   WHERE g.entity_id = n.entity_id AND g.user_id = n.decided_by AND g.role = 'approver' AND g.known_seq < n.known_seq
   ORDER BY g.known_seq DESC LIMIT 1) AS held"""
"""Columns of a decision `n` with its proof of identity `s`."""


def against_decider(row: Row, what: str) -> dict[str, bool]:
    """Return what may be against whoever decided on a draft.

    Shapes: row: drafted_by, decided_by, held.

    >>> found = against_decider({"drafted_by": 1, "decided_by": 1, "held": 1}, "journal")
    >>> [reason for reason, holds in found.items() if holds]
    ['whoever drafted the journal decided on it']
    """
    return {
        "it is on no draft": row["drafted_by"] is None,
        f"whoever drafted the {what} decided on it": row["decided_by"] == row["drafted_by"],
        "who decided was no approver then": row["held"] != 1,
    }


def against_proof(row: Row, shown: str) -> dict[str, bool]:
    """Return what may be against the proof of identity that a decision rests on; `shown` names the hash that was decided on.

    Shapes: row: decided_by, recorded_at, proof, proved_by, bound_hash, expires_at, and the hash.
    """
    return {
        "it rests on no proof of identity": row["proof"] is None,
        "the proof of identity is another person's": row["proved_by"] != row["decided_by"],
        "the proof of identity is for something else": row["bound_hash"] != row[shown],
        "the proof of identity had expired": row["proof"] is not None and row["expires_at"] < row["recorded_at"],
    }
