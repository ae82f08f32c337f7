"""A step-up: a fresh proof of identity, bound to a user and to what is to be approved."""

from lowmark.core.tables.noun import Noun, digest, identity, instant, known, ref, word

STEP_UP = Noun(
    name="step_up",
    grain="one fresh proof of identity",
    room="fact",
    app="access",
    columns={
        "id": identity("the step-up"),
        "entity_id": ref("entity", "for which entity"),
        "user_id": ref("user", "who proved it"),
        "bound_hash": digest("the hash of what is to be approved"),
        "method": word("how", choices=("password", "totp", "passkey")),
        "granted_at": instant("when"),
        "expires_at": instant("until when"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
