"""A command: one request with its key, so that a repeat has no second effect."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

COMMAND = Noun(
    name="command",
    grain="one request that changed something",
    room="fact",
    app="audit",
    columns={
        "id": identity("the command"),
        "entity_id": ref("entity", "in which entity"),
        "request_key": word("the client's idempotency key", "6f1c…"),
        "operation": word("which operation", "post"),
        "body_hash": digest("SHA-256 of the request"),
        "user_id": ref("user", "who asked", nullable=True),
        "response": word("canonical JSON of the answer", "{}"),
        **known(),
    },
    unique=(("entity_id", "request_key"), ("entity_id", "known_seq")),
)
