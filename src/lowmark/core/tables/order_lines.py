"""An order line: what is bought or sold and not yet delivered."""

from lowmark.core.tables.noun import Noun, day, flag, identity, known, micro, ref, word

ORDER_LINE = Noun(
    name="order_line",
    grain="one line of one purchase or sales order",
    room="workflow",
    app="stock",
    columns={
        "id": identity("the order line"),
        "entity_id": ref("entity", "whose order"),
        "document": word("the order", "SO-8812"),
        "line": word("its line", "1"),
        "side": word("bought or sold", choices=("purchase", "sale")),
        "item_id": ref("item", "what"),
        "is_firm": flag("whether it binds"),
        "quantity_micro": micro("quantity not yet delivered", non_negative=True),
        "amount_micro": micro("amount for that quantity", non_negative=True, unit="millionths of a currency unit"),
        "currency": word("its currency, ISO 4217", "CAD"),
        "due_on": day("when it is due"),
        **known(),
    },
    unique=(("entity_id", "document", "line"),),
)
