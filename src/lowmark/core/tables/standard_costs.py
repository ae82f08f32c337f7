"""A standard cost: what a unit of an item is costed at from a day on."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref

STANDARD_COST = Noun(
    name="standard_cost",
    grain="one standard cost of one item in one basis, from one day on",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the standard cost"),
        "entity_id": ref("entity", "whose stock"),
        "cost_basis_id": ref("cost_basis", "the basis it is in"),
        "item_id": ref("item", "the item"),
        "price_micro": micro(
            "cost of one base unit", "5250000", non_negative=True, unit="millionths of a currency unit"
        ),
        "valid_from": day("from when"),
        "set_by": ref("user", "who set it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("cost_basis_id", "item_id", "valid_from"),),
)
