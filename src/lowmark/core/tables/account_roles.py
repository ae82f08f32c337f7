"""An account role: which account of a chart plays a part in the posting rules."""

from lowmark.core.tables.noun import Noun, identity, ref, word

ACCOUNT_ROLE = Noun(
    name="account_role",
    grain="one part that an account plays in posting, for one reason or for all",
    room="register",
    app="ledger",
    columns={
        "id": identity("the account role"),
        "entity_id": ref("entity", "whose chart it is in"),
        "role": word("the part played", "inventory"),
        "reason": word(
            "the reason code it holds for; empty for every reason without an account of its own", "price_decline"
        ),
        "account_id": ref("account", "the account that plays it"),
    },
    unique=(("entity_id", "role", "reason"),),
)
