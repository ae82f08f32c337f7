"""A journal entry: a balanced set of lines in one entity and book. Its insert is the seal."""

from lowmark.core.tables.noun import Noun, day, digest, identity, known, ref, whole, word

ENTRY = Noun(
    name="entry",
    grain="one balanced set of debits and credits in one entity and book",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the entry"),
        "entity_id": ref("entity", "whose entry it is"),
        "book_id": ref("book", "in which book"),
        "journal": word("which journal", choices=("stock", "write_downs", "general")),
        "fiscal_year": whole("fiscal year of its number", "2026"),
        "number": whole("number without gaps in entity, book, journal and fiscal year", "17"),
        "accounting_on": day("the day in which it counts"),
        "event": word("the event that the posting rule is for", "sale"),
        "document": word("the source document or run", "SO-43659"),
        "source": word("who wrote it", choices=("subledger", "manual")),
        "n_lines": whole("how many lines it has, forever", "2"),
        "reverses_id": ref("entry", "the entry that it negates", nullable=True),
        "run_id": ref("run", "the run behind it", nullable=True),
        "approval_id": ref("approval", "the approval behind it", nullable=True),
        "policy_hash": digest("SHA-256 of the policy in force", nullable=True),
        "posted_by": ref("user", "who posted it"),
        **known(),
    },
    unique=(("book_id", "journal", "fiscal_year", "number"), ("entity_id", "known_seq"), ("reverses_id",)),
    indexes=(("book_id", "accounting_on", "known_seq"),),
)
