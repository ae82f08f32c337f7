"""A seal: the Merkle root over a batch of facts, and the seal before it."""

from lowmark.core.tables.noun import Noun, digest, identity, instant, ref, whole

SEAL = Noun(
    name="seal",
    grain="one batch of facts of one entity, sealed",
    room="fact",
    app="audit",
    columns={
        "id": identity("the seal"),
        "entity_id": ref("entity", "whose facts"),
        "seal_no": whole("number without gaps", "1"),
        "from_seq": whole("first known sequence sealed", "1"),
        "to_seq": whole("last known sequence sealed", "1042"),
        "n_leaves": whole("how many leaves", "1042"),
        "root": digest("Merkle root over the leaves"),
        "n_facts": whole("how many rows of facts, of every table", "5210"),
        "facts_root": digest("Merkle root over the whole rows of all facts"),
        "previous_root": digest("root of the seal before", nullable=True),
        "chained": digest("SHA-256 over the seal before and both roots"),
        "sealed_at": instant("when"),
    },
    unique=(("entity_id", "seal_no"), ("entity_id", "to_seq")),
)
