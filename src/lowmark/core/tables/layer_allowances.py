"""What has been written down on a layer and not yet released. A cache of allowance moves."""

from lowmark.core.tables.noun import Noun, micro, minor, ref, whole, word

LAYER_ALLOWANCE = Noun(
    name="layer_allowance",
    grain="the open write-down of one layer in one book",
    room="cache",
    app="subledger",
    key=("book_id", "pool_id", "layer_move_id"),
    columns={
        "book_id": ref("book", "the book"),
        "pool_id": ref("cost_pool", "the pool"),
        "layer_move_id": ref("stock_move", "the layer"),
        "entity_id": ref("entity", "whose stock it is"),
        "reason": word("the reason of the latest charge", "price_decline"),
        "fiscal_year": whole("the fiscal year of the latest charge", "2026"),
        "amount_minor": minor("allowance when it was last set", non_negative=True),
        "base_micro": micro("quantity still in the layer when it was last set", non_negative=True),
        "released_micro": micro("quantity gone since", non_negative=True),
    },
)
