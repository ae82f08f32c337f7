"""A demand correction: what somebody adds to, or takes from, the demand that moves say; the moves stay as they are."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref, word

DEMAND_CORRECTION = Noun(
    name="demand_correction",
    grain="one correction of the demand for one item (and place) on one day",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the correction"),
        "entity_id": ref("entity", "whose demand"),
        "item_id": ref("item", "what"),
        "location_id": ref("location", "where; null for nowhere in particular", nullable=True),
        "demand_on": day("the day whose demand it corrects"),
        "quantity_micro": micro("what is added; below zero, what is taken off"),
        "because": word("why", "one order for a new shop"),
        "corrected_by": ref("user", "who says so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "item_id", "demand_on"),),
)
