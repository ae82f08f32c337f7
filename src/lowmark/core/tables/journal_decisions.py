"""A decision on a drafted journal: by somebody else than who drafted it, bound to the hash of what was shown."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

JOURNAL_DECISION = Noun(
    name="journal_decision",
    grain="one decision on one drafted journal",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the decision"),
        "entity_id": ref("entity", "whose journal"),
        "draft_id": ref("journal_draft", "the draft decided on"),
        "decision": word(
            "what was decided; passed: an adjustment that is left out", choices=("approved", "returned", "passed")
        ),
        "draft_hash": digest("the hash of what was shown"),
        "decided_by": ref("user", "who decided"),
        "step_up_id": ref("step_up", "the fresh proof of identity that it rests on"),
        "comment": word("in the approver's words", ""),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "draft_id")),
)
