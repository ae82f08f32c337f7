"""A line of a budget: what one account is to come to in one period."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, word

BUDGET_LINE = Noun(
    name="budget_line",
    grain="one account in one period of one budget",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the line"),
        "entity_id": ref("entity", "whose budget"),
        "book_id": ref("book", "in which book"),
        "document": word("which budget", "budget-2026"),
        "ends_on": day("last day of the period"),
        "account_id": ref("account", "the account"),
        "amount_minor": minor("debits less credits: of a result, in the period; of another, at its end"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "document", "ends_on", "account_id")),
)
