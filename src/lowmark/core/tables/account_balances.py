"""An account balance: the sum of an account over a month. A cache."""

from lowmark.core.tables.noun import Noun, day, minor, ref

ACCOUNT_BALANCE = Noun(
    name="account_balance",
    grain="one account of one book over one month",
    room="cache",
    app="ledger",
    key=("book_id", "account_id", "month_on"),
    columns={
        "book_id": ref("book", "the book"),
        "account_id": ref("account", "the account"),
        "month_on": day("first day of the month"),
        "entity_id": ref("entity", "whose book it is"),
        "amount_minor": minor("debits less credits"),
    },
)
