"""Ownership: what one entity has of another, from a day on."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref, word

METHODS = ("full", "equity", "none")

OWNERSHIP = Noun(
    name="ownership",
    grain="one share of one entity in another, from one day on",
    room="fact",
    app="entities",
    hashed=True,
    columns={
        "id": identity("the holding"),
        "entity_id": ref("entity", "who holds it"),
        "held": word("code of the entity that is held", "RIDGE"),
        "share_micro": micro("how much of it", "800000", non_negative=True, unit="millionths of the whole"),
        "method": word("consolidated whole, listed by equity, or no longer held", choices=METHODS),
        "valid_from": day("from when"),
        "set_by": ref("user", "who said so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "held", "valid_from"),),
)
