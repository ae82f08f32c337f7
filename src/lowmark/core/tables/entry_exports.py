"""An export of entries: which of our entries an outside ledger was handed, up to which sequence."""

from lowmark.core.tables.noun import Noun, day, digest, identity, known, minor, ref, whole

ENTRY_EXPORT = Noun(
    name="entry_export",
    grain="one file of entries handed to an outside ledger",
    room="fact",
    app="ledger",
    columns={
        "id": identity("the export"),
        "entity_id": ref("entity", "whose entries"),
        "book_id": ref("book", "of which book"),
        "from_seq": whole("after this known sequence", "0"),
        "to_seq": whole("up to this known sequence", "1042"),
        "up_to": day("entries that count up to this day"),
        "n_entries": whole("how many entries", "17"),
        "n_lines": whole("how many lines", "42"),
        "debit_minor": minor("control total: all debits", non_negative=True),
        "content_digest": digest("SHA-256 of the file"),
        "exported_by": ref("user", "who"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("book_id", "to_seq"),),
)
