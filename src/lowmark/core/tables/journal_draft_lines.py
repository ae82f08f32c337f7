"""A line of a drafted journal: what it would debit or credit on one account."""

from lowmark.core.tables.noun import Noun, identity, known, minor, ref, whole, word

JOURNAL_DRAFT_LINE = Noun(
    name="journal_draft_line",
    grain="one account and its dimensions in one drafted journal",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the line"),
        "entity_id": ref("entity", "whose journal"),
        "draft_id": ref("journal_draft", "the draft"),
        "line_no": whole("place in the draft", "1"),
        "account_id": ref("account", "the account"),
        "amount_minor": minor("debit positive, credit negative, book currency"),
        "item_class": word("dimension: class of the goods; empty where there is none", "finished_goods"),
        "dimensions": word("other dimensions, by name; empty where there are none", "department=SALES;project=P-1"),
        "tx_currency": word("transaction currency, where it is another", "USD", nullable=True),
        "tx_amount_minor": minor("amount in the transaction currency", nullable=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("draft_id", "line_no")),
)
