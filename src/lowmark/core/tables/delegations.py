"""A delegation: a role lent to another person for some days; the latest row of two people and a role is in force."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

LENT = ("reviewer", "approver")

DELEGATION = Noun(
    name="delegation",
    grain="one role lent by one person to another in one entity, for some days",
    room="fact",
    app="access",
    hashed=True,
    columns={
        "id": identity("the delegation"),
        "entity_id": ref("entity", "in which entity"),
        "from_user": ref("user", "who lends the role, and holds it"),
        "to_user": ref("user", "who may act for them"),
        "role": word("which role", choices=LENT),
        "starts_on": day("first day"),
        "ends_on": day("last day; one before the first takes it back"),
        "because": word("why", "on leave"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("to_user", "entity_id"),),
)
