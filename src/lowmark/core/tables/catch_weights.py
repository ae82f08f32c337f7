"""A catch weight: what the goods of one move came to in their second quantity, which each unit has its own of."""

from lowmark.core.tables.noun import Noun, identity, known, micro, ref, word

CATCH_WEIGHT = Noun(
    name="catch_weight",
    grain="the second quantity of one stock move",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the catch weight"),
        "entity_id": ref("entity", "whose goods"),
        "move_id": ref("stock_move", "the move whose goods were weighed"),
        "unit": word("the unit of the second quantity", "KG"),
        "quantity_micro": micro("how much", "18250000", positive=True, unit="millionths of that unit"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "move_id")),
)
