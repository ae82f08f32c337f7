"""A pool layer: what one year added to a LIFO pool, at base-year prices and at cost, and how much of it is used up."""

from lowmark.core.tables.noun import Noun, identity, minor, ref, whole, word

POOL_LAYER = Noun(
    name="pool_layer",
    grain="one layer of one LIFO pool as it stands after one estimate",
    room="fact",
    app="subledger",
    columns={
        "id": identity("the layer"),
        "entity_id": ref("entity", "whose stock"),
        "pool_estimate_id": ref("pool_estimate", "the estimate after which it stands so"),
        "pool": word("the pool's name", "all"),
        "fiscal_year": whole("the year that added it", "2026"),
        "base_minor": minor("what came, at base-year prices; at retail, by the retail method", non_negative=True),
        "index_over": whole("price index at which it came: numerator", "105"),
        "index_under": whole("price index at which it came: denominator", "100"),
        "ratio_over": whole("cost to retail at which it came: numerator; 1 where there is none", "61"),
        "ratio_under": whole("cost to retail at which it came: denominator; 1 where there is none", "100"),
        "cost_minor": minor("what it cost when it came", non_negative=True),
        "used_base_minor": minor("how much of it is used up, at base-year prices", non_negative=True),
    },
    unique=(("entity_id", "pool_estimate_id", "fiscal_year"),),
)
