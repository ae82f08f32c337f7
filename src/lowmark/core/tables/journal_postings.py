"""A posting of a drafted journal: which occurrence of it was posted as which entry."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, whole, word

JOURNAL_POSTING = Noun(
    name="journal_posting",
    grain="one occurrence of one drafted journal, posted or reversed",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the posting"),
        "entity_id": ref("entity", "whose journal"),
        "draft_id": ref("journal_draft", "the draft"),
        "occurrence": whole("which occurrence: 0 for the first", "0"),
        "leg": word("whether it was posted, or reversed", choices=("posted", "reversed")),
        "accounting_on": day("the day on which it counts"),
        "entry_id": ref("entry", "the entry"),
        "posted_by": ref("user", "who posted it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("draft_id", "occurrence", "leg"), ("entity_id", "entry_id")),
)
