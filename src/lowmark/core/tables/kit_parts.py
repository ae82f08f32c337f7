"""A part of a kit that moved: the move of a component, and the kit that it belongs to."""

from lowmark.core.tables.noun import Noun, identity, known, micro, ref, word

KIT_PART = Noun(
    name="kit_part",
    grain="one move of a component of a kit that was sold, issued or came back",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the part"),
        "entity_id": ref("entity", "whose stock moved"),
        "move_id": ref("stock_move", "the move of the component"),
        "kit_id": ref("item", "the kit that its document names"),
        "kit_line": word("the line of its document that names the kit", "1"),
        "kit_micro": micro("how many kits that line is of", "3000000", positive=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "move_id")),
    indexes=(("entity_id", "kit_id"),),
)
