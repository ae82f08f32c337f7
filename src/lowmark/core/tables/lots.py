"""A lot: a batch of one item, with its dates."""

from lowmark.core.tables.noun import Noun, day, identity, micro, ref, word

LOT = Noun(
    name="lot",
    grain="one batch or serial of one item in one entity",
    room="register",
    app="items",
    columns={
        "id": identity("the lot"),
        "entity_id": ref("entity", "who holds it"),
        "item_id": ref("item", "what it is a batch of"),
        "code": word("its code", "LOT-0417"),
        "made_on": day("when it was made", nullable=True),
        "expires_on": day("last day of its life", nullable=True),
        "best_before_on": day(
            "day up to which it is at its best; its life ends then where no other day is said", nullable=True
        ),
        "potency_micro": micro(
            "its strength, where it is said", "985000", nullable=True, positive=True, unit="millionths of full potency"
        ),
    },
    unique=(("entity_id", "item_id", "code"),),
)
