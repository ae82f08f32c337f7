"""A verification of evidence: somebody else than whoever entered it has looked at its source."""

from lowmark.core.tables.noun import Noun, identity, known, ref, word

EVIDENCE_VERIFICATION = Noun(
    name="evidence_verification",
    grain="one verification of one piece of evidence, by somebody who did not enter it",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the verification"),
        "entity_id": ref("entity", "whose evidence"),
        "evidence_id": ref("evidence", "the evidence"),
        "because": word("what it was compared with", "invoice INV-204"),
        "verified_by": ref("user", "who verified it"),
        **known(),
    },
    unique=(("entity_id", "evidence_id"), ("entity_id", "known_seq")),
)
