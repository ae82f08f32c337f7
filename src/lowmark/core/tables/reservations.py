"""A reservation: stock that is spoken for."""

from lowmark.core.tables.noun import Noun, identity, known, micro, ref, word

STATES = ("held", "used", "released")

RESERVATION = Noun(
    name="reservation",
    grain="one quantity of one item (lot) at one place, kept for one line of an order",
    room="workflow",
    app="stock",
    columns={
        "id": identity("the reservation"),
        "entity_id": ref("entity", "whose stock"),
        "document": word("for which order", "SO-8812"),
        "line": word("for which line of it", "1"),
        "item_id": ref("item", "what"),
        "lot_id": ref("lot", "its lot", nullable=True),
        "location_id": ref("location", "where"),
        "quantity_micro": micro("how much", positive=True),
        "state": word("whether it still holds", choices=STATES),
        **known(),
    },
    indexes=(("item_id", "state"), ("entity_id", "document")),
)
