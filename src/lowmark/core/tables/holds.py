"""A hold: goods that nobody sells or uses until they are released."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

STATES = ("held", "released")

HOLD = Noun(
    name="hold",
    grain="one item, or one lot of it, that is held back",
    room="workflow",
    app="stock",
    columns={
        "id": identity("the hold"),
        "entity_id": ref("entity", "whose stock"),
        "document": word("its document: a recall, a complaint, a finding", "RC-7"),
        "item_id": ref("item", "what"),
        "lot_id": ref("lot", "its lot; all of the item without one", nullable=True),
        "reason": word("reason code", "recall"),
        "state": word("whether it still holds", choices=STATES),
        "held_on": day("since when"),
        "released_on": day("when it was released", nullable=True),
        **known(),
    },
    indexes=(("item_id", "state"), ("entity_id", "document")),
)
