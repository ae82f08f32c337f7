"""A journal line: one account of one entry."""

from lowmark.core.tables.noun import Noun, identity, minor, ref, whole, word

LINE = Noun(
    name="line",
    grain="one account and dimension of one entry",
    room="fact",
    app="ledger",
    columns={
        "id": identity("the line"),
        "entity_id": ref("entity", "whose entry it is in"),
        "book_id": ref("book", "in which book"),
        "entry_id": ref("entry", "the entry"),
        "line_no": whole("place in the entry", "1"),
        "account_id": ref("account", "the account"),
        "amount_minor": minor("debit positive, credit negative, book currency"),
        "reason": word("reason code; empty where there is none", "price_decline"),
        "item_class": word("dimension: class of the goods; empty where there is none", "finished_goods"),
        "location_id": ref("location", "dimension: location", nullable=True),
        "tx_currency": word("transaction currency, where it is another", "USD", nullable=True),
        "tx_amount_minor": minor("amount in the transaction currency", nullable=True),
        "rate_id": ref("rate", "the rate that turned it into book currency", nullable=True),
    },
    unique=(("entry_id", "line_no"),),
    indexes=(("account_id", "entry_id"),),
)
