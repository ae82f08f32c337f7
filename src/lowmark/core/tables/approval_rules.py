"""An approval rule: how an entity decides on its runs, from a day on."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, word

PROFILES = ("small", "separate", "one_person")

APPROVAL_RULE = Noun(
    name="approval_rule",
    grain="one rule of one entity on who decides, from one day on",
    room="fact",
    app="access",
    hashed=True,
    columns={
        "id": identity("the approval rule"),
        "entity_id": ref("entity", "whose runs"),
        "valid_from": day("for runs as of this day and later"),
        "profile": word("how many people it takes", choices=PROFILES),
        "auto_accept_minor": minor("lines up to this amount need no reviewer", "50000", non_negative=True),
        "because": word("why", "no second accountant until March"),
        "set_by": ref("user", "who set it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
