"""A count posting: that somebody accepted a count sheet, and its differences were posted."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, word

COUNT_POSTING = Noun(
    name="count_posting",
    grain="one acceptance of one count sheet",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the posting"),
        "entity_id": ref("entity", "whose stock was counted"),
        "document": word("the count sheet", "CS-12"),
        "tolerance_micro": micro(
            "which part of what the books said might differ without a recount",
            "10000",
            non_negative=True,
            unit="millionths",
        ),
        "posted_on": day("the day in which the differences count"),
        "value_minor": minor("what the differences cost: less than nothing where goods were missing", "-2000"),
        "posted_by": ref("user", "who accepted the sheet: nobody who counted on it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "document"),),
)
