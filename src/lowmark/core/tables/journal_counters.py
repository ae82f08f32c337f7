"""The last number given in a journal; moves only under the entity clock."""

from lowmark.core.tables.noun import Noun, ref, whole, word

JOURNAL_COUNTER = Noun(
    name="journal_counter",
    grain="one journal of one book in one fiscal year",
    room="cache",
    app="ledger",
    key=("book_id", "journal", "fiscal_year"),
    columns={
        "book_id": ref("book", "the book"),
        "journal": word("the journal", "stock"),
        "fiscal_year": whole("the fiscal year", "2026"),
        "entity_id": ref("entity", "whose book"),
        "last_number": whole("last number given", "17"),
    },
)
