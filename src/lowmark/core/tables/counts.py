"""A count: what somebody found on a shelf."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref, word

COUNT = Noun(
    name="count",
    grain="one counted quantity of one item, lot and place",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the count"),
        "entity_id": ref("entity", "whose place"),
        "document": word("the count sheet", "CS-12"),
        "line": word("its line", "1"),
        "item_id": ref("item", "what was counted"),
        "lot_id": ref("lot", "its lot", nullable=True),
        "location_id": ref("location", "where"),
        "owner": word("whose the goods are; empty for the entity itself", ""),
        "counted_on": day("when"),
        "quantity_micro": micro("how much was found", non_negative=True),
        "damaged_micro": micro("how much of it was damaged", "0", non_negative=True),
        "counted_by": ref("user", "who counted"),
        **known(),
    },
    unique=(("entity_id", "document", "line"), ("entity_id", "known_seq")),
)
