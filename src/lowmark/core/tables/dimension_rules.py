"""A rule of dimensions: that lines on an account have to name one, or must not. The latest in force on a day holds."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

DIMENSION_RULE = Noun(
    name="dimension_rule",
    grain="what is asked of one dimension on one account from a day on",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the rule"),
        "entity_id": ref("entity", "whose chart"),
        "account_id": ref("account", "the account"),
        "dimension": word("which dimension", "department"),
        "demand": word("what is asked of lines drafted by hand", choices=("required", "allowed", "refused")),
        "valid_from": day("from which day"),
        "set_by": ref("user", "who set it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("account_id", "dimension", "valid_from"),),
)
