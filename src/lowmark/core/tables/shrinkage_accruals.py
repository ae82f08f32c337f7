"""A shrinkage accrual: what of one item is taken to be missing since it was last counted, until a count says so."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, word

SHRINKAGE_ACCRUAL = Noun(
    name="shrinkage_accrual",
    grain="one item in one estimate of what is missing since it was counted",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the accrual"),
        "entity_id": ref("entity", "whose stock"),
        "book_id": ref("book", "in which book"),
        "document": word("the estimate, or the count sheet that trued the last one up", "SHR-2026-10"),
        "item_id": ref("item", "what is taken to be missing"),
        "sold_from": day("the first day after it was last counted"),
        "sold_to": day("the last day whose sales are counted in"),
        "as_of": day("the day in which the estimate counts"),
        "rate_micro": micro(
            "what is missing as a share of what was sold", "15000", non_negative=True, unit="millionths"
        ),
        "sold_minor": minor("what that which was sold in the window cost", non_negative=True),
        "accrual_minor": minor("what is taken to be missing", non_negative=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "document", "item_id")),
    indexes=(("book_id", "known_seq"),),
)
