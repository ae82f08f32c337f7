"""Journals by hand stand: each was drafted, decided on by another person, and posted line for line as it was shown."""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.decided import WITH_PROOF, against_decider, against_proof
from lowmark.verify.journals import DIMENSIONS, DRAFTS, LINES, POSTED, asked, by, hashed, read, there
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows

NAME: Final = "journals_stand"
MEANING: Final = (
    "each entry by hand is a draft's, line for line, that another person approved on its hash, freshly identified"
)

_MADE_BY_ITSELF: Final = ("opening_trial_balance", "year_end_close", "prior_period_adjustment")
"""Events of entries that no person drafts: each has a rule of its own."""

_DECISIONS: Final = f"""
SELECT n.id, n.draft_id, n.decision, n.draft_hash, n.decided_by, n.recorded_at, d.drafted_by, d.draft_hash AS hash_of_draft,
  {WITH_PROOF}
FROM ledger_journal_decision n LEFT JOIN ledger_journal_draft d ON d.id = n.draft_id
LEFT JOIN access_step_up s ON s.id = n.step_up_id WHERE n.entity_id = %s ORDER BY n.id
"""  # noqa: S608
_POSTINGS: Final = """
SELECT p.id, p.draft_id, p.occurrence, p.leg, p.accounting_on, p.entry_id, e.accounting_on AS counts_on, e.event, e.source,
  e.document, e.book_id, e.reverses_id
FROM ledger_journal_posting p LEFT JOIN ledger_entry e ON e.id = p.entry_id WHERE p.entity_id = %s ORDER BY p.id
"""
_BY_HAND: Final = "SELECT id, event FROM ledger_entry WHERE entity_id = %s AND source = 'manual' ORDER BY id"
_WITHIN: Final = """
SELECT id FROM ledger_entry WHERE entity_id = %s AND event IN ('intercompany_sale', 'intercompany_purchase')
"""
"""Entries that name the other side beside a line, and are none of a journal's: `sales_within_foot` holds them."""


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every draft, decision, posting and entry by hand."""
    faults, names = Faults(), Names(reader, entity_id)
    drafts = {row["id"]: row for row in read(reader, DRAFTS, entity_id)}
    lines = by(read(reader, LINES, entity_id), "draft_id")
    for number, draft in drafts.items():
        own = lines.get(number, [])
        if len(own) != draft["n_lines"] or hashed(draft, own) != bytes(draft["draft_hash"]):
            faults.add("journal {} is not what its hash was taken over", names("journal_draft", number))
    decisions = read(reader, _DECISIONS, entity_id)
    approved = {row["draft_id"] for row in decisions if _stands(row, faults, names) and row["decision"] == "approved"}
    postings = read(reader, _POSTINGS, entity_id)
    _check_postings(reader, entity_id, postings, drafts, lines=lines, approved=approved, faults=faults, names=names)
    posted = {row["entry_id"] for row in postings}
    entries = read(reader, _BY_HAND, entity_id)
    for entry in entries:
        if entry["id"] not in posted and entry["event"] not in _MADE_BY_ITSELF:
            faults.add("entry {} was made by hand, and no draft of it was posted", names("entry", entry["id"]))
    return faults.checked(len(drafts) + len(decisions) + len(entries))


def _stands(row: Row, faults: Faults, names: Names) -> bool:
    """Say whether a decision stands, and everything that is against it."""
    against = {
        **against_decider(row, "journal"),
        "its hash is not the hash of the draft": row["draft_hash"] != row["hash_of_draft"],
        **against_proof(row, "draft_hash"),
    }
    for reason, holds in against.items():
        if holds:
            faults.add("the decision {} by {}: {}", names("journal_decision", row["id"]),
                       names("user", row["decided_by"]), reason)  # fmt: skip
    return not any(against.values())


def _check_postings(
    reader: Rows, entity_id: int, postings: list[Row], drafts: dict[int, Row], *, lines: dict[int, list[Row]],
    approved: set[int], faults: Faults, names: Names,
) -> None:  # fmt: skip
    """See that each posting is of an approved draft, and its entry what the draft asks for."""
    posted = by(read(reader, POSTED, entity_id), "entry_id")
    named = by(read(reader, DIMENSIONS, entity_id), "entry_id")
    firsts = {(row["draft_id"], row["occurrence"]): row["entry_id"] for row in postings if row["leg"] == "posted"}
    for row in postings:
        said, is_back, draft = (
            names("journal_posting", row["id"]),
            row["leg"] == "reversed",
            drafts.get(row["draft_id"]),
        )
        original = firsts.get((row["draft_id"], row["occurrence"])) if is_back else None
        wanted = asked(lines.get(row["draft_id"], []), -1 if is_back else 1)
        against = {
            "its draft was not approved": row["draft_id"] not in approved,
            "its entry is not there": row["event"] is None,
            "its entry counts on another day": row["counts_on"] != row["accounting_on"],
            "its entry is another event's, document's or book's": draft is not None and (
                row["event"], row["source"], row["document"], row["book_id"], row["reverses_id"],
            ) != ("manual_journal_reversed" if is_back else "manual_journal", "manual", draft["document"],
                  draft["book_id"], original),
            "its entry has other lines than the draft": there(
                posted.get(row["entry_id"], []), named.get(row["entry_id"], [])
            ) != wanted,
        }  # fmt: skip
        for reason, holds in against.items():
            if holds:
                faults.add("the posting {}: {}", said, reason)
    entries = {row["entry_id"] for row in postings} | {row["id"] for row in reader.rows(_WITHIN, [entity_id])}
    for entry in named.keys() - entries:
        faults.add("entry {} has dimensions, and was posted of no draft", names("entry", entry))
