"""A pool balance: quantity and value of a pool at a close. A cache."""

from lowmark.core.tables.noun import Noun, day, micro, minor, ref, whole

POOL_BALANCE = Noun(
    name="pool_balance",
    grain="one pool at the end of one closed period",
    room="cache",
    app="valuation",
    key=("pool_id", "closed_on"),
    columns={
        "pool_id": ref("cost_pool", "the pool"),
        "closed_on": day("last day of the period"),
        "entity_id": ref("entity", "whose stock it is"),
        "known_seq": whole("what was known", "1042"),
        "quantity_micro": micro("quantity"),
        "value_minor": minor("value"),
    },
)
