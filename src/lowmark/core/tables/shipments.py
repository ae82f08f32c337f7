"""A shipment: goods of ours on their way from one place of ours to another."""

from lowmark.core.tables.noun import Noun, identity, known, micro, ref

SHIPMENT = Noun(
    name="shipment",
    grain="one move that left a place for another, until all of it has arrived",
    room="workflow",
    app="stock",
    columns={
        "id": identity("the shipment"),
        "entity_id": ref("entity", "whose goods"),
        "move_id": ref("stock_move", "the move by which they left"),
        "to_location_id": ref("location", "where they go"),
        "received_micro": micro("how much of them has arrived", non_negative=True),
        **known(),
    },
    unique=(("entity_id", "move_id"),),
)
