"""How a proposal is spread over layers."""

from lowmark.core.tables.noun import Noun, identity, micro, minor, ref

PROPOSAL_LAYER = Noun(
    name="proposal_layer",
    grain="one layer's share of one proposal",
    room="fact",
    app="runs",
    columns={
        "id": identity("the share"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "proposal_id": ref("proposal", "the proposal"),
        "pool_id": ref("cost_pool", "the pool"),
        "layer_move_id": ref("stock_move", "the layer"),
        "remaining_micro": micro("quantity in the layer at the date", positive=True),
        "held_minor": minor("allowance held on it before", non_negative=True),
        "amount_minor": minor("change of allowance"),
    },
    unique=(("proposal_id", "layer_move_id"),),
)
