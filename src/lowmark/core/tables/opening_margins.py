"""An opening margin: what a seller of the group had put on top of the goods of one layer when its books were taken over."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, word

OPENING_MARGIN = Noun(
    name="opening_margin",
    grain="one seller's margin in one layer, as it was taken over",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the margin"),
        "entity_id": ref("entity", "who has the goods"),
        "move_id": ref("stock_move", "the layer that was taken over"),
        "seller": word("code of the entity that made it", "MAPLE"),
        "sold_on": day("when it sold the goods: the day whose rate the margin keeps"),
        "currency": word("currency of the seller", "CAD"),
        "margin_minor": minor(
            "its margin in what is left of them, in minor units of that currency; a loss is below zero"
        ),
        "opening_on": day("the first day of the books"),
        "declared_by": ref("user", "who said so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("move_id", "seller", "sold_on")),
)
