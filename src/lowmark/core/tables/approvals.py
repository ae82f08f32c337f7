"""An approval: one decision of one person, bound to the hash of what was shown."""

from lowmark.core.tables.noun import Noun, digest, identity, known, minor, ref, word

APPROVAL = Noun(
    name="approval",
    grain="one decision on one run",
    room="fact",
    app="runs",
    hashed=True,
    columns={
        "id": identity("the approval"),
        "entity_id": ref("entity", "whose run"),
        "run_id": ref("run", "the run decided on"),
        "decision": word("what was decided", choices=("approved", "returned")),
        "run_hash": digest("the hash of what was shown"),
        "decided_by": ref("user", "who decided"),
        "authority_of": ref("user", "whose role and limit it rests on: their own, or one that was lent"),
        "amount_minor": minor("what was decided on: all changes, each without its sign"),
        "step_up_id": ref("step_up", "the fresh proof of identity that it rests on"),
        "comment": word("in the approver's words", ""),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
