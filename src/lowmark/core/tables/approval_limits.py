"""An approval limit: how much a person may approve in a period, in one currency; the latest row is in force."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, word

APPROVAL_LIMIT = Noun(
    name="approval_limit",
    grain="one limit of one person in one entity and currency, from one day on",
    room="fact",
    app="access",
    hashed=True,
    columns={
        "id": identity("the approval limit"),
        "entity_id": ref("entity", "in which entity"),
        "user_id": ref("user", "whose limit"),
        "currency": word("currency of the amount, ISO 4217", "CAD"),
        "amount_minor": minor("what may be approved in a period, added up; null is without a limit", "5000000",
                              nullable=True, non_negative=True),
        "valid_from": day("for runs as of this day and later"),
        "set_by": ref("user", "who set it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("user_id", "entity_id"),),
)  # fmt: skip
