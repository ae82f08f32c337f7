"""An opening tax base: what tax law valued one layer at when the books were taken over, and the deferred tax on it."""

from typing import Final

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, word

TAX_BOOKS: Final = ("us_tax", "ca_tax")

OPENING_TAX_BASE = Noun(
    name="opening_tax_base",
    grain="the tax base of one layer in one tax book, as it was taken over",
    room="fact",
    app="subledger",
    hashed=True,
    columns={
        "id": identity("the base"),
        "entity_id": ref("entity", "whose books"),
        "book_id": ref("book", "in which book"),
        "tax_book": word("whose tax law", choices=TAX_BOOKS),
        "move_id": ref("stock_move", "the layer that was taken over"),
        "base_minor": minor("what tax law valued it at", non_negative=True),
        "deferred_tax_minor": minor("deferred tax asset that the old ledger carried on it; a liability is below zero"),
        "opening_on": day("the first day of the books"),
        "declared_by": ref("user", "who said so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "tax_book", "move_id")),
)
