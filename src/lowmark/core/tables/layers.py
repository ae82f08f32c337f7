"""A layer: what one receipt brought into a pool, and how much of it has gone.

A cache of those that are open: a layer that is used up leaves it, so that a posting reads few rows however long the
history.
"""

from lowmark.core.tables.noun import Noun, day, micro, minor, ref, whole

LAYER = Noun(
    name="layer",
    grain="one receipt's part of one pool, while there is something left of it",
    room="cache",
    app="valuation",
    key=("pool_id", "layer_move_id"),
    columns={
        "pool_id": ref("cost_pool", "the pool"),
        "layer_move_id": ref("stock_move", "the receipt that brought it"),
        "entity_id": ref("entity", "whose stock it is"),
        "opened_on": day("accounting day of the receipt; of the last one that joined it, where costs are averaged"),
        "received_on": day("day the goods were first received"),
        "known_seq": whole("place of that receipt in the commit order", "1042"),
        "quantity_micro": micro(
            "quantity with which it came; after the last receipt, where costs are averaged", positive=True
        ),
        "value_minor": minor(
            "value with which it came; after the last receipt, where costs are averaged", non_negative=True
        ),
        "consumed_micro": micro("quantity gone since", non_negative=True),
    },
    indexes=(("entity_id", "pool_id"),),
)
