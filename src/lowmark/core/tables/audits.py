"""An audit record: one change, who made it, in the same transaction."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

AUDIT = Noun(
    name="audit",
    grain="one command that changed something",
    room="fact",
    app="audit",
    hashed=True,
    columns={
        "id": identity("the audit record"),
        "entity_id": ref("entity", "in which entity"),
        "user_id": ref("user", "who", nullable=True),
        "operation": word("which operation", "approve"),
        "subject": word("what it was done to", "run 2026-10-31/1"),
        "before_hash": digest("state before", nullable=True),
        "after_hash": digest("state after", nullable=True),
        "because": word("reason given", ""),
        "request_key": word("idempotency key of the request", ""),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
