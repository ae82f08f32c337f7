"""An allowance move: a charge, release or use of the allowance of one layer."""

from lowmark.core.tables.noun import Noun, day, identity, micro, minor, ref, whole, word

ALLOWANCE_KINDS = ("opening", "charge", "reverse", "release", "use", "transfer", "restore", "other")

ALLOWANCE_MOVE = Noun(
    name="allowance_move",
    grain="one change of the allowance of one layer in one book",
    room="fact",
    app="subledger",
    columns={
        "id": identity("the allowance move"),
        "entity_id": ref("entity", "whose stock"),
        "book_id": ref("book", "the book"),
        "pool_id": ref("cost_pool", "the pool"),
        "layer_move_id": ref("stock_move", "the layer"),
        "kind": word("column of the roll-forward", choices=ALLOWANCE_KINDS),
        "reason": word("reason of the charge", "price_decline"),
        "fiscal_year": whole("fiscal year charged", "2026"),
        "accounting_on": day("the day in which it counts"),
        "known_seq": whole("place in the entity's commit order", "1042"),
        "amount_minor": minor("change of allowance; negative when it is released"),
        "base_micro": micro("quantity in the layer when a charge or reversal was set", nullable=True),
        "proposal_id": ref("proposal", "the proposal that charged it", nullable=True),
        "cause_move_id": ref("stock_move", "the exit that released it", nullable=True),
        "entry_id": ref(
            "entry", "the journal entry that carries it; null for a transfer between layers", nullable=True
        ),
    },
    indexes=(("book_id", "pool_id", "layer_move_id"), ("book_id", "accounting_on", "known_seq", "amount_minor")),
)
