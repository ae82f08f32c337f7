"""A grant: a role of a person in an entity; the latest row is in force."""

from lowmark.core.tables.noun import Noun, flag, identity, known, ref, word

ROLES = (
    "warehouse",
    "planner",
    "preparer",
    "reviewer",
    "approver",
    "poster",
    "policy_owner",
    "administrator",
    "auditor",
)

GRANT = Noun(
    name="grant",
    grain="one role of one person in one entity, given or taken away",
    room="fact",
    app="access",
    columns={
        "id": identity("the grant"),
        "entity_id": ref("entity", "in which entity"),
        "user_id": ref("user", "who"),
        "role": word("which role", choices=ROLES),
        "granted": flag("given, or taken away"),
        "granted_by": ref("user", "by whom; null for the installation itself", nullable=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("user_id", "entity_id"),),
)
