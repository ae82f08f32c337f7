"""An expected return: what of the sales of one item is expected back at a period's end, and the asset that it makes."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, word

EXPECTED_RETURN = Noun(
    name="expected_return",
    grain="one item in one estimate of what customers will return",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the expected return"),
        "entity_id": ref("entity", "whose sales"),
        "book_id": ref("book", "in which book"),
        "document": word("the estimate", "RET-2026-10"),
        "item_id": ref("item", "what was sold"),
        "sold_from": day("the first day of the sales that may still come back"),
        "as_of": day("the last of them, and the day of the estimate"),
        "rate_micro": micro("share of what was sold that is expected back", "50000", positive=True, unit="millionths"),
        "recovery_micro": micro(
            "what it costs to take it back, and what it will have lost, as a share of what it was carried at",
            "100000", non_negative=True, unit="millionths",
        ),
        "sold_micro": micro("how much was sold", positive=True),
        "returned_micro": micro("how much of that has come back", non_negative=True),
        "cost_minor": minor("what that which is still out was carried at before the sale", non_negative=True),
        "expected_micro": micro("how much more is expected back", non_negative=True),
        "asset_minor": minor("the asset: its former carrying amount less the cost to recover it", non_negative=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "document", "item_id")),
    indexes=(("book_id", "as_of"),),
)  # fmt: skip
