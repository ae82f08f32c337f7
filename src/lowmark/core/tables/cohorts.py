"""A cohort: the goods of an averaged pool that one charge was taken on. A cache."""

from lowmark.core.tables.noun import Noun, micro, minor, ref, whole, word

COHORT = Noun(
    name="cohort",
    grain="the goods of one averaged pool that one charge was taken on",
    room="cache",
    app="subledger",
    key=("book_id", "pool_id", "charged_seq"),
    columns={
        "book_id": ref("book", "the book"),
        "pool_id": ref("cost_pool", "the pool"),
        "charged_seq": whole("known sequence of the charge", "1042"),
        "entity_id": ref("entity", "whose stock it is"),
        "reason": word("reason of the charge", "price_decline"),
        "fiscal_year": whole("fiscal year charged", "2026"),
        "quantity_micro": micro("quantity when charged", positive=True),
        "remaining_micro": micro("quantity still in", non_negative=True),
        "amount_minor": minor("amount charged", non_negative=True),
    },
)
