"""An order line: what is bought or sold and not yet delivered, as it stood on a day."""

from lowmark.core.tables.noun import Noun, day, flag, identity, known, micro, ref, word

ORDER_LINE = Noun(
    name="order_line",
    grain="one line of one purchase or sales order, as it stood on one day",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the order line"),
        "entity_id": ref("entity", "whose order"),
        "document": word("the order", "SO-8812"),
        "line": word("its line", "1"),
        "side": word("bought or sold", choices=("purchase", "sale")),
        "item_id": ref("item", "what"),
        "is_firm": flag("whether it binds"),
        "quantity_micro": micro("quantity not yet delivered; none where it is done", non_negative=True),
        "amount_micro": micro("amount for that quantity", non_negative=True, unit="millionths of a currency unit"),
        "currency": word("its currency, ISO 4217", "CAD"),
        "due_on": day("when it is due"),
        "stated_on": day("as of when it stands so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "document", "line"), ("entity_id", "item_id")),
)
