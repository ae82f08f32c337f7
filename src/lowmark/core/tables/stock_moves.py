"""A stock move: a quantity of an item from one place to another."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, word

STOCK_MOVE = Noun(
    name="stock_move",
    grain="one quantity of one item (lot, owner) from one place to another",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the stock move"),
        "entity_id": ref("entity", "whose stock moved"),
        "document": word("the source document", "SO-43659"),
        "line": word("the line of the source document", "1"),
        "item_id": ref("item", "what moved"),
        "lot_id": ref("lot", "its lot, where the item is tracked", nullable=True),
        "from_location_id": ref("location", "where it left"),
        "to_location_id": ref("location", "where it went"),
        "owner": word("who owned the goods before it; empty for the entity itself", ""),
        "to_owner": word("who owns them after it: another only where title passes and the goods stay", ""),
        "terms": word("trade terms by which title passed, where goods are on their way", ""),
        "reason": word("why it moved", "sale"),
        "quantity_micro": micro("how much moved", positive=True),
        "unit": word("the unit in which its document says the quantity; empty for the base unit", ""),
        "unit_quantity_micro": micro(
            "the quantity in that unit, as it was written", nullable=True, positive=True, unit="millionths of the unit"
        ),
        "value_minor": minor("what it brought in, on a receipt of ours", nullable=True, non_negative=True),
        "effective_on": day("when it happened in the world"),
        "accounting_on": day("the day in which it counts"),
        "returns_move_id": ref(
            "stock_move", "the issue whose goods come back, at what they were issued at", nullable=True
        ),
        "production_id": ref("production", "the production that it is an input or output of", nullable=True),
        "share_micro": micro(
            "of a production's product: by what part it shares the cost",
            nullable=True,
            positive=True,
            unit="on the scale of its production",
        ),
        "formula_change_id": ref(
            "formula_change",
            "the change of formula by which goods go over to another pool, where they are",
            nullable=True,
        ),
        "restated_minor": minor(
            "by how much goods that go over cost more, as if the new formula had always been theirs; negative for less",
            nullable=True,
        ),
        "received_on": day("when the goods had first been received, where that was another day", nullable=True),
        **known(),
    },
    unique=(("entity_id", "document", "line"), ("entity_id", "known_seq")),
    indexes=(("item_id", "accounting_on", "known_seq"), ("returns_move_id",), ("production_id",)),
)
