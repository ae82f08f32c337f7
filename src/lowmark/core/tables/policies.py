"""A policy: a dated parameter of an entity; framework < pack < entity."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

POLICY = Noun(
    name="policy",
    grain="one parameter of one entity from one day on",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the policy"),
        "entity_id": ref("entity", "whose policy"),
        "book_id": ref("book", "of which book; null for every book", nullable=True),
        "head_id": ref("entity", "the head that set it for this entity too; null where it is its own", nullable=True),
        "path": word("the parameter's path", "inventories/cost_to_sell_rate"),
        "valid_from": day("from when"),
        "value": word("its value as canonical JSON; null ends it", "0.05", nullable=True),
        "set_by": ref("user", "who set it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "path", "valid_from"),),
)
