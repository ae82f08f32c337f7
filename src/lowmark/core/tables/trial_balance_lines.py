"""A line of a trial balance: what an outside ledger says of one account at one day."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, whole, word

TRIAL_BALANCE_LINE = Noun(
    name="trial_balance_line",
    grain="one account of one trial balance taken from an outside ledger",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the line"),
        "entity_id": ref("entity", "whose ledger"),
        "book_id": ref("book", "in which book"),
        "document": word("which trial balance", "TB-2026-10"),
        "as_of": day("the day of which it is"),
        "account_id": ref("account", "the account"),
        "amount_minor": minor("debits less credits since the beginning; of the fiscal year, for income and expenses"),
        "includes_seq": whole("known sequence up to which our exported entries are in it", "1042"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "document", "account_id")),
    indexes=(("book_id", "as_of"),),
)
