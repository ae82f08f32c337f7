"""Approvals stand: what was posted was decided by another person, freshly identified, on exactly what was shown."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.decided import against_proof
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows

NAME: Final = "approvals_stand"
MEANING: Final = "each posted run was approved, as its hash says, by an approver other than its preparer, and so posted"

_APPROVALS: Final = """
SELECT a.id, a.run_id, a.decision, a.run_hash, a.decided_by, a.recorded_at, r.run_hash AS hash_of_run, r.prepared_by,
  s.id AS proof, s.user_id AS proved_by, s.entity_id AS proved_in, s.bound_hash, s.expires_at,
  (SELECT CASE WHEN g.granted THEN 1 ELSE 0 END FROM access_grant g
   WHERE g.entity_id = a.entity_id AND g.user_id = a.authority_of AND g.role = 'approver' AND g.known_seq < a.known_seq
   ORDER BY g.known_seq DESC LIMIT 1) AS held, a.authority_of, a.amount_minor,
  (SELECT CASE WHEN a.recorded_at / 86400000000 BETWEEN d.starts_on AND d.ends_on THEN 1 ELSE 0 END
   FROM access_delegation d WHERE d.entity_id = a.entity_id AND d.from_user = a.authority_of AND d.to_user = a.decided_by
   AND d.role = 'approver' AND d.known_seq < a.known_seq ORDER BY d.known_seq DESC LIMIT 1) AS lent,
  (SELECT coalesce(sum(abs(p.amount_minor)), 0) FROM runs_proposal p WHERE p.run_id = a.run_id)
  + (SELECT coalesce(sum(abs(o.amount_minor)), 0) FROM runs_overlay o WHERE o.run_id = a.run_id) AS changes
FROM runs_approval a LEFT JOIN runs_run r ON r.id = a.run_id LEFT JOIN access_step_up s ON s.id = a.step_up_id
WHERE a.entity_id = %s ORDER BY a.id
"""
_RUNS: Final = """
SELECT r.id, r.state, r.run_hash, (
  SELECT u.profile FROM access_approval_rule u WHERE u.entity_id = r.entity_id AND u.valid_from <= r.as_of
  ORDER BY u.valid_from DESC, u.known_seq DESC LIMIT 1
) AS profile FROM runs_run r WHERE r.entity_id = %s ORDER BY r.id
"""
_REVIEWS: Final = """
SELECT v.run_id, v.reviewed_by, v.authority_of, v.run_hash, r.run_hash AS hash_of_run, r.prepared_by FROM runs_review v
LEFT JOIN runs_run r ON r.id = v.run_id WHERE v.entity_id = %s ORDER BY v.id
"""
_ENTRIES: Final = """
SELECT e.id, e.run_id, e.event, e.policy_hash, r.state, r.policy_hash AS policy_of_run, a.run_id AS approved_run, a.decision
FROM ledger_entry e LEFT JOIN runs_run r ON r.id = e.run_id LEFT JOIN runs_approval a ON a.id = e.approval_id
WHERE e.entity_id = %s
  AND (e.run_id IS NOT NULL OR e.approval_id IS NOT NULL OR e.event IN ('write_down', 'reversal', 'write_off')) ORDER BY e.id
"""
_UNPOSTED: Final = """
SELECT r.id AS run_id, s.layer_move_id, s.amount_minor, a.amount_minor AS posted_minor
FROM runs_run r CROSS JOIN runs_proposal p CROSS JOIN runs_proposal_layer s
LEFT JOIN subledger_allowance_move a ON a.book_id = r.book_id AND a.pool_id = s.pool_id
  AND a.layer_move_id = s.layer_move_id AND a.proposal_id = s.proposal_id
WHERE p.run_id = r.id AND s.proposal_id = p.id AND r.entity_id = %s AND r.state IN ('posted', 'posted_unapproved') AND (a.id IS NULL
  OR a.amount_minor <> s.amount_minor OR coalesce(a.base_micro, 0) <> s.remaining_micro OR a.accounting_on <> r.as_of)
ORDER BY s.id
"""
_UNAPPROVED: Final = """
SELECT a.kind, a.layer_move_id, a.amount_minor FROM subledger_allowance_move a
LEFT JOIN runs_proposal_layer s ON s.proposal_id = a.proposal_id AND s.layer_move_id = a.layer_move_id
LEFT JOIN runs_run r ON r.id = s.run_id
WHERE a.book_id IN (SELECT id FROM entities_book WHERE entity_id = %s) AND a.kind IN ('charge', 'reverse')
  AND (s.id IS NULL OR r.id IS NULL OR r.state NOT IN ('posted', 'posted_unapproved'))
ORDER BY a.id
"""

_OVERLAYS: Final = """
SELECT r.id AS run_id, o.item_class, o.amount_minor, m.amount_minor AS posted_minor
FROM runs_run r JOIN runs_overlay o ON o.run_id = r.id LEFT JOIN subledger_overlay_move m ON m.overlay_id = o.id
WHERE r.entity_id = %s AND ((r.state IN ('posted', 'posted_unapproved')) <> (m.id IS NOT NULL) OR m.amount_minor <> o.amount_minor
  OR m.book_id <> r.book_id OR m.accounting_on <> r.as_of OR m.item_class <> o.item_class OR m.kind <> o.kind
  OR m.reason <> o.reason)
ORDER BY o.id
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every decision, every posted run, and everything that was posted for one."""
    faults, names = Faults(), Names(reader, entity_id)
    approvals = reader.rows(_APPROVALS, [entity_id])
    standing = {
        row["run_id"] for row in approvals if _check_approval(row, faults, names) and row["decision"] == "approved"
    }
    runs = reader.rows(_RUNS, [entity_id])
    for run in runs:
        if run["state"] in {"approved", "posted"} and run["id"] not in standing:
            faults.add("run {} is {}, and no approval of it stands", names("run", run["id"]), run["state"])
        if run["state"] == "posted_unapproved" and run["profile"] != "one_person":
            faults.add(
                "run {} is posted, nobody approved it, and no rule says that one person decides",
                names("run", run["id"]),
            )
    for review in reader.rows(_REVIEWS, [entity_id]):
        if review["run_hash"] != review["hash_of_run"] or review["prepared_by"] in {
            review["reviewed_by"], review["authority_of"]
        }:  # fmt: skip
            faults.add("the review of run {} by {} is of something else, or by whoever prepared it",
                       names("run", review["run_id"]), names("user", review["reviewed_by"]))  # fmt: skip
    for entry in reader.rows(_ENTRIES, [entity_id]):
        _check_entry(entry, faults, names)
    for row in reader.rows(_UNPOSTED, [entity_id]):
        posted = "nothing" if row["posted_minor"] is None else names.money(row["posted_minor"])
        faults.add("run {} was approved to change the allowance of layer {} by {}, and {} was posted so",
                   names("run", row["run_id"]), names("move", row["layer_move_id"]), names.money(row["amount_minor"]),
                   posted)  # fmt: skip
    for row in reader.rows(_UNAPPROVED, [entity_id]):
        faults.add("the {} of {} on layer {} is in no posted run", row["kind"], names.money(abs(row["amount_minor"])),
                   names("move", row["layer_move_id"]))  # fmt: skip
    for row in reader.rows(_OVERLAYS, [entity_id]):
        posted = "nothing" if row["posted_minor"] is None else names.money(row["posted_minor"])
        faults.add("run {} was to change the allowance of {} by {}, and {} was posted, or not so",
                   names("run", row["run_id"]), row["item_class"], names.money(row["amount_minor"]), posted)  # fmt: skip
    return faults.checked(len(approvals) + len(runs))


def _check_approval(row: Row, faults: Faults, names: Names) -> bool:
    """Say whether a decision stands, and everything that is against it."""
    against = {
        "it is on no run": row["prepared_by"] is None,
        "its hash is not the hash of the run": row["run_hash"] != row["hash_of_run"],
        "whoever prepared the run decided on it": row["decided_by"] == row["prepared_by"],
        "whoever prepared the run lent the role for it": row["decided_by"] != row["prepared_by"] == row["authority_of"],
        "who decided was no approver then": row["held"] != 1,
        "the role was not lent to who decided": row["authority_of"] != row["decided_by"] and row["lent"] != 1,
        "it is of another amount than the run": row["amount_minor"] != row["changes"],
        **against_proof(row, "run_hash"),
    }
    for reason, holds in against.items():
        if holds:
            faults.add("the decision {} of run {} by {}: {}", row["decision"], names("run", row["run_id"]),
                       names("user", row["decided_by"]), reason)  # fmt: skip
    return not any(against.values())


def _check_entry(entry: Row, faults: Faults, names: Names) -> None:
    """See that an entry for a run cites its approval and its policy."""
    said, run = names("entry", entry["id"]), names("run", entry["run_id"])
    if entry["run_id"] is None:
        faults.add("entry {} is a {} without a run", said, entry["event"].replace("_", " "))
    elif entry["state"] == "posted_unapproved":
        if entry["approved_run"] is not None:
            faults.add("entry {} is for run {}, which nobody approved, and cites an approval", said, run)
    elif entry["state"] != "posted":
        faults.add("entry {} is for run {}, which is not posted", said, run)
    elif entry["approved_run"] != entry["run_id"] or entry["decision"] != "approved":
        faults.add("entry {} is for run {}, and cites no approval of it", said, run)
    elif entry["policy_hash"] != entry["policy_of_run"]:
        faults.add("entry {} cites another policy than run {}", said, run)
