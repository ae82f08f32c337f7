"""A place freeze: that nothing moves into a place or out of it while somebody counts there, or that it may again."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

FROZEN, THAWED = "frozen", "thawed"

OF_THE_SHEET = ("count", "damaged")
"""Reasons for which the document of a sheet itself moves goods where it has frozen them: what the count comes to."""

PLACE_FREEZE = Noun(
    name="place_freeze",
    grain="one place frozen for one count sheet, or thawed",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the freeze or thaw"),
        "entity_id": ref("entity", "whose place"),
        "document": word("the count sheet that it is frozen for", "CS-12"),
        "location_id": ref("location", "the place itself: what lies under it has rows of its own"),
        "event": word("what happened", choices=(FROZEN, THAWED)),
        "effective_on": day("the day on which it happened"),
        "by_user": ref("user", "who did it"),
        "because": word("why", "Yearly count"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("location_id", "known_seq"), ("entity_id", "document")),
)
