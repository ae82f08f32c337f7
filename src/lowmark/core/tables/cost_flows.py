"""A cost flow: what one event did to the quantity and value of one layer. Additive."""

from lowmark.core.tables.noun import Noun, day, identity, micro, minor, ref, whole, word

COST_FLOW = Noun(
    name="cost_flow",
    grain="one change of quantity and value of one layer by one event",
    room="fact",
    app="subledger",
    columns={
        "id": identity("the cost flow"),
        "entity_id": ref("entity", "whose stock it is"),
        "cost_basis_id": ref("cost_basis", "the basis that costs it"),
        "pool_id": ref("cost_pool", "the pool"),
        "layer_move_id": ref("stock_move", "the receipt that brought the layer in: the layer's name inside its pool"),
        "move_id": ref("stock_move", "the move that caused the flow"),
        "kind": word("what it is", choices=("receipt", "issue", "adjust", "revalue", "re_pool")),
        "accounting_on": day("the day in which it counts"),
        "known_seq": whole("place in the entity's commit order", "1042"),
        "quantity_micro": micro("change of quantity; negative when it leaves"),
        "value_minor": minor("change of value; negative when it leaves"),
        "entry_id": ref("entry", "the primary book's entry that carries it; null without value", nullable=True),
    },
    indexes=(
        ("cost_basis_id", "accounting_on", "known_seq", "value_minor"),
        ("pool_id", "accounting_on", "known_seq"),
        # All that sums by layer take, in the order in which they are summed, and the entity by which a reader is bound.
        (
            "cost_basis_id",
            "pool_id",
            "layer_move_id",
            "accounting_on",
            "known_seq",
            "quantity_micro",
            "value_minor",
            "entity_id",
        ),
    ),
)
