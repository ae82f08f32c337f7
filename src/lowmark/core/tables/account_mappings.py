"""An account mapping: which account of a group's chart an account of a member is, and how it is translated."""

from lowmark.core.tables.noun import Noun, flag, identity, known, ref, word

TRANSLATED_AT = ("closing", "average", "historical")

ACCOUNT_MAPPING = Noun(
    name="account_mapping",
    grain="one account of one member, as one account of one group; the latest is in force",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the mapping"),
        "entity_id": ref("entity", "whose account it is"),
        "parent": word("code of the entity at the head of the group", "MAPLE"),
        "account_id": ref("account", "the account"),
        "group_account": word("code of the account in the group's chart", "1200"),
        "translated_at": word("the rate that it is translated at", choices=TRANSLATED_AT),
        "counterparty": word("code of the member that it is with; empty for none of the group", ""),
        "is_investment": flag("whether it is what that member was bought for"),
        "is_capital": flag("whether it is what the owners put in"),
        "set_by": ref("user", "who mapped it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "parent", "account_id"),),
)
