"""What a late entry is: a change of estimate, an immaterial error, or a material one, for which earlier years are restated."""

from lowmark.core.tables.noun import Noun, identity, known, ref, whole, word

ENTRY_CLASSIFICATION = Noun(
    name="entry_classification",
    grain="one entry whose cause lies in an earlier fiscal year, and what it is",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the classification"),
        "entity_id": ref("entity", "whose entry"),
        "book_id": ref("book", "in which book"),
        "entry_id": ref("entry", "the entry"),
        "classified": word("what it is", choices=("estimate", "immaterial_error", "material_error")),
        "origin_year": whole("the fiscal year that it belongs to", "2025"),
        "restating_id": ref("entry", "of a material error: the entry that takes it out of the result", nullable=True),
        "because": word("why", "A receipt of 2025 was found"),
        "classified_by": ref("user", "who decided"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "entry_id")),
)
