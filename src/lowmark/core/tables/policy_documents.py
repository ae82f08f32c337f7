"""A policy document: the parameters in force, resolved, stored once under their hash."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

POLICY_DOCUMENT = Noun(
    name="policy_document",
    grain="one resolved set of parameters",
    room="fact",
    app="evidence",
    columns={
        "id": identity("the policy document"),
        "entity_id": ref("entity", "whose policy"),
        "policy_hash": digest("SHA-256 of the text"),
        "text": word("canonical JSON", "{}"),
        **known(),
    },
    unique=(("entity_id", "policy_hash"),),
)
