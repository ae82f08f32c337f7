"""A reservation: stock that is spoken for."""

from lowmark.core.tables.noun import Noun, identity, known, micro, ref

RESERVATION = Noun(
    name="reservation",
    grain="one quantity of one item held for one order line",
    room="workflow",
    app="stock",
    columns={
        "id": identity("the reservation"),
        "entity_id": ref("entity", "whose stock"),
        "order_line_id": ref("order_line", "for which order line"),
        "item_id": ref("item", "what"),
        "lot_id": ref("lot", "its lot", nullable=True),
        "location_id": ref("location", "where"),
        "quantity_micro": micro("how much", positive=True),
        **known(),
    },
)
