"""An intercompany move: a sale or purchase of goods that another entity of the group has the other side of."""

from lowmark.core.tables.noun import Noun, identity, known, minor, ref, word

SIDES = ("sale", "purchase")

INTERCOMPANY_MOVE = Noun(
    name="intercompany_move",
    grain="one side of one sale within a group",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the side"),
        "entity_id": ref("entity", "whose side it is"),
        "side": word("which side", choices=SIDES),
        "counterparty": word("code of the entity on the other side", "THAMES"),
        "reference": word("what both sides call it", "IC-2026-03"),
        "move_id": ref("stock_move", "the issue that was sold, or the receipt that was bought"),
        "currency": word("currency of the invoice", "USD"),
        "amount_minor": minor("the invoice, in minor units of its currency", non_negative=True),
        "declared_by": ref("user", "who said so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "move_id"), ("entity_id", "side", "counterparty", "reference")),
)
