"""An overlay move: what a posted overlay did to the allowance of a class."""

from lowmark.core.tables.noun import Noun, day, identity, minor, ref, whole, word
from lowmark.core.tables.overlays import OVERLAY_KINDS

OVERLAY_MOVE = Noun(
    name="overlay_move",
    grain="one change of the allowance of one class in one book, without lots",
    room="fact",
    app="subledger",
    columns={
        "id": identity("the overlay move"),
        "entity_id": ref("entity", "whose stock"),
        "book_id": ref("book", "the book"),
        "overlay_id": ref("overlay", "the overlay that was decided"),
        "item_class": word("the class of goods", "finished_goods"),
        "kind": word("column of the roll-forward", choices=OVERLAY_KINDS),
        "reason": word("reason code", "price_decline"),
        "fiscal_year": whole("fiscal year in which it counts", "2026"),
        "accounting_on": day("the day in which it counts"),
        "known_seq": whole("place in the entity's commit order", "1042"),
        "amount_minor": minor("change of allowance; negative takes it away"),
        "entry_id": ref("entry", "the journal entry that carries it"),
    },
    unique=(("entity_id", "overlay_id"),),
    indexes=(("book_id", "accounting_on", "known_seq"),),
)
