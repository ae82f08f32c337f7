"""A commitment change: what one journal changes of the liability for one contract; it counts once that journal is posted."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, word

COMMITMENT_CHANGE = Noun(
    name="commitment_change",
    grain="one change of the liability for one line of an order, drafted in one journal",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the change"),
        "entity_id": ref("entity", "whose contract"),
        "book_id": ref("book", "in which book"),
        "draft_id": ref("journal_draft", "the journal"),
        "document": word("the order", "PO-1042"),
        "line": word("its line", "1"),
        "as_of": day("as of when the contract was tested"),
        "kind": word("charged, taken back, or used as goods came or went", choices=("charged", "reversed", "used")),
        "quantity_micro": micro(
            "quantity not yet delivered, on which the liability stands afterwards", non_negative=True
        ),
        "amount_minor": minor("how much", non_negative=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("draft_id", "document", "line", "kind")),
)
