"""A review: one person's word on one line of a run, before somebody else decides on the run."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

REVIEW = Noun(
    name="review",
    grain="one person's word on one proposal of a run",
    room="fact",
    app="runs",
    hashed=True,
    columns={
        "id": identity("the review"),
        "entity_id": ref("entity", "whose run"),
        "run_id": ref("run", "the run reviewed"),
        "proposal_id": ref("proposal", "the line reviewed; null for an overlay, and for a return", nullable=True),
        "decision": word("what was found", choices=("accepted", "returned")),
        "run_hash": digest("the hash of what was shown"),
        "reviewed_by": ref("user", "who reviewed"),
        "authority_of": ref("user", "whose role it rests on: their own, or one that was lent"),
        "comment": word("in the reviewer's words", ""),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("run_id",),),
)
