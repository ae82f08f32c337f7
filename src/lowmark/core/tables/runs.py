"""A run: one test of the stock of one book at one date."""

from lowmark.core.tables.noun import Noun, day, digest, identity, known, ref, whole, word

STATES = ("calculated", "proposed", "approved", "returned", "posted", "posted_unapproved", "stale")

POSTED = ("posted", "posted_unapproved")
"""Those in which a run is in the ledger; the second where one person is all there is, and nobody has approved it."""

RUN = Noun(
    name="run",
    grain="one test of one book's stock at one date, as known at one sequence",
    room="workflow",
    app="runs",
    columns={
        "id": identity("the run"),
        "entity_id": ref("entity", "whose stock"),
        "book_id": ref("book", "in which book"),
        "code": word("its name", "2026-10-31/1"),
        "kind": word(
            "a test of all stock, a write-off of what somebody names, or an overlay on a class",
            choices=("test", "write_off", "overlay"),
        ),
        "as_of": day("the date tested"),
        "snapshot_seq": whole("known sequence of the snapshot", "1042"),
        "state": word("where it is in its life", choices=STATES),
        "snapshot_hash": digest("SHA-256 of positions, evidence and allowance before"),
        "policy_hash": digest("SHA-256 of the policy document"),
        "run_hash": digest("SHA-256 of everything shown: snapshot, policy, assessments, proposals"),
        "prepared_by": ref("user", "who prepared it"),
        "because": word("why, in the words of whoever prepared a write-off or an overlay", ""),
        "authorised_on": day(
            "when the statements were authorised: nothing later is evidence; null while they are not", nullable=True
        ),
        "channel": word("the channel of evidence it was limited to; empty for all", ""),
        **known(),
    },
    unique=(("entity_id", "code"),),
)
